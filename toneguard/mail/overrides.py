"""Overrides that were used: a short list of keyed hashes in the user's state folder, and no word of any message."""

from __future__ import annotations

import os
import re
import sys
import time
from hashlib import blake2b
from pathlib import Path
from typing import Final

from toneguard.mail.body import read_body
from toneguard.mail.check import OVERRIDE_TAG, override_of
from toneguard.mail.headers import header, parse

KEPT: Final = 1000
"""Lines that are kept; older ones are forgotten."""

_PREFIXES: Final = re.compile(r"(?:\s*[\w-]{2,5}\s*(?:\[\d+\])?\s*:)+\s*")


def state_folder() -> Path:
    """Where what must outlive a process is kept: `$XDG_STATE_HOME/toneguard`, or the system's place for it."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "toneguard"
    named = os.environ.get("XDG_STATE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "state") / "toneguard"


def is_used(raw: bytes) -> bool:
    """Whether the override of this message has been used: the header for the same words, the tag for the same subject.

    A record that cannot be read says no: the sender's word counts.
    """
    try:
        known = {line.split()[-1] for line in _log().read_text("ascii").splitlines() if line.strip()}
        return _mark(raw) in known
    except (OSError, UnicodeDecodeError):
        return False


def record(raw: bytes) -> None:
    """Write down that the override of this message has been used. Raises OSError where that cannot be."""
    folder = state_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "key").exists():
        _write(folder / "key", os.urandom(32))
    way = override_of(parse(raw)) or "header"
    lines = _log().read_text("ascii", "replace").splitlines() if _log().exists() else []
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    _write(_log(), "\n".join([*lines[1 - KEPT :], f"{stamp} {way} {_mark(raw)}\n"]).encode())


def _log() -> Path:
    return state_folder() / "overrides.log"


def _write(path: Path, data: bytes) -> None:
    """Readable by its owner only, and never half there."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    fresh.replace(path)


def _mark(raw: bytes) -> str:
    """What an override is good for, as a hash that says nothing without the key beside it."""
    message = parse(raw)
    subject = _PREFIXES.sub("", OVERRIDE_TAG.sub(" ", header(message, "Subject")).strip()).casefold()
    what = subject if override_of(message) == "subject" else f"{subject}\n{read_body(message).text}"
    return blake2b(
        what.encode("utf-8", "replace"), key=(state_folder() / "key").read_bytes(), digest_size=16
    ).hexdigest()
