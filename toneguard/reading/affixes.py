"""Tagalog word building undone: an inflected word -> the stems it may be made from.

Affixes are data; undoing one is a step, and stems come nearest first: `nagbabayaran` gives `babayaran` before `bayad`.
A stem is a guess. Whether it is a word is for the caller to look up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 32
"""Letters of a word that is taken apart: `pinakamakapangyarihang` has 22."""
DEEPEST: Final = 5
"""Steps to a stem: `ipinagpapasalamat` takes four, and a linker makes five."""
MOST: Final = 96
"""Stems that are tried: long words reach 60 within five steps; the bound keeps made-up ones cheap."""
SHORTEST: Final = 3
"""Letters of a stem: shorter ones are in almost every word."""

_VOWELS: Final = "aeiou"


@dataclass(frozen=True, slots=True)
class Affixes:
    """The affixes of Tagalog, longest first where one begins with another.

    `nasal` prefixes take the place of the stem's first letter: `pam` + `bili` is `pamimili`; the letters that each may have
    swallowed stand beside it. `clitics` are written on after an apostrophe, `linkers` without one.
    """

    prefixes: tuple[str, ...]
    nasal: tuple[tuple[str, str], ...]
    infixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    linkers: tuple[str, ...]
    clitics: tuple[str, ...]


TAGALOG: Final = Affixes(
    prefixes=tuple(
        sorted(
            (
                "mag nag pag tag taga mang nang pang man nan pan mam nam pam ma na pa ka ki i um in ni "
                "maka naka paka maki naki paki magka nagka pagka makapag nakapag pagkaka magpa nagpa pagpa mapag napag "
                "magsi nagsi magpaka nagpaka makipag nakipag pakikipag magkaka nagkaka maipag naipag maipa naipa mai nai "
                "mapa napa ipa ipag ipang ikina ika ipina ipinag ipinang isa pina pinag pinang pinaka pinagka kina kinaka "
                "napaka sang sing kasing magkasing tig tagapag tagapang mangag nangag makapang nakapang pampa pang kapwa "
                "mapang nakaka makaka nakakapag makakapag nakiki makiki pakiki di hindi nagsisi magsisi ipapa ipinapa "
                "inaka iniaka iti iki nagpapaka walang"
            ).split(),
            key=lambda prefix: (-len(prefix), prefix),
        )
    ),
    nasal=(
        ("mang", "k"), ("nang", "k"), ("pang", "k"), ("man", "tsd"), ("nan", "tsd"), ("pan", "tsd"),
        ("mam", "bp"), ("nam", "bp"), ("pam", "bp"),
    ),
    infixes=("um", "in"),
    suffixes=("han", "hin", "nan", "nin", "an", "in"),
    linkers=("ng", "g"),
    clitics=("'t", "'y", "'ng", "'yo", "'s"),
)  # fmt: skip


def stems(word: str, affixes: Affixes = TAGALOG) -> Iterator[str]:
    """The stems that a folded word may be made from, nearest first, each once, the word itself not among them.

    >>> list(stems("kumain"))[0], "bayad" in stems("nagbabayaran"), "order" in stems("nag-oorder")
    ('kain', True, True)
    """
    if not SHORTEST < len(word) <= LONGEST:
        return
    seen = {word}
    nearest = [word]
    for _ in range(DEEPEST):
        further: list[str] = []
        for known in nearest:
            for stem in _one_less(known, affixes):
                if stem in seen or len(stem) < SHORTEST or len(seen) > MOST:
                    continue
                seen.add(stem)
                further.append(stem)
                yield stem
        nearest = further


def _one_less(word: str, affixes: Affixes) -> Iterator[str]:
    """The word with one thing taken off."""
    for undo in _STEPS:
        yield from undo(word, affixes)


def _without_linker(word: str, affixes: Affixes) -> Iterator[str]:
    for clitic in affixes.clitics:
        if word.endswith(clitic):
            yield word[: -len(clitic)]
    if word.endswith("ng"):  # the linker is -ng after a vowel and -g after n
        for linker in affixes.linkers:
            if (stem := word[: -len(linker)])[-1:] in _VOWELS + "n":
                yield stem


def _unrepeated(word: str, affixes: Affixes) -> Iterator[str]:  # noqa: ARG001
    """Without the repeated first syllable (`bibili`, `aalis`, `magtatrabaho`), or half of `araw-araw`."""
    head, hyphen, tail = word.partition("-")
    if hyphen and tail and (head.endswith(tail) or tail.startswith(head[-3:])):
        yield tail
    if hyphen and 0 < len(head) < 4 and tail[:1] == head[0]:  # iche-check, ise-send
        yield tail
    for half in (4, 5):  # parepareho
        if word.startswith(word[:half], half):
            yield word[half:]
    first = word[0]
    if first in _VOWELS:
        if word[1:2] == first or word[1:3] == "-" + first:
            yield word[1:].lstrip("-")
    elif word[1:2] and word[1] in _VOWELS and word[2:3] in (first, "r" if first == "d" else first):
        rest = first + word[3:]
        if word[1] in rest[1:4] or word[1] in "aei":  # the vowel comes again, after a cluster maybe
            yield rest
    elif word[:2] == "ng" and word[3:5] == "ng":
        yield word[3:]


def _without_infix(word: str, affixes: Affixes) -> Iterator[str]:
    """`kumain` -> `kain`, `binili` -> `bili`; before l and in new words it is ni-, which is a prefix."""
    onset = next((at for at, letter in enumerate(word[:4]) if letter in _VOWELS), 0)
    for infix in affixes.infixes:
        if onset and word.startswith(infix, onset):
            yield word[:onset] + word[onset + len(infix) :]


def _without_prefix(word: str, affixes: Affixes) -> Iterator[str]:
    for prefix in affixes.prefixes:
        if word.startswith(prefix):
            stem = word[len(prefix) :].removeprefix("-")
            yield stem
            if stem[:1] == "r" and prefix[-1] in _VOWELS:  # d turns to r between vowels: dami, marami
                yield "d" + stem[1:]
    for prefix, swallowed in affixes.nasal:
        if word.startswith(prefix) and word[len(prefix) : len(prefix) + 1] in (*_VOWELS, prefix[-1]):
            for letter in swallowed:
                yield letter + word[len(prefix) :]
                yield letter + word[len(prefix) + 2 :].removeprefix("g")  # pamimili: the syllable comes again
                yield letter + word[len(prefix) :].replace(prefix[-1], letter, 1)


def _without_suffix(word: str, affixes: Affixes) -> Iterator[str]:
    for suffix in affixes.suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST:
            yield from _restored(word[: -len(suffix)].removesuffix("-"))


def _restored(stem: str) -> Iterator[str]:
    """What a stem is without its suffix: `ayus` -> `ayos`, `bayar` -> `bayad`, `sund` -> `sunod`, `bil` -> `bili`."""
    yield stem
    last = max(stem.rfind(vowel) for vowel in _VOWELS)
    if last >= 0 and stem[last] in "ui":
        yield stem[:last] + {"u": "o", "i": "e"}[stem[last]] + stem[last + 1 :]
    if stem.endswith("r"):
        yield stem[:-1] + "d"
    if stem[-1] not in _VOWELS:
        if stem[-2] not in _VOWELS:
            yield from (stem[:-1] + vowel + stem[-1] for vowel in "aio")
        yield from (stem + vowel for vowel in "aioe")  # e: picturan


_STEPS: Final[tuple[Callable[[str, Affixes], Iterator[str]], ...]] = (
    _without_linker,
    _unrepeated,
    _without_infix,
    _without_prefix,
    _without_suffix,
)
