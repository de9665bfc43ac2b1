"""The spelling of Tagalog sentences, and of the English words in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from toneguard.judging.slips import Checker, Place, Verdict, meant
from toneguard.judging.spelling_en import is_abbreviation
from toneguard.judging.spelling_mixed import among_roman_urdu, english_slip, is_mixed_in, is_of_trade, of_trade
from toneguard.judging.tagalog import (
    is_listed,
    is_tagalog,
    made_alike,
    one_slip_away,
    one_vowel_off,
    sounding_alike,
    tagalog,
    with_prefix,
)
from toneguard.reading.affixes import stems
from toneguard.reading.model import Reading, Token
from toneguard.reading.wordlist import word_list


def _passes(reading: Reading, token: Token) -> bool:  # noqa: ARG001
    return _is_plain(token.folded)


@lru_cache(maxsize=1 << 16)
def _is_plain(folded: str) -> bool:
    known = tagalog()
    if folded in known.slips or folded in known.shortened or folded in known.confused:
        return False
    return is_known(folded)


@lru_cache(maxsize=1 << 16)
def is_known(folded: str) -> bool:
    """Whether a word is right: listed, English, or formed, and not nearer to a listed one (`bookang`, `pagdateng`)."""
    if is_mixed_in(folded):
        return True
    if not is_tagalog(folded):
        return False
    if is_listed(folded) or "-" in folded or any(map(is_of_trade, stems(folded))):  # ideliver, oorder
        return True
    return not (of_trade(folded) or one_vowel_off(folded))


def _judge(place: Place) -> Verdict | None:
    folded, surface = place.token.folded, place.surface
    known = tagalog()
    if is_abbreviation(surface, loud=surface.isupper() and place.is_loud):
        return None
    if (right := meant(place, known.confused)) is not None:
        return "spelling/real-word", (right,)
    capital = surface[0].isupper() and not place.is_first and not surface.isupper()
    right = known.slips.get(folded) or (None if place.spoken else known.shortened.get(folded))
    if right is None and is_known(folded):
        return None
    likely = (right,) if right else typo(folded, surface, first=place.is_first, loud=place.is_loud)
    if not likely or (capital and likely[0].lower() not in known.proper):
        return None
    if among_roman_urdu(place, is_known) or (place.spoken and _is_shortened(folded, likely[0])):
        return None
    return "spelling/typo", likely


@lru_cache(maxsize=1 << 14)
def typo(folded: str, surface: str, *, first: bool, loud: bool) -> tuple[str, ...]:
    """The Tagalog or English word that was meant: a sound-alike before a slip, a listed word before one that is made."""
    if surface[0].isupper() and not surface.isupper():  # it may be a name
        return sounding_alike(folded) or english_slip(folded, surface, first=first, loud=loud)
    return (
        sounding_alike(folded)
        or english_slip(folded, surface, first=first, loud=loud)
        or one_slip_away(folded)
        or _prefixed(folded)
        or made_alike(folded)
    )


def _prefixed(folded: str) -> tuple[str, ...]:
    """A Tagalog prefix with the English word that was meant: `pakiexplane` -> `paki-explain`."""
    for prefix, rest in with_prefix(folded):
        if found := english_slip(rest, rest, first=False, loud=False):
            return tuple(f"{prefix}-{right}" for right in found)
    return ()


_STRETCHED: Final = re.compile(r"([a-z])\1\1|^([^aeiou])\2|(?:ha|he|hi){2}|([a-z])\3$")


def _is_shortened(folded: str, right: str) -> bool:
    """Whether a word only lacks vowels (`magnda`, `nkta`) or stretches a letter, as people type in chat."""
    if _STRETCHED.search(folded):
        return True
    if word_list("en").frequency(right) > word_list("tl").frequency(right):
        return False
    return (
        len(folded) < len(right)
        and _NO_VOWELS.sub("", folded) == _NO_VOWELS.sub("", right)
        and _is_within(folded, right)
    )


_NO_VOWELS: Final = re.compile("[aeiou]")


def _is_within(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


CHECKER: Final = Checker(_passes, _judge)
