"""Findings -> edits: what to put where, and what to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from toneguard.advising.mending import calmed, lowered
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding

_THE_BEFORE = re.compile(r"\bthe[ ]+\Z", re.IGNORECASE)
_BOUNDARY = re.compile(r"[,;:()–—،؛]|\s-\s|\b(?:and|but|so|because|or)\b", re.IGNORECASE)
_CLAUSE: Final = 4
"""Words from which a replacement is a clause of its own."""


class Edit(NamedTuple):
    """Put `text` in place of the characters from `start` up to but not including `end`."""

    start: int
    end: int
    text: str


def edits_of(
    reading: Reading,
    sentence: Sentence,
    findings: Sequence[Finding],
    drops: Mapping[str, str],
    facts: Sequence[tuple[int, int]],
) -> list[Edit]:
    """The edits of one sentence, in order and without overlaps; one edit over all of it leaves it out."""
    wanted = list(_wanted(reading, sentence, findings, drops, facts))
    kept: list[Edit] = []
    for edit in sorted(wanted, key=lambda e: (e.start - e.end, e.start)):
        if not any(edit.start < other.end and other.start < edit.end for other in kept):
            kept.append(edit)
    return sorted(kept)


def _wanted(
    reading: Reading,
    sentence: Sentence,
    findings: Sequence[Finding],
    drops: Mapping[str, str],
    facts: Sequence[tuple[int, int]],
) -> Iterator[Edit]:
    for finding in findings:
        if finding.rule == "style/shouting":
            yield Edit(finding.start, finding.end, lowered(finding.quote))
        elif finding.rule == "style/exclamation":
            yield Edit(finding.start, finding.end, calmed(finding.quote))
        elif finding.rule == "style/grawlix":
            the = _THE_BEFORE.search(reading.text, sentence.start, finding.start)
            yield Edit(the.start() if the else finding.start, finding.end, "")
        elif finding.replacements and _fits(reading, sentence, finding):
            yield Edit(finding.start, finding.end, _cased(finding.replacements[0], finding.quote, finding))
        elif finding.rule.startswith("model/"):
            continue  # which words to change, only the writer can say
        elif finding.rule in drops or finding.dimension in TONE:
            drop = drops.get(finding.rule, "clause" if finding.level == "strong" else "phrase")
            if (edit := _dropped(reading, sentence, finding, drop, facts)) is not None:
                yield edit


def _fits(reading: Reading, sentence: Sentence, finding: Finding) -> bool:
    """Whether the first replacement can stand there: a clause only where a clause stood, between marks or ends."""
    # what English offers fits anywhere by the tests of its lexicon
    if finding.dimension == "spelling" or finding.rule.startswith("en/"):
        return True
    if len(finding.replacements[0].split()) < _CLAUSE:
        return True
    before = reading.text[sentence.start : finding.start].rstrip()[-1:]
    after = reading.text[finding.end : sentence.end].lstrip()[:1]
    return (not before or not before.isalnum()) and (not after or not after.isalnum())


def _cased(better: str, quote: str, finding: Finding) -> str:
    """A replacement begins as what it replaces began."""
    if finding.dimension == "spelling" or not better:
        return better
    if quote[0].isupper():
        return better[0].upper() + better[1:]
    first = better.split(maxsplit=1)[0]
    return better if first in ("I", "I'd", "I'm", "I've", "I'll") else better[0].lower() + better[1:]


def _dropped(
    reading: Reading, sentence: Sentence, finding: Finding, drop: str, facts: Sequence[tuple[int, int]]
) -> Edit | None:
    if drop == "phrase":
        return Edit(finding.start, finding.end, "")
    inside = [f for f in facts if sentence.start <= f[0] and f[1] <= sentence.end]
    if drop == "sentence" and not inside:
        return Edit(sentence.start, sentence.end, "")
    clause = _clause(reading.text, sentence, finding)
    if not any(clause.start < end and start < clause.end for start, end in inside):
        return clause
    # A fact stands in the clause. What trails at its end can go alone; anything else is better left than torn.
    trails = not any(char.isalnum() for char in reading.text[finding.end : sentence.end])
    return Edit(finding.start, finding.end, "") if trails and finding.start > sentence.start else None


def _clause(text: str, sentence: Sentence, finding: Finding) -> Edit:
    """From the mark or joining word before the finding to the one after it."""
    start, end = sentence.start, sentence.end
    for mark in _BOUNDARY.finditer(text, sentence.start, sentence.end):
        if mark.end() <= finding.start:
            start = mark.start()
        elif mark.start() >= finding.end:
            end = mark.start()
            break
    last = end
    while last > finding.end and text[last - 1] in ".!?…۔؟ ":
        last -= 1
    return Edit(start, end if start == sentence.start else last, "")


def applied(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """The characters from `start` to `end` with the edits made."""
    pieces: list[str] = []
    at = start
    for edit in edits:
        pieces.extend((text[at : edit.start], edit.text))
        at = edit.end
    return "".join((*pieces, text[at:end]))
