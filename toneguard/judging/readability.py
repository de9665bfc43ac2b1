"""textstat's readability formulas, on request and always offline."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, Final

ENOUGH_WORDS: Final = 100
"""The formulas were set on passages of 100 words; on single sentences they swing by eighty points."""

ENGLISH: Final = (
    "flesch_reading_ease", "flesch_kincaid_grade", "gunning_fog", "smog_index", "linsear_write_formula",
)  # fmt: skip
"""Formulas that count English syllables."""

NEUTRAL: Final = ("automated_readability_index", "coleman_liau_index", "lix", "rix", "mcalpine_eflaw")
"""Formulas that count letters, words and sentences only."""

_STOPS = re.compile(r"[۔؟]+")
_LOCK = Lock()


def readability(text: str, language: str) -> dict[str, float | None]:
    """textstat's formulas by name. None where one does not apply: fewer than 100 words, or syllables of another language.

    Flesch (1948) is higher for easier texts, the others give school grades or counts that rise with difficulty.
    """
    names = ENGLISH + NEUTRAL
    if len(text.split()) < ENOUGH_WORDS:
        return dict.fromkeys(names)
    said = _STOPS.sub(".", text)
    with _LOCK:  # textstat is one object for the whole process
        found = {name: _asked(name, said) for name in NEUTRAL}
        found |= {name: _asked(name, said) if language == "en" else None for name in ENGLISH}
    return {name: found[name] for name in names}


def _asked(name: str, text: str) -> float | None:
    formula: Callable[[str], float] = getattr(_textstat(), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of word lists that these formulas do not use
            return round(float(formula(text)), 2)
    except (ZeroDivisionError, ValueError):
        return None


@cache
def _textstat() -> Any:  # noqa: ANN401 - textstat's object has no public type
    import textstat

    # With a hyphen the language is English by its constants, but syllables come from pyphen, which is installed, and
    # not from a dictionary that would be downloaded.
    textstat.set_lang("en-US")
    return textstat
