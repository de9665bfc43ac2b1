"""The polarity of an English sentence by VADER: weak evidence, asked only where a sentence is in doubt."""

from __future__ import annotations

from functools import cache
from typing import Any

LONGEST = 600
"""Characters of a sentence that are scored: VADER's time is quadratic in the number of words."""


def polarity(sentence: str) -> float:
    """From -1 (hostile) to 1 (glad), by VADER (Hutto and Gilbert 2014), of one English sentence."""
    return float(_analyzer().polarity_scores(sentence[:LONGEST])["compound"])


@cache
def _analyzer() -> Any:  # noqa: ANN401 - vaderSentiment has no types
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
