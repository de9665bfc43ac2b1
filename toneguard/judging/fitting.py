"""Fitting the weights from labelled passages: `toneguard lexicon fit`. Needs scikit-learn (the extra `fit`).

Logistic regression (Cox 1958) for each dimension on the features of `features`, each counted as often as it occurs times
its inverse document frequency (Sparck Jones 1972), a passage divided by the root of the summed squares over its
occurrences. Features that were not kept count there as the rarest, so that a text about other things is not sure.

Thresholds come from five-fold cross-validation in which a passage and its better version never part: a passage is
marked from the margin on that only so many of the clean passages reach, and above which most deserve it.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.errors import LexiconError
from toneguard.judging.context import surroundings
from toneguard.judging.features import passage_features, sentence_words
from toneguard.judging.weights import EVENED, FEWEST, FITTED
from toneguard.lexicon.compiled import load_lexicon
from toneguard.reading import read
from toneguard.report import TONE, Kind

SELDOM: Final = 2
"""Passages in which a feature must occur to be kept."""
STRENGTH: Final = 20.0
"""Inverse of the regularisation, set by cross-validation on 1,700 Urdu passages (5, 10, 20, 40)."""
MARKED: Final = {"mild": (0.0006, 0.85), "strong": (0.0002, 0.92)}
"""For each level the share of clean passages that may be marked, and the share of marked ones that must deserve it.

