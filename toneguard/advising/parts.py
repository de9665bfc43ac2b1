"""A troubled sentence, and how much tone weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from toneguard.advising.edits import Edits, is_passage
from toneguard.advising.facts import Span
from toneguard.advising.wording import Wording, load_wording
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding, Kind, Level

Strength = tuple[int, int]
CALM: Final[Strength] = (0, 0)

MARKS: Final = ",;:،؛–—…-."
MARKS_AND_SPACE: Final = " \t\n,;:،؛"


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence with its findings and the facts in it.

    `wanted`: it says what the writer wants or has to tell. `spare`: another sentence that stays does so as well.
    """

    sentence: Sentence
    findings: tuple[Finding, ...]
    facts: tuple[Span, ...]
    kind: Kind
    wanted: bool
    spare: bool

    @property
    def language(self) -> str:
        """The main language of the sentence."""
        return (self.sentence.languages or ("en",))[0]

    @property
    def wording(self) -> Wording:
        """How one asks in that language."""
        return load_wording(self.language)

    @property
    def toned(self) -> bool:
        """Whether some finding is one of tone."""
        return any(finding.dimension in TONE for finding in self.findings)

    @property
    def asking(self) -> bool:
        """Whether it may ask for something in words that sound like a demand; a plain threat does not."""
        demands = [f for f in self.findings if f.dimension == "entitlement"]
        return any(is_passage(f) or f.level != Level.STRONG for f in demands)

    @property
    def hostile(self) -> bool:
        """Whether it is surely an attack as a whole, without fact or demand."""
        sure = any(is_passage(f) and f.level == Level.STRONG for f in self.findings)
        return sure and not self.facts and not self.wanted


@dataclass(frozen=True, slots=True)
class Case:
    """A part of a Reading with the edits that may be made in it, and what goes for a rule without replacements."""

    reading: Reading
    part: Part
    edits: Edits
    drops: Mapping[str, str]

    @property
    def said(self) -> str:
        """The sentence as it was written."""
        return self.reading.text[self.part.sentence.start : self.part.sentence.end]


def strength(findings: Sequence[Finding]) -> Strength:
    """How much tone findings weigh together, a strong one as two: listed expressions, then whole passages."""
    toned = [(is_passage(f), 2 if f.level == Level.STRONG else 1) for f in findings if f.dimension in TONE]
    return sum(weight for passage, weight in toned if not passage), sum(weight for passage, weight in toned if passage)
