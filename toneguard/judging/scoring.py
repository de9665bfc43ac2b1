"""Findings -> a score from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from toneguard.report import Level

WEIGHT: Final = {Level.MILD: 0.4, Level.STRONG: 0.75}
"""What one finding weighs: above the thresholds of its level (0.3 and 0.7), so that one is enough to be named."""


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
