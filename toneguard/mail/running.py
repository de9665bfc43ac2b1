"""The real command, with the very bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, Final

NOT_FOUND: Final = 127
"""The exit code of a command that cannot be started, as shells have it."""


def run(command: Sequence[str], raw: bytes, *, more: bool = False) -> int:
    """Run the command with `raw` on its standard input; its exit code, or 128 and the signal that ended it.

    With `more`, what is still to come on our own standard input follows `raw`: a lone dot has ended the message for
    us, but whether it does for the command (msmtp reads on) is the command's own affair.
    """
    if not hasattr(os, "posix_spawnp"):
        return _run_elsewhere(command, raw)
    reading, writing = os.pipe()
    try:
        pid = _spawned(command, reading, writing)
    except OSError as error:
        os.close(reading)
        os.close(writing)
        print(f"toneguard: not sent: {command[0]} cannot be run: {error.strerror}", file=sys.stderr)
        return NOT_FOUND
    os.close(reading)
    _feed(writing, raw, more=more)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if code >= 0 else 128 - code


def _spawned(command: Sequence[str], reading: int, writing: int) -> int:
    """posix_spawn, not subprocess: its 12 ms would be a tenth of a cold run."""
    import signal

    files = [(os.POSIX_SPAWN_DUP2, reading, 0), (os.POSIX_SPAWN_CLOSE, writing)]
    usual = [signal.SIGPIPE, signal.SIGXFSZ]  # which Python ignores and its children would, too
    return os.posix_spawnp(command[0], list(command), os.environ, file_actions=files, setsigdef=usual)


def _feed(writing: int, raw: bytes, *, more: bool) -> None:
    pipe = os.fdopen(writing, "wb")
    if not more:
        _write(pipe, [raw])
        return
    from threading import Thread

    # in the background: the command may have ended while whoever writes to us waits for that
    Thread(target=_write, args=(pipe, chain([raw], iter(lambda: os.read(0, 1 << 16), b""))), daemon=True).start()


def _write(pipe: BinaryIO, chunks: Iterable[bytes]) -> None:
    """Write all; a command that stops reading has had enough, and its exit code says why."""
    with suppress(BrokenPipeError), pipe:
        for chunk in chunks:
            pipe.write(chunk)
            pipe.flush()


def _run_elsewhere(command: Sequence[str], raw: bytes) -> int:
    import subprocess

    try:
        return subprocess.run(command, input=raw, check=False).returncode  # noqa: S603 - it is what we were told to run
    except OSError as error:
        print(f"toneguard: not sent: {command[0]} cannot be run: {error.strerror}", file=sys.stderr)
        return NOT_FOUND
