"""Chunks of tasks to chunks of lines, in order, in this process or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Final, NamedTuple, cast

from toneguard.archive.index import Task
from toneguard.archive.loading import load
from toneguard.archive.records import Scoring
from toneguard.archive.rows import to_line
from toneguard.archive.scoring import score_record, warm_up
from toneguard.archive.tally import counts
from toneguard.errors import ToneguardError

CHUNK: Final = 64
"""Messages that travel to a worker together, see `toneguard.many`."""

CHUNK_BYTES: Final = 8 << 20
"""Bytes of messages after which a chunk is full: a few large ones are not to hold up the others."""


AHEAD: Final = 4
"""Chunks, a worker, by which one may be ahead of another: their rows wait in memory for those before them."""

DEATHS: Final = 3
"""Messages in a row that may kill a worker each before the messages are not to blame."""


class WorkerError(ToneguardError):
    """A worker process has died."""


class Scored(NamedTuple):
    """The rows of a chunk as lines, how many, and what they add to the counts."""

    lines: bytes
    rows: int
    tally: Counter[str]


def score_tasks(tasks: Iterable[Task], scoring: Scoring, workers: int) -> Generator[Scored, None, None]:
    """The rows of the tasks, in order; a few chunks are read ahead, so that any number of tasks fits in memory.

    Raises WorkerError where a worker dies, LexiconError for a lexicon of the user's with a mistake.
    """
    if workers == 1:
        warm_up(scoring)
        return (score_chunk(chunk, scoring) for chunk in chunked(tasks))
    return _shared(tasks, scoring, workers)


def chunked(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """The tasks in chunks of at most `CHUNK`, fewer where the messages are large."""
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += task.spot.length
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _shared(tasks: Iterable[Task], scoring: Scoring, count: int) -> Generator[Scored, None, None]:
    if scoring.settings.lexicons:
        warm_up(scoring)  # says what is wrong with them, where a worker could only die
    chunks = enumerate(chunked(tasks))
    workers: list[Worker] = []
    coming = next(chunks, None)
    done: dict[int, list[Scored]] = {}
    due = 0
    try:
        workers.extend(Worker(scoring) for _ in range(count))  # one by one, so that all that were started are ended
        while coming is not None or any(worker.chunk for worker in workers):
            for worker in workers:
                if coming is not None and not worker.chunk and coming[0] < due + AHEAD * count:
                    worker.give(*coming)
                    coming = next(chunks, None)
            for worker in ready(workers):
                done[worker.number] = worker.take()
            while due in done:
                yield from done.pop(due)
                due += 1
    finally:
        for worker in workers:
            worker.end()


class Worker:
    """A process that scores one chunk at a time; one that dies of a message is replaced by another."""

    def __init__(self, scoring: Scoring) -> None:
        self._scoring = scoring
        self._deaths = 0
        self.number = 0
        self.chunk: list[Task] = []
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._scoring), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()

    def give(self, number: int, chunk: list[Task]) -> None:
        """Have a chunk scored; `chunk` is empty again when it is."""
        self.number, self.chunk = number, chunk
        with suppress(OSError):  # it is dead: `take` will see
            self.connection.send(chunk)

    def take(self) -> list[Scored]:
        """The rows of the chunk. Raises WorkerError where message after message kills the worker."""
        chunk, self.chunk = self.chunk, []
        try:
            return [self._received()]
        except (OSError, EOFError):
            self._replace()
            return [self._alone(task) for task in chunk]

    def _received(self) -> Scored:
        found = self.connection.recv()
        if isinstance(found, ToneguardError):
            raise found
        return Scored(*found)

    def _alone(self, task: Task) -> Scored:
        for _ in range(2):  # a worker may also have been killed by somebody else
            try:
                self.connection.send([task])
                scored = self._received()
            except (OSError, EOFError):
                self._replace()
            else:
                self._deaths = 0
                return scored
        self._deaths += 1
        if self._deaths == DEATHS:
            raise WorkerError(
                "worker processes keep dying, perhaps for want of memory; the same command goes on from there: "
                "--workers 1 takes less memory, --size-limit leaves large messages out"
            )
        return score_chunk([task._replace(error="made a worker process die")], self._scoring)

    def _replace(self) -> None:
        self.end()
        self._start()

    def end(self) -> None:
        """End the process, whatever it is at: it is of no use to anyone."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


def ready(workers: Iterable[Worker]) -> list[Worker]:
    """Wait until a worker that was given something is done with it, or dead; those that are."""
    busy = [worker for worker in workers if worker.chunk]
    found = wait([worker.connection for worker in busy])
    return [worker for worker in busy if worker.connection in found]


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile hear neither Ctrl-C nor SIGTERM: the parent does, and ends them in order."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # which unblocks both once it has started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection[object, object], scoring: Scoring) -> None:
    """In a worker process: score what comes, until the parent has gone."""
    warm_up(scoring)
    with suppress(OSError, EOFError):
        while True:
            chunk = cast("list[Task]", connection.recv())
            try:
                connection.send(tuple(score_chunk(chunk, scoring)))
            except ToneguardError as error:
                connection.send(error)


def score_chunk(chunk: list[Task], scoring: Scoring) -> Scored:
    """The rows of a chunk."""
    tally: Counter[str] = Counter()
    lines = []
    for task in chunk:
        row = score_record(load(task, scoring.size_limit), scoring)
        tally += counts(row)
        lines.append(to_line(row))
    return Scored(b"".join(lines), len(lines), tally)
