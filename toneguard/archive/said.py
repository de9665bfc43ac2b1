"""What a record says about itself and in its text, whatever form it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, Final, cast

from toneguard.archive.columns import AGENTS, CHANNELS, CUSTOMERS
from toneguard.mail.body import NO_TEXT, Body, read_body
from toneguard.mail.check import chosen_subject
from toneguard.mail.headers import decoded, header, parse, raw_header, subject_of
from toneguard.report import Channel, Kind

_ADDRESS: Final = re.compile(r"[^\s<>\"'(),;:\[\]]{1,200}@[^\s<>\"'(),;:\[\]]{1,255}")
_ID: Final = re.compile(r"<([^<>\s]{1,990})>")
_ANSWER: Final = re.compile(r"^(?:\s*(?:re|aw|sv|antw|fwd?|wg|tr|جواب|sagot)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_HTML: Final = re.compile(r"<(?:p|div|br|html|body|span|a|table|ul|ol|b|i|strong|em)\b[^<>]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a message; "" and None for what it does not say. `subject` is the whole one, `chosen` the writer's.

    `thread` is the id of the first message of its thread, as far as the message knows.
    """

    body: Body
    message_id: str = ""
    date: str | None = None
    from_address: str = ""
    from_name: str = ""
    to: tuple[str, ...] = ()
    team: str = ""
    agent: str = ""
    subject: str = ""
    chosen: str = ""
    thread: str = ""
    in_reply_to: str = ""
    kind: Kind | None = None
    channel: Channel | None = None


def read_data(data: bytes | Mapping[str, Any]) -> Said:
    """What a mail or a table's record says. Raises whatever the parser raises for what is too broken for it."""
    return read_mail(parse(data)) if isinstance(data, bytes) else read_fields(data)


def read_mail(message: Message) -> Said:
    """What a mail says in its headers and its body."""
    address, name = _person(raw_header(message, "From"))
    own, answers, chain = (ids_in(raw_header(message, key)) for key in ("Message-ID", "In-Reply-To", "References"))
    return Said(
        body=read_body(message),
        message_id=own[0] if own else "",
        date=to_utc(header(message, "Date")),
        from_address=address,
        from_name=name,
        to=_addresses(raw_header(message, "To"), raw_header(message, "Cc")),
        subject=subject_of(message),
        chosen=chosen_subject(message),
        thread=next(iter((*chain, *answers, *own)), ""),
        in_reply_to=next(iter((*answers, *chain[::-1])), ""),
    )


def read_fields(fields: Mapping[str, Any]) -> Said:
    """What a table's record says, by the names of `toneguard.archive.columns`."""
    said = {name: str(value) for name, value in fields.items() if value not in (None, "")}
    address, name = _person(said.get("from", ""))
    named = said.get("kind", "").strip().lower()
    kind: Kind | None = "reply" if named in AGENTS else "complaint" if named in CUSTOMERS else None
    message_id = said.get("id", "").strip("<> ")
    return Said(
        body=_table_body(said.get("text", "")),
        message_id=message_id,
        date=to_utc(fields.get("date")),
        from_address=address or ("" if name else said.get("from", "").strip().lower()),
        from_name=said.get("name", name).strip(),
        to=_addresses(said.get("to", "")),
        team=said.get("team", ""),
        agent=said.get("agent", ""),
        subject=said.get("subject", ""),
        thread=said.get("thread", message_id),
        in_reply_to=said.get("parent", "").strip("<> "),
        kind=kind,
        channel=cast("Channel | None", CHANNELS.get(said.get("channel", "").strip().lower())),
    )


def _table_body(text: str) -> Body:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if _HTML.search(text[:4000]):
        try:
            from toneguard.mail.html import html_to_text
        except ImportError:
            return Body("", None, (), "is html, and toneguard[mail] is not installed")
        text = html_to_text(text)
    return Body(text, "plain", (), None) if text.strip() else Body("", None, (), NO_TEXT)


def ids_in(value: str) -> tuple[str, ...]:
    """The message ids in a header, without their brackets; a lone word without brackets is one, too."""
    found = tuple(_ID.findall(value))
    return found or tuple(value.split()[:1] if len(value) < 1000 and len(value.split()) == 1 else ())


def bare_subject(subject: str) -> str:
    """The subject without `Re:` and the like, in small letters, one space between words."""
    return " ".join(_ANSWER.sub("", subject).lower().split())


def _person(value: str) -> tuple[str, str]:
    """Address in small letters and name of the first one in a From header or a table's column; "" for what is not there."""
    pairs = getaddresses([value[:4000]]) if value else []
    name, address = next((pair for pair in pairs if "@" in pair[1]), ("", ""))
    if not address and (found := _ADDRESS.search(value)):
        address, name = found[0], value[: found.start()].strip(" <\"'")
    if not address:
        return "", decoded(value)[:200]
    return address.lower(), decoded(name)


def _addresses(*values: str) -> tuple[str, ...]:
    """The addresses in headers, in small letters, each once; at most 1,000 of them."""
    whole = [value[:100_000] for value in values if value]
    found = [address for _, address in getaddresses(whole) if "@" in address] or _ADDRESS.findall(" ".join(whole))
    return tuple(dict.fromkeys(address.lower() for address in found))[:1000]


def to_utc(value: object) -> str | None:
    """A date in UTC as `2026-03-01T12:00:00Z`; None where it is none. What names no zone is taken as UTC.

    Takes the dates of mail, ISO 8601, and seconds or milliseconds since 1970.

    >>> to_utc("Sun, 1 Mar 2026 17:00:00 +0500"), to_utc(1772366400)
    ('2026-03-01T12:00:00Z', '2026-03-01T12:00:00Z')
    """
    try:
        moment = _moment(value)
        if moment is None:
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1000 else None
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, (int, float)) or (isinstance(value, str) and value.strip().isdigit() and len(value) >= 9):
        seconds = float(value)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return datetime.fromisoformat(value.strip().removesuffix(" UTC"))
    except ValueError:
        return parsedate_to_datetime(value)
