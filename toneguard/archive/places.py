"""Where each message of a file lies, and the ids it names: a quick look at headers, nothing parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from toneguard.archive import mbox
from toneguard.archive.pseudonyms import digest
from toneguard.archive.said import ids_in

HEADERS: Final = 256 << 10
"""Bytes at the start of a message in which its headers are looked for; long ones have 10 to 30 thousand."""

PARENTS: Final = 4
"""Ids of messages before it that are kept of each message: In-Reply-To and the last ones of References."""

_IDS: Final = re.compile(
    rb"^(message-id|in-reply-to|references)[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE
)
_END: Final = re.compile(rb"\r?\n\r?\n")


class Place(NamedTuple):
    """Where a message lies: `length` bytes from `offset` in `path`, in a form that `toneguard.archive.loading` knows.

    `key` is the hash of its id, `parents` those of the messages before it, the nearest first, `thread` that of the first
    one it knows of. `talk` is set where all messages with this `thread` are a talk in order, `who` then says who speaks.
    """

    path: Path
    shown: str
    position: int
    offset: int
    length: int
    form: str
    key: bytes | None = None
    parents: tuple[bytes, ...] = ()
    thread: bytes | None = None
    talk: bool = False
    who: bytes | None = None
    error: str | None = None


def broken(path: Path, shown: str, error: str, position: int = 0) -> Place:
    """The place of what cannot be read, to have a row that says so."""
    return Place(path, shown, position, 0, 0, "broken", error=error)


def mail_place(path: Path, shown: str, form: str) -> Place:
    """The place of a file that is one message. Raises OSError."""
    with path.open("rb") as file:
        place = _scanned(file, Place(path, shown, 0, 0, HEADERS, form))
        return place._replace(length=file.seek(0, 2))


def mbox_places(path: Path, shown: str) -> Iterator[Place]:
    """The places of the messages of an mbox. Raises OSError."""
    with path.open("rb") as whole, path.open("rb", buffering=16 << 10) as file:
        for offset, length in mbox.split(whole):
            yield _scanned(file, Place(path, shown, offset, offset, length, "mbox"))


def _scanned(file: BinaryIO, place: Place) -> Place:
    file.seek(place.offset)
    head = file.read(min(place.length, 8192))
    if not _END.search(head):
        head += file.read(min(place.length, HEADERS) - len(head))
    end = _END.search(head.lstrip(b"\r\n"))
    found: dict[bytes, tuple[bytes, ...]] = {}
    for name, value in _IDS.findall(head.lstrip(b"\r\n"), 0, end.start() if end else len(head)):
        ids = ids_in(" ".join(value.decode("utf-8", "replace").split()))
        found.setdefault(name.lower(), tuple(map(digest, ids)))
    own, answers, chain = (found.get(name, ()) for name in (b"message-id", b"in-reply-to", b"references"))
    parents = tuple(dict.fromkeys((*answers[:1], *chain[::-1])))[:PARENTS]
    first = next(iter((*chain, *answers, *own)), None)
    return place._replace(key=own[0] if own else None, parents=parents, thread=first)


def table_place(place: Place, fields: Mapping[str, Any]) -> Place:
    """The place with the ids that a table's record names."""
    said = {name: str(fields[name]).strip("<> ") for name in ("id", "parent") if fields.get(name) not in (None, "")}
    thread = fields.get("thread")
    who = fields.get("kind") or fields.get("from") or fields.get("name")
    key = digest(said["id"]) if "id" in said else None
    return place._replace(
        key=key,
        parents=(digest(said["parent"]),) if "parent" in said else (),
        thread=key if thread in (None, "") else digest(str(thread)),
        talk=thread not in (None, ""),
        who=digest(str(who)) if who else None,
    )
