"""The columns of tables, by the names that help desks give them, and their records in one form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from toneguard.errors import ToneguardError

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text", "body", "plain_body", "message", "comment", "content", "body_plain", "body_text", "text_body",
        "message_body", "comment_body", "latest_comment", "description", "html_body", "body_html",
    ),
    "id": ("message_id", "comment_id", "part_id", "id", "ticket_id", "conversation_id"),
    "thread": ("thread", "thread_id", "conversation_id", "ticket_id", "case_id", "conversation"),
    "parent": ("in_reply_to", "parent_id", "parent", "reply_to_id"),
    "date": ("date", "created_at", "created", "sent_at", "timestamp", "created_time", "datetime", "time"),
    "from": (
        "from", "author", "sender", "requester", "from_address", "from_email", "author_email", "sender_email",
        "requester_email", "email", "author_id", "requester_id",
    ),
    "name": ("from_name", "author_name", "sender_name", "requester_name", "name"),
    "to": ("to", "recipient", "recipients", "to_address", "to_email"),
    "team": ("team", "group", "team_name", "group_name", "team_assignee", "group_id", "team_assignee_id"),
    "agent": ("agent", "assignee", "agent_name", "assignee_name", "assignee_id", "admin_assignee_id"),
    "kind": ("kind", "author_type", "sender_type", "from_type", "author_role", "role", "direction"),
    "channel": ("channel", "via", "source_type"),
    "subject": ("subject", "raw_subject", "title"),
}  # fmt: skip
"""What a record may say, and the column names that say it, the better ones first; case, spaces and dots do not count.

From the exports of Zendesk (`requester`, `group`, `comments`, `plain_body` ...: its Ticketing API reference) and Intercom
(`author.type`, `conversation_parts`, `admin_assignee_id` ...: its API reference), and what plain tables use.
"""

NESTED: Final = ("comments", "conversation_parts", "messages", "thread_messages")
"""Lists of messages inside a ticket's record; each message becomes a record of its own."""

AGENTS: Final = frozenset(
    "reply agent admin staff bot operator employee support outbound outgoing team team_member".split()
)
CUSTOMERS: Final = frozenset(
    "complaint user customer lead contact end-user end_user enduser requester visitor client inbound incoming".split()
)
CHANNELS: Final[Mapping[str, str]] = {
    "email": "email", "mail": "email", "e-mail": "email", "web": "email", "form": "email", "api": "email",
    "chat": "chat", "messaging": "chat", "native_messaging": "chat", "whatsapp": "chat", "sms": "chat",
    "messenger": "chat", "conversation": "chat", "social": "social", "twitter": "social", "facebook": "social",
    "instagram": "social", "letter": "letter",
}  # fmt: skip

_SEPARATORS: Final = re.compile(r"[\s.\-]+")


class NoTextError(ToneguardError):
    """A table without a column that is known to hold text."""


@lru_cache(maxsize=256)
def find_columns(names: tuple[str, ...], text_column: str | None = None) -> Mapping[str, str]:
    """For each of `FIELDS` that a table has, its column. Raises NoTextError, which lists the columns."""
    known = {_SEPARATORS.sub("_", name.strip().lower()): name for name in reversed(names)}
    if text_column is not None and text_column not in names:
        text_column = known.get(_SEPARATORS.sub("_", text_column.strip().lower())) or _missing(names, text_column)
    found: dict[str, str] = {} if text_column is None else {"text": text_column}
    for field, spellings in FIELDS.items():
        for spelling in spellings:
            if field not in found and spelling in known and known[spelling] != text_column:
                found[field] = known[spelling]
    if "text" not in found and not any(name in known for name in NESTED):
        _missing(names, None)
    if found.get("id") == found.get("thread") and known.get("description") != found.get("text"):
        found.pop("id", None)  # a ticket's number on each of its messages names none of them
    return found


def _missing(names: Sequence[str], wanted: str | None) -> str:
    what = "no column is known to hold the text" if wanted is None else f"there is no column {wanted!r}"
    listed = ", ".join(names[:40]) + (" ..." if len(names) > 40 else "")
    raise NoTextError(f"{what}; name one with --text-column; the columns are {listed}")


def records_of(row: Mapping[str, Any], text_column: str | None = None) -> Iterator[dict[str, Any]]:
    """The messages of one row of a table, each with those of `FIELDS` that it says. Raises NoTextError.

    A ticket with a list of comments gives one for each of them; what only the ticket says holds for all of them.
    """
    flat = _flattened(row)
    nested = [message for name in NESTED for message in _listed(_parsed(row.get(name)), name)]
    columns = find_columns(tuple(flat), None if nested and text_column not in flat else text_column)
    own = {field: flat[column] for field, column in columns.items() if flat[column] not in (None, "")}
    if not nested:
        yield own
        return
    shared: dict[str, Any] = {field: own[field] for field in ("team", "agent", "subject", "channel") if field in own}
    shared["thread"] = own.get("id", own.get("thread"))
    if isinstance(first := _parsed(row.get("source")), dict) and first.get("body"):  # Intercom's opening message
        nested.insert(0, {"created_at": row.get("created_at"), **first})
    for message in nested:
        inner = _flattened(message)
        try:
            found = find_columns(tuple(inner), text_column if text_column in inner else None)
        except NoTextError:
            continue  # an assignment or a change of state, without words
        said = {field: inner[column] for field, column in found.items() if inner[column] not in (None, "")}
        if "text" in said:
            yield {**shared, **_by_requester(said, flat)}


def _by_requester(said: dict[str, Any], ticket: Mapping[str, Any]) -> dict[str, Any]:
    """A comment of Zendesk names its author by number only: the ticket's requester is the customer."""
    known = [str(ticket[name]) for name in ("requester", "requester_id") if ticket.get(name)]
    if "kind" in said or "from" not in said or not known:
        return said
    if str(said["from"]) in known:
        return {**said, "kind": "customer", "from": known[0]}
    return {**said, "kind": "agent"}


def _parsed(value: object) -> object:
    """A list or an object, also where a CSV file holds it as JSON text."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        import json

        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _listed(value: object, name: str) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):  # Intercom: {"type": "conversation_part.list", "conversation_parts": [...]}
        value = value.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _flattened(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what an author says of itself beside it: {"author": {"email": ...}} gives author and author_type."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        inner = (
            _parsed(value) if name.lower() in ("author", "from", "requester", "sender", "via", "assignee") else value
        )
        if not isinstance(inner, dict):
            flat[name] = value
            continue
        flat[name] = next((inner[key] for key in ("email", "address", "id", "channel", "name") if inner.get(key)), None)
        if inner.get("id"):
            flat.setdefault(f"{name}_id", inner["id"])
        for key in ("name", "type", "role"):
            if inner.get(key) and name.lower() not in ("via", "assignee"):
                flat.setdefault(f"author_{key}", inner[key])
    return flat
