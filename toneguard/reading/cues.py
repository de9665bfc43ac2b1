"""What one word says of its language: function words first, then how it is made, then the frequency lists.

The answer is a tag, worked out once per distinct word: the languages that know the word, separated by spaces, and how
much that tells, as a mark at the end. `en` is a function word of English, `en ur-Latn` one of both; `tl.` is an ordinary
word, which others may borrow; `en?` hardly tells anything. `?` is a word of no list, and the empty tag is no word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from toneguard.artifacts import lexicon_root
from toneguard.reading.wordlist import word_list

OURS: Final = ("en", "ur", "ur-Latn", "tl")
UNKNOWN: Final = "?"

# Frequencies in centi-zipf.
_ALSO_ENGLISH: Final = 430
"""From here on English writers use a word too, so it cannot name another language alone: `log` is, `lang` is not."""
_PLAINLY_ENGLISH: Final = 400
"""From here on the Filipino list is not asked: of 7,346 such words it has ten that are more Tagalog than English."""
_ENGLISH_ENOUGH: Final = 300
_LEAD: Final = 60
"""A word is of the list where it is four times as frequent as in the other."""
_URDU_ENOUGH: Final = 350

# Tagalog verbs made of English ones: what Cebuano does not share, what it does, and what is written without a hyphen.
_TAGALOG_PREFIX = re.compile(
    "(?:i|pa|na|ma|ni|ka|naka|nai|mai|maka|ipa|ipina|pina|paki|pinaka|napaka|kaka|nakaka|nakakapag|makapag|napag|mapag|"
    "pang|taga|nagpa|magpa|magpapa|nagpapa|pagka|tig|pare|ini|um)-[a-z'-]{2,}"
)
_PREFIX = re.compile("(?:nag|mag|pag)-?[a-z'-]{3,}")
_JOINED = re.compile(
    "(?:nag|mag|pag|naka|maka|ipa|pina|naki|na|ma|um|in)([a-z]{4,})|i(?!phone|pad|cloud|tunes|mac)([a-z]{4,})"
)
_INFIX = re.compile("([b-df-hj-np-tv-z]h?)(?:in|um)([a-z]{3,})")
_CEBUANO = re.compile("gi(?:-|(?=[b-df-hj-np-tv-z]))[a-z'-]{4,}")
_MALAY = re.compile("[a-z]{4,}(?:nya|kannya)|(?:men[gy]?|mem|ber|ter|di|pe[nm])[a-z]{3,}(?:kan|an|i)")

_STRETCH = re.compile(r"([a-z])\1{2,}")
_LAUGHTER = re.compile("[ae]?(?:h+[aeiou]+){2,}h*|(?:ja){3,}j?")

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_LETTERS: Final = (
    ("ps", re.compile("[ټډړږښڼۍېځڅ]")),
    ("sd", re.compile("[ڀٿڄڃڊڌڏڙڦڱڳڻڪ]")),
    ("ckb", re.compile("[ۆێڵڕەۇۈۋ]")),
    ("ur.", re.compile("[ٹڈڑںےھ]")),
)  # fmt: skip
_MADE: Final = (
    ("ar.", re.compile("(?:و|ف|ب|ل)?ال.{3,}")),
    ("fa.", re.compile("ن?می.{3,}|.{3,}(?:ها|ہا|است|هایی|ہایی)")),
)
_SCRIPTS: Final = {
    "DEVANAGARI": "hi", "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "BENGALI": "bn", "TAMIL": "ta", "GURMUKHI": "pa",
    "GUJARATI": "gu", "TELUGU": "te", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip


@lru_cache(maxsize=1 << 16)
def tag_word(word: str) -> str:
    """The tag of a folded word.

    >>> tag_word("where"), tag_word("kailan"), tag_word("i-refund"), tag_word("milega"), tag_word("pesanan")
    ('en', 'tl', 'tl', 'ur-Latn', 'id ms')
    """
    if not word.isascii():
        return _in_another_script(word)
    owners = _cues().get(word)
    if owners is None:
        if "'" not in word:
            return "" if _LAUGHTER.fullmatch(word) else _ordinary(word)
        owners = _cues().get(word.replace("'", ""))
        if owners is None:
            return "en." if word_list("en").frequency(word.partition("'")[0]) else _ordinary(word)
    if owners.startswith("en"):
        return owners
    if word_list("en").frequency(word) >= _ALSO_ENGLISH:
        owners = f"en {owners}"
    if len(word) == 1:
        return f"{owners}?"
    return "ur-Latn." if len(word) == 2 and owners == "ur-Latn" else owners  # `hy`, `kr`: abbreviations elsewhere


@cache
def _cues() -> dict[str, str]:
    """The languages of every function word, ours first. The files spell words as they are folded, so that none is here."""
    found: dict[str, str] = {}
    for language, words in _lists(lexicon_root()):
        listed = dict.fromkeys(words, language)
        for word in found.keys() & listed.keys():
            listed[word] = found[word] if found[word].endswith(language) else f"{found[word]} {language}"
        found |= listed
    return found


def _lists(root: Path) -> Iterator[tuple[str, list[str]]]:
    for language in OURS:
        lines = (root / language / "function-words.txt").read_text("utf-8").splitlines()
        yield language, " ".join(line for line in lines if not line.startswith("#")).split()
    for line in (root / "other-languages.txt").read_text("utf-8").splitlines():
        language, colon, words = line.partition(": ")
        if colon and not line.startswith("#"):
            yield language, words.split()


def _ordinary(word: str) -> str:
    english = word_list("en").frequency(word)
    if english >= _PLAINLY_ENGLISH:
        return "en."
    if not english and "-" in word:
        return _hyphenated(word)
    tagalog = word_list("tl").frequency(word)
    if english > max(tagalog, _ENGLISH_ENOUGH):
        return "en." if english >= tagalog + _LEAD else "en?"
    if len(word) > 2 and tagalog > english + _LEAD:  # shorter ones are abbreviations everywhere
        return "tl."
    return "en?" if english else _made(word)


def _hyphenated(word: str) -> str:
    """`i-refund` and `na-deliver` are Tagalog whatever follows; `mag-order` could be Cebuano as well."""
    if _TAGALOG_PREFIX.fullmatch(word):
        return "tl"
    if _PREFIX.fullmatch(word):
        return "tl."
    if _CEBUANO.fullmatch(word):
        return "ceb"
    parts = {tag_word(part) for part in word.split("-") if part}
    return parts.pop() if len(parts) == 1 else "en." if parts <= {"en", "en.", "en?"} else UNKNOWN


def _made(word: str) -> str:
    """The tag of a word of no list, by how it is made."""
    if (plain := _STRETCH.sub(r"\1", word)) != word:
        return tag_word(plain)
    stems = [found[1] or found[2] for found in (_JOINED.fullmatch(word),) if found]
    stems += [found[1] + found[2] for found in (_INFIX.fullmatch(word),) if found]
    if any(word_list("en").frequency(stem) >= _ENGLISH_ENOUGH for stem in stems):
        return "tl."
    if _PREFIX.fullmatch(word):
        return "tl?"
    if _CEBUANO.fullmatch(word):
        return "ceb."
    return "id ms." if _MALAY.fullmatch(word) else UNKNOWN


def _in_another_script(word: str) -> str:
    if not _ARABIC.search(word):
        name = unicodedata.name(word[0], "")
        return next((code for script, code in _SCRIPTS.items() if name.startswith(script)), UNKNOWN)
    if (owners := _cues().get(word)) is not None:
        return owners
    for tag, letters in _LETTERS:
        if letters.search(word):
            return tag
    listed = word_list("ur").frequency(word)
    for tag, form in _MADE if not listed else ():
        if form.fullmatch(word):
            return tag
    return "ur?" if listed > _URDU_ENOUGH else UNKNOWN


@lru_cache(maxsize=1 << 14)
def sounds_urdu(word: str) -> bool:
    """Whether a word of no list is spelt like a Roman Urdu one but for vowels, doubled and breathed letters.

    It is weak evidence: the names of people match by chance, so it counts only beside words that are listed.

    >>> sounds_urdu("bhejjdain"), sounds_urdu("xerox")
    (True, False)
    """
    return len(word) > 2 and _skeleton(word) in _skeletons()


@cache
def _skeletons() -> frozenset[str]:
    listed = (_skeleton(word) for word, owners in _cues().items() if owners == "ur-Latn")
    return frozenset(key for key in listed if len(key) > 3)


_BREATHED = re.compile("([kgcjtdpbrs])h")
_NASAL = re.compile("(?<=[aeiouy])n$")
_FINAL = re.compile("[aeiouy]+$")
_SAME_SOUND = str.maketrans("qwx", "kvk")


def _skeleton(word: str) -> str:
    """Consonants and the colour of the last vowel: `krna`, `karnaa` and `kerna` are one."""
    plain = _NASAL.sub("", _BREATHED.sub(r"\1", word.replace("ph", "f")).translate(_SAME_SOUND))
    end = _FINAL.search(plain)
    stem = plain[: end.start()] if end else plain
    colour = _colour(end[0]) if end else ""
    bare = stem[:1] + re.sub("[aeiouy]", "", stem[1:])
    return re.sub(r"(.)\1", r"\1", bare) + colour


def _colour(vowels: str) -> str:
    if vowels[-1] in "ey" or vowels[-2:] in ("ai", "ei"):
        return "e"
    return "i" if vowels == "ee" else vowels[-1]
