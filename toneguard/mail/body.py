"""From a parsed message to the text that its writer wrote, and what was left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

from toneguard.mail.charsets import decode
from toneguard.mail.flowed import unflowed

Form = Literal["plain", "html"]

NO_TEXT: Final = "holds no text"

DEEPEST: Final = 40
"""Parts within parts that are followed; real messages have three or four."""

_STUB_WORDS: Final = 20
"""A plain part with fewer words than this may be a stub beside the real html one."""

_STUB: Final = re.compile(r"\bhtml\b|view (?:it|this|the) .{0,40}(?:browser|online)|does not support", re.IGNORECASE)
_PGP_MESSAGE: Final = re.compile(r"^-----BEGIN PGP MESSAGE-----\s*$", re.MULTILINE)
_PGP_END: Final = "-----END PGP SIGNATURE-----\n"
_META: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_PLAIN: Final = ("text/plain", "text/markdown", "text/x-markdown")


@dataclass(frozen=True, slots=True)
class Body:
    """The text to judge with LF line ends; `unchecked` says why there is none, None where there is."""

    text: str
    form: Form | None
    left_alone: tuple[str, ...]
    unchecked: str | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part that counts: its text, or what it is where it is left alone."""

    text: str = ""
    form: Form | None = None
    left: str = ""


def read_body(message: Message) -> Body:
    """What the writer wrote in a message, from the part that says it best."""
    pieces = list(_pieces(message, 0))
    texts = [piece for piece in pieces if piece.form and piece.text.strip()]
    left = tuple(piece.left for piece in pieces if piece.left)
    form = texts[0].form if texts else None
    text = "\n\n".join(piece.text.strip("\n") if len(texts) > 1 else piece.text for piece in texts)
    return Body(text, form, left, None if texts else _why(left))


def _why(left: tuple[str, ...]) -> str:
    for sign, said in (
        ("encrypted", "is encrypted"),
        ("html without", "is html, and toneguard[mail] is not installed"),
    ):
        if any(sign in item for item in left):
            return said
    return NO_TEXT


def _pieces(part: Message, depth: int) -> Iterator[_Piece]:
    kind = part.get_content_type()
    if (why := _left_alone(part, kind)) is not None or depth > DEEPEST:
        yield _Piece(left=why or "parts too deep")
    elif part.is_multipart():
        yield from _READERS.get(kind, _mixed)(_children(part), depth + 1)
    elif kind == "text/html":
        yield _html(part)
    elif kind in _PLAIN or (kind.startswith("multipart/") and depth == 0):
        yield from _signed_inline(_plain(part))
    else:
        yield _Piece(left=f"an attachment ({kind})")


def _left_alone(part: Message, kind: str) -> str | None:
    """What a part is, where it is nothing that its writer wrote here; None where it may be."""
    if kind in ("multipart/encrypted", "application/pgp-encrypted"):
        return "an encrypted part"
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        signed = "signed-data" in str(part.get_param("smime-type", "") or "").lower()
        return "an encrypted part (S/MIME, signed whole)" if signed else "an encrypted part (S/MIME)"
    if kind.startswith(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")):
        return "a signature"
    if kind == "message/rfc822":
        return "a forwarded message"
    if kind.startswith("message/"):
        return f"an attachment ({kind})"
    if kind == "text/calendar":
        return "a calendar invitation"
    named = part.get_content_disposition() == "attachment" or (not part.is_multipart() and part.get_filename())
    return f"an attachment ({kind})" if named else None


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _mixed(parts: list[Message], depth: int) -> Iterator[_Piece]:
    for part in parts:
        yield from _pieces(part, depth)


def _related(parts: list[Message], depth: int) -> Iterator[_Piece]:
    """The first part is the message; the others are its pictures."""
    yield from _mixed(parts[:1], depth)
    yield from (_Piece(left=f"an attachment ({part.get_content_type()})") for part in parts[1:])


def _signed(parts: list[Message], depth: int) -> Iterator[_Piece]:
    yield from _mixed(parts[:1], depth)
    if parts[1:]:
        yield _Piece(left="a signature")


def _alternative(parts: list[Message], depth: int) -> Iterator[_Piece]:
    """The plain version, unless it is empty or a stub beside an html one that says more."""
    plain = [part for part in parts if part.get_content_type() in _PLAIN]
    others = [part for part in parts if part not in plain]
    said = list(_mixed(plain, depth))
    words = sum(len(piece.text.split()) for piece in said)
    stub = any(_STUB.search(piece.text) for piece in said) and words < 3 * _STUB_WORDS
    if words >= _STUB_WORDS and not stub:
        yield from said
        yield from _kept_apart(others)
        return
    rich = list(_mixed(others, depth))
    more = sum(len(piece.text.split()) for piece in rich)
    better = more > (0 if stub else 2 * words + 5)
    yield from rich if better else [*said, *(piece for piece in rich if piece.left)]


def _kept_apart(parts: list[Message]) -> Iterator[_Piece]:
    """Of the versions not taken, those that are worth a word: an invitation, not the same text in html."""
    for part in parts:
        if (why := _left_alone(part, part.get_content_type())) is not None:
            yield _Piece(left=why)


_READERS: Final[dict[str, Callable[[list[Message], int], Iterator[_Piece]]]] = {
    "multipart/alternative": _alternative,
    "multipart/related": _related,
    "multipart/signed": _signed,
}


def _data(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(data: bytes, label: str | None) -> str:
    return decode(data, label).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _label(part: Message) -> str | None:
    value = part.get_param("charset")
    name = value[2] if isinstance(value, tuple) else value
    return str(name) if name else None


def _plain(part: Message) -> _Piece:
    text = _text(_data(part), _label(part))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = unflowed(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
    return _Piece(text, "plain")


def _signed_inline(piece: _Piece) -> Iterator[_Piece]:
    """The text in a PGP message that stands in the text itself, or word of it where it is encrypted."""
    if "-----BEGIN PGP" not in piece.text:
        yield piece
        return
    if _PGP_MESSAGE.search(piece.text):
        yield _Piece(left="an encrypted part")
        return
    first, signed, rest = piece.text.partition("-----BEGIN PGP SIGNED MESSAGE-----")
    said, signature, after = rest.partition("\n-----BEGIN PGP SIGNATURE-----")
    if not signed or not signature:
        yield piece
        return
    # RFC 9580, 7.1 and 7.2: headers up to an empty line, dashes escaped
    said = re.sub(r"(?m)^- ", "", said.partition("\n\n")[2])
    yield _Piece(f"{first}{said}\n{after.partition(_PGP_END)[2]}", piece.form, "a signature")


def _html(part: Message) -> _Piece:
    data = _data(part)
    declared = _META.search(data[:4096])
    label = _label(part) or (declared[1].decode("ascii", "replace") if declared else None)
    try:
        from toneguard.mail.html import html_to_text
    except ImportError:
        return _Piece(left="html without toneguard[mail]")
    return _Piece(html_to_text(_text(data, label)), "html")
