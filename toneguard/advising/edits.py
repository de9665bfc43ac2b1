"""Findings -> edits: what to put where, and what to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from toneguard.advising.mending import calmed, lowered
from toneguard.judging.shouting import is_abbreviation
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding

_THE_BEFORE = re.compile(r"\bthe[ ]+\Z", re.IGNORECASE)
_IS_BEFORE = re.compile(
    r"(?:\b(?:am|are|is|was|were|be|been|just|of|for|about|stop|keep)|['’](?:re|m|s))\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
_CLAUSE: Final = 3
"""Words from which a replacement is a clause of its own."""

_SUBJECTS: Final = frozenset("I we you it this that there my our someone so not".split())
_OBJECTS: Final = frozenset("to a an the you your my that if for with about like".split())
"""Words that begin a clause of its own, and words at its end that say that it is none."""

_FOLLOWING: Final = frozenset("about with that by at because if when and but so since until after before".split())
"""Words that go on after a clause."""

_LINKING: Final = frozenset("ang na kung kapag sa ke کہ".split())
"""Words at the end of a replacement that lead on to what follows."""


class Edit(NamedTuple):
    """Put `text` in place of the characters from `start` up to but not including `end`."""

    start: int
    end: int
    text: str


class Edits(NamedTuple):
    """What is to be done in a sentence: `safe` edits keep it whole, `cuts` leave out the words of a finding.

    `open` are the findings of tone that no words can replace, but those of whole passages.
    """

    safe: tuple[Edit, ...]
    cuts: tuple[Edit, ...]
    open: tuple[Finding, ...]


def edits_of(reading: Reading, sentence: Sentence, findings: Sequence[Finding]) -> Edits:
    """The edits of one sentence, in order and without overlaps."""
    made = [(f, edit) for f in findings if (edit := _safe(reading, sentence, f)) is not None]
    toned = [edit for f, edit in made if f.dimension in TONE and edit.text]
    left = tuple(f for f in findings if _is_open(f) and not any(_overlap(f, edit) for edit in toned))
    plain = [edit for f, edit in made if f.dimension in TONE or not any(_overlap(o, edit) for o in left)]
    safe = _evened(reading, _apart(plain), [f for f in findings if f.rule == "style/shouting"])
    cuts = _apart((*(Edit(f.start, f.end, "") for f in left), *safe))
    return Edits(safe, cuts, left)


def _overlap(one: Finding | Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end


def _evened(reading: Reading, edits: tuple[Edit, ...], shouted: Sequence[Finding]) -> tuple[Edit, ...]:
    """The edits, and small letters for the short words between two shouted ones: `PA` by itself may be a name."""
    between = [
        Edit(before.end, after.start, reading.text[before.end : after.start].lower())
        for before, after in pairwise(sorted(shouted, key=lambda f: f.start))
        if re.fullmatch(r"\s+[A-Z]{2,3}\s+", reading.text[before.end : after.start])
    ]
    return tuple(sorted((*edits, *between)))


def sentence_case(reading: Reading, sentence: Sentence) -> str:
    """A sentence in capitals, in small letters but for its first; abbreviations, codes and numbers stay."""
    edits = [
        Edit(token.start, token.end, reading.surface(token).lower())
        for token in reading.words(sentence)
        if token.kind == "word" and not is_abbreviation(token.folded)
    ]
    said = calmed(applied(reading.text, sentence.start, sentence.end, edits))
    return said[:1].upper() + said[1:]


def is_passage(finding: Finding) -> bool:
    """Whether a finding marks whole sentences by the sum of their words, so that none of them can be named."""
    return finding.rule.startswith("model/")


def _is_open(finding: Finding) -> bool:
    return finding.dimension in TONE and not is_passage(finding)


def _apart(wanted: Iterable[Edit]) -> tuple[Edit, ...]:
    kept: list[Edit] = []
    for edit in sorted(wanted, key=lambda e: (e.start - e.end, e.start)):
        if not any(edit.start < other.end and other.start < edit.end for other in kept):
            kept.append(edit)
    return tuple(sorted(kept))


def _safe(reading: Reading, sentence: Sentence, finding: Finding) -> Edit | None:
    if finding.rule == "style/shouting":
        return Edit(finding.start, finding.end, lowered(finding.quote))
    if finding.rule == "style/exclamation":
        # with the letter before it, so that Urdu gets its own mark
        return Edit(finding.start, finding.end, calmed(reading.text[finding.start - 1] + finding.quote)[1:])
    if finding.rule == "style/grawlix":
        the = _THE_BEFORE.search(reading.text, sentence.start, finding.start)
        return Edit(the.start() if the else finding.start, finding.end, "")
    if finding.replacements and _fits(reading, sentence, finding):
        return Edit(finding.start, finding.end, _cased(finding.replacements[0], finding.quote, finding))
    return None


def _fits(reading: Reading, sentence: Sentence, finding: Finding) -> bool:
    """Whether the first replacement can stand there: a clause only where a clause stood, between marks or ends."""
    words = finding.replacements[0].split()
    if finding.dimension == "spelling":
        return True
    if words[0].endswith("ing") and not _IS_BEFORE.search(reading.text, sentence.start, finding.start):
        return False  # "you are overcharging people", but not "give it back overcharging people"
    # what English offers fits anywhere by the tests of its lexicon, but where it is a sentence of its own
    if finding.rule.startswith("en/") and (words[0] not in _SUBJECTS or len(words) < _CLAUSE or words[-1] in _OBJECTS):
        return True
    if len(words) < _CLAUSE or (len(words) == _CLAUSE and words[-1] in _LINKING):
        return True
    before = reading.text[sentence.start : finding.start].rstrip()[-1:]
    after = reading.text[finding.end : sentence.end].split(maxsplit=1)[:1]
    follows = bool(after) and after[0][:1].isalnum() and after[0].casefold() not in _FOLLOWING
    return not before.isalnum() and not follows


def _cased(better: str, quote: str, finding: Finding) -> str:
    """A replacement begins as what it replaces began."""
    if finding.dimension == "spelling" or not better:
        return better
    if quote[0].isupper():
        return better[0].upper() + better[1:]
    first = better.split(maxsplit=1)[0]
    return better if first in ("I", "I'd", "I'm", "I've", "I'll") else better[0].lower() + better[1:]


def drop_of(finding: Finding, drops: Mapping[str, str]) -> str:
    """What goes with an open finding: `phrase`, `clause` or `sentence`."""
    usual = "clause" if finding.level == "strong" or finding.replacements else "phrase"
    return drops.get(finding.rule, usual)


def applied(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """The characters from `start` to `end` with the edits that lie there made."""
    return "".join(_pieces(text, start, end, edits))


def _pieces(text: str, start: int, end: int, edits: Iterable[Edit]) -> Iterator[str]:
    at = start
    for edit in edits:
        if start <= edit.start and edit.end <= end:
            yield text[at : edit.start]
            yield edit.text
            at = edit.end
    yield text[at:end]
