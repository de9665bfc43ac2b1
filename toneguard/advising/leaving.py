"""What a rewrite could not mend, said so that the writer can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from toneguard.judging.scoring import WEIGHT, combined
from toneguard.report import TONE, Finding, Guidance

SAY: Final = {
    "rewrite": "Some words could not be put differently without losing a fact or a wish. Please rewrite them yourself."
}
_SHOWN: Final = 3
"""Passages that are quoted, the others can be told from the findings."""

_LONGEST: Final = 60
"""Characters of a passage that are quoted."""


def left_over(findings: Sequence[Finding], mild: float) -> tuple[Finding, ...]:
    """The findings of tone in dimensions that still score `mild` or more: of a rewrite, what could not be mended."""
    left: list[Finding] = []
    for dimension in TONE:
        own = [finding for finding in findings if finding.dimension == dimension]
        if own and combined(WEIGHT[finding.level] for finding in own) >= mild:
            left.extend(own)
    return tuple(sorted(left, key=lambda f: (f.start, f.end, f.rule)))


def unmended(left: Sequence[Finding]) -> Guidance:
    """The advice to do by hand what the rewrite could not; it quotes the words, as they stand in the rewrite."""
    quotes = tuple(dict.fromkeys(finding.quote for finding in left))[:_SHOWN]
    return Guidance("rewrite", met=False, message=f"{SAY['rewrite']} ({'; '.join(map(_short, quotes))})")


def _short(quote: str) -> str:
    quote = quote.replace("(", "").replace(")", "")  # brackets end a message: see `lexicon.messages`
    return quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST].rstrip()}…"
