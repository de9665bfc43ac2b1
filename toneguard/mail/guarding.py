"""Mail sent from a program: a callable that sends, behind the check."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from email.message import Message
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from toneguard.errors import ToneguardError
from toneguard.mail.check import MailReport, check_message
from toneguard.report import Channel, Kind, Verdict
from toneguard.settings import Settings

_P = ParamSpec("_P")
_R = TypeVar("_R")
_LOG: Final = logging.getLogger("toneguard.mail")
STOPPED: Final = (Verdict.REVISE, Verdict.HOLD)


class HeldError(ToneguardError):
    """A message that was not sent; `mail` says why. The text of the error names rules and places, no words of it."""

    def __init__(self, mail: MailReport) -> None:
        self.mail = mail
        findings = mail.report.findings if mail.report is not None else ()
        where = ", ".join(f"{finding.rule} ({mail.place(finding)})" for finding in findings[:5])
        super().__init__(f"message not sent, verdict {mail.verdict}: {where or 'guidance that is not met'}")


def guard(
    send: Callable[_P, _R],
    *,
    stop: Collection[Verdict] = STOPPED,
    kind: Kind | None = None,
    channel: Channel = "email",
    settings: Settings | None = None,
    seen: Callable[[MailReport], object] | None = None,
) -> Callable[_P, _R]:
    """`send` behind the check: the same call, which raises HeldError instead where the verdict is one of `stop`.

    `send` is anything called as `smtplib.SMTP.send_message(message, ...)` or `SMTP.sendmail(sender, recipients,
    message)` is. What cannot be checked is sent, and the logger `toneguard.mail` warns. `seen` is given every report.
    """

    @wraps(send)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        mail = check_message(_message((*args, *kwargs.values())), kind=kind, channel=channel, settings=settings)
        if mail.unchecked is not None:
            _LOG.warning("a message goes out unchecked: it %s", mail.unchecked)
        if seen is not None:
            seen(mail)
        if mail.verdict in stop:
            raise HeldError(mail)
        return send(*args, **kwargs)

    return guarded


def _message(arguments: tuple[object, ...]) -> Message | bytes:
    """The message among the arguments: a Message, or else the last text or bytes; without one, no bytes at all."""
    for argument in arguments:
        if isinstance(argument, Message):
            return argument
    for argument in reversed(arguments):
        if isinstance(argument, (bytes, bytearray)):
            return bytes(argument)
        if isinstance(argument, str):
            return argument.encode("utf-8", "surrogateescape")
    return b""
