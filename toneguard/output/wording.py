"""The words that the text and the page have in common."""

from __future__ import annotations

from typing import Final, Literal

from toneguard.report import MILD, STRONG, TONE, Dimension, ToneReport, Verdict

SAID: Final = {
    Verdict.PASS: "Ready to send",
    Verdict.REVISE: "Worth another look",
    Verdict.HOLD: "Better not sent like this",
}
LANGUAGE_NAMES: Final = {"en": "English", "ur": "Urdu", "ur-Latn": "Roman Urdu", "tl": "Tagalog", "und": "no words"}

Weight = Literal["good", "mild", "strong"]


def weight(dimension: Dimension, score: float) -> Weight:
    """How bad a score is, by the published thresholds; clarity and spelling by what they lack of 1."""
    bad = score if dimension in TONE else 1 - score
    return "strong" if bad >= STRONG else "mild" if bad >= MILD else "good"


def word(dimension: Dimension, score: float) -> str:
    """A score in one word, for those to whom colours and numbers say nothing."""
    heavy = weight(dimension, score)
    if dimension in TONE:
        return heavy if heavy != "good" else "low" if score else "none"
    return {"good": "good", "mild": "needs work", "strong": "poor"}[heavy]


def about(report: ToneReport) -> str:
    """What was taken to be read: `complaint · English and Urdu`."""
    spoken = [report.language, *(run.language for run in report.languages if run.language != "und")]
    return f"{report.kind} · {' and '.join(dict.fromkeys(LANGUAGE_NAMES.get(tag, tag) for tag in spoken))}"


def cut_short(text: str, longest: int) -> str:
    """`text` on one line of up to `longest` characters: its start and its end where it is longer."""
    line = " ".join(text.split())
    half = longest // 2 - 1
    return line if len(line) <= longest else f"{line[:half].rsplit(' ', 1)[0]} … {line[-half:].split(' ', 1)[-1]}"


def shared_reason(report: ToneReport) -> str | None:
    """Why nothing was measured, where one reason holds for every score."""
    reasons = set(dict(report.reasons).values())
    measured = any(getattr(report.scores, dimension) is not None for dimension in report.scores.__slots__)
    return reasons.pop() if not measured and len(reasons) == 1 else None
