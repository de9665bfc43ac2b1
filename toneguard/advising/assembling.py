"""Chosen clauses -> a sentence: how they are joined, how it ends, and whether it may stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from toneguard.advising.clauses import is_dependent
from toneguard.advising.mending import calmed, has_words
from toneguard.advising.parts import MARKS, MARKS_AND_SPACE, Case
from toneguard.advising.units import SAYS, Unit
from toneguard.report import TONE, Level

Choice = Callable[[Unit], str | None]
"""The words of a clause that stay, or None where it goes."""

_CLAUSE: Final = 4
"""Words from which a replacement is a clause of its own."""


_OWN: Final = 5
"""Words from which the end of a sentence is left as its writer put it, even where it breaks off."""

_SUBJECT: Final = 4
_DETERMINERS: Final = frozenset("the my your our his her their this that".split())
"""Words, at most, and first words, of an English subject that stands alone between commas."""


class Candidate(NamedTuple):
    """A wording.

    `asks`: it asks for all that was wanted, as a request or as before. `request`: an order became a request in it.
    `bare`: all that may stay is a greeting. `whole`: it is a turn of the whole sentence, in which nothing was cut.
    """

    text: str
    asks: bool = False
    bare: bool = False
    request: bool = False
    whole: bool = False


class _Kept(NamedTuple):
    unit: Unit
    words: str

    @property
    def is_request(self) -> bool:
        said = (self.unit.asked, *self.unit.turned)
        return any(words and self.words == words.strip(MARKS_AND_SPACE) for words in said)


def assembled(case: Case, units: Sequence[Unit], choose: Choice) -> Candidate:
    """The sentence of the chosen clauses; one without text where none is chosen or what is left cannot stand."""
    kept, whole = _kept(case, units, choose)
    if not kept or _is_broken(case, units, [piece.words for piece in kept]):
        return Candidate("")
    asks = any(piece.is_request or piece.unit.settled for piece in kept)
    said = _joined(case, kept)
    polite = case.part.wording.patterns["polite"].search(said) is not None
    return Candidate(said + _ending(case, units, kept[-1]), asks=asks or whole or polite, request=asks)


def _kept(case: Case, units: Sequence[Unit], choose: Choice) -> tuple[list[_Kept], bool]:
    """The clauses that stay, and whether all do that may hold what is wanted."""
    kept: list[_Kept] = []
    gone, whole, threat = False, True, False
    for unit in units:
        words = (choose(unit) or "").strip(MARKS_AND_SPACE)
        gone = not has_words(words) or (gone and _hangs(unit, case.part.language, follows=threat or bool(kept)))
        if gone:
            threat = unit.threatens or any(f.dimension == "entitlement" and f.level == Level.STRONG for f in unit.open)
            whole = whole and bool(unit.open) and all(f.dimension != "entitlement" for f in unit.open)
            continue
        piece = _Kept(unit, words)
        if piece.is_request and all(is_dependent(k.words.removeprefix("so "), case.part.language) for k in kept):
            kept = []  # "when I say so, you refund me" orders whatever stands before it
        kept.append(piece)
    return kept, whole


def _hangs(unit: Unit, language: str, *, follows: bool) -> bool:
    """Whether a clause hangs on the one before it: by a bare `and`, where something stands before that, or as its reason."""
    if unit.has_fact or unit.asked:
        return False
    if is_dependent(unit.fixed, language):
        return True
    lead = unit.clause.lead.strip(MARKS_AND_SPACE)
    return (follows and unit.clause.lead[:1] not in MARKS) or (bool(lead) and is_dependent(f"{lead} ", language))


def _is_broken(case: Case, units: Sequence[Unit], kept: Sequence[str]) -> bool:
    """Whether one of the clauses breaks off, or all lean on one that went, or none says anything."""
    part = case.part
    fewer = len(kept) < len(units)
    torn = part.wording.patterns["torn_end"]
    cut = fewer or any(unit.open for unit in units)
    filler = part.wording.patterns["filler"]
    own = case.said.rstrip(f"{MARKS_AND_SPACE}.!?۔؟")  # as the writer ends it is no tear of ours
    ends = [len(words.split()) >= _OWN and own.endswith(" ".join(words.split()[-2:])) for words in kept]
    breaks = any(torn.search(words) and not end for words, end in zip(kept, ends, strict=True))
    if cut and (breaks or all(filler.fullmatch(words) for words in kept)):
        return True
    heavy = sum(len(unit.fixed.split()) >= SAYS for unit in units) > len(kept)
    asking = case.said.rstrip().endswith(("?", "؟"))
    return fewer and heavy and not asking and all(is_dependent(words, part.language) for words in kept)


def _joined(case: Case, kept: Sequence[_Kept]) -> str:
    """The clauses, each behind its joining word; a request begins a sentence of its own."""
    said = ""
    asking = False
    last = kept[0]
    for piece in kept:
        gap = bool(said) and piece.unit.clause.start > last.unit.clause.end + len(piece.unit.clause.lead)
        lead, words = piece.unit.clause.lead, piece.words
        if gap:
            lead = case.part.wording.patterns["therefore"].sub("", lead)  # it followed from what went
        if said.endswith(("?", "؟")):
            said += f" {words[:1].upper()}{words[1:]}"
        elif (
            said and piece.is_request and not asking and any(mark in lead for mark in MARKS) and len(words.split()) > 1
        ):
            said += f"{case.part.wording.stop} {words[:1].upper()}{words[1:]}"
        elif gap and _is_subject(said):
            said += f" {words}"  # what stood between the subject and its verb went with both its commas
        elif said:
            said += (lead if lead[:1] in MARKS else f" {lead.lstrip()}") + words
        else:
            said = words
        asking, last = piece.is_request, piece
    return said


def _is_subject(said: str) -> bool:
    return len(said.split()) <= _SUBJECT and said.split(maxsplit=1)[0].casefold() in _DETERMINERS


def _ending(case: Case, units: Sequence[Unit], last: _Kept) -> str:
    """The mark at the end: the writer's, or a full stop where the sentence ends otherwise now."""
    tail = case.reading.text[units[-1].clause.end : case.part.sentence.end].rstrip()
    stop = case.part.wording.stop
    same = last.unit is units[-1] and not _is_reworded(case, last)
    asks = case.part.wording.patterns["question"].search(last.words) is not None
    if last.words.endswith(("?", "؟")):
        return ""
    changed = last.is_request or not (same or asks)
    if changed and (any(mark in tail for mark in ".!?۔؟") or case.said[:1].isupper()):
        return stop
    calm = calmed(tail) if case.part.toned else tail
    return stop if calm == "." != tail else calm


def _is_reworded(case: Case, piece: _Kept) -> bool:
    """Whether a clause of ours stands at the end of the writer's."""
    return piece.words == piece.unit.fixed.strip(MARKS_AND_SPACE) and any(
        f.end == piece.unit.clause.end and f.dimension in TONE and len(" ".join(f.replacements[:1]).split()) >= _CLAUSE
        for f in case.part.findings
    )
