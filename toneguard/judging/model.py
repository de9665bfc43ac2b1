"""What every judge gives back."""

from __future__ import annotations

from dataclasses import dataclass

from toneguard.report import Dimension, Finding


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of one dimension and its score from 0 to 1; None with a reason where it was not measured."""

    findings: tuple[Finding, ...]
    score: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that lives in code, not in a lexicon: its id, its dimension, and what it looks for in one sentence."""

    id: str
    dimension: Dimension
    summary: str
