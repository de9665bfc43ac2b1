"""From the paths given to the files that hold messages, in one order that never changes."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, Literal, NamedTuple

from toneguard.archive.mbox import is_mbox
from toneguard.errors import UnreadableError

Kind = Literal["mail", "emlx", "mbox", "gz", "zip", "pst", "jsonl", "json", "csv", "parquet", "stream", "closed"]

STDIN: Final = "-"

_SUFFIXES: Final[dict[str, Kind]] = {
    ".eml": "mail", ".emlx": "emlx", ".mbox": "mbox", ".mbx": "mbox", ".gz": "gz", ".zip": "zip", ".pst": "pst",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
}  # fmt: skip
_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\x1f\x8b", "gz"), (b"PK\x03\x04", "zip"), (b"!BDN", "pst"), (b"PAR1", "parquet"),
)  # fmt: skip
_NO_MAIL: Final = re.compile(
    r"\.(?:py|txt~|html?|js|css|png|jpe?g|gif|pdf|docx?|xlsx?|db|sqlite3?|index|log|cache|lock|msf|dat|ini|toml|ya?ml|md)$",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_HEADER: Final = re.compile(rb"[!-9;-~]{1,70}[ \t]{0,4}:")
_TELLING: Final = re.compile(
    rb"(?im)^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|content-type)[ \t]{0,4}:"
)


class File(NamedTuple):
    """A file with messages: how it is shown in rows, where it is, what it is; `given` where its own path was given."""

    shown: str
    path: Path
    kind: Kind
    size: int = 0
    mtime: int = 0
    given: bool = False


def walk(paths: Iterable[str]) -> Iterator[File]:
    """The files with messages in the paths, folders in the order of their names; what is no mail is passed over.

    Raises UnreadableError for a path given that is not there, cannot be read or is no kind of archive.
    """
    for name in paths:
        if name == STDIN:
            yield File(STDIN, Path(STDIN), "stream", given=True)
            continue
        try:
            status = Path(name).stat()
            if stat.S_ISDIR(status.st_mode):
                yield from _in_folder(Path(name))
            else:
                yield _given(name, status)
        except OSError as error:
            raise UnreadableError(f"{name}: {error.strerror}") from None


def _given(name: str, status: os.stat_result) -> File:
    path = Path(name)
    if not stat.S_ISREG(status.st_mode):
        return File(shown(path), path, "stream", given=True)
    kind = kind_of(path.name, head_of(path)) or _table_or_mail(head_of(path))
    if kind is None:
        raise UnreadableError(f"{name}: is neither mail nor a table: mbox, .eml, .zip, .pst, .jsonl, .csv or .parquet")
    return File(shown(path), path, kind, status.st_size, status.st_mtime_ns, given=True)


def _in_folder(folder: Path) -> Iterator[File]:
    """The files below a folder: Maildir, MH, messages in files of their own, and archives, in any mix."""
    is_maildir = (folder / "cur").is_dir() and (folder / "new").is_dir()
    in_maildir = folder.name in ("cur", "new")
    try:
        names = _in_order(folder)
    except OSError:
        yield File(shown(folder), folder, "closed")
        return
    for name in names:
        path = folder / name
        try:
            status = path.stat()
        except OSError:
            continue  # a link to nowhere, or a file that has gone since
        if stat.S_ISDIR(status.st_mode):
            if not path.is_symlink() and not (is_maildir and name == "tmp"):
                yield from _in_folder(path)
        elif stat.S_ISREG(status.st_mode):
            kind = "mail" if in_maildir else kind_of(name, head_of(path))
            if kind is not None:
                yield File(shown(path), path, kind, status.st_size, status.st_mtime_ns)


def _in_order(folder: Path) -> Iterator[str]:
    """The names in a folder: messages of MH, which are numbers, by number, then all else by name. Raises OSError.

    Sorted on disk: a list of a million names would be a tenth of a gigabyte.
    """
    database = sqlite3.connect("")
    database.execute("CREATE TABLE names (number INTEGER, name BLOB)")
    with os.scandir(folder) as entries:
        rows = (
            (int(entry.name) if _NUMBER.fullmatch(entry.name) else None, os.fsencode(entry.name)) for entry in entries
        )
        database.executemany("INSERT INTO names VALUES (?, ?)", rows)
    found = database.execute("SELECT name FROM names ORDER BY number IS NULL, number, name")
    return _decoded(database, found)


def _decoded(database: sqlite3.Connection, names: Iterable[tuple[bytes]]) -> Iterator[str]:
    with closing(database):
        for (name,) in names:
            yield os.fsdecode(name)


def shown(path: Path) -> str:
    """A path as text; bytes of its name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def head_of(path: Path) -> bytes:
    """The first bytes of a file, b"" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError:
        return b""


def kind_of(name: str, head: bytes) -> Kind | None:
    """What a file is, by its first bytes and then by its name; None for what is no mail."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    suffix = Path(name).suffix.lower()
    named = _SUFFIXES.get(suffix)
    if named in ("jsonl", "json", "csv", "emlx"):
        return named
    if is_mbox(head) and named != "mail":
        return "mbox"
    if named in ("mail", "mbox"):
        return named
    return "mail" if is_mail(head) and not _NO_MAIL.search(name) else None


def is_mail(head: bytes) -> bool:
    """Whether a file with these first bytes begins with the headers of a mail."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    block = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    return _HEADER.match(start) is not None and _TELLING.search(block) is not None


def _table_or_mail(head: bytes) -> Kind | None:
    """What a stream or a file with a name that says nothing is."""
    start = head.lstrip()
    if start.startswith((b"{", b"[")):
        return "jsonl" if start.startswith(b"{") else "json"
    return "mail" if is_mail(head) else None


def kind_of_stream(head: bytes) -> Kind | None:
    """What comes on standard input, by its first bytes; None where they do not say."""
    return kind_of("", head) or _table_or_mail(head)
