"""A troubled sentence -> wordings that could stand instead, the least changed first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from toneguard.advising.assembling import Candidate, Choice, assembled
from toneguard.advising.edits import drop_of, edits_of, is_passage
from toneguard.advising.fallbacks import about, named_neutrally
from toneguard.advising.mending import calmed, has_words, mended
from toneguard.advising.parts import Case, Part
from toneguard.advising.requests import softened
from toneguard.advising.turning import whole_turns
from toneguard.advising.units import Unit, says_more, units_of
from toneguard.reading.model import Reading
from toneguard.report import Finding

_GREETING: Final = 4
"""Words that a greeting has at most."""

_MOST_HEARD: Final = 8
"""Clauses that are judged one by one; a longer sentence goes by its findings alone."""

_STEM: Final = 4
"""Letters by which two words count as one."""

_FRAGMENT: Final = 4
"""Words that what is left of a sentence without a fact may be too few to say anything with."""

_QUOTED = re.compile(r"['\"‘“][^'\"’”]*['\"’”]")

IsCalm = Callable[[str], bool]
"""Judges a clause by itself."""


def candidates(reading: Reading, part: Part, drops: Mapping[str, str], is_calm: IsCalm) -> Iterator[Candidate]:
    """The wordings, of which the caller takes the first that will do.

    A run-on sentence tells what happened, however it sounds as a whole: it is split first, and never goes for its sound.
    """
    case = Case(reading, part, edits_of(reading, part.sentence, part.findings), drops)
    seen = {""}
    finer = units_of(case, ())
    whole = list(turns(case)) if part.toned else []
    telling = [turn for turn in whole if _tells_all(case, finer, turn.text)]
    yield from _unseen(iter(telling), seen)
    units = units_of(case, [(f.start, f.end) for f in case.edits.open])
    bare = Candidate(_opener(part, units), bare=True)
    more = says_more(units, part.wording.patterns["torn_end"])
    tale = not case.edits.open and any(f.rule == "clarity/run-on" for f in part.findings)
    wishes = any(unit.asked or unit.settled for unit in units)
    asks = wishes or (part.asking and not units[0].threatens)
    may_go = not (tale or part.facts or (part.wanted and more and (asks or not part.spare)))
    if may_go and not more and any(drop_of(f, drops) == "sentence" for f in case.edits.open):
        yield bare
    choices = _choices(case, is_calm)
    for candidate in _wordings(case, units, finer, choices):
        yield from _unseen(_styled(case, candidate), seen)
    yield from _unseen(iter(whole), seen)
    for candidate in _shorter(case, finer, choices[0]):
        yield from _unseen(_styled(case, candidate), seen)
    if may_go or (not part.facts and all(unit.open for unit in units)):
        yield bare
    for candidate in named_neutrally(case):
        yield from _unseen(_styled(case, candidate), seen)
    if (plain := about(reading, part)) is not None:
        yield Candidate(plain)


def turns(case: Case) -> Iterator[Candidate]:
    """The sentence as a courteous writer puts it, where a turn fits it as a whole."""
    for better in whole_turns(case):
        if better:
            yield from _styled(case, Candidate(better, asks=True, request=True, whole=True))
        elif not case.part.facts:
            yield Candidate("", asks=True, bare=True)


def _tells_all(case: Case, units: Sequence[Unit], said: str) -> bool:
    """Whether a word is left of every clause in which nothing was found; a turn that lets one go may lose what it tells."""
    left = {word[:_STEM] for word in re.findall(r"\w+", said.casefold())}
    text = case.reading.text
    quiet = [u.fixed for u in units if not u.goes and u.fixed == text[u.clause.start : u.clause.end]]
    long = [{word[:_STEM] for word in re.findall(r"\w+", clause.casefold()) if len(word) >= _STEM} for clause in quiet]
    return all(stems & left for stems in long if len(stems) > 1)


def _unseen(styled: Iterator[Candidate], seen: set[str]) -> Iterator[Candidate]:
    for candidate in styled:
        if candidate.text not in seen:
            seen.add(candidate.text)
            yield candidate


def _wordings(
    case: Case, units: Sequence[Unit], finer: Sequence[Unit], choices: Sequence[Choice]
) -> Iterator[Candidate]:
    few = choices[:2] if len(units) == 1 or len(units) > _MOST_HEARD else choices
    yield from (assembled(case, units, choose) for choose in few)
    if len(finer) > len(units):
        yield from (assembled(case, finer, choose) for choose in choices[1:])
    if any(is_passage(f) and f.dimension == "entitlement" for f in case.part.findings):
        yield assembled(case, finer, lambda unit: unit.asked or _unpressed(unit, case.part.wording.patterns["urgency"]))


def _unpressed(unit: Unit, urgency: re.Pattern[str]) -> str:
    """A clause without what presses in it, where more than that is said."""
    cool = urgency.sub("", unit.fixed)
    return cool if has_words(cool) else unit.fixed


def _shorter(case: Case, units: Sequence[Unit], choose: Choice) -> Iterator[Candidate]:
    """A passage that only sounds hard, without one of its clauses, then without more at its end or its beginning."""
    if not any(is_passage(f) for f in case.part.findings) or not 1 < len(units) <= _MOST_HEARD:
        return

    def but(gone: Sequence[Unit]) -> Candidate:
        said = assembled(case, units, lambda unit: None if unit in gone and not unit.has_fact else choose(unit))
        least = 1 if said.request or any(unit.has_fact for unit in units) else _FRAGMENT
        return said if len(_QUOTED.sub("", said.text).split()) > least else Candidate("")

    yield from (but((unit,)) for unit in reversed(units))
    yield from (but(units[count:]) for count in range(len(units) - 2, 0, -1))
    yield from (but(units[:count]) for count in range(2, len(units)))


def _choices(case: Case, is_calm: IsCalm) -> Sequence[Choice]:
    """Which words of a clause to keep: fewer with every further choice."""
    drops, text, louder = case.drops, case.reading.text, case.part.wording.patterns["louder"]

    def swears_alone(finding: Finding) -> bool:
        """Whether it is a swear word that nothing before it leads up to: `such a ...` stands for what was meant."""
        before = text[case.part.sentence.start : finding.start]
        return "/profanity/" in finding.rule and louder.search(before) is None

    @cache
    def put(unit: Unit) -> str | None:
        return next(filter(is_calm, filter(None, unit.turned)), unit.asked)

    def gentle(unit: Unit) -> str | None:
        if unit.is_idle or not unit.goes or put(unit) is not None:
            return None if unit.is_idle else put(unit) or unit.fixed
        phrases = unit.open and all(drop_of(f, drops) == "phrase" or swears_alone(f) for f in unit.open)
        return unit.cut if phrases else unit.with_fact

    def firm(unit: Unit) -> str | None:
        return None if unit.is_idle else put(unit) or (unit.with_fact if unit.goes else unit.fixed)

    def by_ear(unit: Unit) -> str | None:
        said = firm(unit)
        return said if said is None or put(unit) is not None or unit.has_fact or is_calm(said) else None

    def asking(unit: Unit) -> str | None:
        return None if unit.is_idle else put(unit) or (unit.fixed if unit.settled else unit.with_fact)

    def telling(unit: Unit) -> str | None:
        return unit.with_fact if unit.goes else unit.fixed

    return gentle, firm, by_ear, asking, telling


def _opener(part: Part, units: Sequence[Unit]) -> str:
    """What stays of a sentence that goes: the greeting that it begins with, if there is one."""
    first = units[0]
    if len(units) == 1 or first.open or not part.wording.patterns["greeted"].match(first.fixed):
        return ""
    fewest = 1 if part.language == "en" else 2  # elsewhere `Sir` and `Madam` begin sentences that greet nobody
    return f"{first.fixed}." if fewest <= len(first.fixed.split()) <= _GREETING else ""


def _styled(case: Case, candidate: Candidate) -> Iterator[Candidate]:
    """A candidate made whole, and in its courteous form: first where the language tells rude from polite pronouns.

    A deadline of hours is the writer's date and stays where that is calm.
    """
    if not candidate.text:
        return
    part, text = case.part, candidate.text
    first = next((char for char in case.said if char.isalnum()), "")
    capital = first.isupper() or not first.islower()
    calm = calmed(text) if part.toned else text
    cut = not candidate.whole
    forms = [mended(calm, capital=capital, cut=cut)]
    threat = part.wording.patterns["threat"]
    if part.kind == "complaint" and not candidate.whole and threat.search(calm) and has_words(threat.sub("", calm)):
        forms.insert(0, mended(threat.sub("", calm), capital=capital, cut=cut))
    if part.toned and not (part.wording.verb_first and part.hostile):  # a curse put politely is still one
        forms.insert(part.wording.verb_first, mended(softened(calm, part.language), capital=capital, cut=cut))
    hurried = [cool for form in forms if (cool := part.wording.patterns["deadline"].sub("", form)) != form]
    yield from (candidate._replace(text=form) for form in (*forms, *hurried) if form)
