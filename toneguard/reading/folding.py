"""A word -> the one way lexicons spell it.

Two steps, each worked out once per distinct word. `fold` evens out what no language distinguishes: capitals, typing
accents, zero-width and look-alike letters, Arabic letter forms, vowel points, digits. `unmask` and `destretch` then
bring masked ("f**k", "sh1t") and stretched ("fuuuck", "soooo") spellings back to a word that somebody listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, product

LONGEST_WORD = 64
"""Letters of a word that are looked at: the longest word of any lexicon has fewer than half as many."""

APOSTROPHES = "'’‘ʼ`´′＇"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0640"
_ARABIC = str.maketrans(
    {
        **dict(zip("يىكهةأإٱۂۓےۀ", "ییکہہاااہےےہ", strict=True)),
        **{chr(0x0660 + n): str(n) for n in range(10)},
        **{chr(0x06F0 + n): str(n) for n in range(10)},
    }
)
_SAME = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(_INVISIBLE, None)})

# Cyrillic and Greek letters that look like Latin ones; read so only inside a word that has Latin letters too.
_LOOK_ALIKE = str.maketrans("аеорсухіѕјԁһкмтвнοανρτυικѵ", "aeopcyxisjdhkmtbhoavptuikv")

_LEET: Mapping[str, str] = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "€": "e", "(": "c",
}  # fmt: skip
_ANY_LETTER = "*#%_-.·•×"
_MASK = re.compile(f"[{re.escape(''.join(_LEET) + _ANY_LETTER)}]")
_STRETCH = re.compile(r"([^\W\d])\1{2,}")
_DOUBLE = re.compile(r"([^\W\d])\1+")


def fold(word: str) -> str:
    """The word without what no lexicon distinguishes; of a longer word the first 64 letters.

    >>> fold("Café"), fold("DON’T"), fold("ѕhіt"), fold("كيا")
    ('cafe', "don't", 'shit', 'کیا')
    """
    return _fold(word[:LONGEST_WORD])


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    if word.isascii():
        return word.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKC", word.translate(_SAME)).casefold().translate(_ARABIC)
    if not plain.isascii():
        # آ and ئ are letters of their own in Urdu, so marks are taken off Latin letters and points off Arabic ones.
        bare = unicodedata.normalize("NFD", plain)
        plain = unicodedata.normalize("NFC", "".join(c for c in bare if not _is_mark(c)))
        if any("a" <= c <= "z" for c in plain):
            plain = plain.translate(_LOOK_ALIKE)
    return plain.translate(_SAME)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) == "Mn" and char not in "\u0653\u0654"


def unmask(word: str, maskable: Mapping[int, tuple[str, ...]]) -> str | None:
    """The listed word that a folded, masked one stands for, or None.

    `maskable` holds the listed words by length, likelier ones first. At least one letter must show, and the first
    one unless it is a look-alike, so that a row of stars says nothing.

    >>> unmask("f**k", {4: ("fuck",)}), unmask("$h1t", {4: ("shit",)}), unmask("****", {4: ("fuck",)})
    ('fuck', 'shit', None)
    """
    if not _MASK.search(word) or 2 * sum(map(str.isdigit, word)) > len(word):
        return None
    for candidate in maskable.get(len(word), ()):
        if _stands_for(word, candidate):
            return candidate
    joined = re.sub(r"[_\-.·•*]", "", word)
    return joined if len(joined) < len(word) and joined in maskable.get(len(joined), ()) else None


def _stands_for(word: str, candidate: str) -> bool:
    if word[0] in _ANY_LETTER:
        return False
    shown = 0
    for masked, letter in zip(word, candidate, strict=True):
        if masked == letter:
            shown += 1
        elif letter not in _LEET.get(masked, "") and masked not in _ANY_LETTER:
            return False
    return shown > 0


def destretch(word: str, known: frozenset[str], maskable: Mapping[int, tuple[str, ...]]) -> str:
    """A folded word with its stretched letters brought back to a known spelling, or to two letters.

    >>> destretch("soooo", frozenset({"so"}), {}), destretch("goood", frozenset({"good"}), {})
    ('so', 'good')
    """
    if not _STRETCH.search(word):
        return _undouble(word, maskable)
    pieces = _STRETCH.split(word)
    letters = pieces[1::2]
    for lengths in islice(product((2, 1), repeat=len(letters)), 16):
        runs = [letter * n for letter, n in zip(letters, lengths, strict=True)]
        if (spelled := _interleave(pieces[::2], runs)) in known:
            return spelled
    return _interleave(pieces[::2], [letter * 2 for letter in letters])


def _undouble(word: str, maskable: Mapping[int, tuple[str, ...]]) -> str:
    """`fuuck` -> `fuck`; only for listed words of four letters and more, since `shoot` is no stretched `shot`."""
    if not _DOUBLE.search(word):
        return word
    single = _DOUBLE.sub(r"\1", word)
    return single if len(single) >= 4 and single in maskable.get(len(single), ()) else word  # noqa: PLR2004


def _interleave(outer: list[str], inner: list[str]) -> str:
    return "".join(a + b for a, b in zip(outer, [*inner, ""], strict=True))
