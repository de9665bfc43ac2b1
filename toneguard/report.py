"""What `check_tone` gives back: scores, findings, guidance, a rewrite, and the wire form of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

SCHEMA: Final = 1
"""The version of the wire form; `toneguard/schema.json` describes it."""

MILD: Final = 0.3
"""A tone score from here up is something a careful colleague would suggest softening."""

STRONG: Final = 0.7
"""A tone score from here up is something that should not be sent so."""

Dimension = Literal["arrogance", "entitlement", "profanity", "anger", "clarity", "spelling"]
Kind = Literal["complaint", "reply"]
Channel = Literal["email", "chat", "social", "letter"]
UiLanguage = Literal["en", "ur", "tl"]

TONE: Final[tuple[Dimension, ...]] = ("arrogance", "entitlement", "profanity", "anger")
DIMENSIONS: Final[tuple[Dimension, ...]] = (*TONE, "clarity", "spelling")
KINDS: Final[tuple[Kind, ...]] = ("complaint", "reply")
CHANNELS: Final[tuple[Channel, ...]] = ("email", "chat", "social", "letter")
UI_LANGUAGES: Final[tuple[UiLanguage, ...]] = ("en", "ur", "tl")
"""The languages in which messages to the writer are there."""


class Level(StrEnum):
    """How much one finding weighs."""

    MILD = "mild"
    STRONG = "strong"


class Verdict(StrEnum):
    """What to do with the message as a whole."""

    PASS = "pass"  # noqa: S105 - no password
    REVISE = "revise"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage and what it does to the reader; `text[start:end] == quote` in code points of the text as given."""

    rule: str
    dimension: Dimension
    level: Level
    start: int
    end: int
    quote: str
    message: str
    replacements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageRun:
    """A stretch of the text in one language: `en`, `ur`, `ur-Latn`, `tl`, another BCP 47 tag, or `und`."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the message; `text[start:end] == quote` in code points of the text as given."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """One piece of advice: whether the message already does it, and one line of help.

    `unanswered` quotes the questions of the customer's message that a reply leaves open (only for `answers`).
    `evidence` are the words by which it is met or, where it warns of something, those that it warns of; a few at most.
    """

    id: str
    met: bool
    message: str
    unanswered: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """How much of each thing is there, from 0 to 1, or None where it was not measured.

    `arrogance`, `entitlement`, `profanity`, `anger`: 0 none, 1 severe. `clarity`, `spelling`: 1 best.
    """

    arrogance: float | None
    entitlement: float | None
    profanity: float | None
    anger: float | None
    clarity: float | None
    spelling: float | None


@dataclass(frozen=True, slots=True)
class ToneReport:
    """How one message comes across. `reasons` says for every score that is None why it was not measured."""

    text: str
    kind: Kind
    language: str
    languages: tuple[LanguageRun, ...]
    verdict: Verdict
    scores: Scores
    reasons: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    guidance: tuple[Guidance, ...]
    rewrite: str | None

    @property
    def readability(self) -> dict[str, float | None]:
        """textstat's readability formulas by name, worked out when asked for; None where one does not apply.

        Loads textstat on first use and never touches the network. See `toneguard.judging.readability`.
        """
        from toneguard.judging.readability import readability

        return readability(self.text, self.language)

    def to_dict(self, *, offsets: Literal["code-points", "utf-16"] = "code-points") -> dict[str, Any]:
        """The wire form, ready for JSON. With `utf-16`, offsets count UTF-16 code units, as JavaScript and Java do."""
        place = _utf16_offsets(self.text) if offsets == "utf-16" else None
        return {
            "schema": SCHEMA,
            "kind": self.kind,
            "language": self.language,
            "languages": [_placed({"language": run.language}, run.start, run.end, place) for run in self.languages],
            "verdict": str(self.verdict),
            "scores": {dimension: getattr(self.scores, dimension) for dimension in DIMENSIONS},
            "reasons": dict(self.reasons),
            "findings": [_finding_dict(finding, place) for finding in self.findings],
            "guidance": [_guidance_dict(item, place) for item in self.guidance],
            "rewrite": self.rewrite,
        }

    @classmethod
    def from_dict(cls, text: str, wire: Mapping[str, Any]) -> ToneReport:
        """The report of `text` from its wire form in code points; the inverse of `to_dict`."""
        return cls(
            text=text,
            kind=wire["kind"],
            language=wire["language"],
            languages=tuple(LanguageRun(run["start"], run["end"], run["language"]) for run in wire["languages"]),
            verdict=Verdict(wire["verdict"]),
            scores=Scores(**wire["scores"]),
            reasons=tuple(wire["reasons"].items()),
            findings=tuple(_finding_from(row) for row in wire["findings"]),
            guidance=tuple(_guidance_from(row) for row in wire["guidance"]),
            rewrite=wire["rewrite"],
        )


def _finding_from(row: Mapping[str, Any]) -> Finding:
    return Finding(**{**row, "level": Level(row["level"]), "replacements": tuple(row["replacements"])})


def _guidance_from(row: Mapping[str, Any]) -> Guidance:
    evidence = tuple(Passage(**passage) for passage in row.get("evidence", ()))  # reports kept from before have none
    return Guidance(row["id"], row["met"], row["message"], tuple(row["unanswered"]), evidence)


def _guidance_dict(item: Guidance, place: list[int] | None) -> dict[str, Any]:
    head = {"id": item.id, "met": item.met, "message": item.message, "unanswered": list(item.unanswered)}
    return {**head, "evidence": [{**_placed({}, p.start, p.end, place), "quote": p.quote} for p in item.evidence]}


def _finding_dict(finding: Finding, place: list[int] | None) -> dict[str, Any]:
    head = {"rule": finding.rule, "dimension": finding.dimension, "level": str(finding.level)}
    tail = {"quote": finding.quote, "message": finding.message, "replacements": list(finding.replacements)}
    return {**_placed(head, finding.start, finding.end, place), **tail}


def _placed(fields: dict[str, Any], start: int, end: int, place: list[int] | None) -> dict[str, Any]:
    return {**fields, "start": place[start] if place else start, "end": place[end] if place else end}


def _utf16_offsets(text: str) -> list[int]:
    """For every code point offset of `text`, its end included, the offset in UTF-16 code units."""
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if ord(char) > 0xFFFF else 1))
    return offsets
