"""Headers as they come: folded, encoded, in odd charsets, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.message import Message
from email.parser import BytesParser
from typing import Final

from toneguard.mail.charsets import decode

_ENCODED: Final = re.compile(r"=\?[^?\s]{1,75}\?[bq]\?", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")
_OURS: Final = re.compile(rb"x-toneguard(?:-[a-z-]+)?\s*:", re.IGNORECASE)


def parse(raw: bytes) -> Message:
    """The message in its parts.

    The old (compat32) policy is meant: it takes headers as they are, where the new one raises on some broken ones.
    """
    return BytesParser().parsebytes(raw)


def header(message: Message, name: str) -> str:
    """One header as text on one line, "" where there is none; encoded words are decoded as far as they can be."""
    return decoded(raw_header(message, name))


def raw_header(message: Message, name: str) -> str:
    """One header as it stands there, still encoded and folded; "" where there is none."""
    values = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return _octets(str(next(values, "")))


def decoded(text: str) -> str:
    """A header, or a part of it, on one line; encoded words are decoded as far as they can be."""
    if _ENCODED.search(text):
        text = _decoded(text)
    return _SPACES.sub(" ", text).strip()


def subject_of(message: Message) -> str:
    """The subject, without a break anywhere."""
    return header(message, "Subject")


def _octets(value: str) -> str:
    """Raw bytes in a header, which the parser keeps as lone surrogates, read as what they most likely are."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return decode(value.encode("utf-8", "surrogateescape"), None)
    return value


def _decoded(text: str) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header

    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(piece if isinstance(piece, str) else decode(piece, charset) for piece, charset in pieces)


def with_headers(raw: bytes, rows: Mapping[str, str]) -> bytes:
    """The message with these headers on top, in its own line ends; the rest as it was, byte for byte.

    Headers of ours that were there before are dropped: `X-Toneguard: skip`, and those of an earlier run.
    """
    head, blank, body = _split(raw)
    end = b"\r\n" if head[:1] and head[0].endswith(b"\r\n") else b"\n"
    added = [f"{name}: {_SPACES.sub(' ', value)}".encode("ascii", "replace") + end for name, value in rows.items()]
    first = head[:1] if head[:1] and head[0].startswith(b"From ") else []
    return b"".join([*first, *added, *_without_ours(head[len(first) :]), blank, body])


def _split(raw: bytes) -> tuple[list[bytes], bytes, bytes]:
    found = re.search(rb"(?m)^\r?\n", raw)
    if found is None:
        return raw.splitlines(keepends=True), b"", b""
    return raw[: found.start()].splitlines(keepends=True), found[0], raw[found.end() :]


def _without_ours(lines: list[bytes]) -> Iterator[bytes]:
    ours = False
    for line in lines:
        ours = _OURS.match(line) is not None or (ours and line[:1] in (b" ", b"\t"))
        if not ours:
            yield line
