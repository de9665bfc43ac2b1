"""Findings -> a score from 0 to 1.

A score is an expected severity: 0 absent, 0.5 mild, 1 strong. Every finding says that its passage deserves it, so that
one is enough to reach its level. The weights measure in the same way what the words of a passage suggest: that may add
to what was found, and stays below mild where nothing was. `tests/benchmarks/calibration.py` shows how well it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def scored(weights: Collection[float], suspected: float) -> float:
    """The score of a dimension: what its findings weigh together, or what the weights suspect, whichever is more.

    `suspected` is the severity that the words of the worst passage suggest. Without a finding it stays below mild, and
    less than 0.05 is nothing.

    >>> scored([0.4], 0.75), scored([], 0.75), scored([], 0.128), scored([], 0.03)
    (0.75, 0.29, 0.13, 0.0)
    """
    if weights:
        return max(combined(weights), round(suspected, 3))
    return 0.0 if suspected < _NOTHING else round(min(suspected, MILD - 0.01), 2)
