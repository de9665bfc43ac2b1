"""The straight line from a message to its report.

str -> zones -> words, sentences -> languages -> matches -> context -> findings -> scores -> guidance, rewrite -> report
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from toneguard.advising.guidance import guide
from toneguard.advising.rewriting import rewrite
from toneguard.errors import InputTooLargeError
from toneguard.judging.clarity import check_clarity
from toneguard.judging.model import Judgement
from toneguard.judging.spelling import check_spelling
from toneguard.judging.tone import find_tone, is_disabled, score_tone
from toneguard.lexicon.compiled import LANGUAGES, load_lexicon, maskable_words
from toneguard.lexicon.matching import Look
from toneguard.reading import Reading, read
from toneguard.reading.folding import fold
from toneguard.judging.kind import judge_kind
from toneguard.reading.parse import Parse, is_doc, read_parse
from toneguard.report import (
    DIMENSIONS,
    TONE,
    Channel,
    Dimension,
    Finding,
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
    spaCy Doc, InputTooLargeError beyond
    `Settings.limit_chars`, LexiconError for a user's own lexicon that cannot be read.

    >>> check_tone("You people are useless.").verdict
    <Verdict.HOLD: 'hold'>
    """
    tuned = settings or DEFAULTS
    reading = _read(text, language, tuned)
    if reading.language not in LANGUAGES:
        return _unmeasured(reading, kind or "complaint")
    looks = _looks(reading, tuned)
    taken: Kind = kind or judge_kind(looks)
    found = find_tone(reading, looks, taken, tuned)
    tone = tuple(finding for finding in found if finding.dimension in TONE)
    clarity = check_clarity(reading, kind=taken, channel=channel, fog=[f for f in found if f.dimension == "clarity"])
    spelling = check_spelling(reading, channel=channel, allow=frozenset(map(fold, tuned.allow)))
    scores = {**score_tone(tone), "clarity": clarity.score, "spelling": spelling.score}
    findings = _in_order(_enabled((*tone, *clarity.findings, *spelling.findings), reading, tuned))
    question = None if in_reply_to is None else _looks(_read(in_reply_to, None, tuned), tuned)
    guidance = guide(reading, looks, kind=taken, question=question)
    better = rewrite(reading, findings, drops=_drops(looks, findings))
    return ToneReport(
        text=reading.text,
        kind=taken,
        language=reading.language,
        languages=_runs(reading),
        verdict=_verdict(scores, guidance, tuned),
        scores=Scores(**{dimension: scores[dimension] for dimension in DIMENSIONS}),
        reasons=_reasons({"clarity": clarity, "spelling": spelling}),
        findings=findings,
        guidance=guidance,
        rewrite=better,
    )


def _read(message: str | Doc, language: str | None, settings: Settings) -> Reading:
    text = message if isinstance(message, str) else message.text if is_doc(message) else None
    if text is None:
        raise TypeError(f"text must be a str or a spaCy Doc, not {type(message).__name__}")
    if len(text) > settings.limit_chars:
        raise InputTooLargeError(len(text), settings.limit_chars)
    return read(
        text, language=language, maskable=maskable_words(settings.lexicons), parse=_parse(message, settings)
    )


def _parse(message: str | Doc, settings: Settings) -> Parse | None:
    if not isinstance(message, str):
        return read_parse(message)
    if settings.spacy_model is None:
        return None
    from toneguard.spacy_pipe import parsed

    return read_parse(parsed(message, settings.spacy_model))


def _looks(reading: Reading, settings: Settings) -> tuple[Look, ...]:
    """What the lexicon of each language of the message announces in it."""
    spoken = {language for sentence in reading.sentences for language in sentence.languages}
    return tuple(load_lexicon(name, settings.lexicons).look(reading) for name in LANGUAGES if name in spoken)


def _enabled(findings: Sequence[Finding], reading: Reading, settings: Settings) -> list[Finding]:
    disabled = frozenset(settings.disable) | frozenset(reading.directives)
    return [finding for finding in findings if not is_disabled(finding.rule, finding.dimension, disabled)]


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.start, f.end, DIMENSIONS.index(f.dimension), f.rule)))


def _drops(looks: Sequence[Look], findings: Sequence[Finding]) -> Mapping[str, str]:
    wanted = {finding.rule for finding in findings}
    if not wanted:
        return {}
    return {e.id: e.drop for look in looks for e in look.lexicon.entries if e.drop and e.id in wanted}


def _runs(reading: Reading) -> tuple[LanguageRun, ...]:
    return tuple(LanguageRun(*run) for run in reading.runs)


def _reasons(judged: Mapping[Dimension, Judgement]) -> tuple[tuple[str, str], ...]:
    return tuple((name, judged[name].reason or "") for name in DIMENSIONS if name in judged and judged[name].reason)


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
