"""The spelling of English sentences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from toneguard.judging.corrections import corrections
from toneguard.judging.english import english, is_english
from toneguard.judging.slips import Checker, Place, Verdict, meant
from toneguard.reading.model import Reading, Token
from toneguard.reading.wordlist import word_list

SURE: Final = 450
"""Centi-zipf that a correction needs where the word begins with a capital and may be a name."""
NEVER: Final = 1_000
_MAY_DOUBLE: Final = frozenset(
    "had that is no yes very so ha bye please really now there well many long far hello thank".split()
)


def _passes(reading: Reading, token: Token) -> bool:  # noqa: ARG001
    return _is_plain(token.folded)


@lru_cache(maxsize=1 << 16)
def _is_plain(folded: str) -> bool:
    """Whether a word is right wherever it stands, so that nothing around it needs to be looked at."""
    known = english()
    return is_english(folded) and folded not in known.apostrophes and folded not in known.confused


def _judge(place: Place) -> Verdict | None:
    token, surface = place.token, place.surface
    known = english()
    if _is_doubled(place):
        return "spelling/doubled-word", ("",)
    if (right := known.apostrophes.get(token.folded)) is not None and not _is_name(place, surface):
        return "spelling/apostrophe", (right,)
    if (right := meant(place, known.confused)) is not None:
        return "spelling/real-word" if is_english(token.folded) else "spelling/typo", (right,)
    if token.language not in ("", "en") or (place.spoken and _is_spoken(token.folded)):
        return None
    loud = surface.isupper() and place.is_loud
    others = {place.reading.language, *place.sentence.languages} - {"en"}
    if others:
        likely = _mixed(token.folded, surface, others, first=place.is_first, loud=loud)
    else:
        likely = typo(token.folded, surface, first=place.is_first, loud=loud)
        likely = () if likely and _is_astray(place) else likely
    return ("spelling/typo", likely) if likely else None


def _is_spoken(folded: str) -> bool:
    """Whether a word is a short form, or stretched (`sooo`), as people type in chat."""
    return folded in english().informal or _STRETCHED.search(folded) is not None


_STRETCHED: Final = re.compile(r"([a-z])\1\1")


def _is_astray(place: Place) -> bool:
    """Whether an unknown word stands by another, both of them Roman Urdu: a short message may pass for English."""
    if all(token.kind != "word" or is_english(token.folded) for token in place.beside(2)):
        return False
    from toneguard.judging.spelling_mixed import among_roman_urdu

    return among_roman_urdu(place, is_english)


def _mixed(folded: str, surface: str, others: set[str], *, first: bool, loud: bool) -> tuple[str, ...]:
    """Corrections where the message holds other languages too: their words may be met in any of its sentences."""
    from toneguard.judging.spelling_mixed import english_slip, is_of

    if any(is_of(folded, language) for language in others):
        return ()
    if "tl" in others:
        from toneguard.judging.spelling_tl import typo as in_taglish

        return (
            ()
            if surface[0].isupper() and not (first or surface.isupper())
            else in_taglish(folded, surface, first=first, loud=loud)
        )
    return english_slip(folded, surface, first=first, loud=loud)


def _is_name(place: Place, surface: str) -> bool:
    return surface[0].isupper() and not surface.isupper() and not place.is_first and surface != "Im"


def _is_doubled(place: Place) -> bool:
    token = place.token
    if place.is_first or token.folded in _MAY_DOUBLE or token.language not in ("", "en"):
        return False
    if place.reading.language != "en":  # Urdu and Tagalog double words to stress them, and carry that into English
        return False
    before = place.reading.tokens[place.at - 1]
    between = place.reading.text[before.end : token.start]
    return before.folded == token.folded and between.isspace() and place.surface.islower() and len(token.folded) > 1


@lru_cache(maxsize=1 << 15)
def typo(folded: str, surface: str, *, first: bool, loud: bool) -> tuple[str, ...]:
    """Corrections of a misspelt word, or nothing where it is right, a name, or cannot be told."""
    if is_abbreviation(surface, loud=loud) or is_english(folded):
        return ()
    found = corrections(folded)
    if not found or word_list("en").frequency(found[0]) < _needed(folded, surface, found[0], first, loud):
        return ()
    return found


def is_abbreviation(surface: str, *, loud: bool) -> bool:
    """Capitals inside a word mark a name or a short form, unless everything around is in capitals too."""
    if surface.isupper() and len(surface) > 1:
        return len(surface) < 6 or not loud  # RMA, IKEA
    return any(char.isupper() for char in surface[1:])


def _needed(folded: str, surface: str, best: str, first: bool, loud: bool) -> int:  # noqa: FBT001
    """How frequent the best correction must be before the word is called misspelt, in centi-zipf."""
    if surface[0].isupper() and not surface.isupper():
        if best in english().proper and len(best) > 4:  # Wednesday, February
            return 0
        return SURE if first and len(folded) > 4 else NEVER  # what else has a capital may be a name
    if len(folded) < 4:  # short words are often names
        return SURE + 50
    return SURE + 50 if loud else 0


CHECKER: Final = Checker(_passes, _judge)
