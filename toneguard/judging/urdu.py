"""What counts as an Urdu word, and what a misspelt one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from toneguard.judging.slips import Confusion, confusions
from toneguard.judging.spelling_data import spelling_table, word_set
from toneguard.reading.folding import fold
from toneguard.reading.wordlist import word_list

BEST: Final = 5
SOUND: Final = 330
"""Centi-zipf of a correction that is said the same: 2 uses in a million, what the English check asks too."""
SHAPE: Final = 420
"""Centi-zipf of a correction by a hamza, a breath or a long vowel."""
SLIP: Final = 400
"""Centi-zipf of a correction by any other letter; Urdu has no capitals to tell a name by."""
SHORT: Final = 510
"""The same for a word of four letters."""
STEM: Final = 350
"""Centi-zipf of a stem that makes its forms words."""

_SOUNDS: Final = ("ذزضظ", "سصث", "تط", "حہھ", "عا", "قک", "اآ")
_SHAPES: Final = ("تٹ", "دڈ", "رڑ", "نں", "یے", "ئی", "ئے", "ؤو", "اہ", "جچ", "غگ", "خک", "پف")
_DOTS: Final = ("جچحخ", "بپتث", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "کگ")
"""Letters that differ by their dots or a stroke."""
_BREATH: Final = "بپتٹجچدڈرڑکگ"
_LETTERS: Final = "ابپتٹجچدڈرڑزسشفکگلمنوہی"
_BARE_ENDINGS: Final = (
    "وں یں ات ز نا نے نی تا تے تی تیں ا و ؤں ئے ئی ئیں یا وا وانا وانے وائی وائیں وایا وائے یے ئیے یئے دار داری پن والا والے والی "
    "گا گی گے یت نگ ر ڈ انہ ی ء ین ہا"
).split()
_CHANGED_ENDINGS: Final = (
    ("وں", "ا"), ("وں", "ہ"), ("ے", "ا"), ("ے", "ہ"), ("ی", "ا"), ("یاں", "ی"), ("یوں", "ی"), ("گی", "ہ"),
)  # fmt: skip
_FOREIGN_ENDINGS: Final = ("ر", "ڈ", "ز", "ء", "ین", "ہا", "ات", "نگ")
_ENDINGS: Final = (*((ending, "") for ending in _BARE_ENDINGS), *_CHANGED_ENDINGS)
_SHORT_VERB: Final = re.compile(
    "(?:کر|مر|ڈر|گن|سن|کٹ|پٹ|رک|چل|مل|لڑ|پڑ|جل|گر|بن|تل|پک|ہل|مڑ|جڑ|دب|بچ|سج|ٹل|لگ|بک|چن|رہ|کہ|بہ)(?:نا|نے|نی|تا|تے|تی)"
)
"""Verbs of two letters, in the forms that the word list may lack."""
_BEFORE: Final = ("بے", "نا", "غیر", "بد", "ہم", "خوش", "کم")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The Urdu `spelling.toml`, ready for look-ups by folded word; corrections are written in full."""

    slips: Mapping[str, str]
    joined: Mapping[str, str]
    extra: frozenset[str]
    struck: frozenset[str]
    written: Mapping[str, str]
    confused: Mapping[str, tuple[Confusion, ...]]


@cache
def urdu() -> Spelling:
    """The data of the Urdu spelling check."""
    table = spelling_table("ur")
    written = {fold(word): word for word in table["written"].split()}
    return Spelling(
        table["slips"],
        table["joined"],
        word_set(table, "extra") | written.keys(),
        word_set(table, "struck"),
        written,
        confusions(table),
    )


def written(word: str) -> str:
    """A folded word as it is written: with the tanwin and the hamza that folding takes off."""
    return urdu().written.get(word, word)


def _is_misspelt(word: str) -> bool:
    known = urdu()
    return word in known.slips or word in known.struck or word in known.joined


def frequency(word: str) -> int:
    """The centi-zipf of a folded word, 0 where it is none or a misspelling; that of a stem for a word we added."""
    if _is_misspelt(word):
        return 0
    return max(word_list("ur").block(word[0]).get(word, 0), SHAPE if word in urdu().extra else 0)


