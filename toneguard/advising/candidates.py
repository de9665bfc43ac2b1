"""A troubled sentence -> wordings that could stand instead, the least changed first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from toneguard.advising.clauses import Clause, clauses, is_dependent
from toneguard.advising.edits import Edit, Edits, applied, drop_of, edits_of, is_passage
from toneguard.advising.facts import Span
from toneguard.advising.mending import calmed, lowered, mended
from toneguard.advising.requests import ask, cooled, softened
from toneguard.advising.wording import load_wording
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding, Level

_MARKS: Final = ",;:،؛–—…-."
_MARKS_AND_SPACE: Final = " \t\n,;:،؛"
_SAYS: Final = 3
"""Words from which a clause says something."""
_CLAUSE: Final = 4
"""Words from which a replacement is a clause of its own."""
_GREETING: Final = 4
"""Words that a greeting has at most."""
_MOST_HEARD: Final = 8
"""Clauses that are asked for one by one; a longer sentence goes by its findings alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence with its findings and the facts in it. `wanted`: it says what the writer wants or has to tell."""

    sentence: Sentence
    findings: tuple[Finding, ...]
    facts: tuple[Span, ...]
    wanted: bool

    @property
    def language(self) -> str:
        """The main language of the sentence."""
        return (self.sentence.languages or ("en",))[0]


class Candidate(NamedTuple):
    """A wording.

    `asks`: it asks for all that was wanted, as a request or as before. `request`: an order became a request in it.
    `bare`: all that may stay is a greeting.
    """

    text: str
    asks: bool = False
    bare: bool = False
    request: bool = False


class _Unit(NamedTuple):
    """A clause: as it is with its safe edits made, with its findings cut out, and as a request, where it is an order.

    `open` are its findings that no words replace; `cut` is None where leaving them out would tear it. `settled`: words
    were found that ask for what it ordered. `threatens`: the joining word before it does (`or else`).
    """

    clause: Clause
    fixed: str
    cut: str | None
    asked: str | None
    open: tuple[Finding, ...]
    has_fact: bool
    settled: bool
    threatens: bool


_Choice = Callable[[_Unit], str | None]


def candidates(
    reading: Reading, part: Part, drops: Mapping[str, str], is_calm: Callable[[str], bool]
) -> Iterator[Candidate]:
    """The wordings, of which the caller takes the first that will do. `is_calm` judges a clause by itself."""
    edits = edits_of(reading, part.sentence, part.findings)
    units = _units(reading, part, edits, [(f.start, f.end) for f in edits.open], drops)
    bare = Candidate(_opener(part, units), bare=True)
    may_go = not part.facts and not (part.wanted and _says_more(units))
    if may_go and any(drop_of(f, drops) == "sentence" for f in edits.open) and not _says_more(units):
        yield bare
    seen = {""}
    for candidate in _wordings(reading, part, edits, units, drops, is_calm):
        if candidate.text not in seen:
            seen.add(candidate.text)
            yield candidate
    if may_go or (not part.facts and all(unit.open for unit in units)):
        yield bare
    if (about := _about(reading, part)) is not None:
        yield Candidate(about)


def _wordings(
    reading: Reading,
    part: Part,
    edits: Edits,
    units: Sequence[_Unit],
    drops: Mapping[str, str],
    is_calm: Callable[[str], bool],
) -> Iterator[Candidate]:
    choices = _choices(drops, is_calm)
    few = choices[:2] if len(units) == 1 or len(units) > _MOST_HEARD else choices
    for choose in few:
        yield from _styled(reading, part, _joined(reading, part, units, choose))
    if len(finer := _units(reading, part, edits, (), drops)) > len(units):
        for choose in choices[1:]:
            yield from _styled(reading, part, _joined(reading, part, finer, choose))


def _says_more(units: Sequence[_Unit]) -> bool:
    """Whether some clause says or asks for something that no finding covers."""
    return any(unit.asked or unit.settled or (not unit.open and len(unit.fixed.split()) >= _SAYS) for unit in units)


def _opener(part: Part, units: Sequence[_Unit]) -> str:
    """What stays of a sentence that goes: the greeting that it begins with, if there is one."""
    first = units[0]
    greets = not first.open and load_wording(part.language).patterns["greeted"].match(first.fixed)
    return (
        f"{first.fixed}."
        if greets and len(units) > 1 and 1 < len(first.fixed.split()) + part.language.count("en") <= _GREETING
        else ""
    )


def _choices(drops: Mapping[str, str], is_calm: Callable[[str], bool]) -> Sequence[_Choice]:
    """Which words of a clause to keep: fewer with every further choice."""

    def gentle(unit: _Unit) -> str | None:
        if unit.asked is not None or not _goes(unit):
            return unit.asked or unit.fixed
        phrases = unit.open and all(drop_of(f, drops) == "phrase" for f in unit.open)
        return unit.cut if phrases else _with_fact(unit)

    def firm(unit: _Unit) -> str | None:
        return unit.asked or (_with_fact(unit) if _goes(unit) else unit.fixed)

    def by_ear(unit: _Unit) -> str | None:
        said = firm(unit)
        return said if said is None or unit.asked is not None or unit.has_fact or is_calm(said) else None

    def asking(unit: _Unit) -> str | None:
        return unit.asked or (unit.fixed if unit.settled else _with_fact(unit))

    return gentle, firm, by_ear, asking


def _with_fact(unit: _Unit) -> str | None:
    """A clause that must stay for the fact in it: without its findings where that leaves it whole."""
    if not unit.has_fact:
        return None
    return unit.fixed if unit.cut is None else unit.cut


def _goes(unit: _Unit) -> bool:
    """Whether a clause goes for what was found in it, or for the threat that it is."""
    return bool(unit.open) or (unit.threatens and not unit.has_fact)


def _units(reading: Reading, part: Part, edits: Edits, spans: Sequence[Span], drops: Mapping[str, str]) -> list[_Unit]:
    """The clauses; no boundary falls inside one of the `spans`."""
    sentence = part.sentence
    whole = [*part.facts, *spans, *((e.start, e.end) for e in edits.safe)]
    units: list[_Unit] = []
    for clause in clauses(reading.text, sentence.start, sentence.end, part.language, whole):
        units.append(_unit(reading, part, edits, clause, drops, again=any(unit.asked for unit in units)))
    return units


def _unit(
    reading: Reading, part: Part, edits: Edits, clause: Clause, drops: Mapping[str, str], *, again: bool
) -> _Unit:
    text, start, end = reading.text, clause.start, clause.end
    own = tuple(f for f in edits.open if f.start < end and start < f.end)
    settled = any(
        f.dimension == "entitlement" and start <= f.start and f.end <= end and f not in edits.open
        for f in part.findings
        if not is_passage(f)
    )
    fixed = applied(text, start, end, edits.safe)
    cool = cooled(fixed, part.language) if settled else fixed
    only_orders = all(f.dimension == "entitlement" for f in own)
    asked = _request(reading, part, edits, own, clause, again=again) if not settled or part.language != "en" else None
    if settled and asked is None and only_orders:
        asked = cool
    pressed = any(f.dimension == "entitlement" for f in part.findings)
    threat = load_wording(part.language).patterns["threat"]
    return _Unit(
        clause,
        cool,
        _cut(reading, part, edits, own, clause, drops),
        asked,
        own,
        any(start <= a and b <= end for a, b in part.facts),
        settled,
        pressed and threat.match(f" {clause.lead.strip(_MARKS_AND_SPACE)} {fixed}") is not None,
    )


def _cut(
    reading: Reading, part: Part, edits: Edits, own: Sequence[Finding], clause: Clause, drops: Mapping[str, str]
) -> str | None:
    """The clause without its findings, where what is left may be whole: they end it, are called out before it, or swear."""
    text = reading.text
    phrases = part.language == "en" and all(drop_of(f, drops) == "phrase" for f in own)
    if not phrases and not all(_stands_apart(text, f, own, clause, part.language) for f in own):
        return None
    cut = applied(text, clause.start, clause.end, edits.cuts).strip(_MARKS_AND_SPACE)
    linker = load_wording(part.language).patterns["linker"].match(cut)
    cut = cut[linker.end() :] if own and own[0].start == clause.start and linker else cut
    alone = clause.start == part.sentence.start and not _has_words(text[clause.end : part.sentence.end])
    return cut if alone or len(cut.split()) > _SAYS or any(char.isdigit() for char in cut) else ""


def _stands_apart(text: str, finding: Finding, own: Sequence[Finding], clause: Clause, language: str) -> bool:
    """Whether a finding can go without tearing its clause: it swears, calls the reader names before it, or ends it."""
    if any(f.dimension == "profanity" and f.start <= finding.start and finding.end <= f.end for f in own):
        return True
    after = text[finding.end : clause.end + 1]
    calls = finding.start == clause.start and finding.dimension == "anger"
    if calls and (language == "en" or after.lstrip()[:1] in _MARKS):
        return True
    last = max(f.end for f in own)
    return finding.start > clause.start and not _has_words(text[last : clause.end]) and finding.end == last


def _has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _request(
    reading: Reading, part: Part, edits: Edits, own: Sequence[Finding], clause: Clause, *, again: bool
) -> str | None:
    """The clause as a request: an order is asked for in its own words, so that only what stands beside it is cut."""
    polite = load_wording(part.language).patterns["polite"]
    whole = reading.text[part.sentence.start : part.sentence.end]
    if polite.search(whole) or not any(f.dimension in TONE for f in part.findings):
        return None
    orders = [f for f in own if f.dimension == "entitlement"]
    if not all(_stands_apart(reading.text, f, own, clause, part.language) for f in own if f not in orders):
        return None
    listed = [f for f in part.findings if f.dimension == "entitlement" and not is_passage(f)]
    kept = [e for e in edits.cuts if not any(f.start < e.end and e.start < f.end for f in listed)]
    kept += [e for e in _corrections(reading, part) if not any(k.start < e.end and e.start < k.end for k in kept)]
    said = applied(reading.text, clause.start, clause.end, sorted(kept))
    said = lowered(said) if any(f.rule == "style/shouting" for f in part.findings) else said
    said += reading.text[clause.end : part.sentence.end] if clause.end + 4 > part.sentence.end else ""
    for language in dict.fromkeys((*(part.sentence.languages or ("en",)), reading.language)):
        if language == "en" != part.language and not _ENGLISH_ORDER.match(said):
            continue  # an English word in a sentence of another language orders nothing
        if (asked := ask(said, language, please=not again)) is not None:
            return asked
    return None


def _corrections(reading: Reading, part: Part) -> Sequence[Edit]:
    spelled = [f for f in part.findings if f.dimension == "spelling"]
    return edits_of(reading, part.sentence, spelled).safe


_ENGLISH_ORDER = re.compile(
    r"\W*(?:and |so |now |please )?(?:(?:i|we|you|u)\b|\w+(?: back)?(?: (?:me|my|it|the|us|our|this|that|all|a)\b|$))",
    re.IGNORECASE,
)


def _joined(reading: Reading, part: Part, units: Sequence[_Unit], choose: _Choice) -> Candidate:
    """The chosen words of the clauses, each behind its joining word; a request begins a sentence of its own."""
    wording = load_wording(part.language)
    said = ""
    asks, requests, last, gone, whole, reworded = False, False, False, False, True, False
    kept: list[str] = []
    for number, unit in enumerate(units):
        words = (choose(unit) or "").strip(_MARKS_AND_SPACE)
        gone = (gone and _hangs(unit, part.language, follows=bool(said))) or not any(char.isalnum() for char in words)
        if gone:  # and what hangs on it by a bare "and"
            whole = whole and bool(unit.open) and all(f.dimension != "entitlement" for f in unit.open)
            continue
        is_request = unit.asked is not None and words == unit.asked
        if is_request and kept and all(is_dependent(piece.removeprefix("so "), part.language) for piece in kept):
            said, kept = "", []  # "when I say so, you refund me" orders whatever stands before it
        kept.append(words)
        if said:
            lead, words = _led(unit.clause.lead, words, wording.stop, begins=is_request and not requests)
            said += lead
        said += words
        asks = asks or is_request or unit.settled
        requests, last = is_request, number == len(units) - 1
        reworded = words == unit.fixed.strip(_MARKS_AND_SPACE) and _is_reworded(part, unit.clause)
    fewer = len(kept) < len(units)
    torn = load_wording(part.language).patterns["torn_end"]
    broken = (fewer or any(unit.open for unit in units)) and any(torn.search(piece) for piece in kept)
    asking = reading.text[part.sentence.start : part.sentence.end].rstrip().endswith(("?", "؟"))
    heavy = sum(len(unit.fixed.split()) >= _SAYS for unit in units) > len(kept)
    leaning = fewer and heavy and not asking and all(is_dependent(piece, part.language) for piece in kept)
    if not kept or broken or leaning:
        return Candidate("")
    changed = requests or not ((last and not reworded) or _asks(kept[-1], part))
    ending = _ending(reading, part, units, wording.stop, changed=changed)
    return Candidate(said + ending, asks=asks or whole, request=asks)


def _hangs(unit: _Unit, language: str, *, follows: bool) -> bool:
    """Whether a clause hangs on the one before it: by a bare `and`, where something stands before that, or as its reason."""
    if unit.has_fact or unit.asked:
        return False
    lead = unit.clause.lead.strip(_MARKS_AND_SPACE)
    return (follows and unit.clause.lead[:1] not in _MARKS) or (bool(lead) and is_dependent(f"{lead} ", language))


def _led(lead: str, words: str, stop: str, *, begins: bool) -> tuple[str, str]:
    """How a clause is joined to the words before it."""
    if begins and any(mark in lead for mark in _MARKS):
        return f"{stop} ", words[:1].upper() + words[1:]
    return (lead if lead[:1] in _MARKS else f" {lead.lstrip()}"), words


def _is_reworded(part: Part, clause: Clause) -> bool:
    """Whether a clause of ours stands at the end of the writer's."""
    return any(
        f.end == clause.end and f.dimension in TONE and f.replacements and len(f.replacements[0].split()) >= _CLAUSE
        for f in part.findings
    )


