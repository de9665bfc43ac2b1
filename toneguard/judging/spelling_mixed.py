"""English words in Roman Urdu and Taglish sentences: the language around them has to be known to leave its words alone.

Roman Urdu has no fixed spelling, so its own words are never flagged, in whatever variant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from toneguard.artifacts import lexicon_root
from toneguard.judging.corrections import BEST, LONGEST, further, one_away, one_edit
from toneguard.judging.english import is_derived, is_english
from toneguard.judging.slips import Checker, Place, Verdict
from toneguard.judging.spelling_data import spelling_table, word_set
from toneguard.judging.spelling_en import SURE, is_abbreviation
from toneguard.reading.model import Reading, Token
from toneguard.reading.wordlist import word_list

LONG: Final = 7
"""Letters from which an English slip is told by itself: Roman Urdu words of six are one edit from `draft` and `paid`."""
RARE: Final = 230
"""Centi-zipf below which an English word is nothing that people mix into another language: breeks, hight, brach."""
SHORTEST: Final = 5
"""Letters of an English slip: of shorter words of Roman Urdu every third is one edit from an English word."""

_FOREIGN: Final = re.compile("aa|q(?!u)|kh|(?<!g)gh(?![t])|bh|dh|jh|zh|ii|uu|iya|iyo|yon$|aye$|ain$|ein$|[^aeiou]ay$")
"""What English words are not spelt with, but for a few; Roman Urdu and Tagalog are."""

_SAME: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("aa+", "a"), ("c(?=[eiy])", "s"), ("c(?!h)", "k"), ("ph", "f"), ("w", "v"), ("q", "k"), ("x", "ks"), ("z", "j"),
        ("ee|ie|ei", "i"), ("oo|ou", "u"), ("a[yei]|ey|e", "i"), ("y", "i"), ("o", "u"),
        (r"(.)\1+", r"\1"), ("(?<=[kgcjtdbps])h", ""), ("h$", ""),
    )
)  # fmt: skip
"""What the spellers of Roman Urdu vary, made one."""
_ENDINGS: Final = re.compile(
    "(?:(?:va)?(?:[aiu]|[aiu]n|ia|iu|iun|iain|uga|ugi|unga|ungi|ingi|inga|na|ni|ta|ti|tai|di|dia|dina|din|gai)|va|vi|vain|gaia|raha|rahi|"
    "liia|lina|jai|jain|kar|ka|ki|ku|si|nai)$"
)
"""Endings of verbs and nouns, the causative -wa-, and what is often written on: as `sounds_like` spells them."""


@lru_cache(maxsize=1 << 15)
def sounds_like(word: str) -> str:
    """A Roman Urdu word without what its spellers vary: length of vowels, doubled letters, breath, w for v.

    >>> sounds_like("theek") == sounds_like("tik"), sounds_like("paisay") == sounds_like("pesey")
    (True, True)
    """
    for pattern, instead in _SAME:
        word = pattern.sub(instead, word)
    return word


def skeleton(word: str) -> str:
    """The consonants of a Roman Urdu word as an Urdu word in its own script shows them: without w and y.

    >>> skeleton("shohrat"), skeleton("zaroori")
    ('shrt', 'jr')
    """
    return _TWICE.sub(r"\1", _NO_BONE.sub("", sounds_like(word)))


_TWICE: Final = re.compile(r"(.)\1+")
_NO_BONE: Final = re.compile("[^bcdfghjklmnprst]")


@cache
def _roman_urdu() -> tuple[frozenset[str], frozenset[str]]:
    """The sounds of the known words, and of their stems."""
    table = spelling_table("ur-Latn")
    sounds = {sounds_like(word) for word in word_set(table, "known")}
    return frozenset(sounds), frozenset(stem for sound in sounds if len(stem := _stem(sound)) > 2)


def _stem(sound: str) -> str:
    return _ENDINGS.sub("", sound)


@lru_cache(maxsize=1 << 16)
def is_of(word: str, language: str) -> bool:
    """Whether a folded word is one of `language`, as far as its list, its variants and its affixes tell."""
    if language == "tl":
        from toneguard.judging.spelling_tl import is_known

        return is_known(word)
    return language == "ur-Latn" and is_roman_urdu(word)


@lru_cache(maxsize=1 << 16)
def is_roman_urdu(word: str) -> bool:
    """Whether a folded word is a known Roman Urdu word, a variant of one, or another form of one."""
    sounds, known_stems = _roman_urdu()
    sound = sounds_like(word)
    return sound in sounds or _stem(sound) in known_stems


def is_urdu_by_bones(word: str, right: str) -> bool:
    """Whether a word has the consonants of an Urdu word, and not those of the English word that it may stand for."""
    bones = skeleton(word)
    if len(word) > 5 and right[0] == word[0] and right in of_trade(word) and word[-1] not in "aeiou":
        return False
    return sorted(bones) != sorted(skeleton(right)) and bones in _urdu_bones()


@cache
def _urdu_bones() -> frozenset[str]:
    return word_set(spelling_table("ur-Latn"), "bones")


def among_roman_urdu(place: Place, is_known: Callable[[str], bool]) -> bool:
    """Whether the word and one near it are Roman Urdu and not `is_known`: in short messages languages look alike."""
    near = [token for token in place.beside(2) if token.kind == "word" and not is_known(token.folded)]
    return bool(near) and is_roman_urdu(place.token.folded) and any(is_roman_urdu(token.folded) for token in near)


@lru_cache(maxsize=1 << 16)
def is_mixed_in(word: str) -> bool:
    """Whether a folded word is an English one that a sentence of another language may hold.

    One that only a beginning makes (`re-find`, `co-plaint`) is none where it is one edit from a word of the trade.
    """
    if is_of_trade(word):
        return is_english(word)
    if not is_english(word) or 0 < word_list("en").frequency(word) < RARE:
        return False
    return not is_derived(word) or not of_trade(word)


@lru_cache(maxsize=1 << 14)
def english_slip(folded: str, surface: str, *, first: bool, loud: bool) -> tuple[str, ...]:
    """Corrections of a misspelt English word in a sentence of another language, or nothing.

    One slip from a word of the trade, or two in a long word; one slip from any frequent word where the word is long.
    """
    if len(folded) < SHORTEST or is_abbreviation(surface, loud=loud) or is_mixed_in(folded):
        return ()
    if surface[0].isupper() and not surface.isupper() and not first:  # a name
        return ()
    if len(folded) <= LONG and _FOREIGN.search(folded):
        return ()
    likely = list(of_trade(folded))
    if len(folded) >= LONG:
        floor = SURE if len(folded) < LONG + 2 else SURE - 70  # a word of nine letters is hardly another by chance
        likely += [right for right in one_away(folded) if word_list("en").frequency(right) >= floor]
        likely += [right for right in further(folded) if is_of_trade(right) and _is_like(folded, right)]
    return tuple(dict.fromkeys(likely))[:BEST]


@lru_cache(maxsize=1 << 14)
def of_trade(word: str) -> tuple[str, ...]:
    """The words of the trade one edit away from a folded one, likelier first."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isascii():
        return ()
    frequency = word_list("en").frequency
    worth = {c: bonus + frequency(c) for c, bonus in one_edit(word) if is_of_trade(c) and _is_near(word, c)}
    return tuple(sorted(worth, key=lambda c: (-worth[c], c)))


