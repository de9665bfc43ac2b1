"""What a rewrite is measured by, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from toneguard.lexicon.matching import Look
from toneguard.reading.model import Reading
from toneguard.report import TONE, Finding, Kind, Scores

ESSENTIAL: Final[Mapping[Kind, str]] = {"complaint": "outcome", "reply": "next_step"}
"""The cue of what a rewrite must go on saying: what a customer wants, what an agent's customer has to know."""


class Side(NamedTuple):
    """A text, read and judged, to be compared with another."""

    reading: Reading
    looks: Sequence[Look]
    findings: Sequence[Finding]
    scores: Scores


@dataclass(frozen=True, slots=True)
class RewriteCheck:
    """Whether a rewrite may stand in place of the original, and what speaks against it.

    `facts_lost` are facts of the original that the rewrite lacks, `facts_invented` those that only the rewrite has,
    `facts_changed` pairs of the two that are alike. `demands_lost` quotes sentences of the original that say what is
    wanted and have nothing to answer them. `before`, `after`: the scores of both. `better`: every tone score that was
    mild or more is lower, and none has become so. `same_language`: language and script are the original's.
    """

    facts_lost: tuple[str, ...]
    facts_changed: tuple[tuple[str, str], ...]
    facts_invented: tuple[str, ...]
    demands_lost: tuple[str, ...]
    before: Scores
    after: Scores
    better: bool
    language: str
    same_language: bool

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against the rewrite. False, too, where the language is not supported: nothing was measured."""
        lost = self.facts_lost or self.facts_changed or self.facts_invented or self.demands_lost
        return not lost and self.better and self.same_language

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON can hold it; `tone` has `before` and `after` of each dimension."""
        return {
            "ok": self.ok,
            "facts": {
                "lost": list(self.facts_lost),
                "changed": [list(pair) for pair in self.facts_changed],
                "invented": list(self.facts_invented),
            },
            "demands_lost": list(self.demands_lost),
            "tone": {name: {"before": getattr(self.before, name), "after": getattr(self.after, name)} for name in TONE},
            "better": self.better,
            "language": self.language,
            "same_language": self.same_language,
        }
