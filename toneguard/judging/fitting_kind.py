"""Fitting what tells a reply from a complaint: part of `toneguard lexicon fit`. Needs scikit-learn (the extra `fit`).

Logistic regression (Cox 1958) on the words and pairs of words that stand in a passage. Only the heaviest are kept and
fitted again, so that the file can be read by people and loads in half a millisecond.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from toneguard.judging.kind import BIAS, features
from toneguard.judging.passages import Passage

SELDOM: Final = 3
"""Passages in which a feature must occur to be kept."""

KEPT: Final = 1500
"""Features that are kept: of 500, 1000, 1500, 3000 the fewest that cost no accuracy in cross-validation."""

STRENGTH: Final = 1.0
"""Inverse of the regularisation, set by cross-validation (0.3, 1, 3)."""

_FOLDS: Final = 5
_UNIT: Final = 100


class KindAccuracy(NamedTuple):
    """The share of passages, from 0 to 1, whose kind is judged right by weights fitted on others; how many there are."""

    share: float
    passages: int


def fit_kind(passages: Sequence[Passage]) -> tuple[str, KindAccuracy]:
    """The file of weights, in hundredths, above 0 for a reply, and how good they are. Raises ModuleNotFoundError."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    whole = [passage for passage in passages if not passage.is_part]
    found = [frozenset(f for words in passage.sentences for f in features(words)) for passage in whole]
    wanted = np.array([passage.kind == "reply" for passage in whole])
    spread = Counter(feature for present in found for feature in present)
    kept = sorted(feature for feature, n in spread.items() if n >= SELDOM)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    model.fit(_rows(found, kept), wanted)
    heaviest = np.argsort(-np.abs(model.coef_[0]), kind="stable")[:KEPT]
    kept = sorted(kept[at] for at in heaviest)
    rows = _rows(found, kept)
    groups = [passage.group for passage in whole]
    judged = cross_val_predict(model, rows, wanted, groups=groups, cv=GroupKFold(_FOLDS))
    model.fit(rows, wanted)
    weights = {BIAS: float(model.intercept_[0]), **dict(zip(kept, model.coef_[0].tolist(), strict=True))}
    lines = (f"{feature}\t{round(weight * _UNIT)}\n" for feature, weight in weights.items())
    return "".join(lines), KindAccuracy(float((judged == wanted).mean()), len(whole))


def _rows(found: Sequence[frozenset[str]], kept: Sequence[str]) -> Any:  # noqa: ANN401
    from scipy.sparse import csr_matrix

    place = {feature: at for at, feature in enumerate(kept)}
    columns = [sorted(place[feature] for feature in present if feature in place) for present in found]
    starts = [0]
    for row in columns:
        starts.append(starts[-1] + len(row))
    flat = [column for row in columns for column in row]
    return csr_matrix(([1.0] * len(flat), flat, starts), shape=(len(found), len(kept)))
