"""A whole run: sources in, output out, and whatever happens on the way, nothing lost and nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from types import FrameType
from typing import Final, Literal, NamedTuple

from toneguard import __version__
from toneguard.archive.index import Index, Task
from toneguard.archive.journal import Journal
from toneguard.archive.outputs import check_format, finish
from toneguard.archive.places import Place
from toneguard.archive.progress import Progress
from toneguard.archive.records import Scoring
from toneguard.archive.rows import ROW_SCHEMA
from toneguard.archive.sources import File, walk
from toneguard.archive.tally import summary
from toneguard.archive.unpacking import Unpacking, places, spool_stream, stream_path
from toneguard.archive.workers import Scored, score_tasks
from toneguard.archive.workspace import ChangedError, Workspace, sync_folder, writing
from toneguard.errors import UnreadableError

_RUN: Final = "run.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do; the fields from `workers` on do not change the rows. `master` is that of Spark."""

    paths: tuple[str, ...]
    output: Path
    scoring: Scoring
    unique: bool = False
    text_column: str | None = None
    workers: int = 1
    engine: Literal["local", "spark"] = "local"
    master: str | None = None
    restart: bool = False
    quiet: bool = False


class Outcome(NamedTuple):
    """What a run came to: its rows and how many of them are errors, and the lines to say at its end."""

    rows: int
    errors: int
    summary: str


def run(plan: Plan) -> Outcome:
    """Score everything in the paths into the output, going on where an earlier run stopped.

    Raises FormatError and ChangedError for what was asked wrongly, UnreadableError, OutputError, WorkerError, and
    KeyboardInterrupt also for SIGTERM: after the last three, and kill -9, the same call goes on.
    """
    check_format(plan.output)
    for name in plan.paths:
        if name != "-" and not Path(name).exists():
            raise UnreadableError(f"{name}: No such file or directory")
    workspace = Workspace(plan.output)
    workspace.open()
    try:
        with _interruptible():
            return _run(plan, workspace)
    except UnreadableError:
        if workspace.read(_RUN) is None:
            workspace.remove()
        raise
    finally:
        workspace.close()


def _run(plan: Plan, workspace: Workspace) -> Outcome:
    progress = Progress(sys.stderr, quiet=plan.quiet)
    if plan.restart:
        workspace.clear()
    index, total, dropped = _indexed(plan, workspace, progress)
    journal = Journal(workspace)
    before, began = journal.rows, time.monotonic()
    progress.begin(before, total)
    try:
        if before < total:
            with closing(_scored(plan, index.tasks(before))) as chunks:
                for scored in chunks:
                    journal.append(*scored)
                    progress.scored(journal.rows)
        journal.checkpoint()
    finally:
        progress.end()
        index.close()
        journal.close()
    seconds = time.monotonic() - began
    finish(workspace)
    said = summary(journal.tally, journal.rows, journal.rows - before, seconds, dropped)
    return Outcome(journal.rows, journal.tally["error"], said)


def _scored(plan: Plan, tasks: Iterator[Task]) -> Generator[Scored, None, None]:
    if plan.engine == "local":
        return score_tasks(tasks, plan.scoring, plan.workers)
    from toneguard.archive.spark import score_on_spark

    return score_on_spark(tasks, plan.scoring, plan.master)


def _indexed(plan: Plan, workspace: Workspace, progress: Progress) -> tuple[Index, int, int]:
    """The index of the sources, that of an earlier run where there is one; rows in all, and duplicates left out."""
    if not workspace.journal.exists():  # nothing was written yet, or all of it, when an earlier run stopped
        workspace.clear()
    earlier = workspace.read(_RUN)
    streams = {name: _spooled(file, workspace, earlier) for name, file in _streams(plan.paths)}
    sources = _fingerprint(plan, workspace, streams)
    if earlier is not None and earlier["fingerprint"] == sources:
        return Index(workspace.index), earlier["total"], earlier["dropped"]
    if earlier is not None or workspace.journal.exists():
        raise ChangedError(
            f"{plan.output}: there is an unfinished run with other arguments, sources or version; "
            "repeat its command to go on, or give --restart to begin anew"
        )
    unpacking = Unpacking(workspace.spool, plan.text_column)
    index = Index(workspace.index)
    with writing(workspace.index):
        found = index.build(_places(plan, workspace, unpacking), unique=plan.unique, said=progress.found)
    total = index.total()
    if not total:
        index.close()
        raise UnreadableError(f"{', '.join(plan.paths)}: no messages were found")
    with writing(workspace.folder):
        workspace.keep(_RUN, {"fingerprint": sources, "total": total, "dropped": found - total})
        sync_folder(workspace.folder)
    return index, total, found - total


def _places(plan: Plan, workspace: Workspace, unpacking: Unpacking) -> Iterator[Place]:
    for file in _files(plan, workspace):
        yield from places(file, unpacking)


def _files(plan: Plan, workspace: Workspace) -> Iterator[File]:
    """The files of the sources, without what this run writes among them."""
    ours = (plan.output.absolute(), workspace.journal.absolute(), workspace.folder.absolute())
    for file in walk(plan.paths):
        path = file.path.absolute()
        if path not in ours and ours[2] not in path.parents:
            yield file


def _streams(paths: tuple[str, ...]) -> Iterator[tuple[str, File]]:
    """Those of the paths that can be read only once."""
    for name in paths:
        if name == "-" or not (Path(name).is_dir() or Path(name).is_file()):
            yield name, next(walk([name]))


def _spooled(file: File, workspace: Workspace, earlier: object) -> str:
    """Keep a stream in the spool; the hash of all that came."""
    path = stream_path(workspace.spool, file)
    if earlier is not None:  # the run's own copy stays: the index holds places in it
        path = path.with_name(f"{path.name}.again")
    spool_stream(file, path)
    found = _hashed(path)
    if earlier is not None:
        path.unlink()
    return found


def _hashed(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def _fingerprint(plan: Plan, workspace: Workspace, streams: dict[str, str]) -> str:
    """A hash of all that the rows depend on; of files their names, sizes and times of change."""
    scoring = plan.scoring
    key = None if scoring.key is None else blake2b(scoring.key).hexdigest()
    asked = [__version__, ROW_SCHEMA, repr(replace(scoring, key=None)), key, plan.unique, plan.text_column, streams]
    found = blake2b(json.dumps(asked, sort_keys=True).encode())
    lexicons = sorted(path for folder in scoring.settings.lexicons for path in folder.rglob("*") if path.is_file())
    for path in lexicons:
        found.update(path.read_bytes())
    for file in _files(plan, workspace):
        found.update(f"{file.shown}\0{file.path}\0{file.kind}\0{file.size}\0{file.mtime}\n".encode("utf-8", "replace"))
    return found.hexdigest()


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM as Ctrl-C, where signals can be had: in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupted(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def default_workers() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
