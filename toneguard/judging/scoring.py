"""Findings -> a score from 0 to 1.

A score is an expected severity: 0 absent, 0.5 mild, 1 strong. Every finding says that its passage deserves it, so that
one is enough to reach its level; what the weights only suspect stays below mild, in the same measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from toneguard.report import MILD, Level

WEIGHT: Final = {Level.MILD: 0.4, Level.STRONG: 0.75}
"""What one finding weighs: above the thresholds of its level (0.3 and 0.7), so that one is enough to be named."""
_NOTHING: Final = 0.05


def combined(weights: Iterable[float]) -> float:
    """The chance that at least one of independent pieces of evidence holds (noisy-or; Pearl 1988), to 3 digits.

    One mild finding gives 0.4, two 0.64, three 0.78: three mild ones weigh like a strong one.

    >>> combined([0.4, 0.4, 0.4])
    0.784
    """
    innocent = 1.0
    for weight in weights:
        innocent *= 1.0 - weight
    return round(1.0 - innocent, 3)


def unmarked(doubt: float) -> float:
    """The score where nothing was found: the severity that the worst passage's words suggest, below mild, to 2 digits.

    What is less than 0.05 is nothing.

    >>> unmarked(0.128), unmarked(0.03), unmarked(0.6)
    (0.13, 0.0, 0.29)
    """
    return 0.0 if doubt < _NOTHING else round(min(doubt, MILD - 0.01), 2)
