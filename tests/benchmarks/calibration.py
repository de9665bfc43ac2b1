"""How far scores can be trusted: of labelled messages, by score, how many deserve it, and how severely.

    python tests/benchmarks/calibration.py MESSAGES.jsonl ...

A message is a line of JSON with `text`, `kind`, `channel` and `labels` (0 absent, 1 mild, 2 strong). For each tone
dimension and band of scores: messages, the share labelled mild or strong, the share labelled strong, and the mean severity
(half the label) beside the mean score, which would be equal if the scores were calibrated to the last digit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from toneguard import check_tone
from toneguard.report import TONE

BANDS = ((0.0, 0.05), (0.05, 0.15), (0.15, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01))


def main(paths: list[str]) -> None:
    """Print the table."""
    rows = [json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines()]
    scored = [(row["labels"], check_tone(row["text"], kind=row["kind"], channel=row["channel"]).scores) for row in rows]
    print(f"{len(rows)} messages")
    print(f"{'dimension':<12} {'score':<12} {'n':>4} {'labelled':>9} {'strong':>7} {'severity':>9} {'mean score':>11}")
    for dimension in (*TONE, "all four"):
        named = TONE if dimension == "all four" else (dimension,)
        pairs = [(getattr(s, d), labels[d]) for labels, s in scored for d in named if getattr(s, d) is not None]
        for low, high in BANDS:
            show(dimension, f"{low:.2f}-{min(high, 1):.2f}", [p for p in pairs if low <= p[0] < high])


def show(dimension: str, band: str, pairs: list[tuple[float, Any]]) -> None:
    """One line of the table; a band without messages has none."""
    if not pairs:
        return
    n = len(pairs)
    labelled, strong = (sum(label >= level for _, label in pairs) / n for level in (1, 2))
    severity, mean = sum(label for _, label in pairs) / 2 / n, sum(score for score, _ in pairs) / n
    print(f"{dimension:<12} {band:<12} {n:>4} {labelled:>9.2f} {strong:>7.2f} {severity:>9.2f} {mean:>11.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