def _asks(piece: str, part: Part) -> bool:
    return load_wording(part.language).patterns["question"].search(piece) is not None


def _ending(reading: Reading, part: Part, units: Sequence[_Unit], stop: str, *, changed: bool) -> str:
    tail = reading.text[units[-1].clause.end : part.sentence.end].rstrip()
    if changed and (any(mark in tail for mark in ".!?۔؟") or reading.text[part.sentence.start].isupper()):
        return stop
    calm = calmed(tail) if any(f.dimension in TONE for f in part.findings) else tail
    return stop if calm == "." != tail else calm


def _styled(reading: Reading, part: Part, candidate: Candidate) -> Iterator[Candidate]:
    """A candidate made whole, and in its courteous form: first where the language tells rude from polite pronouns."""
    if not candidate.text:
        return
    before = reading.text[part.sentence.start : part.sentence.end]
    first = next((char for char in before if char.isalnum()), "")
    capital = first.isupper() or not first.islower()
    toned = any(f.dimension in TONE for f in part.findings)
    text = candidate.text
    plain = mended(calmed(text) if toned else text, capital=capital)
    forms = [plain]
    if toned:
        soft = mended(softened(calmed(text), part.language), capital=capital)
        forms = [plain, soft] if load_wording(part.language).verb_first else [soft, plain]
        if load_wording(part.language).verb_first and _is_hostile(part):
            forms = [plain]  # a curse is no wish for being put politely
    for form in forms:
        if form:
            yield candidate._replace(text=form)


