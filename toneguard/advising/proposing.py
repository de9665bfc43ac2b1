"""Rewrites that somebody else proposes."""

from __future__ import annotations

from collections.abc import Iterator

from toneguard.report import ToneReport
from toneguard.settings import Rewriter


def proposals(rewriter: Rewriter, report: ToneReport) -> Iterator[str]:
    """What `Settings.rewriter` proposes for a report, as it comes.

    Raises what the rewriter raises, and TypeError where it proposes something that is no text.
    """
    proposed = rewriter(report.text, report)
    if proposed is None:
        return
    for text in (proposed,) if isinstance(proposed, str) else proposed:
        if not isinstance(text, str):
            raise TypeError(f"Settings.rewriter must propose texts (str), not {type(text).__name__}")
        yield text
