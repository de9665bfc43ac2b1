"""How far a run is: one line that is drawn over at a terminal, a plain one now and then elsewhere."""

from __future__ import annotations

import time
from typing import Final, TextIO

_AT_TERMINAL: Final = 0.2
_ELSEWHERE: Final = 10.0
_BAR: Final = 20


class Progress:
    """Says on `stream` how far it is; nothing where `quiet`."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._every = _AT_TERMINAL if self._terminal else _ELSEWHERE
        self._quiet = quiet
        self._began = self._last = time.monotonic()
        self._before = self._total = 0

    def begin(self, done: int, total: int) -> None:
        """Scoring begins, with so many done by an earlier run."""
        self._began = time.monotonic()
        self._before, self._total = done, total

    def found(self, count: int) -> None:
        """So many messages have been found."""
        self._say(f"reading: {count:,} messages found")

    def scored(self, done: int) -> None:
        """So many rows are written."""
        said = line(done, self._total, done - self._before, time.monotonic() - self._began)
        full = _BAR * done // max(self._total, 1)
        self._say(f"[{'#' * full}{'.' * (_BAR - full)}] {said}" if self._terminal else said)

    def end(self) -> None:
        """Nothing more comes; the line at the terminal is wiped out."""
        if self._terminal and not self._quiet:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _say(self, text: str) -> None:
        now = time.monotonic()
        if self._quiet or now - self._last < self._every:
            return
        self._last = now
        self._stream.write(f"\r\x1b[K{text}" if self._terminal else f"toneguard: {text}\n")
        self._stream.flush()


def line(done: int, total: int, now: int, seconds: float) -> str:
    """Where a run is: `done` of `total`, `now` of them in these `seconds`, and so how long it still takes.

    >>> line(500, 2000, 500, 1.0)
    '500 of 2,000 (25 %), 500 a second, 0:00:03 left'
    """
    rate = now / max(seconds, 1e-9)
    share = 100 * done // max(total, 1)
    left = f", {_clock((total - done) / rate)} left" if now else ""
    return f"{done:,} of {total:,} ({share} %), {rate:,.0f} a second{left}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
