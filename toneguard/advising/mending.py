"""Text that was cut and patched, made whole: spaces, marks, capitals, articles."""

from __future__ import annotations

import re
from typing import Final

from toneguard.judging.shouting import is_shouted_word

_MENDS: Final = (
    (re.compile(r"(?<=\s)['’](?=\s)"), ""),
    (re.compile(r"[ \t]{2,}"), " "),
    (re.compile(r"\( *\)|\[ *\]|\"\s*\"|“\s*”"), ""),
    (re.compile(r"[ \t]+([,.;:!?…۔؟،])"), r"\1"),
    (re.compile(r"([,;:–—-])\s*(?=[.!?۔؟])"), ""),
    (re.compile(r"([,;:])(?:\s*[,;:])+"), r"\1"),
    (re.compile(r"([.!?])\s*[,;](?=\s)"), r"\1"),
    (re.compile(r"^[ \t]*[,;:.!?–—،؛۔؟]+[ \t]*"), ""),
    (
        re.compile(
            r"\b(a|an|and|are|for|i|in|is|it|of|on|or|that|the|this|to|was|we|with|you|your)( \1\b)+(?= |[.,!?]|$)",
            re.IGNORECASE,
        ),
        r"\1",
    ),
    (re.compile(r"[ \t]+([,.;:!?…۔؟،])"), r"\1"),
)
_LOOSE: Final = (
    (re.compile(r"^(?:(?:and|but|so|or|because|then|also|plus)\b[ ,]*)+(?=$|[.!?])", re.IGNORECASE), ""),
    (re.compile(r"\b(?:and|but|so|or|because|then|with|of|a|an|the|you(?![ ]*[?]))[ ]*(?=[.!?]?$)", re.IGNORECASE), ""),
)
"""Words that only a cut leaves alone or at the end."""

_CALM = (
    (re.compile(r"!{2,}|!+[?؟]+[!?؟]*"), lambda m: "?" if {"?", "؟"} & set(m.group()) else "."),
    (re.compile(r"[?؟]{2,}"), lambda _: "?"),
)
_URDU_END = re.compile(r"(?<=[\u0621-\u06d3])[.?](?=\s|\Z)")
_A = re.compile(r"(?:\b(a)|^(A))n?\b (?=[a-z'\"‘“]?[a-z])")
_VOWEL_SOUND = re.compile(
    r"(?!one\b|once\b|u[bcfhjkqrst][aeiou]|uni(?!n)|eu)[aeiou]|hour|honest|honou?r", re.IGNORECASE
)


def mended(sentence: str, *, capital: bool, cut: bool = True) -> str:
    """A sentence that was edited, with its spaces, marks and first letter put right; may come out empty.

    `cut`: words were left out of it, and what they leave behind goes too.
    """
    text = sentence.strip()
    for pattern, instead in (*_MENDS, *_LOOSE, _MENDS[-1]) if cut else _MENDS:
        text = pattern.sub(instead, text).strip()
    text = _A.sub(lambda match: _article(match, text), text)
    if not has_words(text):
        return ""
    return _capitalised(text) if capital else text


def _article(match: re.Match[str], text: str) -> str:
    """`a` or `an`, as the next word sounds; a quotation mark between does not count."""
    following = match.end() + (text[match.end()] in "'\"‘“")
    return f"{match.group(1) or match.group(2)}{'n' if _VOWEL_SOUND.match(text, following) else ''} "


def calmed(text: str) -> str:
    """Piled-up marks brought to one."""
    for pattern, instead in _CALM:
        text = pattern.sub(instead, text)
    # After an Urdu letter the one mark that is left is Urdu's own.
    return _URDU_END.sub(lambda m: {".": "۔", "?": "؟"}[m.group()], text)


def lowered(text: str) -> str:
    """Shouted words in small letters; brands, abbreviations, codes, and the word I stay."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda m: _lowered_word(m.group()), text)


def _lowered_word(word: str) -> str:
    if not is_shouted_word(word):
        return word
    low = word.lower()
    return low.capitalize() if low.split("'")[0] in _PROPER else low


def _capitalised(text: str) -> str:
    at = next((n for n, char in enumerate(text) if char.isalnum()), 0)
    return text[:at] + text[at].upper() + text[at + 1 :]


_PROPER: Final = frozenset(
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday english urdu christmas eid ramadan i".split()  # noqa: SIM905
)


def has_words(text: str) -> bool:
    """Whether a letter or a digit stands in the text."""
    return any(char.isalnum() for char in text)
