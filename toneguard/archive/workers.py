"""Chunks of tasks to chunks of lines, in order, in this process or in several."""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from toneguard.archive.index import Task
from toneguard.archive.loading import load
from toneguard.archive.records import Scoring
from toneguard.archive.rows import to_line
from toneguard.archive.scoring import score_record, warm_up
from toneguard.archive.tally import counts
from toneguard.errors import ToneguardError

if TYPE_CHECKING:
    from concurrent.futures import Future

CHUNK: Final = 64
"""Messages that travel to a worker together, see `toneguard.many`."""

CHUNK_BYTES: Final = 8 << 20
"""Bytes of messages after which a chunk is full: a few large ones are not to hold up the others."""


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
        return (_score_chunk(chunk, scoring) for chunk in _chunks(tasks))
    return _shared(tasks, scoring, workers)


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
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


def _shared(tasks: Iterable[Task], scoring: Scoring, workers: int) -> Generator[Scored, None, None]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[Future[Scored]] = deque()
    chunks = _chunks(tasks)
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(scoring,))
    others = set(multiprocessing.active_children())
    try:
        with _deaf():
            pool.submit(int)
        while True:
            while len(waiting) < 3 * workers and (chunk := next(chunks, None)):
                waiting.append(pool.submit(_score_for_parent, chunk))
            if not waiting:
                return
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise WorkerError(
            "a worker process has died, perhaps for want of memory; the same command goes on from there, --workers 1 "
            "takes less memory and --size-limit leaves large messages out"
        ) from None
    finally:
        if waiting:  # stopped on the way: what they are at is of no use to anyone
            for process in set(multiprocessing.active_children()) - others:
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile hear neither Ctrl-C nor SIGTERM: the parent does, and ends them in order."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_scoring: Scoring | None = None
"""In a worker process: what `_begin` was given, so that it does not travel with every chunk."""


def _begin(scoring: Scoring) -> None:
    global _scoring  # noqa: PLW0603 - a worker's one setting, made once
    _end_with_parent()
    _scoring = scoring
    warm_up(scoring)


def _end_with_parent() -> None:
    """A worker whose parent was killed ends at once; it would wait for work forever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    if (parent := parent_process()) is not None:
        Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def _score_for_parent(chunk: list[Task]) -> Scored:
    assert _scoring is not None
    return _score_chunk(chunk, _scoring)


def _score_chunk(chunk: list[Task], scoring: Scoring) -> Scored:
    tally: Counter[str] = Counter()
    lines = []
    for task in chunk:
        row = score_record(load(task, scoring.size_limit), scoring)
        tally += counts(row)
        lines.append(to_line(row))
    return Scored(b"".join(lines), len(lines), tally)
