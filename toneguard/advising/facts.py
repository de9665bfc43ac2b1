"""What a rewrite must keep word for word: numbers, dates, amounts, codes, links, names, quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from toneguard.advising.wording import load_wording
from toneguard.judging.context import surroundings
from toneguard.judging.shouting import is_shouted_word
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.reading.wordlist import word_list
from toneguard.report import Finding, Level

Span = tuple[int, int]

_LOUD: Final = 3
"""Words in capitals from which a sentence is shouted through; two are a name and its kind."""

_CROWD: Final = re.compile(
    r"\d{1,3}[km]?[ -]?(?:stars?|people|persons?|followers?|subscribers?|subs|fans?|friends?|members?|relatives?|lawyers?|"
    r"reviews?|customers?|log|logon|sitaron?|sitare|tao|kaibigan|kamag-anak|abogado|لوگ|لوگوں|فالوورز?|وکیل|ستارے)\b",
    re.IGNORECASE,
)
"""What is counted in a threat, and names nothing: stars, followers."""

_HARD: Final = frozenset({"number", "code", "link", "address", "handle"})
_DATES = re.compile(
    r"jan|janu[a-z]*|feb[a-z]*|mar|march|apr|apri[a-z]*|may|june?|july?|aug|augu[a-z]*|sept?[a-z]*|oct|octo[a-z]*"
    r"|nov|nove[a-z]*|dec|decem[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_NUMBER_WORDS: Final = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand "
    "lakh crore dozen half "
    "dalawa dalawang tatlo tatlong apat lima limang anim pito pitong walo walong siyam sampu sampung labing daan libo libong "
    "teen tin char chaar panch paanch saat aath das bees pachas hazar hazaar lac karor crores lakhs "
    "دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ پندرہ بیس پچیس تیس چالیس پچاس سو ہزار لاکھ کروڑ درجن آدھا آدھے آدھی ڈیڑھ ڈھائی".split()
)


DAYS: Final = frozenset("tomorrow yesterday bukas kahapon kal parson کل پرسوں".split())
"""Dates in a word, as they are folded."""
IN_WORDS: Final = _NUMBER_WORDS | DAYS
"""Facts that are ordinary words: one that began the sentence may stand inside it in small letters."""


def find_facts(reading: Reading) -> tuple[Span, ...]:
    """The places of the facts in the writer's own words, in order."""
    spans = {(t.start, t.end) for s in reading.sentences for t in _fact_tokens(reading, s)}
    spans.update(span for span in surroundings(reading).quotations if span[1] - span[0] > 3)  # noqa: PLR2004
    return tuple(sorted(spans))


def kept_facts(reading: Reading, findings: Sequence[Finding]) -> tuple[str, ...]:
    """The facts that a rewrite must keep, as they are written, each once, in order."""
    spans = _merged(reading.text, [span for spans in _by_sentence(reading, findings).values() for span in spans])
    return tuple(dict.fromkeys(reading.text[start:end] for start, end in spans))


def facts_by_sentence(reading: Reading, findings: Sequence[Finding]) -> dict[int, list[Span]]:
    """The facts that a rewrite must keep in each sentence; what a sentence without findings tells, no other need tell."""
    starts = [sentence.start for sentence in reading.sentences]
    troubled = {bisect_right(starts, place) - 1 for f in findings for place in (f.start, f.end - 1)}
    facts = _by_sentence(reading, findings)
    told = {reading.text[slice(*span)] for number, spans in facts.items() if number not in troubled for span in spans}
    return {
        number: _merged(reading.text, [span for span in spans if reading.text[slice(*span)] not in told])
        for number, spans in facts.items()
    }


def _by_sentence(reading: Reading, findings: Sequence[Finding]) -> dict[int, list[Span]]:
    """The facts, but what is part of an insult or only threatened with."""
    starts = [sentence.start for sentence in reading.sentences]
    pressed = {
        number
        for f in findings
        if f.dimension == "entitlement"
        for number in range(bisect_right(starts, f.start) - 1, bisect_right(starts, f.end - 1))
    }
    listed = [f for f in findings if not f.rule.startswith("model/")]
    threats = [f for f in listed if f.dimension == "entitlement" and f.level == Level.STRONG]
    insults = [f for f in listed if f.dimension in ("anger", "arrogance", "profanity")]
    facts: dict[int, list[Span]] = {}
    for start, end in find_facts(reading):
        said, number = reading.text[start:end], bisect_right(starts, start) - 1
        named = said.isalpha()  # the court, the agency or the station that is threatened with goes with the threat
        loose = named or _CROWD.match(reading.text, start) is not None
        behind = number in pressed and _is_threatened(reading, number, start)
        threatened = loose and (behind or _is_in(reading, number, threats, (start, end)))
        swearing = any(f.dimension == "profanity" and f.start < end and start < f.end for f in insults)
        spoken = swearing or (_is_manner_of_speech(said) and _within(insults, start, end))
        if not threatened and not spoken:
            facts.setdefault(number, []).append((start, end))
    return facts


