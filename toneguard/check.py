"""The straight line from a message to its report.

str -> zones -> words, sentences -> languages -> matches -> context -> findings -> scores -> guidance, rewrite -> report
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from toneguard.advising.essential import ESSENTIAL, Side
from toneguard.advising.guidance import guide
from toneguard.errors import InputTooLargeError
from toneguard.judging.clarity import check_clarity
from toneguard.judging.kind import judge_kind
from toneguard.judging.model import Judgement
from toneguard.judging.spelling import check_spelling
from toneguard.judging.tone import find_tone, is_disabled, score_tone
from toneguard.lexicon.compiled import load_lexicon, maskable_words
from toneguard.lexicon.matching import Look, sentences_with
from toneguard.lexicon.messages import worded
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading import Reading, read
from toneguard.reading.folding import fold
from toneguard.reading.parse import Parse, is_doc, parsed, read_parse
from toneguard.report import (
    DIMENSIONS,
    TONE,
    Channel,
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

    from toneguard.advising.troubled import Heard

DEFAULTS: Final = Settings()

ROUNDS: Final = 4
"""How often a rewrite is read again; each round mends only what the one before uncovered."""


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
    return _report(text, kind, language, channel, in_reply_to, settings, with_rewrite=True)


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
    return _report(text, kind, language, channel, in_reply_to, settings, with_rewrite=False)


def _report(
    text: str | Doc,
    kind: Kind | None,
    language: str | None,
    channel: Channel,
    in_reply_to: str | None,
    settings: Settings | None,
    *,
    with_rewrite: bool,
) -> ToneReport:
    tuned = settings or DEFAULTS
    reading = _read(text, language, tuned)
    if reading.language not in LANGUAGES:
        return _unmeasured(reading, kind or "complaint")
    looks = _looks(reading, tuned)
    taken: Kind = kind or judge_kind(looks)
    judged = _judge(reading, looks, taken, channel, tuned)
    question = None if in_reply_to is None else _looks(_read(in_reply_to, None, tuned), tuned)
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
    state = _State(reading, looks, judged)
    report = _with_rewrite(plain, state, language, channel, tuned) if with_rewrite else plain
    return worded(report, tuned.ui_language, tuned.lexicons)


class _Judged(NamedTuple):
    scores: dict[str, float | None]
    reasons: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def _judge(reading: Reading, looks: Sequence[Look], kind: Kind, channel: Channel, settings: Settings) -> _Judged:
    """Findings and scores in every dimension; one that is switched off has no score, and says so."""
    disabled = frozenset(settings.disable) | frozenset(reading.directives)
    heard = find_tone(reading, looks, kind, settings)
    found = _enabled(heard.findings, disabled)
    doubts = {name: doubt for name, doubt in heard.doubts if not is_disabled(f"model/{name}", name, disabled)}
    fog = [finding for finding in found if finding.dimension == "clarity"]
    clarity = check_clarity(reading, kind=kind, channel=channel, fog=fog)
    spelling = check_spelling(reading, channel=channel, allow=frozenset(map(fold, settings.allow)))
    tone = [finding for finding in found if finding.dimension in TONE]
    measured = {name: Judgement((), score) for name, score in score_tone(tone, doubts).items()}
    measured |= {"clarity": clarity, "spelling": spelling}
    measured |= {name: Judgement((), None, "switched off") for name in DIMENSIONS if name in disabled}
    return _Judged(
        {name: measured[name].score for name in DIMENSIONS},
        tuple((name, measured[name].reason or "") for name in DIMENSIONS if measured[name].score is None),
        _in_order(_enabled((*tone, *clarity.findings, *spelling.findings), disabled)),
    )


class _State(NamedTuple):
    """A text, read and judged."""

    reading: Reading
    looks: tuple[Look, ...]
    judged: _Judged

    @property
    def side(self) -> Side:
        return Side(self.reading, self.looks, self.judged.findings, Scores(**self.judged.scores))


def _with_rewrite(
    report: ToneReport, state: _State, language: str | None, channel: Channel, settings: Settings
) -> ToneReport:
    """The report with a rewrite where there is something to mend, and with advice where that could not be done in full."""
    if not state.judged.findings:
        return report
    from toneguard.advising.leaving import left_over, unmended

    kind = report.kind
    proposed = _proposed(report, state, language, channel, settings)
    better, last = proposed or _rewritten(state, kind, language, channel, settings)
    left = left_over(last.judged.findings, settings.mild)
    if not left:
        return replace(report, rewrite=better)
    return replace(report, rewrite=better, guidance=(*report.guidance, unmended(left)))


def _proposed(
    report: ToneReport, state: _State, language: str | None, channel: Channel, settings: Settings
) -> tuple[str, _State] | None:
    """The first rewrite of `Settings.rewriter` that may stand in place of the text, or None."""
    if settings.rewriter is None:
        return None
    from toneguard.advising.comparing import compare
    from toneguard.advising.proposing import proposals

    for text in proposals(settings.rewriter, report):
        after = _judged_again(text, language, report.kind, channel, settings)
        if after is None or text == report.text:
            continue
        if compare(state.side, after.side, kind=report.kind, mild=settings.mild).ok:
            return text, after
    return None


def _rewritten(
    state: _State, kind: Kind, language: str | None, channel: Channel, settings: Settings
) -> tuple[str | None, _State]:
    """The rewrite, itself rewritten until nothing in it asks for more, so that rewriting it again changes nothing."""
    from toneguard.advising.courtesy import is_angry, with_courtesy
    from toneguard.advising.rewriting import rewrite  # a clean message never pays for its 8 ms
    from toneguard.advising.troubled import Task

    # What says what a customer wants, or what an agent's customer has to know, never goes whole.
    angry = is_angry(state.judged.findings)
    hear = cache(lambda said: _heard(said, language, spoken, kind, settings))
    better, spoken = None, state.reading.language
    for _ in range(1 + ROUNDS):
        drops, keep = _drops(state.looks, state.judged.findings), sentences_with(state.looks, ESSENTIAL[kind])
        task = Task(kind, drops, keep, hear)
        further = rewrite(state.reading, state.judged.findings, task)
        if further is None or (after := _judged_again(further, language, kind, channel, settings)) is None:
            better = further or better
            break
        better, state = further, after
    return (with_courtesy(state.reading, channel) if better == state.reading.text and angry else better), state


def _heard(text: str, language: str | None, spoken: str, kind: Kind, settings: Settings) -> Heard:
    """How a few sentences of a message come across by themselves; too few to tell are in the language of the rest."""
    from toneguard.advising.troubled import Heard

    reading = _read(text, language, settings)
    if reading.language not in LANGUAGES:
        reading = _read(text, spoken, settings)
    looks = _looks(reading, settings)
    found = _enabled(find_tone(reading, looks, kind, settings).findings, frozenset(settings.disable))
    return Heard(tuple(f for f in found if f.dimension in TONE), bool(sentences_with(looks, ESSENTIAL[kind])))


def _judged_again(text: str, language: str | None, kind: Kind, channel: Channel, settings: Settings) -> _State | None:
    reading = _read(text, language, settings)
    if reading.language not in LANGUAGES:
        return None
    looks = _looks(reading, settings)
    return _State(reading, looks, _judge(reading, looks, kind, channel, settings))


def side_of(
    text: str, kind: Kind | None, language: str | None, channel: Channel, settings: Settings
) -> tuple[Side, Kind]:
    """A text read and judged for comparison, and its kind; without looks and scores where its language is not supported."""
    reading = _read(text, language, settings)
    if reading.language not in LANGUAGES:
        return Side(reading, (), (), Scores(*(None for _ in DIMENSIONS))), kind or "complaint"
    looks = _looks(reading, settings)
    taken = kind or judge_kind(looks)
    return _State(reading, looks, _judge(reading, looks, taken, channel, settings)).side, taken


def _read(message: str | Doc, language: str | None, settings: Settings) -> Reading:
    text = message if isinstance(message, str) else message.text if is_doc(message) else None
    if text is None:
        raise TypeError(f"text must be a str or a spaCy Doc, not {type(message).__name__}")
    if len(text) > settings.limit_chars:
        raise InputTooLargeError(len(text), settings.limit_chars)
    return read(text, language=language, maskable=maskable_words(settings.lexicons), parse=_parse(message, settings))


def _parse(message: str | Doc, settings: Settings) -> Parse | None:
    if not isinstance(message, str):
        return read_parse(message)
    if settings.spacy_model is None:
        return None
    return read_parse(parsed(message, settings.spacy_model))


def _looks(reading: Reading, settings: Settings) -> tuple[Look, ...]:
    """What the lexicon of each language of the message announces in it."""
    spoken = {language for sentence in reading.sentences for language in sentence.languages}
    return tuple(load_lexicon(name, settings.lexicons).look(reading) for name in LANGUAGES if name in spoken)


def _enabled(findings: Iterable[Finding], disabled: frozenset[str]) -> list[Finding]:
    return [finding for finding in findings if not is_disabled(finding.rule, finding.dimension, disabled)]


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.start, f.end, DIMENSIONS.index(f.dimension), f.rule)))


def _drops(looks: Sequence[Look], findings: Sequence[Finding]) -> Mapping[str, str]:
    wanted = {finding.rule for finding in findings}
    if not wanted:
        return {}
    return {e.id: e.drop for look in looks for e in look.announced() if e.drop and e.id in wanted}


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
