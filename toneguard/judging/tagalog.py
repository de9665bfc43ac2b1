"""What counts as a Tagalog word, and what a misspelt one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from toneguard.judging.english import is_english
from toneguard.judging.slips import Confusion, confusions
from toneguard.judging.spelling_data import spelling_table, word_set
from toneguard.reading.affixes import TAGALOG, stems
from toneguard.reading.wordlist import word_list

STEM: Final = 340
"""Centi-zipf of a stem that makes its forms words: rarer entries of wordfreq's Filipino list are names and typos."""
SOUND: Final = 340
"""Centi-zipf of a correction that sounds like the word: e for i, o for u, n for ng."""
SLIP: Final = 430
"""Centi-zipf of a correction that takes any other slip: no false alarm in 9,000 words of project text at that."""
SWAPPED: Final = 390
"""The same where two letters are the wrong way round, or where the word has a cluster that Tagalog has not."""
SHORT: Final = 500
"""The same for a word of five letters, of which every second is one slip from another word."""
BEST: Final = 5

_VOWEL_SWAPS: Final = {"o": "u", "u": "o", "e": "i", "i": "e"}
_SOUNDS: Final = (
    ("ng", "ngg"), ("ngg", "ng"), ("n", "ng"), ("sy", "siy"), ("siy", "sy"), ("iy", "y"), ("y", "iy"), ("uw", "w"),
    ("w", "uw"), ("ky", "kai"), ("ay", "ai"), ("ai", "ay"), ("c", "k"), ("k", "c"), ("f", "p"), ("v", "b"), ("z", "s"),
    ("s", "c"), ("ch", "ts"), ("j", "dy"), ("qu", "k"), ("ao", "aw"), ("aw", "ao"),
)  # fmt: skip
_O_BEFORE_SUFFIX: Final = re.compile("(?<!o)(o)[^aeiou]{0,2}[ai]ng?$")
_CLUSTER: Final = re.compile(
    "^(?![bdgkptf][rlwy]|ts|s[wyptkl]|[hlmnr][wy]|dy|ny|ng)[^aeiou]{2}|[^aeioun][^aeiou]{2}|[^aeiougky][^aeious]$"
)
_LETTERS: Final = "abdeghiklmnoprstuwy"


@dataclass(frozen=True, slots=True)
class Spelling:
    """The Tagalog `spelling.toml`, ready for look-ups by folded word."""

    slips: Mapping[str, str]
    shortened: Mapping[str, str]
    extra: frozenset[str]
    struck: frozenset[str]
    spoken: frozenset[str]
    proper: frozenset[str]
    confused: Mapping[str, tuple[Confusion, ...]]


@cache
def tagalog() -> Spelling:
    """The data of the Tagalog spelling check."""
    table = spelling_table("tl")
    return Spelling(
        table["slips"],
        table["shortened"],
        word_set(table, "extra"),
        word_set(table, "struck"),
        word_set(table, "spoken"),
        word_set(table, "proper"),
        confusions(table),
    )


@lru_cache(maxsize=1 << 16)
def is_tagalog(word: str) -> bool:
    """Whether a folded word is Tagalog as it stands, or is made from a Tagalog or an English word with its affixes.

    >>> is_tagalog("nagbabayad"), is_tagalog("i-refund"), is_tagalog("ngayun")
    (True, True, False)
    """
    return not _is_misspelt(word) and (is_listed(word) or _is_formed(word))


def _is_misspelt(word: str) -> bool:
    known = tagalog()
    return word in known.slips or word in known.struck


def is_listed(word: str) -> bool:
    """Whether a folded word is in the list, or among what we added to it."""
    known = tagalog()
    return word in known.extra or word in known.spoken or word in known.shortened or word_list("tl").frequency(word) > 0


def _is_formed(word: str) -> bool:
    if _O_BEFORE_SUFFIX.search(word) and word_list("tl").frequency(_with_u(word)):
        return False
    parts = word.split("-")
    if len(parts) > 1 and all(is_word(part) or is_word(part.replace("u", "o")) for part in parts):
        return True
    return any(_is_stem(stem, hyphened=len(parts) > 1) for stem in stems(word))


def _with_u(word: str) -> str:
    """`sinubokan` -> `sinubukan`: before a suffix the o of the last syllable is written u."""
    at = _O_BEFORE_SUFFIX.search(word)
    return f"{word[: at.start(1)]}u{word[at.end(1) :]}" if at else word


def is_word(word: str) -> bool:
    """Whether a folded word is listed as Tagalog or English."""
    if _is_misspelt(word):
        return False
    return word in tagalog().extra or word_list("tl").frequency(word) > 0 or is_english(word)


