"""What a source hands on: a message as it lies there, nothing parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toneguard.report import Channel, Kind
from toneguard.settings import Settings


@dataclass(frozen=True, slots=True)
class Record:
    """One message. `data` is the source of a mail, or the fields of a table's record, or what is broken about it.

    A table's fields are those of `toneguard.archive.columns`. `thread` is what its `thread` column says, hexadecimal
    digits. `answered` is the message that it answers, where that is known, in the same two forms.
    """

    row: int
    source: str
    position: int
    data: bytes | Mapping[str, Any] | str
    thread: str | None = None
    answered: bytes | Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Scoring:
    """How records are scored; all that a row depends on besides the record and the version.

    `own_domains`: mail from there is a reply, other mail a complaint; judged where empty. `kind` settles it for all.
    `with_text`: rows hold text, quotes and rewrites. `key`: names become hashes under this key. `size_limit`: bytes of
    a message; larger ones are not read.
    """

    settings: Settings = field(default_factory=Settings)
    kind: Kind | None = None
    channel: Channel = "email"
    own_domains: tuple[str, ...] = ()
    with_text: bool = False
    key: bytes | None = None
    size_limit: int = 64 << 20