@lru_cache(maxsize=1 << 16)
def is_urdu(word: str) -> bool:
    """Whether a folded word is listed and no misspelling, or is a form of a listed one.

    >>> is_urdu("رپورٹوں"), is_urdu("زرورت")
    (True, False)
    """
    if _is_misspelt(word):
        return False
    if word in urdu().extra or word_list("ur").frequency(word):
        return True
    if word[-1:] == word[-2:-1]:  # a letter typed twice at the end makes no form
        return False
    return _SHORT_VERB.fullmatch(word) is not None or any(frequency(stem) >= STEM for stem in _stems(word))


def _stems(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > (3 if ending in _FOREIGN_ENDINGS else 2):
            yield word[: -len(ending)] + instead
    for beginning in _BEFORE:
        if word.startswith(beginning) and len(word) - len(beginning) > 3:
            yield word[len(beginning) :]


@lru_cache(maxsize=1 << 14)
def corrections(word: str) -> tuple[str, ...]:
    """At most five corrections of a folded word that is not Urdu, likelier first: what sounds or looks alike, else one slip."""
    if not 2 < len(word) <= 20:
        return ()
    return (
        _ranked(_alike(word), SOUND if len(word) > 4 else SHAPE, word)
        or (_ranked(_shaped(word), SHAPE, word) if len(word) > 3 else ())
        or (_ranked(_one_slip(word), SLIP if len(word) > 4 else SHORT, word) if len(word) > 3 else ())
    )


def _ranked(candidates: Iterator[tuple[str, int]], floor: int, word: str) -> tuple[str, ...]:
    worth: dict[str, int] = {}
    for candidate, bonus in candidates:
        if candidate != word and (common := frequency(candidate)) >= floor:
            worth[candidate] = max(worth.get(candidate, -999), common + bonus)
    return tuple(written(c) for c in sorted(worth, key=lambda c: (-worth[c], c))[:BEST])


def _swapped(word: str, classes: tuple[str, ...], first: int = 0) -> Iterator[tuple[int, str]]:
    for at in range(first, len(word)):
        for alike in classes:
            if word[at] in alike:
                for other in alike.replace(word[at], ""):
                    yield at, word[:at] + other + word[at + 1 :]


def _alike(word: str) -> Iterator[tuple[str, int]]:
    """One or two letters written with another letter of the same sound, or a breath left out."""
    for at, letter in enumerate(word):
        if letter in _BREATH and word[at + 1 : at + 2] != "ھ":
            yield f"{word[: at + 1]}ھ{word[at + 1 :]}", 60
    for at, once in _swapped(word, _SOUNDS):
        yield once, 100
        for _, twice in _swapped(once, _SOUNDS[:4], at + 1):
            yield twice, 0


def _shaped(word: str) -> Iterator[tuple[str, int]]:
    """A letter of nearly the same sound, a breath, a hamza, an ain or a long vowel more or less, a letter twice."""
    for _, once in _swapped(word, _SHAPES):
        yield once, 60
    if len(word) > 4:
        for _, once in _swapped(word, _DOTS):
            yield once, 0
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        if len(word) > 4 and tail[:1] in ("ھ", "ئ", "ع", "ء", "ا", "و", "ی", "ہ", head[-1]):
            yield head + tail[1:], 40
        for letter in "ئعاویہ" + head[-1]:
            yield head + letter + tail, 40
    if word.endswith("ن"):
        yield word[:-1] + "ا", 80  # fauran: tanwin written as it is said


def _one_slip(word: str) -> Iterator[tuple[str, int]]:
    """A letter left out, too many, or two the wrong way round; the first letter is right."""
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], 60
        if len(tail) > 1 and len(word) > 5:
            yield head + tail[1:], 0
        for letter in _LETTERS:
            yield head + letter + tail, 0


_FOR_TWO: Final = re.compile("(آپ|اس|ان|جس|جن|کس|مجھ|تجھ|ہم|تم)(کا|کی|کے|کو|سے|نے|پر|میں)")
_SPOILT: Final = re.compile("بی(?=[^اوی])")


def apart(word: str) -> str | None:
    """The two words that a joined one is, or None.

    >>> apart("آپکی"), apart("بیعزتی"), apart("اسکول")
    ('آپ کی', 'بے عزتی', None)
    """
    if (pair := _FOR_TWO.fullmatch(word)) is not None:
        return f"{pair[1]} {pair[2]}"
    rest = word[2:]
    if _SPOILT.match(word) and len(rest) > 3 and not is_urdu(word) and frequency(rest) >= STEM:
        return f"بے {written(rest)}"
    return None
