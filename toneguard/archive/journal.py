"""The rows of a run as they are made: a file that is right up to its last whole line, whenever the run is killed."""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import Final

from toneguard.archive.rows import from_line
from toneguard.archive.tally import counts
from toneguard.archive.workspace import Workspace, writing

EVERY: Final = 1.0
"""Seconds between checkpoints: what a crash of the machine, not of the run, may cost."""

_CHECKPOINT: Final = "checkpoint.json"


class Journal:
    """The journal of a workspace; `rows` are in it, `tally` counts them."""

    def __init__(self, workspace: Workspace) -> None:
        """Open it, cut a torn last line off, and count what is there. Raises OutputError."""
        self._workspace = workspace
        kept = workspace.read(_CHECKPOINT) or {"bytes": 0, "rows": 0, "tally": {}}
        with writing(workspace.journal):
            self._file = os.open(workspace.journal, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            if os.fstat(self._file).st_size < kept["bytes"]:
                kept = {"bytes": 0, "rows": 0, "tally": {}}
            self._bytes: int = kept["bytes"]
            self.rows: int = kept["rows"]
            self.tally: Counter[str] = Counter(kept["tally"])
            self._count_rest()
            os.ftruncate(self._file, self._bytes)
            os.lseek(self._file, self._bytes, os.SEEK_SET)
        self._synced = time.monotonic()

    def _count_rest(self) -> None:
        """Take in the whole lines after the last checkpoint, up to the first that is not the row due there."""
        with self._workspace.journal.open("rb") as file:
            file.seek(self._bytes)
            for line in file:
                try:
                    row = from_line(line)
                except ValueError:
                    return
                if not line.endswith(b"\n") or row["row"] != self.rows + 1:
                    return
                self._bytes += len(line)
                self.rows += 1
                self.tally += counts(row)

    def append(self, lines: bytes, rows: int, tally: Counter[str]) -> None:
        """Add rows. Raises OutputError; what was written of them by then is cut off when the journal is opened again."""
        view = memoryview(lines)
        with writing(self._workspace.journal):
            while view:
                view = view[os.write(self._file, view) :]
        self._bytes += len(lines)
        self.rows += rows
        self.tally += tally
        if time.monotonic() - self._synced >= EVERY:
            self.checkpoint()

    def checkpoint(self) -> None:
        """Have what is there survive a crash of the machine, and be found without reading all of it. Raises OutputError."""
        with writing(self._workspace.journal):
            os.fsync(self._file)
            self._workspace.keep(_CHECKPOINT, {"bytes": self._bytes, "rows": self.rows, "tally": dict(self.tally)})
        self._synced = time.monotonic()

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
