"""`toneguard milter`: what comes of a message that a mail server (Postfix, Sendmail) shows before it takes it.

Whatever goes wrong in here, the mail goes through with a header that says so, unless `--on-error tempfail` is given.

The protocol is spoken by `milter_packets`, `milter_talk` and `milter_server`, 400 lines of our own on asyncio, after a
look at what there is (November 2026). pymilter is GPL and wraps libmilter, a C library. purepythonmilter is Apache 2.0 and installs
here, but its one release, 0.0.1, an alpha, is of February 2023; it cannot listen on a unix socket, puts every packet of
a message into a queue without bound, closes no idle connection, drops its connections on SIGTERM, and logs packets with
their bytes, which are somebody's mail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from toneguard import __version__
from toneguard.mail.check import OVERRIDE_HEADER, MailReport, check_message
from toneguard.mail.milter_packets import (
    ACCEPT,
    ADD_HEADERS,
    CHANGE_HEADERS,
    QUARANTINE,
    TEMPFAIL,
    Packet,
    add_header,
    drop_header,
    quarantine,
    refusal,
)
from toneguard.report import Channel, Kind, Level, Verdict
from toneguard.settings import Settings

Mode = Literal["tag", "quarantine", "reject"]
OnError = Literal["accept", "tempfail"]

REFUSED: Final = "550 5.7.1"
"""RFC 3463: delivery not authorized, message refused."""

MOST_RULES: Final = 8
"""Rules that the header names; who has more starts with these."""

VERDICT, UNCHECKED, RULES, VERSION = (
    f"{OVERRIDE_HEADER}-{name}" for name in ("Verdict", "Unchecked", "Rules", "Version")
)
OURS: Final = {
    name.lower().encode(): name
    for name in (OVERRIDE_HEADER, VERDICT, UNCHECKED, RULES, VERSION, f"{OVERRIDE_HEADER}-Reason")
}
"""Headers that only we may set: those that come in are taken off, an override with them once it has been heeded."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is done with a message. `stop` lists the verdicts that quarantine or reject it."""

    mode: Mode = "tag"
    stop: tuple[Verdict, ...] = (Verdict.HOLD,)
    on_error: OnError = "accept"
    kind: Kind | None = None
    channel: Channel = "email"
    settings: Settings = field(default_factory=Settings)
    heed_override: bool = True

    @property
    def ascii_settings(self) -> Settings:
        """The settings, with advice in a language that an SMTP reply can be written in."""
        tagalog = self.settings.ui_language == "tl"
        return self.settings if tagalog else replace(self.settings, ui_language="en")


class Room:
    """How many bytes of mail may be held at once, over all connections; for one thread."""

    def __init__(self, size: int) -> None:
        self.left = size

    def take(self, size: int) -> bool:
        """Whether there is so much room; then it is taken."""
        if size > self.left:
            return False
        self.left -= size
        return True


@dataclass(slots=True)
class Draft:
    """A message as far as it has come in: at most `limit` bytes of it, and none once it is known to go `unchecked`.

    `held` counts the bytes it has of the room.
    """

    room: Room
    limit: int
    held: int = 0
    head: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    ours: dict[bytes, int] = field(default_factory=dict)
    unchecked: MailReport | None = None

    def add_header(self, name: bytes, value: bytes) -> None:
        """One more header, its folds as the mail server has them."""
        if name.lower() in OURS:
            self.ours[name.lower()] = self.ours.get(name.lower(), 0) + 1
        line = name + b": " + value.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"
        if self._has_room(len(line)):
            self.head += line

    def add_body(self, chunk: bytes) -> None:
        """The body goes on."""
        if self._has_room(len(chunk)):
            self.body += chunk

    @property
    def is_begun(self) -> bool:
        """Whether anything of a message has come."""
        return bool(self.held) or self.unchecked is not None

    def taken(self) -> bytes:
        """The message, out of here; its room is kept until `drop`."""
        raw = b"".join((self.head, b"\r\n", self.body))
        self.head, self.body = bytearray(), bytearray()
        return raw

    def drop(self) -> None:
        """Forget the text and give the room back."""
        self.head, self.body = bytearray(), bytearray()
        self.room.left += self.held
        self.held = 0

    def _has_room(self, size: int) -> bool:
        if self.unchecked is not None:
            return False
        if self.held + size > self.limit:
            self.unchecked = MailReport("", None, unchecked=f"is larger than {self.limit} bytes")
        elif not self.room.take(size):
            self.unchecked = failed("came when too much mail was held")
        else:
            self.held += size
            return True
        self.drop()
        return False


