"""The commands of the command line that have to do with mail."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from toneguard.report import Verdict
from toneguard.settings import Settings

if TYPE_CHECKING:
    from toneguard.mail.milter import Policy
    from toneguard.mail.milter_talk import Limits

WRONG_USE: Final = 64
UNREADABLE: Final = 65


def sendmail(options: Namespace, settings: Callable[[], Settings]) -> int:
    """Stand where a mailer expects sendmail; what `toneguard.mail.sendmail.send` returns."""
    import gc

    from toneguard.mail.sendmail import send

    gc.disable()  # one message and out: collecting costs half of a bare start here, and frees nothing
    if options.real:
        return send(options, options.real, settings)
    print("toneguard: sendmail needs the command that sends: toneguard sendmail -- msmtp -t", file=sys.stderr)
    return WRONG_USE


def patch(options: Namespace, settings: Callable[[], Settings]) -> int:
    """Judge the prose of one patch; 77 where it should not be sent so."""
    from toneguard.mail.git import STOPPED, check_patch
    from toneguard.mail.telling import findings

    try:
        raw = Path(options.file).read_bytes()
    except OSError as error:
        print(f"toneguard: {options.file}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    mail = check_patch(raw, settings())
    if mail.unchecked is not None:
        print(f"toneguard: {options.file} goes unchecked: it {mail.unchecked}", file=sys.stderr)
    if not mail.needs_work:
        return 0
    for line in (f"{options.file}: verdict {mail.verdict}", *findings(mail)):
        print(f"toneguard: {line}", file=sys.stderr)
    return STOPPED


def install(options: Namespace, _settings: Callable[[], Settings]) -> int:
    """Write the hook for git send-email and say where."""
    from toneguard.mail.git import install as write_hook

    print(f"toneguard: wrote {write_hook(force=options.force)}")
    return 0


def serve(options: Namespace, settings: Callable[[], Settings]) -> int:
    """Answer programs of this machine until told to stop; what `toneguard.mail.serve.serve` returns."""
    from toneguard.mail.serve import serve as answer

    return answer(options, settings)


def milter(options: Namespace, settings: Callable[[], Settings]) -> int:
    """Serve mail servers until told to end. Raises ToneguardError for a place or settings that cannot be used."""
    import logging

    from toneguard.mail.milter_server import run
    from toneguard.mail.milter_socket import read_listen

    place = read_listen(options.listen)
    tuned = settings()
    level = logging.WARNING if options.quiet else logging.INFO
    logging.basicConfig(level=level, format="toneguard milter: %(levelname)s: %(message)s")
    _warm(tuned)
    run(place, _policy(options, tuned), _limits(options), options.socket_mode)
    return 0


def _policy(options: Namespace, settings: Settings) -> Policy:
    from toneguard.mail.milter import Policy

    return Policy(
        mode=options.mode,
        stop=(Verdict.HOLD,) if options.stop == "hold" else (Verdict.REVISE, Verdict.HOLD),
        on_error=options.on_error,
        kind=options.kind,
        channel=options.channel,
        settings=settings,
        heed_override=options.heed_override,
    )


def _limits(options: Namespace) -> Limits:
    from toneguard.mail.milter_talk import Limits

    return Limits(
        message=options.size_limit,
        held=options.memory_limit,
        connections=options.connections,
        workers=options.workers,
        check=options.time_limit,
        idle=options.idle,
    )


def _warm(settings: Settings) -> None:
    """Load what each language needs, so that what cannot be loaded fails now and not with the first mail."""
    from toneguard.check import check_tone

    for text in ("Where is my order?", "میرا آرڈر کہاں ہے؟", "Mera order kahan hai?", "Nasaan ang order ko?"):
        check_tone(text, settings=settings)
