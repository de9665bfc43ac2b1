"""What the sender is told on standard error: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toneguard.mail.check import MailReport
from toneguard.output.bidi import isolated, safe
from toneguard.output.wording import cut_short
from toneguard.report import Finding

MOST: Final = 8
"""Findings that are shown; who has more starts with these."""

HOW_TO_SKIP: Final = "to send it as it is: a header `X-Toneguard: skip`, or [tone ok] in the subject; each works once"


def told(mail: MailReport, *, sent: bool, used_up: bool = False) -> Iterator[str]:
    """The lines about one message; none for one that passes whole."""
    if mail.skipped is not None:
        yield f"sent unchecked, as the {mail.skipped} asks; that is recorded and works once"
    elif mail.unchecked is not None:
        yield f"sent unchecked: the message {mail.unchecked}"
    yield from (f"not checked: {part}" for part in mail.left_alone if "encrypted" in part or "html without" in part)
    if used_up:
        yield "the override in this message has been used before, so it was checked"
    if mail.needs_work:
        yield f"{'sent' if sent else 'NOT SENT'}, verdict {mail.verdict}"
        yield from findings(mail)
        yield from missing(mail)
        if not sent:
            yield HOW_TO_SKIP


def findings(mail: MailReport) -> Iterator[str]:
    """Each finding in one or two lines, the strong ones first."""
    ordered = mail.ranked
    for finding in ordered[:MOST]:
        yield f"  {mail.place(finding)}: {_quoted(finding.quote)} ({finding.level} {finding.dimension}, {finding.rule})"
        yield f"      {_advice(finding)}"
    if (more := len(ordered) - MOST) > 0:
        yield f"  and {more} more"


def missing(mail: MailReport) -> Iterator[str]:
    """What the reader will want and the message does not say."""
    guidance = () if mail.report is None else mail.report.guidance
    yield from (f"  missing: {isolated(safe(item.message))}" for item in guidance if not item.met)


def _advice(finding: Finding) -> str:
    offered = [_quoted(better) for better in finding.replacements[:2] if better.strip()]
    return isolated(safe(finding.message)) + (f" Try {' or '.join(offered)}." if offered else "")


def _quoted(text: str) -> str:
    return isolated(f"“{safe(cut_short(' '.join(text.split()), 48))}”")
