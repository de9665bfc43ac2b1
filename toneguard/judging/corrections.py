"""What a misspelt English word was meant to be: likelier first, nothing where nothing is likely."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from toneguard.reading.wordlist import word_list

LONGEST: Final = 24
"""Letters of a word that are corrected: longer words of the list are none that customers write."""
BEST: Final = 5
FREQUENT_ENOUGH: Final = 330
"""Centi-zipf below which a word is no correction: it is itself rarer than the misspelling (2 uses in a million)."""
SHORT_FLOOR: Final = 560
"""What a correction of a word of up to four letters must be worth: half of all short words are one edit from another."""

LOST: Final = 20
"""What a letter that a correction drops or adds costs, in centi-zipf: a letter left out is a likelier slip than another in its place."""

PAST: Final = 200
"""What the `e` of a past form is worth as a correction, in centi-zipf: more than a frequent word that ends otherwise."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_VOWELS: Final = frozenset("aeiouy")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR: Final = {
    a: {
        b
        for r2, row2 in enumerate(_ROWS)
        for c2, b in enumerate(row2)
        if abs(r - r2) <= 1 and abs(c - c2) <= 1 and a != b
    }
    for r, row in enumerate(_ROWS)
    for c, a in enumerate(row)
}
_SOUND_ALIKE: Final = frozenset({"cs", "sc", "ck", "kc", "sz", "zs", "fp", "pf", "gj", "jg", "iy", "yi"})


@lru_cache(maxsize=1 << 14)
def corrections(word: str) -> tuple[str, ...]:
    """At most five corrections of a folded word, best first: one edit away, else two and more by rapidfuzz."""
    return one_away(word) or further(word)


@lru_cache(maxsize=1 << 14)
def one_away(word: str) -> tuple[str, ...]:
    """At most five corrections one edit away, best first."""
    if not 2 < len(word) <= LONGEST or not word.isascii():
        return ()
    return _ranked(word, one_edit(word), SHORT_FLOOR if len(word) < 5 else 0)  # noqa: PLR2004


def _ranked(word: str, candidates: Iterator[tuple[str, int]], floor: int) -> tuple[str, ...]:
    listed = word_list("en")
    near = listed.block(word[0])
    worth: dict[str, int] = {}
    for candidate, bonus in candidates:
        frequency = near.get(candidate, 0) if candidate[0] == word[0] else listed.frequency(candidate)
        if frequency >= FREQUENT_ENOUGH and frequency + bonus >= floor:
            worth[candidate] = max(worth.get(candidate, -999), frequency + bonus)
    return tuple(sorted(worth, key=lambda c: (-worth[c], c))[:BEST])


def one_edit(word: str) -> Iterator[tuple[str, int]]:
    """Every word one edit away with how likely a slip that edit is, in centi-zipf (set on 300 own misspellings)."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        first = -150 if at == 0 else 0
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:], 90 + first
        if tail:
            doubled = at > 0 and word[at - 1] == tail[0]
            yield head + tail[1:], (130 if doubled else 0) + first
            for letter in _LETTERS:
                yield head + letter + tail[1:], _swap(tail[0], letter) + first
        if tail == "d" and len(head) > 4 and head[-1] not in _VOWELS:  # noqa: PLR2004 - contactd; shorter words may end so
            yield head + "ed", PAST
        for letter in _LETTERS:
            doubling = letter in (word[at - 1 : at], tail[:1])
            yield head + letter + tail, (130 if doubling else 60 if letter in _VOWELS else 30) + first


def _swap(typed: str, meant: str) -> int:
    if typed in _VOWELS and meant in _VOWELS:
        return 80
    if typed + meant in _SOUND_ALIKE:
        return 50
    return 10 if meant in _NEAR.get(typed, ()) else -80


@lru_cache(maxsize=1 << 14)
def further(word: str) -> tuple[str, ...]:
    """Frequent words of the same first letter and a like length, two slips away, three in a long word."""
    if not 7 <= len(word) <= LONGEST or not word.isascii():  # noqa: PLR2004 - two slips in a short word leave nothing to recognise
        return ()
    from rapidfuzz.distance import OSA, Indel
    from rapidfuzz.process import extract

    furthest = 2 if len(word) < 11 else 3  # noqa: PLR2004
    choices = [c for c in _by_first_letter(word[0]) if abs(len(c) - len(word)) <= furthest]
    found = extract(word, choices, scorer=OSA.distance, score_cutoff=furthest, limit=12)
    listed = word_list("en")
    ranked = sorted(
        found, key=lambda f: (100 * f[1] + LOST * Indel.distance(word, f[0]) - listed.frequency(f[0]), f[0])
    )
    return tuple(candidate for candidate, *_ in ranked[:BEST])


@lru_cache(maxsize=32)
def _by_first_letter(letter: str) -> tuple[str, ...]:
    return tuple(word for word, frequency in word_list("en").starting_with(letter) if frequency >= FREQUENT_ENOUGH + 90)
