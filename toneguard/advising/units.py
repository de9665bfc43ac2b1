"""The clauses of a troubled sentence, each as it may stand: mended, with its findings cut out, or as a request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from toneguard.advising.clauses import Clause, clauses
from toneguard.advising.edits import applied, drop_of, edits_of, is_passage
from toneguard.advising.facts import Span
from toneguard.advising.mending import has_words, lowered
from toneguard.advising.parts import MARKS, MARKS_AND_SPACE, Case
from toneguard.advising.requests import ask, cooled
from toneguard.advising.turns import turned
from toneguard.report import Finding

SAYS: Final = 3
"""Words from which a clause says something."""

_ENGLISH_ORDER = re.compile(
    r"\W*(?:and |so |now |please )?(?:(?:i|we|you|u)\b|\w+(?: back)?(?: (?:me|my|it|the|us|our|this|that|all|a)\b|$))",
    re.IGNORECASE,
)


_LEADING = re.compile(
    r"\b(?:to|not|will|would|can|could|should|may|might|must|shall|do|does|did|never)$", re.IGNORECASE
)


class Unit(NamedTuple):
    """A clause: as it is with its safe edits made, with its findings cut out, and as a request, where it is an order.

    `open` are its findings that no words replace; `cut` is None where leaving them out would tear it. `settled`: words
    were found that ask for what it ordered. `threatens`: the joining word before it does (`or else`). `turned`: how a
    courteous writer says it, the likeliest first; empty where he leaves it out.
    """

    clause: Clause
    fixed: str
    cut: str | None
    asked: str | None
    open: tuple[Finding, ...]
    has_fact: bool
    settled: bool
    threatens: bool
    turned: tuple[str, ...]

    @property
    def goes(self) -> bool:
        """Whether it goes for what was found in it, or for the threat that it is."""
        return bool(self.open) or self.is_idle or (self.threatens and not self.has_fact)

    @property
    def is_idle(self) -> bool:
        """Whether a courteous writer leaves it out."""
        return self.turned[:1] == ("",) and not self.has_fact

    @property
    def with_fact(self) -> str | None:
        """What stays for the fact in it: without its findings where that leaves it whole; None without a fact."""
        if not self.has_fact:
            return None
        return self.fixed if self.cut is None else self.cut


def units_of(case: Case, spans: Sequence[Span]) -> list[Unit]:
    """The clauses; no boundary falls inside one of the `spans`."""
    sentence = case.part.sentence
    whole = [*case.part.facts, *spans, *((e.start, e.end) for e in case.edits.safe)]
    units: list[Unit] = []
    troubled = [(f.start, f.end) for f in case.edits.open]
    for clause in clauses(case.reading.text, sentence.start, sentence.end, case.part.language, whole, troubled):
        units.append(_unit(case, clause, again=any(unit.asked for unit in units)))
    return units


def says_more(units: Sequence[Unit], torn: re.Pattern[str]) -> bool:
    """Whether some clause says or asks for something that no finding covers; one that breaks off (`torn`) does not."""
    return any(
        unit.asked
        or unit.settled
        or (not unit.open and len(unit.fixed.split()) >= SAYS and not torn.search(unit.fixed))
        for unit in units
    )


def _unit(case: Case, clause: Clause, *, again: bool) -> Unit:
    part, start, end = case.part, clause.start, clause.end
    own = tuple(f for f in case.edits.open if f.start < end and start < f.end)
    orders = [f for f in part.findings if f.dimension == "entitlement"]
    settled = any(start <= f.start and f.end <= end and f not in case.edits.open for f in orders if not is_passage(f))
    fixed = applied(case.reading.text, start, end, case.edits.safe)
    cool = cooled(fixed, part.language) if orders else fixed
    if not settled and has_words(cool):
        cool = fixed  # only what presses and nothing else goes from a clause that orders nothing
    asked = None if settled and part.language == "en" else _request(case, own, clause, again=again)
    if settled and asked is None and all(f.dimension == "entitlement" for f in own):
        asked = cool
    spelled = in_plain_letters(case, start, end) if part.toned else ""
    led = f" {clause.lead.strip(MARKS_AND_SPACE)} {fixed}"
    return Unit(
        clause,
        cool,
        _cut(case, own, clause),
        asked,
        own,
        has_fact=any(start <= a and b <= end for a, b in part.facts),
        settled=settled,
        threatens=bool(orders) and part.wording.patterns["threat"].match(led) is not None,
        turned=tuple(_turned(case, clause, spelled)) if spelled else (),
    )


def _turned(case: Case, clause: Clause, said: str) -> Iterator[str]:
    """How a courteous writer says a clause, every fact in it; what takes a word away and leaves an order is asked for."""
    facts = [case.reading.text[a:b] for a, b in case.part.facts if clause.start <= a and b <= clause.end]
    for better in turned(said, languages_of(case), case.part.kind):
        if not all(fact in better for fact in facts) or case.part.wording.patterns["torn_start"].match(better):
            continue
        yield asked_for(case, better) or better


def asked_for(case: Case, said: str, *, please: bool = True) -> str | None:
    """An order as a request in the first language that knows it for one."""
    for language in languages_of(case):
        if language == "en" != case.part.language and not _ENGLISH_ORDER.match(said):
            continue  # an English word in a sentence of another language orders nothing
        if (asked := ask(said, language, please=please)) is not None:
            return asked
    return None


def languages_of(case: Case) -> tuple[str, ...]:
    """Those that a sentence may be in: its own, then that of the message, whose short sentences may be taken for another."""
    return tuple(dict.fromkeys((*(case.part.sentence.languages or ("en",)), case.reading.language)))


def in_plain_letters(case: Case, start: int, end: int) -> str:
    """The characters from `start` to `end`, spelled right and not shouted, in the writer's words."""
    found = [f for f in case.part.findings if f.dimension == "spelling"]
    said = applied(case.reading.text, start, end, edits_of(case.reading, case.part.sentence, found).safe)
    return lowered(said) if any(f.rule == "style/shouting" for f in case.part.findings) else said


