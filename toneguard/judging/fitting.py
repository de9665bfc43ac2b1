"""Fitting the weights from labelled passages: `toneguard lexicon fit`. Needs scikit-learn (the extra `fit`).

Logistic regression (Cox 1958) for each dimension on the features of `features`, each counted as often as it occurs times
its inverse document frequency (Sparck Jones 1972), a passage divided by the root of the summed squares over its
occurrences. Features that were not kept count there as the rarest, so that a text about other things is not sure.
What lexicons and typing found stands beside them as evidence. Thresholds and severities come from five-fold
cross-validation in which a passage and its better version never part (see `thresholds`).
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt
from typing import Any, Final, NamedTuple

from toneguard.judging.features import passage_features
from toneguard.judging.passages import Passage
from toneguard.judging.thresholds import Accuracy, Thresholds, accuracy, thresholds
from toneguard.judging.weights import EVENED, FITTED

SELDOM: Final = 2
"""Passages in which a feature must occur to be kept."""
STRENGTH: Final = 20.0
"""Inverse of the regularisation, set by cross-validation on 1,700 Urdu passages (2, 5, 10, 20, 60: little between them)."""
BLOCK: Final = 10
"""Neighbouring passages that never part in cross-validation: they were written together, often about one case."""
_EVIDENCE: Final = 0.5
"""What a piece of evidence counts beside the words, whose squares add up to less than 1 (0.5 and 1 came to the same)."""
_HALF: Final = 0.5
"""What a passage labelled mild counts beside a strong or a clean one: readers agree on it less (in AUC +0.002)."""
_FOLDS: Final = 5


def fit(passages: Sequence[Passage]) -> tuple[bytes, tuple[Accuracy, ...]]:
    """The file of weights, and how good they are on passages they were not fitted on. Raises ModuleNotFoundError."""
    counts = [Counter(passage_features(p.sentences, p.kind)) for p in passages]
    spread = Counter(f for count, p in zip(counts, passages, strict=True) if not p.is_part for f in count)
    whole = sum(not p.is_part for p in passages)
    kept = sorted(feature for feature, n in spread.items() if n >= SELDOM)
    rarity = {feature: log((1 + whole) / (1 + spread[feature])) + 1 for feature in kept}
    strange = log((1 + whole) / 2) + 1
    names = sorted({name for p in passages for name in p.evidence})
    rows = _rows(counts, rarity, kept, strange, [[names.index(name) for name in p.evidence] for p in passages])
    fitted = [_column(rows, passages, column) for column in range(len(FITTED))]
    return _file(kept, rarity, strange, names, fitted), tuple(column.accuracy for column in fitted)


def _rows(
    counts: Iterable[Counter[int]],
    rarity: dict[int, float],
    kept: Sequence[int],
    strange: float,
    evidence: Iterable[Sequence[int]],
) -> Any:  # noqa: ANN401
    from scipy.sparse import csr_matrix

    place = {feature: at for at, feature in enumerate(kept)}
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    width = len(kept)
    for count, found in zip(counts, evidence, strict=True):
        known = sorted(feature for feature in count if feature in place)
        length = sqrt(sum(n * rarity.get(f, strange) ** 2 for f, n in count.items()) + EVENED)
        columns.extend((*(place[f] for f in known), *(len(kept) + at for at in sorted(found))))
        data.extend((*(count[f] * rarity[f] / length for f in known), *(_EVIDENCE for _ in found)))
        width = max(width, len(kept) + max(found, default=-1) + 1)
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(starts) - 1, width))


class _Column(NamedTuple):
    weights: Sequence[float]
    bias: float
    thresholds: Thresholds
    accuracy: Accuracy


def _column(rows: Any, passages: Sequence[Passage], column: int) -> _Column:  # noqa: ANN401
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    wanted = np.array([p.levels[column] >= 1 for p in passages])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
    groups = [p.group for p in passages]
    counted = {"sample_weight": np.array([_HALF if p.levels[column] == 1 else 1.0 for p in passages])}
    folds = GroupKFold(_FOLDS)
    margins = cross_val_predict(
        model, rows, wanted, groups=groups, cv=folds, method="decision_function", params=counted
    )
    found = thresholds(margins, passages, column)
    model.fit(rows, wanted, **counted)
    good = accuracy(margins, passages, column, found.mild)
    return _Column(model.coef_[0].tolist(), float(model.intercept_[0]), found, good)


def _file(
    kept: Sequence[int], rarity: dict[int, float], strange: float, names: Sequence[str], fitted: Sequence[_Column]
) -> bytes:
    folded = [[w * rarity[f] for w, f in zip(column.weights, kept, strict=False)] for column in fitted]
    columns = [*folded, [rarity[f] for f in kept]]
    scales = [max(map(abs, column), default=1.0) / 127 or 1.0 for column in columns]
    values = array("b", (round(c[at] / s) for at in range(len(kept)) for c, s in zip(columns, scales, strict=True)))
    evidence = {
        name: [round(column.weights[at] * _EVIDENCE, 4) for column in fitted]
        for at, name in enumerate(names, len(kept))
    }
    head = {
        "format": 2,
        "dimensions": FITTED,
        "features": len(kept),
        "bias": [round(column.bias, 4) for column in fitted],
        "mild": [round(column.thresholds.mild, 3) for column in fitted],
        "strong": [round(column.thresholds.strong, 3) for column in fitted],
        "severity": [column.thresholds.severity for column in fitted],
        "evidence": evidence,
        "strange": round(strange, 4),
        "scales": [float(f"{scale:.6g}") for scale in scales],
    }
    features = array("I", kept)
    return json.dumps(head).encode() + b"\n" + features.tobytes() + values.tobytes()
