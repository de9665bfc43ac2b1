"""What a rewrite must keep word for word: numbers, dates, amounts, codes, links, names, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from toneguard.judging.context import surroundings
from toneguard.judging.shouting import is_shouted_word
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.reading.wordlist import word_list

Span = tuple[int, int]

_HARD: Final = frozenset({"number", "code", "link", "address", "handle"})
_DATES = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_NUMBER_WORDS: Final = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand "
    "lakh crore dozen half "
    "dalawa dalawang tatlo tatlong apat lima limang anim pito pitong walo walong siyam sampu sampung labing daan libo libong "
    "teen tin char chaar panch paanch saat aath das bees pachas hazar hazaar lac karor crores lakhs "
    "دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ پندرہ بیس پچیس تیس چالیس پچاس سو ہزار لاکھ کروڑ درجن آدھا آدھے آدھی ڈیڑھ ڈھائی".split()
)


def find_facts(reading: Reading) -> tuple[Span, ...]:
    """The places of the facts in the writer's own words, in order."""
    spans = {(t.start, t.end) for s in reading.sentences for t in _fact_tokens(reading, s)}
    spans.update(span for span in surroundings(reading).quotations if span[1] - span[0] > 3)  # noqa: PLR2004
    return tuple(sorted(spans))


def _fact_tokens(reading: Reading, sentence: Sentence) -> Iterator[Token]:
    for at in range(sentence.first, sentence.last):
        token = reading.tokens[at]
        if token.kind in _HARD or (token.folded in _NUMBER_WORDS and not _is_give(reading, sentence, at)):
            yield token
        elif token.kind == "word":
            surface = reading.surface(token)
            if _is_date(surface) or (at > sentence.first and _is_name(surface, token)):
                yield token


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


def _is_date(surface: str) -> bool:
    return surface[0].isupper() and _DATES.fullmatch(surface) is not None


def _is_name(surface: str, token: Token) -> bool:
    """A word with a capital inside a sentence that is no ordinary word in capitals."""
    if not surface[0].isupper() or token.folded == "i" or token.folded.startswith("i'"):
        return False
    if surface.isupper() and len(surface) > 1:
        return not is_shouted_word(surface)
    return word_list("en").frequency(token.folded) < 560  # noqa: PLR2004 - "Bill" and "Mark" stay in doubt, "The" does not
