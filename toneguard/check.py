"""The straight line from a message to its report.

str -> zones -> words, sentences -> languages -> matches -> context -> findings -> scores -> guidance, rewrite -> report
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from toneguard.advising.guidance import guide
from toneguard.advising.improving import with_rewrite
from toneguard.judging.kind import judge_kind
from toneguard.judging.message import State, judge, looks_of, read_message, require_known
from toneguard.lexicon.messages import worded
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading import Reading
from toneguard.report import (
    DIMENSIONS,
    Channel,
    Guidance,
    Kind,
    LanguageRun,
    Scores,
    ToneReport,
    Verdict,
)
from toneguard.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc


DEFAULTS: Final = Settings()


def check_tone(
    text: str | Doc,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    channel: Channel = "email",
    in_reply_to: str | None = None,
    settings: Settings | None = None,
) -> ToneReport:
    """How a message comes across: scores, findings, guidance and a rewrite.

    `kind` and `language` are judged from the text where they are None. `in_reply_to` is the customer's message that a
    reply answers; its questions are checked off. Raises TypeError where `text` is neither a string nor a
    spaCy Doc, ValueError for a kind or channel that there is not, InputTooLargeError beyond
    `Settings.limit_chars`, LexiconError for a user's own lexicon that cannot be read.

    >>> check_tone("You people are useless.").verdict
    <Verdict.HOLD: 'hold'>
    """
    return _report(text, kind, language, channel, in_reply_to, settings, rewritten=True)


def check_without_rewrite(
    text: str,
    *,
    kind: Kind | None = None,
    language: str | None = None,
    channel: Channel = "email",
    in_reply_to: str | None = None,
    settings: Settings | None = None,
) -> ToneReport:
    """`check_tone` for those who drop the rewrite, which is a quarter of the time of an average mail: None here."""
    return _report(text, kind, language, channel, in_reply_to, settings, rewritten=False)


def _report(
    text: str | Doc,
    kind: Kind | None,
    language: str | None,
    channel: Channel,
    in_reply_to: str | None,
    settings: Settings | None,
    *,
    rewritten: bool,
) -> ToneReport:
    tuned = settings or DEFAULTS
    require_known(kind, channel)
    reading = read_message(text, language, tuned)
    if reading.language not in LANGUAGES:
        return _unmeasured(reading, kind or "complaint")
    looks = looks_of(reading, tuned)
    taken: Kind = kind or judge_kind(looks)
    judged = judge(reading, looks, taken, channel, tuned)
    question = None if in_reply_to is None else looks_of(read_message(in_reply_to, None, tuned), tuned)
    guidance = guide(reading, looks, kind=taken, channel=channel, findings=judged.findings, question=question)
    plain = ToneReport(
        text=reading.text,
        kind=taken,
        language=reading.language,
        languages=_runs(reading),
        verdict=_verdict(judged.scores, guidance, tuned),
        scores=Scores(**judged.scores),
        reasons=judged.reasons,
        findings=judged.findings,
        guidance=guidance,
        rewrite=None,
    )
    state = State(reading, looks, judged)
    report = with_rewrite(plain, state, language, channel, tuned) if rewritten else plain
    return worded(report, tuned.ui_language, tuned.lexicons)


def _runs(reading: Reading) -> tuple[LanguageRun, ...]:
    return tuple(LanguageRun(*run) for run in reading.runs)


def _verdict(scores: Mapping[str, float | None], guidance: Sequence[Guidance], settings: Settings) -> Verdict:
    """The worst of the scores against the thresholds; clarity and spelling count by what they lack of 1."""
    lacks = [1.0 - s if name in ("clarity", "spelling") else s for name, s in scores.items() if s is not None]
    worst = max(lacks, default=0.0)
    unmet = any(item.id in settings.require and not item.met for item in guidance)
    if worst >= settings.strong or unmet:
        return Verdict.HOLD
    return Verdict.REVISE if worst >= settings.mild else Verdict.PASS


def _unmeasured(reading: Reading, kind: Kind) -> ToneReport:
    """The report of a message without words of a language we know: nothing measured, and why."""
    reason = "there are no words" if reading.language == "und" else f"the language {reading.language} is not supported"
    return ToneReport(
        text=reading.text,
        kind=kind,
        language=reading.language,
        languages=_runs(reading),
        verdict=Verdict.PASS,
        scores=Scores(*(None for _ in DIMENSIONS)),
        reasons=tuple((dimension, reason) for dimension in DIMENSIONS),
        findings=(),
        guidance=(),
        rewrite=None,
    )
