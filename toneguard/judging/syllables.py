"""Syllables of a word, by rule."""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouysxzcg]es|[aeiouy]le)\Z")
_SILENT_INSIDE = re.compile(r"[aeiouy][^aeiouyl]e(?=(?:ment|ful|less|ness|ly)s?\Z)")
_SPLIT = re.compile(r"ia(?!l\b|n\b)|i[ou](?!s|n)|eo|ua|[aeiouy]ing|dnt|nt't|ism\Z|thm\Z")


@lru_cache(maxsize=1 << 15)
def syllables(word: str) -> int:
    """The syllables of a folded English word, at least 1: vowel groups, corrected for silent ends and split vowels.

    The method of Kincaid et al. (1975) as every counter without a dictionary does it.

    >>> syllables("refund"), syllables("notwithstanding"), syllables("charged")
    (2, 4, 1)
    """
    groups = len(_VOWELS.findall(word))
    count = groups + len(_SPLIT.findall(word)) - bool(_SILENT_END.search(word)) - bool(_SILENT_INSIDE.search(word))
    return max(1, count)