Both in cross-validation: the first keeps civil messages silent, the second is what a user sees of the findings.
"""
WORTH: Final = 0.12
"""Share of what deserves it that must be found, else the dimension is left to the lexicon: its errors would outweigh it."""
UNREACHED: Final = 99.0
"""A margin that no passage reaches."""
BLOCK: Final = 10
"""Neighbouring passages that never part in cross-validation: they were written together, often about one case."""
_FOLDS: Final = 5
_CLEAN: Final = (False,) * len(FITTED)


class Passage(NamedTuple):
    """Words of its sentences, who writes, which fitted dimensions it has, whether it is clean of all tone, its pair."""

    sentences: tuple[tuple[str, ...], ...]
    kind: Kind
    labels: tuple[bool, ...]
    is_clean: bool
    pair: int
    is_part: bool = False


class Accuracy(NamedTuple):
    """Cross-validated figures of one dimension: area under the curve, recall at the mild threshold, and counts."""

    dimension: str
    auc: float
    recall: float
    positives: int
    passages: int


def read_passages(path: Path, language: str) -> list[Passage]:
    """The passages of a JSON Lines file (`text`, `kind`, `labels`, `better`), better versions as clean ones.

    Raises LexiconError for a line that is none.
    """
    passages: list[Passage] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            levels = {dimension: row["labels"][dimension] for dimension in TONE}
            labels = tuple(levels[dimension] >= 1 for dimension in FITTED)
            is_clean = not any(levels.values())
        except (ValueError, KeyError, TypeError) as error:
            wanted = f"one JSON object with text, kind, labels ({', '.join(TONE)}: 0 to 2) and better"
            raise LexiconError((f"{path}:{number}: must be {wanted}: {error!r}",)) from error
        passages.extend(_with_parts(Passage(_words(row["text"], language), row["kind"], labels, is_clean, number)))
        if row.get("better"):
            better = _words(row["better"], language)
            passages.extend(_with_parts(Passage(better, row["kind"], _CLEAN, is_clean=True, pair=number)))
    return passages


def _with_parts(passage: Passage) -> Iterator[Passage]:
    """A clean passage brings its sentences too: each is clean, and a message is judged by the sentence as well."""
    yield passage
    if passage.is_clean and len(passage.sentences) > 1:
        for sentence in passage.sentences:
            if len(sentence) >= FEWEST:
                yield passage._replace(sentences=(sentence,), is_part=True)


def _words(text: str, language: str) -> tuple[tuple[str, ...], ...]:
    reading = read(text, language=language)
    lexicon, around = load_lexicon(language), surroundings(reading)
    return tuple(sentence_words(reading, sentence, lexicon, around) for sentence in reading.sentences)


def fit(passages: Sequence[Passage]) -> tuple[bytes, tuple[Accuracy, ...]]:
    """The file of weights, and how good they are on passages they were not fitted on. Raises ModuleNotFoundError."""
    counts = [Counter(passage_features(p.sentences, p.kind)) for p in passages]
    spread = Counter(f for count, p in zip(counts, passages, strict=True) if not p.is_part for f in count)
    whole = sum(not p.is_part for p in passages)
    kept = sorted(feature for feature, n in spread.items() if n >= SELDOM)
    rarity = {feature: log((1 + whole) / (1 + spread[feature])) + 1 for feature in kept}
    strange = log((1 + whole) / 2) + 1
    rows = _rows(counts, rarity, kept, strange)
    fitted = [_column(rows, passages, column) for column in range(len(FITTED))]
    return _file(kept, rarity, strange, fitted), tuple(column.accuracy for column in fitted)


def _rows(counts: Iterable[Counter[int]], rarity: dict[int, float], kept: Sequence[int], strange: float) -> Any:  # noqa: ANN401
    from scipy.sparse import csr_matrix

    place = {feature: at for at, feature in enumerate(kept)}
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for count in counts:
        known = sorted(feature for feature in count if feature in place)
        length = sqrt(sum(n * rarity.get(f, strange) ** 2 for f, n in count.items()) + EVENED)
        columns.extend(place[f] for f in known)
        data.extend(count[f] * rarity[f] / length for f in known)
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(starts) - 1, len(kept)))


class _Column(NamedTuple):
    weights: Sequence[float]
    bias: float
    mild: float
    strong: float
    accuracy: Accuracy


def _column(rows: Any, passages: Sequence[Passage], column: int) -> _Column:  # noqa: ANN401
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    wanted = np.array([p.labels[column] for p in passages])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
    margins = cross_val_predict(
        model,
        rows,
        wanted,
        groups=[p.pair // BLOCK for p in passages],
        cv=GroupKFold(_FOLDS),
        method="decision_function",
    )
    clean = margins[np.array([p.is_clean for p in passages])]
    whole = ~np.array([p.is_part for p in passages])
    mild, strong = (
        max(float(np.quantile(clean, 1 - share)), _sure(margins[whole], wanted[whole], precision))
        for share, precision in MARKED.values()
    )
    model.fit(rows, wanted)
    found = float((margins[wanted] >= mild).mean())
    if found < WORTH:
        mild = strong = UNREACHED
        found = 0.0
    accuracy = Accuracy(FITTED[column], float(roc_auc_score(wanted, margins)), found, int(wanted.sum()), len(passages))
    return _Column(model.coef_[0].tolist(), float(model.intercept_[0]), mild, strong, accuracy)


def _sure(margins: Any, wanted: Any, precision: float) -> float:  # noqa: ANN401
    """The lowest margin from which on so large a share of the passages is wanted; beyond all where none is."""
    import numpy as np

    order = np.argsort(-margins, kind="stable")
    right = np.cumsum(wanted[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(margins[order[enough[-1]]]) if len(enough) else float(margins.max()) + 1


def _file(kept: Sequence[int], rarity: dict[int, float], strange: float, fitted: Sequence[_Column]) -> bytes:
    folded = [[w * rarity[f] for w, f in zip(column.weights, kept, strict=True)] for column in fitted]
    columns = [*folded, [rarity[f] for f in kept]]
    scales = [max(map(abs, column), default=1.0) / 127 or 1.0 for column in columns]
    values = array("b", (round(c[at] / s) for at in range(len(kept)) for c, s in zip(columns, scales, strict=True)))
    head = {
        "format": 1,
        "dimensions": FITTED,
        "features": len(kept),
        "bias": [round(column.bias, 4) for column in fitted],
        "mild": [round(column.mild, 3) for column in fitted],
        "strong": [round(column.strong, 3) for column in fitted],
        "strange": round(strange, 4),
        "scales": [float(f"{scale:.6g}") for scale in scales],
    }
    features = array("I", kept)
    return json.dumps(head).encode() + b"\n" + features.tobytes() + values.tobytes()
