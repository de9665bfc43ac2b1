"""A text cut at its findings: what every format that marks passages draws from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toneguard.report import Finding, Level


class Piece(NamedTuple):
    """A stretch of the text and the findings that cover it, strongest first; none for plain text."""

    text: str
    findings: tuple[Finding, ...]


def pieces(text: str, findings: Sequence[Finding]) -> Iterator[Piece]:
    """The text from start to end, cut wherever a finding starts or ends. Linear in the text and its findings."""
    starts: dict[int, list[Finding]] = {}
    ends: dict[int, list[Finding]] = {}
    for finding in findings:
        starts.setdefault(finding.start, []).append(finding)
        ends.setdefault(finding.end, []).append(finding)
    active: list[Finding] = []
    at = 0
    for cut in sorted({0, len(text), *starts, *ends}):
        if cut > at:
            yield Piece(text[at:cut], tuple(sorted(active, key=_rank)))
            at = cut
        active = [finding for finding in active if finding not in ends.get(cut, ())] + starts.get(cut, [])


def _rank(finding: Finding) -> tuple[bool, int, str, str]:
    return finding.level != Level.STRONG, finding.end - finding.start, finding.dimension, finding.rule
