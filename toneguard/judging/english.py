"""What counts as an English word, and what the spelling check knows beside the word list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from toneguard.judging.slips import Confusion, confusions
from toneguard.judging.spelling_data import spelling_table, word_set
from toneguard.reading.wordlist import word_list

KNOWN_ELSEWHERE: Final = 300
"""Centi-zipf from which a word of the Tagalog list is taken for Tagalog in an English sentence."""

_PROPER: Final = (
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday christmas easter ramadan english britain london pakistan karachi lahore manila "
    "philippines america european"
)
_ENDINGS: Final = (
    ("'s", ""), ("s'", "s"), ("'", ""), ("'ve", ""), ("'ll", ""), ("'d", ""), ("'re", ""), ("n't", ""),
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("est", ""), ("ly", ""), ("ly", "le"), ("ily", "y"),
    ("ness", ""), ("iness", "y"), ("less", ""), ("able", ""), ("able", "e"), ("ish", ""), ("like", ""),
)  # fmt: skip
_CHANGING: Final = frozenset({"ed", "ing", "er", "ers", "est"})
_CHANGES: Final = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]|.*[^eoy]e")
"""Stems that double their last letter or lose their e: `shiping` and `useing` are no words."""

_BEGINNINGS: Final = ("un", "re", "non", "pre", "over", "under", "mis", "anti", "co", "sub", "super", "multi", "self")


@dataclass(frozen=True, slots=True)
class Spelling:
    """`spelling.toml`, ready for look-ups by folded word."""

    struck: frozenset[str]
    extra: frozenset[str]
    informal: frozenset[str]
    proper: frozenset[str]
    apostrophes: Mapping[str, str]
    confused: Mapping[str, tuple[Confusion, ...]]


@cache
def english() -> Spelling:
    """The data of the English spelling check."""
    table = spelling_table("en")
    extra = word_set(table, "extra")
    return Spelling(
        word_set(table, "struck") - extra,
        extra,
        word_set(table, "informal"),
        frozenset(_PROPER.split()),
        table["apostrophes"],
        confusions(table),
    )


@lru_cache(maxsize=1 << 16)
def is_english(word: str) -> bool:
    """Whether a folded word is English as it stands, by inflection, as a compound, or is known from elsewhere.

    >>> is_english("rebooked"), is_english("recieve")
    (True, False)
    """
    known = english()
    if word in known.struck:
        return False
    if _is_listed(word) or _is_known_elsewhere(word):
        return True
    if "-" in word:
        return all(is_english(part) or len(part) < 3 for part in word.split("-") if part)  # noqa: PLR2004
    return _is_inflected(word) or _is_begun(word)


def is_derived(word: str) -> bool:
    """Whether a folded word that is not listed is made from a listed one by its beginning alone."""
    return not _is_listed(word) and not _is_inflected(word) and _is_begun(word)


def _is_begun(word: str) -> bool:
    return any(
        word.startswith(b) and len(word) > len(b) + 3 and (_is_listed(word[len(b) :]) or _is_inflected(word[len(b) :]))
        for b in _BEGINNINGS
    )


def _is_listed(word: str) -> bool:
    known = english()
    if word in known.extra:
        return True
    return any(w not in known.struck and word_list("en").frequency(w) > 0 for w in _both_sides_of_the_sea(word))


def _both_sides_of_the_sea(word: str) -> Iterable[str]:
    """The word, and as it is spelt in Britain where the list has only that."""
    yield word
    for american, british in (
        ("or", "our"),
        ("er", "re"),
        ("iz", "is"),
        ("yz", "ys"),
        ("og", "ogue"),
        ("ense", "ence"),
    ):
        if american in word:
            yield british.join(word.rsplit(american, 1))


def _is_known_elsewhere(word: str) -> bool:
    return word_list("tl").frequency(word) >= KNOWN_ELSEWHERE


def _is_inflected(word: str) -> bool:
    return any(_is_listed(stem) for stem in _stems(word))


def _stems(word: str) -> Iterable[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - shorter stems make words of slips
            stem = word[: -len(ending)] + instead
            if not instead and ending in _CHANGING and _CHANGES.fullmatch(stem):
                continue
            if ending in ("er", "ers") and stem.endswith("ate") and len(stem) > 6:  # regulator, indicator
                continue
            yield stem
            if ending in ("ed", "ing", "er") and stem[-1] == stem[-2] and len(stem) < 7:  # noqa: PLR2004 - `mentionned`
                yield stem[:-1]