def _is_like(word: str, right: str) -> bool:
    """Whether two slips leave a word recognisable: long, or begun alike."""
    return len(right) >= len(word) - 1 and (len(word) > LONG or word[:4] == right[:4])


def _is_near(word: str, right: str) -> bool:
    """Whether a short word keeps its first letter, and its correction enough letters to be recognised."""
    return len(word) >= LONG or (right[0] == word[0] and len(right) >= SHORTEST)


def is_of_trade(word: str) -> bool:
    """Whether an English word is one that customers and agents use in other languages too."""
    words, forms = _trade()
    return word in words or (word in forms and word_list("en").frequency(word) > 0)


@cache
def _trade() -> tuple[frozenset[str], frozenset[str]]:
    """The words of the trade, and what their endings may make of them."""
    lines = (lexicon_root() / "en" / "trade-words.txt").read_text("utf-8").splitlines()
    words = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    endings = ("s", "es", "ed", "ing", "er", "ly")
    return words, frozenset(
        stem + ending for word in words for stem in (word, word.removesuffix("e")) for ending in endings
    )


@lru_cache(maxsize=1 << 16)
def _is_plain(folded: str) -> bool:
    return len(folded) < SHORTEST or is_mixed_in(folded) or is_roman_urdu(folded)


def _passes(reading: Reading, token: Token) -> bool:  # noqa: ARG001
    return _is_plain(token.folded)


def _judge(place: Place) -> Verdict | None:
    token = place.token
    if _is_plain(token.folded) or token.language not in ("", "en", "ur-Latn"):
        return None
    likely = english_slip(token.folded, place.surface, first=place.is_first, loud=place.is_loud)
    if not likely or is_urdu_by_bones(token.folded, likely[0]):
        return None
    return "spelling/typo", likely


CHECKER: Final = Checker(_passes, _judge)
