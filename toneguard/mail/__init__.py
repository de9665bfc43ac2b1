r"""E-mail on its way out: what its writer wrote in it, how that comes across, and what holds it back.

>>> from toneguard.mail import check_message
>>> mail = check_message(b"Subject: My kettle\n\nYou people are useless.\n")
>>> mail.verdict, mail.place(mail.report.findings[0])
(<Verdict.HOLD: 'hold'>, 'line 1')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toneguard.mail.check import MailReport, check_message
    from toneguard.mail.guarding import HeldError, guard

__all__ = ["HeldError", "MailReport", "check_message", "guard"]

_HOMES = {
    "HeldError": "toneguard.mail.guarding",
    "MailReport": "toneguard.mail.check",
    "check_message": "toneguard.mail.check",
    "guard": "toneguard.mail.guarding",
}


def __getattr__(name: str) -> object:
    """The public names, each loaded when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
