"""Complaint or reply: who writes to whom, judged from the words."""

from __future__ import annotations

from collections.abc import Sequence

from toneguard.judging.cues import count_cues
from toneguard.lexicon.matching import Lexicon
from toneguard.reading.model import Reading
from toneguard.report import Kind


def judge_kind(reading: Reading, lexicons: Sequence[Lexicon]) -> Kind:
    """`reply` where more speaks for an agent than for a customer; in doubt a complaint, which most users draft."""
    reply = count_cues(reading, lexicons, "kind_reply")
    return "reply" if reply > count_cues(reading, lexicons, "kind_complaint") else "complaint"