def _cut(case: Case, own: Sequence[Finding], clause: Clause) -> str | None:
    """The clause without its findings, where what is left may be whole: they end it, are called out before it, or swear."""
    text, part = case.reading.text, case.part
    phrases = all(drop_of(f, case.drops) == "phrase" and f.rule.startswith(("en/", "style/")) for f in own)
    if not phrases and not all(_stands_apart(text, f, own, clause, part.language) for f in own):
        return None
    cut = applied(text, clause.start, clause.end, case.edits.cuts).strip(MARKS_AND_SPACE)
    linker = part.wording.patterns["linker"].match(cut)
    cut = cut[linker.end() :] if own and own[0].start == clause.start and linker else cut
    alone = clause.start == part.sentence.start and not has_words(text[clause.end : part.sentence.end])
    return cut if alone or len(cut.split()) > SAYS or any(char.isdigit() for char in cut) else ""


def _stands_apart(text: str, finding: Finding, own: Sequence[Finding], clause: Clause, language: str) -> bool:
    """Whether a finding can go without tearing its clause: it swears, calls the reader names before it, or ends it."""
    if any(f.dimension == "profanity" and _is_part_of(finding, f, language) for f in own):
        return True
    after = text[finding.end : clause.end + 1]
    leads_on = finding.quote.rsplit(maxsplit=1)[-1].casefold() in ("to", "of", "for", "the", "a", "and", "that")
    calls = finding.start == clause.start and finding.dimension == "anger" and not leads_on
    if calls and (language == "en" or after.lstrip()[:1] in MARKS):
        return True
    last = max(f.end for f in own)
    return finding.start > clause.start and not has_words(text[last : clause.end]) and finding.end == last


def _is_part_of(finding: Finding, oath: Finding, language: str) -> bool:
    """Whether a finding is a part of an oath, or in a language but English that with one word beside it."""
    if language == "en":
        return oath.start <= finding.start and finding.end <= oath.end
    more = len(finding.quote.split()) - len(oath.quote.split())
    return finding.start < oath.end and oath.start < finding.end and more <= 1


def _request(case: Case, own: Sequence[Finding], clause: Clause, *, again: bool) -> str | None:
    """The clause as a request: an order is asked for in its own words, so that only what stands beside it is cut."""
    part = case.part
    if not part.toned or part.wording.patterns["polite"].search(case.said):
        return None
    beside = [f for f in own if f.dimension != "entitlement"]
    if not all(_stands_apart(case.reading.text, f, own, clause, part.language) for f in beside):
        return None
    if any(_LEADING.search(f.quote) for f in beside):
        return None  # `shouting will not` before `help` is no insult before an order
    return asked_for(case, _order(case, clause), please=not again)


def _order(case: Case, clause: Clause) -> str:
    """The clause in the writer's words: spelled right, in small letters, without what stands beside the order."""
    part, text = case.part, case.reading.text
    listed = [f for f in part.findings if f.dimension == "entitlement" and not is_passage(f)]
    kept = [e for e in case.edits.cuts if not any(f.start < e.end and e.start < f.end for f in listed)]
    spelled = edits_of(case.reading, part.sentence, [f for f in part.findings if f.dimension == "spelling"]).safe
    kept += [e for e in spelled if not any(k.start < e.end and e.start < k.end for k in kept)]
    said = applied(text, clause.start, clause.end, sorted(kept))
    ends = not has_words(text[clause.end : part.sentence.end])
    said += text[clause.end : part.sentence.end] if ends else ""  # a question mark tells that it is no order
    return lowered(said)
