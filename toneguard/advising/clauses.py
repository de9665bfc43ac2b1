"""A sentence -> its clauses, and whether what is left of it reads as whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from toneguard.advising.facts import Span
from toneguard.advising.mending import has_words
from toneguard.advising.wording import Wording, load_wording

_MARKS: Final = r"[,;:،؛]+(?=\s)|\s[-–—]+\s|—|–(?=\s)|\.{3}(?=\s)|…"
_ENDS: Final = " \t\n,.;:!?،؛۔؟…–—-"
_STOPS: Final = " \t\n.!?۔؟…"
_FEWEST: Final = 2
"""Words, from which something without a fact can be a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The characters from `start` up to but not including `end` of a text; `lead` is the mark or joining word before them."""

    start: int
    end: int
    lead: str


@cache
def _boundary(language: str) -> re.Pattern[str]:
    joints = load_wording(language).patterns["joints"].pattern
    return re.compile(rf"(?:{_MARKS})\s*(?:(?<!\w)(?:{joints})\s+)?|(?<!\w)(?:{joints})\s+", re.IGNORECASE)


def clauses(
    text: str, start: int, end: int, language: str, whole: Sequence[Span], troubled: Sequence[Span] = ()
) -> list[Clause]:
    """The clauses of the sentence from `start` to `end`; no boundary falls inside one of the `whole` spans or in brackets.

    Before one of the `troubled` spans, or a word or two before it, any coordinating word begins a clause.
    """
    brackets = [match.span() for match in _BRACKETS.finditer(text, start, end)]
    closed = [*whole, *brackets]
    found: list[Clause] = []
    at, lead = start, ""
    for first, last in _boundaries(text, start, end, language, troubled):
        inside = any(a < last and first < b for a, b in closed)
        if inside or not has_words(text[at:first]) or not has_words(text[last:end]):
            continue
        if not _may_end(text[at:first], text[first:last], language):
            continue
        found.append(Clause(at, first, lead))
        at, lead = last, text[first:last]
    last = end
    while last > at and text[last - 1] in _STOPS:
        last -= 1
    return [*found, Clause(at, last, lead)]


def _boundaries(text: str, start: int, end: int, language: str, troubled: Sequence[Span]) -> list[Span]:
    """Where a mark or a joining word stands, in order."""
    found = [match.span() for match in _boundary(language).finditer(text, start, end)]
    joins = load_wording(language).patterns["coordinator"]
    for place, stop in troubled:
        match = joins.search(text, max(start, place - _NEAR), place)
        whole = len(text[place:stop].split()) > 1 or len(text[stop:end].split()) <= _TAIL
        if match is not None and whole and all(b <= match.start(1) or match.end(1) <= a for a, b in found):
            found.append(match.span(1))
    return sorted(found)


_NEAR: Final = 60
"""Characters before a finding among which a coordinating word is looked for."""

_TAIL: Final = 3
"""Words that may follow a finding of one word which is the point of its clause; `useless` before more is an adjective."""

_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")


def _may_end(said: str, lead: str, language: str) -> bool:
    """Whether a clause can end there: before a mark always, before a bare joining word only where what was said is whole."""
    if any(char in lead for char in ",;:،؛–—…-.") or load_wording(language).verb_first:
        return len(said.split()) >= 2 or any(char in lead for char in ",;:،؛–—…")  # noqa: PLR2004
    return _is_complete(said, load_wording(language))


def _is_complete(said: str, wording: Wording) -> bool:
    return wording.patterns["complete"].search(said.rstrip(_ENDS)) is not None


def is_dependent(said: str, language: str) -> bool:
    """Whether a clause cannot stand without another."""
    return load_wording(language).patterns["dependent"].match(said.lstrip(_ENDS + "'\"‘“(")) is not None


def is_torn(said: str, before: str, language: str, *, facts: bool) -> bool:
    """Whether what an edit left is no whole sentence: it begins or ends in a word that needs another, or says too little.

    `before` is the sentence as it was: what was torn there already is the writer's own. `facts`: some fact stands in it.
    """
    wording = load_wording(language)
    words = said.strip(_ENDS)
    was = before.strip(_ENDS)
    if not words:
        return False
    if wording.patterns["torn_start"].match(words) and not wording.patterns["torn_start"].match(was):
        return True
    if any(
        wording.patterns[n].search(words) and not wording.patterns[n].search(was) for n in ("torn_end", "torn_inside")
    ):
        return True
    if len(words.split()) < min(_FEWEST, len(was.split())) and not facts and "?" not in before:
        return True
    lacks = not wording.verb_first and not any(_is_complete(piece, wording) for piece in _pieces(words))
    if facts and all(any(char.isdigit() for char in piece) for piece in _pieces(words)):
        return False  # an order and its date are a line of their own
    return lacks and any(_is_complete(piece, wording) for piece in _pieces(was))


def _pieces(words: str) -> Iterator[str]:
    return (piece for piece in re.split(_MARKS, words) if has_words(piece))
