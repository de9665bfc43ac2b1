"""The body of a request to `toneguard serve`: what may stand in it, and what it is answered with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from toneguard.check import check_tone
from toneguard.errors import InputTooLargeError
from toneguard.lexicon.model import LANGUAGES
from toneguard.mail.check import MailReport, check_message
from toneguard.report import Channel, Kind
from toneguard.settings import Settings

Offsets = Literal["code-points", "utf-16"]

_TEXTS: Final = ("text", "message", "in_reply_to")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "kind": ("complaint", "reply"),
    "language": tuple(LANGUAGES),
    "channel": ("email", "chat", "social", "letter"),
    "offsets": ("code-points", "utf-16"),
}


class AnswerError(Exception):
    """A request that is not granted: the HTTP status, a stable code, and what to do, without a word of the request."""

    def __init__(self, status: str, code: str, message: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be judged, `text` or the source of a `message`, and how; None is judged from the text."""

    text: str | None = None
    message: str | None = None
    kind: Kind | None = None
    language: str | None = None
    channel: Channel = "email"
    in_reply_to: str | None = None
    offsets: Offsets = "code-points"

    def granted(self, settings: Settings) -> dict[str, Any]:
        """The wire form for a text; for a message an envelope around it. Raises AnswerError for a text too long."""
        try:
            return self._of_message(settings) if self.text is None else self._of_text(self.text, settings)
        except InputTooLargeError as error:
            raise AnswerError("413 Content Too Large", "too-long", str(error)) from None

    def _of_text(self, text: str, settings: Settings) -> dict[str, Any]:
        report = check_tone(
            text,
            kind=self.kind,
            language=self.language,
            channel=self.channel,
            in_reply_to=self.in_reply_to,
            settings=settings,
        )
        return report.to_dict(offsets=self.offsets)

    def _of_message(self, settings: Settings) -> dict[str, Any]:
        # half a surrogate pair becomes bytes that are no UTF-8, which the reader of messages knows how to take
        raw = (self.message or "").encode("utf-8", "surrogatepass")
        mail = check_message(
            raw,
            kind=self.kind,
            channel=self.channel,
            settings=settings,
            language=self.language,
            in_reply_to=self.in_reply_to,
        )
        return mail_form(mail, self.offsets)


def mail_form(mail: MailReport, offsets: Offsets) -> dict[str, Any]:
    """A report on a message, ready for JSON: `report` is the wire form, or null where nothing was judged.

    Its places are in `text`, what was judged of the message, where the body begins at `body_start`.
    """
    head = mail.text[: mail.body_start]
    return {
        "verdict": None if mail.verdict is None else str(mail.verdict),
        "unchecked": mail.unchecked,
        "skipped": mail.skipped,
        "left_alone": list(mail.left_alone),
        "text": mail.text,
        "body_start": mail.body_start
        if offsets == "code-points"
        else len(head.encode("utf-16-le", "surrogatepass")) // 2,
        "report": None if mail.report is None else mail.report.to_dict(offsets=offsets),
    }


def read_wish(body: bytes) -> Wish:
    """What a body asks for. Raises AnswerError, status 400, for what it may not hold."""
    try:
        fields = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _wrong("json", "the body is no JSON in UTF-8") from None
    if not isinstance(fields, dict):
        raise _wrong("json", "the body must be a JSON object")
    known = (*_TEXTS, *_CHOICES)
    if not fields.keys() <= set(known):
        raise _wrong("unknown-field", f"the fields are {', '.join(known)}")
    given = {name: value for name, value in fields.items() if value is not None}
    if ("text" in given) == ("message" in given):
        raise _wrong("no-text", "give one of text and message")
    for name, value in given.items():
        _expect_fitting(name, value)
    return Wish(**cast("dict[str, Any]", given))


def _expect_fitting(name: str, value: object) -> None:
    if name in _TEXTS and not isinstance(value, str):
        raise _wrong("wrong-field", f"{name} must be a string")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise _wrong("wrong-field", f"{name} must be one of {', '.join(_CHOICES[name])}")


def _wrong(code: str, message: str) -> AnswerError:
    return AnswerError("400 Bad Request", code, message)