def _is_in(reading: Reading, number: int, threats: Sequence[Finding], place: Span) -> bool:
    """Whether a place stands in a threat or, unless it is a date, behind one in the same breath."""
    if _within(threats, *place):
        return True
    dated = _is_date(reading.text[slice(*place)])
    return not dated and any(_leads_to(reading, number, f, place[0]) for f in threats)


def _leads_to(reading: Reading, number: int, threat: Finding, start: int) -> bool:
    """Whether a place stands behind a threat in the same breath: `my contacts` in the Customs House."""
    sentence = reading.sentences[number]
    return sentence.start <= threat.start < threat.end <= start and not re.search(
        r"[;:،؛()–—]|,(?! [A-Z])|\b(?:and|aur|at|اور)\b", reading.text[threat.end : start]
    )


def _within(findings: Sequence[Finding], start: int, end: int) -> bool:
    return any(f.start <= start and end <= f.end for f in findings)


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """Facts with nothing but a space between them as one: a telephone number, a day and its month, a full name."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and text[merged[-1][1] : start] in (" ", "-", "/", ""):
            merged.append((merged.pop()[0], end))
        else:
            merged.append((start, end))
    return merged


def _is_manner_of_speech(said: str) -> bool:
    """Whether a word may be part of an insult: `two-penny`, your `service`, by God; no number and no code is."""
    return not any(char.isdigit() for char in said) and " " not in said


def _is_threatened(reading: Reading, number: int, start: int) -> bool:
    """Whether the place lies behind an `or else` of its sentence."""
    sentence = reading.sentences[number]
    threat = load_wording((sentence.languages or ("en",))[0]).patterns["threat"]
    return threat.search(reading.text[sentence.start : start]) is not None


def _fact_tokens(reading: Reading, sentence: Sentence) -> Iterator[Token]:
    loud = is_shouted_through(reading, sentence)
    for at in range(sentence.first, sentence.last):
        token = reading.tokens[at]
        counted = not _NUMBER_WORDS.isdisjoint(token.folded.split("-")) and not _is_give(reading, sentence, at)
        if token.kind in _HARD or counted or token.folded in DAYS:
            yield token
        elif token.kind == "word":
            surface = reading.surface(token)
            if (_is_date(surface) and not _is_verb(reading, sentence, at)) or (
                at > sentence.first and not loud and _is_name(surface, token)
            ):
                yield token


def is_shouted_through(reading: Reading, sentence: Sentence) -> bool:
    """Whether nearly all words of a sentence are in capitals, so that no capital tells a name."""
    words = [reading.surface(t) for t in reading.words(sentence) if t.kind == "word"]
    words = [word for word in words if word.upper() != word.lower()]
    return len(words) >= _LOUD and sum(word.isupper() for word in words) > 0.7 * len(words)


def _is_give(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether the Urdu word for two is the order `give`, as it is at the end of a clause or behind another verb."""
    token = reading.tokens[at]
    if reading.surface(token) != "دو":
        return False
    following = reading.tokens[at + 1] if at + 1 < sentence.last else None
    if following is None or not reading.text[token.end : following.start].isspace():
        return True
    before = reading.surface(reading.tokens[at - 1]) if at > sentence.first else ""
    return reading.surface(following) in ("ورنہ", "اور", "نہیں") or before in ("کر", "دے", "بھیج", "بتا", "لگا", "واپس")


def _is_verb(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether `May` at the start of a sentence is no month: `May I`, and Tagalog for `there is`."""
    following = reading.tokens[at + 1] if at + 1 < sentence.last else None
    month = following is None or following.kind == "number"
    return at == sentence.first and reading.surface(reading.tokens[at]) == "May" and not month


def _is_date(surface: str) -> bool:
    return surface[0].isupper() and _DATES.fullmatch(surface) is not None


def _is_name(surface: str, token: Token) -> bool:
    """A word with a capital inside a sentence that is no ordinary word in capitals."""
    if not surface[0].isupper() or token.folded == "i" or token.folded.startswith("i'"):
        return False
    if surface.isupper() and len(surface) > 1:
        return not is_shouted_word(surface)
    return word_list("en").frequency(token.folded) < 535  # noqa: PLR2004 - "Bill" and "Mark" stay in doubt, "Pay" does not
