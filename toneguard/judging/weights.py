"""Fitted weights: a file of them, and what a sentence adds up to.

The file: a line of JSON (what was fitted, biases, thresholds, scales, what evidence weighs, severities), then the
checksums of the features, sorted, as 32-bit numbers, then for each feature one signed byte for each dimension and one
for its rarity. Little-endian.
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
from toneguard.errors import LexiconError
from toneguard.judging.features import distinct, kind_feature, phrase_features, word_features
from toneguard.report import KINDS, Dimension, Kind

FITTED: Final[tuple[Dimension, ...]] = ("arrogance", "entitlement", "anger")
"""The dimensions that are fitted; swearing is a matter of words, which the lexicons list."""
FEWEST: Final = 6
"""Words, marks of start and end among them, that a sentence must have to be judged: a greeting or a name says nothing."""

LONGEST: Final = 70
"""Words beyond which a passage is not judged: those that the weights were fitted on are shorter."""

EVENED: Final = 4_000.0
"""Added to the squared length of a passage: about that of eight words, so that a short one is not sure of itself."""

_FITTED: Final = range(len(FITTED))
_COLUMNS: Final = len(FITTED) + 1


class Sum(NamedTuple):
    """What words add up to: for each fitted dimension the weight, and the squared rarity that it is measured by."""

    weights: tuple[float, ...]
    square: float


def added(sums: Sequence[Sum]) -> Sum:
    """All of them together; there must be one."""
    weights, squares = zip(*sums, strict=True)
    return Sum(tuple(map(sum, zip(*weights, strict=True))), sum(squares))


NOTHING: Final = Sum((0.0,) * len(FITTED), 0.0)


_LAST: Final = 0xFFFFFFFF
"""Stands behind the features, so that every search ends at one; it has the weights of none."""
Folders = tuple[Path, ...]
Steps = tuple[tuple[float, float], ...]
"""Points of margin and severity, both rising."""


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
        self._evidence: dict[str, tuple[float, ...]] = {name: tuple(row) for name, row in said["evidence"].items()}
        self._severity: tuple[Steps, ...] = tuple(tuple((m, s) for m, s in steps) for steps in said["severity"])
        self._features = array("I", body[: 4 * count])
        self._values = array("b", body[4 * count :])
        if len(self._features) != count or len(self._values) != count * _COLUMNS:
            raise ValueError("cut short")
        if sys.byteorder == "big":
            self._features.byteswap()
        self._features.append(_LAST)
        self._values.extend((0,) * _COLUMNS)
        self.word = lru_cache(maxsize=1 << 16)(self._word)
        self._kinds = {kind: self.total((kind_feature(kind),)) for kind in KINDS}

    def known(self) -> Iterable[int]:
        """The features that were fitted, sorted."""
        return iter(self._features[:-1])

    def phrases(self, words: Sequence[str]) -> Sum:
        """What the phrases of a sentence add up to."""
        return self.total(phrase_features(words))

    def passage(self, sentences: Sequence[Sequence[str]], phrases: Sequence[Sum]) -> Sum:
        """What a passage adds up to: the `phrases` of its sentences, and each different word once."""
        return added((*phrases, *map(self.word, distinct(sentences))))

    def margins(self, total: Sum, kind: Kind, evidence: Iterable[str] = ()) -> tuple[float, ...]:
        """For each fitted dimension how far a passage is on its side: above 0 rather yes than no.

        `evidence` names what was found in it by other means (see `features.evidence_of`).
        """
        whole = added((total, self._kinds[kind]))
        length = sqrt(whole.square + EVENED)
        found = [self._evidence.get(name, NOTHING.weights) for name in sorted(evidence)]
        return tuple(
            bias + weight / length + sum(row[column] for row in found)
            for column, (bias, weight) in enumerate(zip(self._bias, whole.weights, strict=True))
        )

    def severity(self, column: int, margin: float) -> float:
        """How severe passages of that margin are on average, from 0 (none is) to 1 (all are strong); see `fitting`."""
        steps = self._severity[column]
        at = bisect_left(steps, (margin, 0.0))
        if at == 0:
            return steps[0][1] if steps else 0.0
        if at == len(steps):
            return steps[-1][1]
        (low, below), (high, above) = steps[at - 1], steps[at]
        return below + (above - below) * (margin - low) / (high - low)

    def _word(self, word: str) -> Sum:
        return self.total(word_features(word))

    def total(self, features: Iterable[int]) -> Sum:
        """What features add up to; those that were not fitted only make it less sure."""
        known, values = self._features, self._values
        strangers = 0
        sums = [0] * len(FITTED)
        squared = 0
        for feature in features:
            at = bisect_left(known, feature)
            if known[at] != feature:
                strangers += 1
                continue
            place = at * _COLUMNS
            for column in _FITTED:
                sums[column] += values[place + column]
            squared += values[place + len(FITTED)] ** 2
        square = squared * self._scales[-1] ** 2 + strangers * self._strange
        return Sum(tuple(s * scale for s, scale in zip(sums, self._scales, strict=False)), square)


@cache
def load_weights(language: str, folders: Folders = ()) -> Weights | None:
    """The weights of a language: of the last of a user's folders that has some, else those that ship; None without.

    Raises LexiconError for a file that is none.
    """
    for folder in (*reversed(folders), lexicon_root()):
        path = folder / language / "weights.bin"
        if path.exists():
            try:
                return Weights(path)
            except (ValueError, KeyError, TypeError) as error:
                problem = f"{path}: holds no weights of this version ({error!r}); fit them again: toneguard lexicon fit"
                raise LexiconError((problem,)) from error
    return None
