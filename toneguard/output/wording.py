"""The words that the text and the page have in common, in the language in which the report speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from toneguard.lexicon.messages import catalogue, ui_language
from toneguard.report import MILD, STRONG, TONE, Dimension, ToneReport, UiLanguage, Verdict

SAID: Final = {
    Verdict.PASS: "Ready to send",
    Verdict.REVISE: "Worth another look",
    Verdict.HOLD: "Better not sent like this",
}
SHORT: Final = {Verdict.PASS: "PASS", Verdict.REVISE: "REVISE", Verdict.HOLD: "HOLD"}
LANGUAGE_NAMES: Final = {"en": "English", "ur": "Urdu", "ur-Latn": "Roman Urdu", "tl": "Tagalog", "und": "no words"}
WORDS: Final = (
    *(*SAID.values(), *SHORT.values(), *LANGUAGE_NAMES.values(), "and", "or", "complaint", "reply", "mild", "strong"),
    *("arrogance", "entitlement", "profanity", "anger", "clarity", "spelling"),
    *("none", "low", "good", "needs work", "poor", "1 is best", "not measured", "no reason given"),
    *("Message", "Scores", "Findings", "Checklist", "Rewrite", "Write instead", "What was changed", "try"),
    *("Done", "To do", "in your words", "not answered", "messages", "standard input"),
    "Made by toneguard on this machine. Scores are advice; you know the case.",
)
"""Every word of ours that a report is drawn with; the catalogues hold them all."""

Weight = Literal["good", "mild", "strong"]
Say = Callable[[str], str]


def spoken(report: ToneReport | None, language: UiLanguage | None) -> tuple[UiLanguage, Say]:
    """The language that is spoken around a report, and what says a word of `WORDS` in it.

    `language` None is the message's own; without a report English.
    """
    chosen = language or ("en" if report is None else ui_language(report))
    said: Mapping[str, str] = catalogue(chosen)
    return chosen, lambda text: said.get(text, text)


def weight(dimension: Dimension, score: float) -> Weight:
    """How bad a score is, by the published thresholds; clarity and spelling by what they lack of 1."""
    bad = score if dimension in TONE else 1 - score
    return "strong" if bad >= STRONG else "mild" if bad >= MILD else "good"


def word(dimension: Dimension, score: float) -> str:
    """A score in one word of `WORDS`, for those to whom colours and numbers say nothing."""
    heavy = weight(dimension, score)
    if dimension in TONE:
        return heavy if heavy != "good" else "low" if score else "none"
    return {"good": "good", "mild": "needs work", "strong": "poor"}[heavy]


def about(report: ToneReport, say: Say) -> str:
    """What was taken to be read: `complaint · English and Urdu`."""
    tags = dict.fromkeys([report.language, *(run.language for run in report.languages if run.language != "und")])
    between = f" {say('and')} "
    return f"{say(report.kind)} · {between.join(say(LANGUAGE_NAMES.get(tag, tag)) for tag in tags)}"


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
