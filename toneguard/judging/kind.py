"""Complaint or reply: who writes to whom, judged from the words."""

from __future__ import annotations

from collections.abc import Sequence

from toneguard.lexicon.matching import Look
from toneguard.report import Kind


def judge_kind(looks: Sequence[Look]) -> Kind:
    """`reply` where more speaks for an agent than for a customer; in doubt a complaint, which most users draft."""
    reply = sum(len(look.with_cue("kind_reply")) for look in looks)
    return "reply" if reply > sum(len(look.with_cue("kind_complaint")) for look in looks) else "complaint"
