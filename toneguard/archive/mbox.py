"""An mbox taken apart by byte places, in constant memory, whatever its size and its escaping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

BLOCK: Final = 4 << 20
"""Bytes read at once."""

AHEAD: Final = 4096
"""Bytes after a line that begins with "From " that are looked at: the rest of it, and the line that follows."""

_SEPARATOR: Final = re.compile(
    rb"From (?:[^\r\n]{0,300}?\b(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}\b[^\r\n]{0,40}\b\d{1,2}:\d\d[^\r\n]{0,60}"
    rb"|[^\r\n]{0,300}?\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^\r\n]{0,40})?"
    rb"[ \t]*\r?\n(?:>?From [^\r\n]{0,1000}\r?\n)?[!-9;-~]{1,70}[ \t]{0,4}:",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(rb"(?m)^>(>*From )")
_FIRST_LINE: Final = re.compile(rb"(?:>?From [^\n]*\n)+")


def split(mbox: BinaryIO) -> Iterator[tuple[int, int]]:
    """Offset and length of each message, its "From " line included; the stream is read once, from its start.

    A message begins at a "From " line after an empty line (or at the start) that looks like one, with a weekday and a time
    or an ISO date, or with nothing at all as Thunderbird writes it, and is followed by a header line. So a sentence that
    begins with "From " stays where it is, escaped or not.
    """
    begin = None
    end = 0
    for offset, last in _starts(mbox):
        if last:
            end = offset
        else:
            if begin is not None:
                yield begin, offset - begin
            begin = offset
    if begin is not None and end > begin:
        yield begin, end - begin


def _starts(mbox: BinaryIO) -> Iterator[tuple[int, bool]]:
    """Where messages start, then, with True, where the stream ends."""
    base = 0  # offset of the first byte of `kept`
    kept = b"\n"  # an empty line stands before the start, as it were
    base -= 1
    kept, base = b"\n" + kept, base - 1
    at = 0
    while True:
        block = mbox.read(BLOCK)
        kept += block
        at = kept.find(b"\nFrom ", at)
        while at >= 0 and (not block or at + AHEAD <= len(kept)):
            if _is_blank_before(kept, at) and _SEPARATOR.match(kept, at + 1, at + 1 + AHEAD):
                yield base + at + 1, False
            at = kept.find(b"\nFrom ", at + 1)
        if not block:
            yield base + len(kept), True
            return
        # from the first place not decided, with what stands before it; "\nFrom " may be torn at the end
        cut = max((at if at >= 0 else len(kept) - 5) - 3, 0)
        at = 0
        kept, base = kept[cut:], base + cut


def _is_blank_before(kept: bytes, at: int) -> bool:
    """Whether the line that the line end at `at` ends is empty."""
    before = kept[max(at - 2, 0) : at]
    return before.endswith(b"\n") or before == b"\n\r"


def unwrapped(raw: bytes) -> bytes:
    """The mail in one message of an mbox: without its "From " line, and with one ">" less before each escaped one."""
    first = _FIRST_LINE.match(raw)
    return _ESCAPED.sub(rb"\1", raw[first.end() :] if first else raw)


def is_mbox(head: bytes) -> bool:
    """Whether a file with this first part is an mbox."""
    return _SEPARATOR.match(head.lstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")) is not None
