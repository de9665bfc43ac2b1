"""Fitted weights: a file of them, and what a sentence adds up to.

The file: a line of JSON (what was fitted, biases, thresholds, scales), then the checksums of the features, sorted, as
32-bit numbers, then for each feature one signed byte for each dimension and one for its rarity. Little-endian.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.artifacts import lexicon_root
from toneguard.judging.features import kind_feature, phrase_features, word_features
from toneguard.report import Dimension, Kind

FITTED: Final[tuple[Dimension, ...]] = ("arrogance", "entitlement", "anger")
"""The dimensions that are fitted; swearing is a matter of words, which the lexicons list."""
FEWEST: Final = 6
"""Words, marks of start and end among them, that a sentence must have to be judged: a greeting or a name says nothing."""

LONGEST: Final = 70
"""Words beyond which a passage is not judged: those that the weights were fitted on are shorter."""

EVENED: Final = 4_000.0
"""Added to the squared length of a passage: about that of eight words, so that a short one is not sure of itself."""

_COLUMNS: Final = len(FITTED) + 1


class Sum(NamedTuple):
    """What words add up to: for each fitted dimension the weight, and the squared rarity that it is measured by."""

    weights: tuple[float, ...]
    square: float

    def plus(self, other: Sum) -> Sum:
        """The two together."""
        return Sum(tuple(a + b for a, b in zip(self.weights, other.weights, strict=True)), self.square + other.square)


NOTHING: Final = Sum((0.0,) * len(FITTED), 0.0)


class Weights:
    """The weights of one language.

    `mild`, `strong`: from which margin on, in each fitted dimension, a passage is marked (see `fitting`).
    """

    def __init__(self, path: Path) -> None:
        head, _, body = path.read_bytes().partition(b"\n")
        said: dict[str, Any] = json.loads(head)
        count: int = said["features"]
        self.mild: tuple[float, ...] = tuple(said["mild"])
        self.strong: tuple[float, ...] = tuple(said["strong"])
        self._bias: tuple[float, ...] = tuple(said["bias"])
        self._scales: tuple[float, ...] = tuple(said["scales"])
        self._strange: float = said["strange"] ** 2
        self._features = array("I", body[: 4 * count])
        self._values = array("b", body[4 * count :])
        if sys.byteorder == "big":
            self._features.byteswap()
        self.word = lru_cache(maxsize=1 << 16)(self._word)

    def known(self) -> Iterable[int]:
        """The features that were fitted, sorted."""
        return iter(self._features)

    def sentence(self, words: Sequence[str]) -> Sum:
        """What a sentence adds up to."""
        total = self.total(phrase_features(words))
        for word in words:
            total = total.plus(self.word(word))
        return total

    def margins(self, total: Sum, kind: Kind) -> tuple[float, ...]:
        """For each fitted dimension how far a passage is on its side: above 0 rather yes than no."""
        whole = total.plus(self.total((kind_feature(kind),)))
        length = sqrt(whole.square + EVENED)
        return tuple(bias + weight / length for bias, weight in zip(self._bias, whole.weights, strict=True))

    def _word(self, word: str) -> Sum:
        return self.total(word_features(word))

    def total(self, features: Iterable[int]) -> Sum:
        """What features add up to; those that were not fitted only make it less sure."""
        known, values, last = self._features, self._values, len(self._features)
        sums = [0] * len(FITTED)
        square = 0.0
        rarity = self._scales[-1]
        for feature in features:
            at = bisect_left(known, feature)
            if at < last and known[at] == feature:
                place = at * _COLUMNS
                for column in range(len(FITTED)):
                    sums[column] += values[place + column]
                square += (values[place + len(FITTED)] * rarity) ** 2
            else:
                square += self._strange
        return Sum(tuple(s * scale for s, scale in zip(sums, self._scales, strict=False)), square)


@cache
def load_weights(language: str) -> Weights | None:
    """The weights that ship for a language, or None where none were fitted."""
    path = lexicon_root() / language / "weights.bin"
    return Weights(path) if path.exists() else None