def failed(why: str) -> MailReport:
    """The report of a message that we could not check, through no fault of its own."""
    return MailReport("", None, unchecked=why, failed=True)


def judge(raw: bytes, policy: Policy) -> MailReport:
    """The report of one message; raises nothing."""
    try:
        return check_message(
            raw,
            kind=policy.kind,
            channel=policy.channel,
            settings=policy.ascii_settings,
            heed_override=policy.heed_override,
            with_rewrite=False,
        )
    except Exception as error:  # noqa: BLE001 - a checker that fails must not keep mail from leaving
        return failed(f"made the checker fail ({type(error).__name__})")


def is_stopped(mail: MailReport, policy: Policy) -> bool:
    """Whether the message is to be kept from its recipients."""
    return policy.mode != "tag" and mail.verdict in policy.stop


def replies(mail: MailReport, policy: Policy, ours: dict[bytes, int], actions: int) -> Iterator[Packet]:
    """What the mail server is told at the end of a message. `ours` counts the headers that only we may set."""
    if mail.failed and policy.on_error == "tempfail":
        yield TEMPFAIL
    elif is_stopped(mail, policy) and policy.mode == "reject":
        yield refusal(REFUSED, reason(mail, policy.settings.require))
    else:
        if actions & CHANGE_HEADERS:
            yield from (drop_header(OURS[name], at) for name, count in ours.items() for at in range(count, 0, -1))
        if actions & ADD_HEADERS:
            yield from (add_header(name, value) for name, value in rows(mail).items())
        if is_stopped(mail, policy) and actions & QUARANTINE:
            yield quarantine(reason(mail, policy.settings.require))
        yield ACCEPT


def rows(mail: MailReport) -> dict[str, str]:
    """The headers that a message is given: never a word of its text."""
    found = {VERDICT: mail.outcome, VERSION: __version__}
    if mail.unchecked:
        found[UNCHECKED] = f"the message {mail.unchecked}"
    if rules := list(dict.fromkeys(finding.rule for finding in mail.ranked)):
        found[RULES] = ", ".join(rules[:MOST_RULES])
    return found


def reason(mail: MailReport, required: Collection[str] = ()) -> str:
    """Why a message is stopped, for its sender: the first finding's rule, place and advice, never its quote.

    Where no finding is strong, a guidance among `required` that is not met says it better.
    """
    found = mail.ranked
    guidance = () if mail.report is None else mail.report.guidance
    unmet = [item for item in guidance if item.id in required and not item.met]
    if unmet and not (found and found[0].level == Level.STRONG):
        return f"toneguard: {unmet[0].id}: {unmet[0].message}"
    if found:
        return f"toneguard: {found[0].rule}, {mail.place(found[0])}: {found[0].message}"
    return "toneguard: please look at the message again"


def told(mail: MailReport, policy: Policy, actions: int) -> str:
    """What the log says of a message: verdict, what was done and rules, no word of its text."""
    if mail.skipped:
        return f"skipped, as its {mail.skipped} asks"
    if mail.unchecked:
        done = "deferred" if mail.failed and policy.on_error == "tempfail" else "goes through"
        return f"UNCHECKED, {done}: the message {mail.unchecked}"
    done = {"tag": "tagged", "quarantine": "quarantined", "reject": "rejected"}[policy.mode]
    if is_stopped(mail, policy) and policy.mode == "quarantine" and not actions & QUARANTINE:
        done = "NOT quarantined, which the mail server does not offer"
    rules = ", ".join(dict.fromkeys(finding.rule for finding in mail.ranked[:MOST_RULES]))
    return f"{mail.verdict}, {done if is_stopped(mail, policy) else 'tagged'}{': ' if rules else ''}{rules}"