def _is_hostile(part: Part) -> bool:
    """Whether a sentence without fact and demand is surely an attack as a whole."""
    sure = any(is_passage(f) and f.level == Level.STRONG for f in part.findings)
    return sure and not part.facts and not part.wanted


def _about(reading: Reading, part: Part) -> str | None:
    """A plain statement of what the sentence is about; only where all it holds is a reference or two."""
    facts = [reading.text[start:end] for start, end in part.facts]
    if not facts or len(facts) > 2 or not all(_is_reference(fact) for fact in facts):  # noqa: PLR2004
        return None
    wording = load_wording(part.language)
    return wording.about.format(facts=f" {wording.also} ".join(facts))


def _is_reference(fact: str) -> bool:
    """Whether a fact says by itself what is meant: a code, a sum, a date, a link; a bare count does not."""
    return _REFERENCE.search(fact) is not None and fact[0] not in "'\"‘“"


_REFERENCE = re.compile(
    r"\d{4}|\d,\d{3}|[^\W\d].*\d.*\d|\d.*\d.*[^\W\d]|[£$€₱₨]\s?\d|\d [^\W\d]{3}|@|://|\b(?:Mr|Mrs|Ms|Dr|Miss)\b"
)


Strength = tuple[int, int]
CALM: Final[Strength] = (0, 0)


def strength(findings: Sequence[Finding]) -> Strength:
    """How much tone findings weigh together, a strong one as two: listed expressions, then whole passages."""
    toned = [(is_passage(f), 2 if f.level == Level.STRONG else 1) for f in findings if f.dimension in TONE]
    return sum(weight for passage, weight in toned if not passage), sum(weight for passage, weight in toned if passage)
