"""From which margin on a passage is marked, how severe a margin is, and how good that is: all in cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from toneguard.judging.passages import Passage
from toneguard.judging.weights import FITTED, Steps

SILENT: Final = {"mild": 0.004, "strong": 0.001}
"""The share of clean passages that may be marked at each level: it keeps civil messages silent.

Set on 400 labelled messages: of 0.002, 0.004, 0.006 the one that found most at one civil message in 25 flagged.
"""
DESERVED: Final = {"mild": 0.85, "strong": 0.65}
"""The share of the marked passages that must be labelled so, mild or strong: it is what a user sees of the findings."""
WORTH: Final = 0.12
"""Share of what deserves it that must be found, else the dimension is left to the lexicon: its errors would outweigh it."""
UNREACHED: Final = 99.0
"""A margin that no passage reaches."""
_POINTS: Final = 12


class Accuracy(NamedTuple):
    """Cross-validated figures of one dimension over whole passages: lexicon alone, and with the weights beside it.

    `auc`: area under the curve of the margins. `found` and `wrong`: (right, wrong) marks; `astray` of the wrong ones
    carry another tone and no more than that. `positives` of `passages` are labelled.
    """

    dimension: str
    auc: float
    alone: tuple[int, int]
    together: tuple[int, int]
    astray: int
    positives: int
    passages: int


class Thresholds(NamedTuple):
    """Margins from which on a passage is marked mild or strong, and the severity of margins."""

    mild: float
    strong: float
    severity: Steps


def thresholds(margins: Any, passages: Sequence[Passage], column: int) -> Thresholds:  # noqa: ANN401
    """The lowest margins that keep what `SILENT` and `DESERVED` ask; a dimension not `WORTH` it is never marked."""
    import numpy as np

    whole = np.array([not (p.is_part or p.is_plain) for p in passages])
    levels = np.array([p.levels[column] for p in passages])
    clean = margins[np.array([p.is_clean and not p.is_plain for p in passages])]
    found = {
        name: max(
            float(np.quantile(clean, 1 - SILENT[name])),
            _sure(margins[whole], levels[whole] >= least, DESERVED[name]),
        )
        for name, least in (("mild", 1), ("strong", 2))
    }
    severity = _severity(margins[whole], levels[whole] / 2)
    if float((margins[levels >= 1] >= found["mild"]).mean()) < WORTH:
        return Thresholds(UNREACHED, UNREACHED, severity)
    return Thresholds(found["mild"], max(found["mild"], found["strong"]), severity)


def accuracy(margins: Any, passages: Sequence[Passage], column: int, mild: float) -> Accuracy:  # noqa: ANN401
    """How good the marks are that a message would get."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    rows = [(m, p) for m, p in zip(margins, passages, strict=True) if not (p.is_part or p.is_plain)]
    wanted = np.array([p.levels[column] >= 1 for _, p in rows])
    alone = np.array([FITTED[column] in p.listed for _, p in rows])
    together = alone | np.array([m >= mild for m, _ in rows])
    toned = np.array([not p.is_clean for _, p in rows])
    return Accuracy(
        FITTED[column],
        float(roc_auc_score(wanted, np.array([m for m, _ in rows]))),
        (int((alone & wanted).sum()), int((alone & ~wanted).sum())),
        (int((together & wanted).sum()), int((together & ~wanted).sum())),
        int((together & ~wanted & toned).sum()),
        int(wanted.sum()),
        len(rows),
    )


def _sure(margins: Any, wanted: Any, precision: float) -> float:  # noqa: ANN401
    """The lowest margin from which on so large a share of the passages is wanted; beyond all where none is."""
    import numpy as np

    order = np.argsort(-margins, kind="stable")
    right = np.cumsum(wanted[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(margins[order[enough[-1]]]) if len(enough) else float(margins.max()) + 1


def _severity(margins: Any, severities: Any) -> Steps:  # noqa: ANN401
    """Mean severity by margin, never falling (isotonic regression; Zadrozny and Elkan 2002), at a few points."""
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    points = np.unique(np.quantile(margins, np.linspace(0, 1, _POINTS)).round(2))
    smooth = IsotonicRegression(out_of_bounds="clip").fit(margins, severities)
    return tuple(zip(points.tolist(), smooth.predict(points).round(3).tolist(), strict=True))
