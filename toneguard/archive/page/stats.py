"""What a group of messages comes to: counts and sums, so that any number of messages takes the same room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from toneguard.archive.rows import Row
from toneguard.output.wording import weight
from toneguard.report import DIMENSIONS, MILD, TONE, Dimension

_AT: Final = {name: at for at, name in enumerate(DIMENSIONS)}


def heat(row: Row) -> float | None:
    """The highest of a row's four tone scores; None where none was measured."""
    return max((row[name] for name in TONE if row[name] is not None), default=None)


def kind_of(row: Row) -> str:
    """`complaint`, `reply`, or `unknown` for anything else."""
    return row["kind"] if row["kind"] in ("complaint", "reply") else "unknown"


@dataclass(slots=True)
class Stats:
    """Counts over messages; `good` and `measured` by dimension, `guidance` by id as a pair of met and asked."""

    messages: int = 0
    passed: int = 0
    revised: int = 0
    held: int = 0
    calm: int = 0
    heated: int = 0
    heat: float = 0.0
    strong: int = 0
    mild: int = 0
    unanswered: int = 0
    good: list[int] = field(default_factory=lambda: [0] * len(DIMENSIONS))
    measured: list[int] = field(default_factory=lambda: [0] * len(DIMENSIONS))
    sums: list[float] = field(default_factory=lambda: [0.0] * len(DIMENSIONS))
    guidance: dict[str, list[int]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Count one row in."""
        self.messages += 1
        verdict = row["verdict"]
        self.passed += verdict == "pass"
        self.revised += verdict == "revise"
        self.held += verdict == "hold"
        self.strong += row["findings_strong"] or 0
        self.mild += row["findings_mild"] or 0
        self.unanswered += row["unanswered"] or 0
        if (warmth := heat(row)) is not None:
            self.heated += 1
            self.heat += warmth
            self.calm += warmth < MILD
        for at, name in enumerate(DIMENSIONS):
            if (score := row[name]) is not None:
                self.measured[at] += 1
                self.sums[at] += score
                self.good[at] += weight(name, score) == "good"
        for item in row["guidance"] or ():
            pair = self.guidance.setdefault(item["id"], [0, 0])
            pair[0] += item["met"]
            pair[1] += 1

    @property
    def judged(self) -> int:
        """Messages that have a verdict."""
        return self.passed + self.revised + self.held

    @property
    def mean_heat(self) -> float | None:
        """The mean of the highest tone scores, 0 to 1; None where none was measured."""
        return self.heat / self.heated if self.heated else None

    def mean(self, dimension: Dimension) -> float | None:
        """The mean score, 0 to 1; None where none was measured."""
        at = _AT[dimension]
        return self.sums[at] / self.measured[at] if self.measured[at] else None

    def well(self, dimension: Dimension) -> tuple[int, int]:
        """Messages with a good score, and those with any."""
        return self.good[_AT[dimension]], self.measured[_AT[dimension]]

    def met(self) -> tuple[int, int]:
        """Items of guidance that are met, and all of them."""
        return sum(pair[0] for pair in self.guidance.values()), sum(pair[1] for pair in self.guidance.values())


_COUNTS: Final = (
    "messages", "passed", "revised", "held", "calm", "heated", "heat", "strong", "mild", "unanswered",
)  # fmt: skip


def merged(parts: Iterable[Stats]) -> Stats:
    """What the parts come to together."""
    whole = Stats()
    for part in parts:
        for name in _COUNTS:
            setattr(whole, name, getattr(whole, name) + getattr(part, name))
        for name in ("good", "measured", "sums"):
            setattr(whole, name, [a + b for a, b in zip(getattr(whole, name), getattr(part, name), strict=True)])
        for key, (met, asked) in part.guidance.items():
            pair = whole.guidance.setdefault(key, [0, 0])
            pair[0] += met
            pair[1] += asked
    return whole


def share(part: float, whole: float) -> float | None:
    """`part` of `whole`, 0 to 1; None of nothing."""
    return part / whole if whole else None
