"""A whole message read, looked at and judged: what the report, its rewrite and the comparison of two texts start from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from toneguard.errors import InputTooLargeError
from toneguard.judging.clarity import check_clarity
from toneguard.judging.model import Judgement
from toneguard.judging.spelling import check_spelling
from toneguard.judging.tone import find_tone, is_disabled, score_tone
from toneguard.lexicon.compiled import load_lexicon, maskable_words
from toneguard.lexicon.matching import Look
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading import Reading, read
from toneguard.reading.folding import fold
from toneguard.reading.parse import Parse, is_doc, parsed, read_parse
from toneguard.report import CHANNELS, DIMENSIONS, KINDS, TONE, Channel, Finding, Kind
from toneguard.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Judged(NamedTuple):
    """Scores by dimension, why those that are None were not measured, and all findings in order of place."""

    scores: dict[str, float | None]
    reasons: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def judge(reading: Reading, looks: Sequence[Look], kind: Kind, channel: Channel, settings: Settings) -> Judged:
    """Findings and scores in every dimension; one that is switched off has no score, and says so."""
    disabled = frozenset(settings.disable) | frozenset(reading.directives)
    heard = find_tone(reading, looks, kind, settings)
    found = enabled(heard.findings, disabled)
    doubts = {name: doubt for name, doubt in heard.doubts if not is_disabled(f"model/{name}", name, disabled)}
    fog = [finding for finding in found if finding.dimension == "clarity"]
    clarity = check_clarity(reading, kind=kind, channel=channel, fog=fog)
    spelling = check_spelling(reading, channel=channel, allow=frozenset(map(fold, settings.allow)))
    tone = [finding for finding in found if finding.dimension in TONE]
    measured = {name: Judgement((), score) for name, score in score_tone(tone, doubts).items()}
    measured |= {"clarity": clarity, "spelling": spelling}
    measured |= {name: Judgement((), None, "switched off") for name in DIMENSIONS if name in disabled}
    return Judged(
        {name: measured[name].score for name in DIMENSIONS},
        tuple((name, measured[name].reason or "") for name in DIMENSIONS if measured[name].score is None),
        _in_order(enabled((*tone, *clarity.findings, *spelling.findings), disabled)),
    )


class State(NamedTuple):
    """A text, read and judged."""

    reading: Reading
    looks: tuple[Look, ...]
    judged: Judged


def state_of(text: str, language: str | None, kind: Kind, channel: Channel, settings: Settings) -> State | None:
    """A text read and judged; None where its language is not supported."""
    reading = read_message(text, language, settings)
    if reading.language not in LANGUAGES:
        return None
    looks = looks_of(reading, settings)
    return State(reading, looks, judge(reading, looks, kind, channel, settings))


def require_known(kind: str | None, channel: str) -> None:
    """Nothing where these are a kind, or none, and a channel of ours. Raises ValueError that names those there are."""
    if kind not in (None, *KINDS):
        raise ValueError(f"kind must be {' or '.join(KINDS)}, or None to have it judged")
    if channel not in CHANNELS:
        raise ValueError(f"channel must be one of {', '.join(CHANNELS)}")


def read_message(message: str | Doc, language: str | None, settings: Settings) -> Reading:
    """The message read. Raises TypeError for what is no text, InputTooLargeError for one beyond the limit."""
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


def looks_of(reading: Reading, settings: Settings) -> tuple[Look, ...]:
    """What the lexicon of each language of the message announces in it."""
    spoken = {language for sentence in reading.sentences for language in sentence.languages}
    return tuple(load_lexicon(name, settings.lexicons).look(reading) for name in LANGUAGES if name in spoken)


def enabled(findings: Iterable[Finding], disabled: frozenset[str]) -> list[Finding]:
    """The findings whose rule and dimension are not switched off."""
    return [finding for finding in findings if not is_disabled(finding.rule, finding.dimension, disabled)]


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.start, f.end, DIMENSIONS.index(f.dimension), f.rule)))