def _is_stem(word: str, *, hyphened: bool) -> bool:
    if _is_misspelt(word):
        return False
    if word in tagalog().extra or word_list("tl").frequency(word) >= (STEM if len(word) > 3 else STEM + 100):
        return True
    return len(word) > 3 and (
        word_list("en").frequency(word) >= STEM or ((hyphened or len(word) > 5) and is_english(word))
    )


@lru_cache(maxsize=1 << 14)
def sounding_alike(word: str) -> tuple[str, ...]:
    """At most five listed words that sound like a folded one that is not Tagalog, likelier first."""
    return _ranked(_alike(word), SOUND, _worth) if _is_plain(word) else ()


@lru_cache(maxsize=1 << 14)
def one_vowel_off(word: str) -> bool:
    """Whether a folded word is a frequent one with e for i or o for u, or the other way round."""
    if not _is_plain(word) or len(word) < 6:
        return False
    swapped = (
        word[:at] + _VOWEL_SWAPS[letter] + word[at + 1 :] for at, letter in enumerate(word) if letter in _VOWEL_SWAPS
    )
    return any(_worth(other) >= SLIP - 30 for other in swapped)


@lru_cache(maxsize=1 << 14)
def one_slip_away(word: str) -> tuple[str, ...]:
    """At most five frequent words one letter away from a folded word of five letters and more."""
    if not _is_plain(word) or len(word) < 5:
        return ()
    floor = SLIP if len(word) > 5 else SHORT
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
    return _ranked(_one_slip(word), SWAPPED if _CLUSTER.search(word) else floor, _worth) or _ranked(
        ((other, 0) for other in swapped), SWAPPED, _worth
    )


@lru_cache(maxsize=1 << 14)
def made_alike(word: str) -> tuple[str, ...]:
    """At most five forms of frequent words that sound like a folded word of seven letters and more."""
    return _ranked(_alike(word), SLIP, _worth_of_stem) if _is_plain(word) and len(word) > 6 else ()


def _is_plain(word: str) -> bool:
    return 3 < len(word) <= 24 and word.replace("-", "").isascii()


def _ranked(candidates: Iterator[tuple[str, int]], floor: int, worth_of: Callable[[str], int]) -> tuple[str, ...]:
    worth: dict[str, int] = {}
    for candidate, bonus in candidates:
        if (frequency := worth_of(candidate)) >= floor:
            worth[candidate] = max(worth.get(candidate, -999), frequency + bonus)
    return tuple(sorted(worth, key=lambda c: (-worth[c], c))[:BEST])


def _worth(word: str) -> int:
    known = tagalog()
    if _is_misspelt(word) or word in known.shortened:
        return 0
    return max(word_list("tl").block(word[0]).get(word, 0), SHORT if word in known.extra else 0)


@lru_cache(maxsize=1 << 14)
def _worth_of_stem(word: str) -> int:
    return max((_worth(stem) for stem in stems(word) if len(stem) > 4), default=0)


def _alike(word: str) -> Iterator[tuple[str, int]]:
    """What is said the same: one or two vowels swapped, a vowel said once or twice, a consonant written otherwise."""
    at_vowels = [at for at, letter in enumerate(word) if letter in _VOWEL_SWAPS]
    for n, at in enumerate(at_vowels[:8]):
        once = word[:at] + _VOWEL_SWAPS[word[at]] + word[at + 1 :]
        yield once, 100
        for then in at_vowels[n + 1 : 8]:
            yield once[:then] + _VOWEL_SWAPS[word[then]] + once[then + 1 :], 0
    for at, letter in enumerate(word):
        if letter in "aiou" and word[at - 1 : at] != letter:
            yield word[:at] + letter + word[at:], 90
        elif letter == word[at - 1 : at]:
            yield word[:at] + word[at + 1 :], 60
        for typed, meant in _SOUNDS:
            if word.startswith(typed, at):
                yield word[:at] + meant + word[at + len(typed) :], 80


def _one_slip(word: str) -> Iterator[tuple[str, int]]:
    """A letter left out, too many, another, or two the wrong way round; the first letter is right."""
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:], 60
        if tail:
            yield head + tail[1:], 40 if tail[0] == head[-1] else 0
        for letter in _LETTERS:
            yield head + letter + tail, 60 if letter in "aeiou" or letter == head[-1] else 0
            if tail and len(word) > 5:
                yield head + letter + tail[1:], -40


def with_prefix(word: str) -> Iterator[tuple[str, str]]:
    """The prefixes of a word with what is left, six letters and more, longest prefix first."""
    for prefix in TAGALOG.prefixes:
        rest = word[len(prefix) :].removeprefix("-")
        if word.startswith(prefix) and len(rest) > 5:
            yield prefix, rest
