"""`toneguard sendmail -- msmtp -t`: stands where a mailer expects sendmail, checks, and runs the real command.

The real command is given the bytes that came in, every one of them and no other (unless `--header` is asked for), and
its exit code comes back. Whatever goes wrong in here, the mail goes out and standard error says that it went unchecked.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from toneguard.errors import ToneguardError
from toneguard.mail.check import MailReport, check_message
from toneguard.mail.running import run
from toneguard.report import Verdict
from toneguard.settings import Settings

BROKEN_INPUT: Final = 74
"""EX_IOERR."""

_OWN_WITH_VALUE: Final = ("--mode", "--exit-code", "--kind", "--channel", "--settings", "--lexicon", "--time-limit")
_TAKES_VALUE: Final = ("-f", "-F", "-r", "-N", "-R", "-B", "-O", "-o", "-C", "-h", "-L", "-p", "-X", "-V")
_NO_DOTS: Final = re.compile(r"-(?:o?i|t*it*|oitrue)\Z")
_NO_MESSAGE: Final = re.compile(r"-(?:b[dDhHiIpPstv]|q.*|I)\Z|--(?:version|help|serverinfo|pretend|rmqs)\b")
_DOT_LINE: Final = re.compile(rb"(?m)^\.\r?\n")
_DOT: Final = re.compile(rb"(?m)^\.(?:\r?\n|\Z)")


class Call(NamedTuple):
    """What was said on the command line: our own options, and the command with all that is meant for it."""

    own: list[str]
    command: list[str]


def split_arguments(arguments: Sequence[str]) -> Call:
    """Our own `--options`, and the command line to run.

    Options of sendmail that a mailer put before the command (neomutt does where it finds a `--`) are moved into it,
    before its first option or address.

    >>> split_arguments(["--mode", "warn", "-f", "me@example.org", "--", "msmtp", "-C", "rc", "you@example.org"]).command
    ['msmtp', '-f', 'me@example.org', '-C', 'rc', 'you@example.org']
    """
    own: list[str] = []
    passed: list[str] = []
    left = list(arguments)
    while left and left[0].startswith("-"):
        said = left.pop(0)
        if said == "--":
            break
        mine = said.startswith("--") or said == "-h"
        (own if mine else passed).append(said)
        if left and said in (_OWN_WITH_VALUE if mine else _TAKES_VALUE):
            (own if mine else passed).append(left.pop(0))
    at = next((n for n, said in enumerate(left) if n and (said.startswith("-") or "@" in said)), len(left))
    return Call(own, [*left[:at], *passed, *left[at:]])


def send(options: Namespace, command: Sequence[str], settings: Callable[[], Settings]) -> int:
    """Check the message on standard input and run the command with it; the exit code of the whole.

    `settings` is called only once the message has been read, so that wrong settings keep no mail from leaving.
    """
    said = command[1 : command.index("--")] if "--" in command else command[1:]
    if any(_NO_MESSAGE.match(argument) for argument in said):
        os.execvp(command[0], list(command))  # noqa: S606 - there is no message to check; the command does what it does
    to_dot = not any(_NO_DOTS.match(argument) for argument in said)
    try:
        raw, more = read_message(to_dot=to_dot)
    except OSError as error:  # half a message is not for sending
        _say(f"not sent: standard input cannot be read: {error.strerror}")
        return BROKEN_INPUT
    draft = _Draft(raw, more, to_dot)
    try:
        return _decide(draft, options, command, settings)
    except Exception as error:  # noqa: BLE001 - fail open, loudly
        _say(f"sent unchecked: the checker failed ({type(error).__name__})")
        return run(command, raw, more=more)


class _Draft(NamedTuple):
    """What came in; `more` where the message ended at a lone dot and the input may go on."""

    raw: bytes
    more: bool
    to_dot: bool

    @property
    def message(self) -> bytes:
        """What is judged: up to the line with a lone dot, where such a line ends a message."""
        end = _DOT.search(self.raw) if self.to_dot else None
        return self.raw if end is None else self.raw[: end.start()]


def read_message(*, to_dot: bool, source: int = 0) -> tuple[bytes, bool]:
    """What is to be read of a file descriptor, and False; with `to_dot` True as soon as a lone dot has been read.

    sendmail without -i takes a line that is one dot for the end, and whoever types or pipes may wait for it then.
    """
    raw = bytearray()
    while chunk := os.read(source, 1 << 16):
        seen = max(len(raw) - 4, 0)
        raw += chunk
        if to_dot and _DOT_LINE.search(raw, seen):
            return bytes(raw), True
    return bytes(raw), False


def _decide(draft: _Draft, options: Namespace, command: Sequence[str], settings: Callable[[], Settings]) -> int:
    mail, used_up = _checked(draft, options, settings)
    go = options.mode == "warn" or not mail.needs_work
    if go or options.mode != "ask":
        _tell(mail, sent=go, used_up=used_up)
    else:
        from toneguard.mail.asking import ask

        answer = ask(draft.raw, mail, lambda raw: _checked(draft._replace(raw=raw), options, settings)[0])
        draft, mail, go = draft._replace(raw=answer.raw), answer.mail, answer.send
        if not answer.asked:
            _tell(mail, sent=False, used_up=used_up)
    if not go:
        return int(options.exit_code)
    code = run(command, _with_headers(draft.raw, mail) if options.header else draft.raw, more=draft.more)
    if code == 0 and mail.skipped is not None:
        _record(draft.message)
    return code


def _checked(draft: _Draft, options: Namespace, settings: Callable[[], Settings]) -> tuple[MailReport, bool]:
    """The report, and whether the message asks for an override that has been used before."""
    try:
        tuned = settings()
    except ToneguardError as error:  # a settings file with a mistake keeps no mail from leaving
        return MailReport("", None, unchecked=f"was not checked: {error}"), False
    mail = _check(draft.message, options, tuned, heed=True)
    if mail.skipped is not None:
        from toneguard.mail.overrides import is_used

        if is_used(draft.message):
            return _check(draft.message, options, tuned, heed=False), True
    return mail, False


def _check(message: bytes, options: Namespace, settings: Settings, *, heed: bool) -> MailReport:
    from toneguard.mail.timing import time_limit

    with time_limit(options.time_limit):
        return check_message(
            message,
            kind=options.kind,
            channel=options.channel,
            settings=settings,
            heed_override=heed,
            with_rewrite=False,
        )


def _record(message: bytes) -> None:
    from toneguard.mail.overrides import record

    try:
        record(message)
    except OSError as error:
        _say(f"sent unchecked as you asked; that could not be recorded ({error.strerror})")


def _with_headers(raw: bytes, mail: MailReport) -> bytes:
    from toneguard import __version__
    from toneguard.mail.headers import with_headers

    rows = {"X-Toneguard-Verdict": mail.outcome, "X-Toneguard-Version": __version__}
    if mail.unchecked:
        rows["X-Toneguard-Reason"] = mail.unchecked.partition(":")[0]  # behind it may stand a path of the sender's
    return with_headers(raw, rows)


def _tell(mail: MailReport, *, sent: bool, used_up: bool) -> None:
    if mail.verdict == Verdict.PASS and not mail.left_alone and not used_up:
        return
    from toneguard.mail.telling import told

    for line in told(mail, sent=sent, used_up=used_up):
        _say(line)


def _say(line: str) -> None:
    """One line on standard error; a terminal in another charset gets what it can show, a closed one nothing."""
    try:
        sys.stderr.buffer.write(f"toneguard: {line}\n".encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.flush()
    except (OSError, AttributeError, ValueError):
        Path(os.devnull).write_bytes(b"")
