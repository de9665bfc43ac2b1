"""A text cut at its findings: what every format that marks passages draws from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toneguard.report import Dimension, Finding, Level

WIDE = 60
"""Characters from which a mark is a frame around a sentence, not a stroke under words: a line of text, about."""


class Mark(NamedTuple):
    """What one rule found at one place, numbered from 1 in order of place.

    Words that carry two dimensions are two findings and one mark; `dimensions` names them, the heavier first.
    """

    number: int
    start: int
    end: int
    rule: str
    level: Level
    dimensions: tuple[Dimension, ...]
    message: str
    replacements: tuple[str, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it covers a sentence or more."""
        return self.end - self.start >= WIDE


class Piece(NamedTuple):
    """A stretch of the text; the marks that cover it, narrowest first; which of them begin and end with it."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    opening: tuple[Mark, ...]
    closing: tuple[Mark, ...]


def marks(findings: Sequence[Finding]) -> tuple[Mark, ...]:
    """The findings by place, those of one rule at one place as one mark; the strongest of them speaks."""
    places: dict[tuple[int, int, str], list[Finding]] = {}
    for finding in findings:
        places.setdefault((finding.start, finding.end, finding.rule), []).append(finding)
    return tuple(_mark(number, places[place]) for number, place in enumerate(sorted(places), 1))


def _mark(number: int, found: list[Finding]) -> Mark:
    found.sort(key=lambda finding: finding.level != Level.STRONG)
    first = found[0]
    dimensions = tuple(dict.fromkeys(finding.dimension for finding in found))
    return Mark(
        number, first.start, first.end, first.rule, first.level, dimensions, first.message, first.replacements
    )  # fmt: skip


def pieces(length: int, marked: Sequence[Mark]) -> Iterator[Piece]:
    """The places from 0 to `length`, cut wherever a mark starts or ends, without gaps; empty marks are left out."""
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marked:
        if mark.start < mark.end:
            starts.setdefault(mark.start, []).append(mark)
            ends.setdefault(mark.end, []).append(mark)
    active: dict[int, Mark] = {}
    at = 0
    for cut in sorted({length, *starts, *ends} - {0}):
        opening = starts.get(at, [])
        active.update((mark.number, mark) for mark in opening)
        closing = ends.get(cut, [])
        yield Piece(at, cut, _sorted(active.values()), _sorted(opening), _sorted(closing))
        for mark in closing:
            del active[mark.number]
        at = cut


def _sorted(covering: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(covering, key=lambda m: (m.end - m.start, m.level != Level.STRONG, m.number)))
