"""The folder beside an output in which a run keeps what it needs to go on after a stop."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from toneguard.errors import ToneguardError

FOLDER: Final = ".toneguard-index"
JOURNAL: Final = ".part"

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class OutputError(ToneguardError):
    """The output, or what a run keeps beside it, could not be written."""


class BusyError(OutputError):
    """Another run is writing the same output."""


class ChangedError(ToneguardError):
    """What is there of an earlier run is of other arguments or sources."""


class Workspace:
    """The paths of one output: `journal`, `index`, `spool` for what is unpacked, and small facts in JSON."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output.with_name(output.name + FOLDER)
        self.journal = output.with_name(output.name + JOURNAL)
        self.index = self.folder / "places.sqlite"
        self.spool = self.folder / "spool"
        self.finished = self.folder / "finished"
        self._lock: IO[bytes] | None = None

    def open(self) -> None:
        """Make the folder and lock it. Raises BusyError where another run has it, OutputError."""
        with writing(self.folder):
            self.folder.mkdir(exist_ok=True)
            self.spool.mkdir(exist_ok=True)
            self._lock = (self.folder / "lock").open("wb")
        try:
            import fcntl

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            return
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                self.close()
                raise BusyError(f"{self.output}: another run is writing it") from None

    def close(self) -> None:
        """Let another run have the folder."""
        if self._lock is not None:
            self._lock.close()

    def clear(self) -> None:
        """Forget an earlier run; the lock stays."""
        self.journal.unlink(missing_ok=True)
        for path in self.folder.iterdir():
            if path == self.spool:
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()
        self.spool.mkdir()

    def remove(self) -> None:
        """Take everything away that is not the output."""
        self.journal.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.close()

    def read(self, name: str) -> Any:  # noqa: ANN401 - JSON
        """A fact that was kept; None where it was not, or not whole."""
        try:
            return json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError):
            return None

    def keep(self, name: str, fact: object) -> None:
        """Keep a fact: whole or not at all, whenever the run is killed."""
        path = self.folder / f"{name}.new"
        with path.open("wb") as file:
            file.write(json.dumps(fact).encode())
            file.flush()
            os.fsync(file.fileno())
        path.replace(self.folder / name)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Errors of writing as OutputError, which says what to do."""
    try:
        yield
    except OSError as error:
        hint = "make room and run the same command again: it goes on from there" if error.errno in _NO_ROOM else ""
        said = error.strerror or type(error).__name__
        raise OutputError(f"{path}: {said}{'; ' if hint else ''}{hint}") from None
    except sqlite3.OperationalError as error:
        raise OutputError(f"{path}: {error}; make room and run the same command again") from None


def sync_folder(folder: Path) -> None:
    """Have a new or changed name in a folder survive a crash of the machine, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
