"""Asking at the terminal: send anyway, edit, cancel."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from toneguard.mail.check import MailReport
from toneguard.mail.telling import findings, missing

TERMINAL: Final = "/dev/tty"


class Answer(NamedTuple):
    """What to do with the draft, which may have been edited."""

    raw: bytes
    mail: MailReport
    send: bool
    asked: bool = True


def ask(raw: bytes, mail: MailReport, check: Callable[[bytes], MailReport]) -> Answer:
    """The sender's answer; without a terminal to ask at (neomutt gives its children none) it is no."""
    try:
        terminal = open(TERMINAL, "r+b", buffering=0)  # noqa: PTH123, SIM115 - closed below; a Path opens it no better
    except OSError:
        return Answer(raw, mail, send=False, asked=False)
    with terminal:
        return _asked(raw, mail, check, terminal.fileno())


def _asked(raw: bytes, mail: MailReport, check: Callable[[bytes], MailReport], terminal: int) -> Answer:
    copy: Path | None = None
    while copy is None or mail.needs_work:
        _show(terminal, [f"verdict {mail.verdict}", *findings(mail), *missing(mail)])
        os.write(terminal, b"toneguard: [s]end anyway, [e]dit, [c]ancel? ")
        said = os.read(terminal, 1024).strip().lower()[:1]
        if said == b"e":
            copy = copy or _copied(raw)
            _edit(copy, terminal)
            raw = copy.read_bytes()
            mail = check(raw)
        elif said == b"s":
            break
        elif said in (b"c", b""):
            if copy is not None:
                _show(terminal, [f"your edited draft is kept in {copy}"])
            return Answer(raw, mail, send=False)
    if copy is not None:
        copy.unlink(missing_ok=True)
    return Answer(raw, mail, send=True)


def _show(fileno: int, lines: list[str]) -> None:
    os.write(fileno, "".join(f"toneguard: {line}\r\n" for line in lines).encode())


def _copied(raw: bytes) -> Path:
    """A copy that only its owner can read."""
    handle, name = tempfile.mkstemp(prefix="toneguard-", suffix=".eml")
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
    return Path(name)


def _edit(copy: Path, fileno: int) -> None:
    import subprocess

    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    try:
        subprocess.run([*editor, str(copy)], stdin=fileno, stdout=fileno, stderr=fileno, check=False)  # noqa: S603
    except OSError as error:
        _show(fileno, [f"{editor[0]} cannot be run: {error.strerror}"])
