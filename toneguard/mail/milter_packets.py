"""The milter protocol, version 6, as bytes: the part of it that a filter of whole messages needs.

A packet is a length (four bytes, big-endian), a command (one byte) and data. Letters and flags are those of Sendmail's
include/libmilter/mfdef.h, which is all the specification there is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from toneguard.errors import ToneguardError

VERSION: Final = 6

LARGEST: Final = 1 << 20
"""Bytes of a packet. Body chunks have at most 65,535; a header has what the mail server allows (Postfix: 102,400)."""

ADD_HEADERS, CHANGE_HEADERS, QUARANTINE = 0x01, 0x10, 0x20
ACTIONS: Final = ADD_HEADERS | CHANGE_HEADERS | QUARANTINE

UNWANTED: Final = 0x001 | 0x002 | 0x004 | 0x008 | 0x100 | 0x200
"""Steps we do without: connect, helo, mail, rcpt, unknown commands, data."""

SILENT: Final = {
    b"C": 0x1000,
    b"H": 0x2000,
    b"M": 0x4000,
    b"R": 0x8000,
    b"T": 0x10000,
    b"U": 0x20000,
    b"L": 0x80,
    b"N": 0x40000,
    b"B": 0x80000,
}
"""The steps that a filter answers, each with the flag that does away with the answer."""

STEPS: Final = UNWANTED | SILENT[b"L"] | SILENT[b"N"] | SILENT[b"B"]


class ProtocolError(ToneguardError):
    """Bytes that are no milter protocol; the text names no byte of them but the command."""


class Packet(NamedTuple):
    """One command or reply."""

    command: bytes
    data: bytes = b""


class Offer(NamedTuple):
    """What a side can do: the version, what the filter may do to a message, which steps and answers are left out."""

    version: int
    actions: int
    steps: int


CONTINUE: Final = Packet(b"c")
ACCEPT: Final = Packet(b"a")
TEMPFAIL: Final = Packet(b"t")


def split(stream: bytes) -> tuple[tuple[Packet, ...], bytes]:
    r"""The whole packets at the start of a stream, and what is left for the bytes to come.

    >>> split(b"\0\0\0\1Q\0\0\0\7Lx")
    ((Packet(command=b'Q', data=b''),), b'\x00\x00\x00\x07Lx')

    Raises ProtocolError for a length that is 0 or beyond LARGEST.
    """
    packets = []
    start = 0
    while len(stream) >= start + 4:
        (length,) = struct.unpack_from("!I", stream, start)
        if not 0 < length <= LARGEST:
            raise ProtocolError(f"a packet of {length} bytes; 1 to {LARGEST} are taken")
        if len(stream) < start + 4 + length:
            break
        packets.append(Packet(stream[start + 4 : start + 5], stream[start + 5 : start + 4 + length]))
        start += 4 + length
    return tuple(packets), stream[start:]


def joined(packet: Packet) -> bytes:
    """A packet as it goes over the wire."""
    return struct.pack("!I", 1 + len(packet.data)) + packet.command + packet.data


def read_offer(data: bytes) -> Offer:
    """What the mail server offers. Raises ProtocolError for what is no offer, or is from before version 2."""
    if len(data) < 12:
        raise ProtocolError(f"a negotiation of {len(data)} bytes; it has 12 and more")
    offer = Offer(*struct.unpack_from("!III", data))
    if offer.version < 2:
        raise ProtocolError(f"milter protocol {offer.version}; 2 and later are spoken")
    return offer


def agree(offer: Offer) -> Offer:
    """What we make of an offer: never more than was offered."""
    return Offer(min(offer.version, VERSION), offer.actions & ACTIONS, offer.steps & STEPS)


def negotiation(offer: Offer) -> Packet:
    """The packet that says so, from either side."""
    return Packet(b"O", struct.pack("!III", *offer))


def read_header(data: bytes) -> tuple[bytes, bytes]:
    """Name and value of a header. Raises ProtocolError where there are none."""
    name, end, value = data.partition(b"\0")
    if not end:
        raise ProtocolError("a header without an end of its name")
    return name, value.removesuffix(b"\0")


def read_macros(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and values of what the mail server says about a step, such as `i`, its id of the message."""
    words = data[1:].split(b"\0")
    yield from zip(words[::2], words[1::2], strict=False)


def add_header(name: str, value: str) -> Packet:
    """One more header; what is not ASCII in it is a question mark."""
    return Packet(b"h", _line(name) + b"\0" + _line(value) + b"\0")


def drop_header(name: str, index: int) -> Packet:
    """Take off the header of that name that comes at `index`, from 1."""
    return Packet(b"m", struct.pack("!I", index) + _line(name) + b"\0\0")


def quarantine(reason: str) -> Packet:
    """Keep the message in the mail server's quarantine."""
    return Packet(b"q", _line(reason) + b"\0")


def refusal(code: str, text: str) -> Packet:
    """A reply to the sender: `code` is "550 5.7.1" or the like; the text is cut to fit a line of SMTP (512 bytes)."""
    line = _line(text)
    if len(line) > 440:
        line = line[:437].rstrip() + b"..."
    return Packet(b"y", _line(code) + b" " + line.replace(b"%", b"%%") + b"\0")


def _line(text: str) -> bytes:
    return " ".join(text.replace("\0", " ").split()).encode("ascii", "replace")
