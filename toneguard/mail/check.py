"""From a message to its report: nothing that a mailer hands over makes this raise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

from toneguard.check import check_tone, check_without_rewrite
from toneguard.errors import InputTooLargeError, ToneguardError
from toneguard.mail.body import NO_TEXT, Body, Form, read_body
from toneguard.mail.headers import header, parse, subject_of
from toneguard.report import Channel, Finding, Kind, Level, ToneReport, Verdict
from toneguard.settings import Settings

Override = Literal["header", "subject"]

OVERRIDE_HEADER: Final = "X-Toneguard"
"""`X-Toneguard: skip` in a message sends it unchecked."""

OVERRIDE_TAG: Final = re.compile(r"\s*\[\s*tone\s+ok\s*\]\s*", re.IGNORECASE)
"""`[tone ok]` anywhere in the subject does so too."""

LARGEST: Final = 64 << 20
"""Bytes of a message that are read: beyond what nearly every server takes, and about a second of parsing."""

_ANSWER: Final = re.compile(r"\s*(?:re|aw|sv|antw|fwd?|wg|tr|جواب|sagot)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_LIST_TAGS: Final = re.compile(r"\s*(?:\[[^\]]{1,40}\]\s*)+")


@dataclass(frozen=True, slots=True)
class MailReport:
    """What came of one message: exactly one of `report`, `unchecked` and `skipped` says something.

    `text` is what was judged: the subject where the writer chose it, an empty line, the body from `body_start` on.
    `report` is its report. `unchecked` says why nothing could be judged: "is encrypted", "holds no text" ... `skipped`
    says which override the sender used. `form` is the kind of body that was read, None where none was. `left_alone`
    lists what was in the message and not judged, such as "a signature" or "an attachment". `failed`: the message is
    unchecked because the checker failed, not because of what it is.
    """

    text: str
    report: ToneReport | None
    unchecked: str | None = None
    skipped: Override | None = None
    form: Form | None = None
    left_alone: tuple[str, ...] = ()
    body_start: int = 0
    failed: bool = False

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of the report, None where there is no report."""
        return None if self.report is None else self.report.verdict

    @property
    def needs_work(self) -> bool:
        """Whether the message is better not sent like this: its verdict is revise or hold."""
        return self.verdict in (Verdict.REVISE, Verdict.HOLD)

    @property
    def outcome(self) -> str:
        """What the header of a checked message says: the verdict, "skipped" or "unchecked"."""
        return str(self.verdict) if self.verdict else "skipped" if self.skipped else "unchecked"

    @property
    def ranked(self) -> list[Finding]:
        """The findings, the strong ones first; none where there is no report."""
        found = () if self.report is None else self.report.findings
        return sorted(found, key=lambda finding: finding.level != Level.STRONG)

    def place(self, finding: Finding) -> str:
        """Where a finding stands, for people: "subject", or "line 3" of the body."""
        if finding.start < self.body_start:
            return "subject"
        return f"line {1 + self.text.count(chr(10), self.body_start, finding.start)}"


def check_message(
    message: Message | bytes,
    *,
    kind: Kind | None = None,
    channel: Channel = "email",
    settings: Settings | None = None,
    heed_override: bool = True,
    language: str | None = None,
    in_reply_to: str | None = None,
    with_rewrite: bool = True,
) -> MailReport:
    """How the words that the writer of a message chose come across: its own text and, unless it answers, its subject.

    Quoted and forwarded mail, signatures, attachments and what is encrypted are left alone. With `heed_override`, a
    message that says `X-Toneguard: skip` or has `[tone ok]` in its subject is not judged. `language` and `in_reply_to`
    are those of `check_tone`; without `with_rewrite` the report has no rewrite, which is most of the time of a rude one.
    Raises nothing for any bytes: what cannot be judged, or makes the checker fail, is
    `unchecked`. Raises TypeError for what is no message.
    """
    if not isinstance(message, (bytes, bytearray, memoryview, Message)):
        raise TypeError(f"message must be bytes or an EmailMessage, not {type(message).__name__}")
    try:
        raw = message.as_bytes() if isinstance(message, Message) else bytes(message)
        if not raw.strip():
            return MailReport("", None, unchecked="is empty")
        if len(raw) > LARGEST:
            return MailReport("", None, unchecked=f"is larger than {LARGEST >> 20} MB")
        parsed = parse(raw)
    except Exception as error:  # noqa: BLE001 - whatever a broken message does to the parser, it is passed on
        return MailReport("", None, unchecked=f"cannot be parsed ({type(error).__name__})")
    try:
        if heed_override and (used := override_of(parsed)) is not None:
            return MailReport("", None, skipped=used)
        body = read_body(parsed)
    except Exception as error:  # noqa: BLE001 - as above
        return MailReport("", None, unchecked=f"cannot be read ({type(error).__name__})")
    subject = chosen_subject(parsed)
    return judge_body(subject, body, kind, channel, settings, language, in_reply_to, with_rewrite=with_rewrite)


def judge_body(
    subject: str,
    body: Body,
    kind: Kind | None,
    channel: Channel,
    settings: Settings | None,
    language: str | None = None,
    in_reply_to: str | None = None,
    *,
    with_rewrite: bool = True,
) -> MailReport:
    """The report of a body under its subject; "" for a subject that is not the writer's."""
    head = f"{subject}\n\n" if subject else ""
    report, why = None, None if subject and body.unchecked == NO_TEXT else body.unchecked
    text = "" if why else head + body.text
    failed = False
    try:
        if why is None:
            judge = check_tone if with_rewrite else check_without_rewrite
            report = judge(
                text, kind=kind, language=language, channel=channel, in_reply_to=in_reply_to, settings=settings
            )
    except InputTooLargeError as error:
        why = f"is too long: {error}"
    except ToneguardError as error:
        # such as a lexicon of the user's with a mistake; its text holds none of the message
        why = f"was not checked: {error}"
    except Exception as error:  # noqa: BLE001 - a checker that fails must not keep mail from leaving
        why, failed = f"made the checker fail ({type(error).__name__})", True
    return MailReport(text, report, why, None, body.form, body.left_alone, len(head) if text else 0, failed)


def override_of(message: Message) -> Override | None:
    """How the sender asked for the message to go unchecked; None where not."""
    if any(value.strip().lower() == "skip" for value in map(str, message.get_all(OVERRIDE_HEADER, []))):
        return "header"
    return "subject" if OVERRIDE_TAG.search(header(message, "Subject")) else None


def chosen_subject(message: Message) -> str:
    """The subject where the writer chose it, without list tags; "" for that of an answered or forwarded message."""
    subject = OVERRIDE_TAG.sub(" ", subject_of(message)).strip()
    if _ANSWER.match(_LIST_TAGS.sub("", subject, count=1)) or header(message, "In-Reply-To"):
        return ""
    return _LIST_TAGS.sub("", subject, count=1).strip()
