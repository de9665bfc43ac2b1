"""Arrogance, entitlement, profanity, anger: what the lexicons find, and how it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from toneguard.judging.context import Around, is_silent, surroundings
from toneguard.judging.fitted import Fitted, find_fitted
from toneguard.judging.model import Rule
from toneguard.judging.scoring import WEIGHT, combined, unmarked
from toneguard.judging.shouting import find_shouting
from toneguard.lexicon.matching import Hit, Look, longest, sentences_with
from toneguard.reading.folding import fold
from toneguard.reading.model import Reading
from toneguard.report import TONE, Dimension, Finding, Kind, Level
from toneguard.settings import Settings

RULES: Final = (
    Rule(
        "style/swearing-at-reader", "anger", "A swear word in a sentence that speaks to the reader: it lands on them."
    ),
)
SAY: Final = {
    "style/swearing-at-reader": 'A swear word beside "you" lands on the reader. Leave it out, and they can listen to the rest.'
}

REPEATED: Final = 3
"""Of the same expression only this many count: the fourth "damn" tells the reader nothing new."""


def find_tone(reading: Reading, looks: Sequence[Look], kind: Kind, settings: Settings) -> Fitted:
    """What lexicons, typing and weights find, in order of place (the clarity lexicon's too), and what stays in doubt."""
    around = surroundings(reading)
    findings = list(find_listed(reading, looks, kind, settings, around))
    fitted = find_fitted(reading, kind, around, findings, settings.lexicons)
    ranked = sorted((*findings, *fitted.findings), key=lambda f: (f.start, f.end, f.dimension, f.rule))
    return Fitted(tuple(ranked), fitted.doubts)


def find_listed(
    reading: Reading, looks: Sequence[Look], kind: Kind, settings: Settings, around: Around
) -> Iterator[Finding]:
    """The findings of the lexicons and of the typing; the weights count them as evidence."""
    found = list(_lexicon_findings(reading, looks, kind, settings, around))
    yield from found
    yield from find_shouting(reading, looks, around, calm=not found)


def score_tone(findings: Iterable[Finding], doubts: Mapping[Dimension, float]) -> dict[Dimension, float]:
    """For each tone dimension the combined weight of its findings, or what stays in doubt without one (see `scoring`)."""
    weights: dict[Dimension, list[float]] = {dimension: [] for dimension in TONE}
    seen: dict[tuple[str, Dimension], int] = {}
    for finding in findings:
        key = (finding.rule, finding.dimension)
        seen[key] = seen.get(key, 0) + 1
        if finding.dimension in weights and seen[key] <= REPEATED:
            weights[finding.dimension].append(WEIGHT[finding.level])
    return {name: combined(listed) if listed else unmarked(doubts.get(name, 0.0)) for name, listed in weights.items()}


def _lexicon_findings(
    reading: Reading, looks: Sequence[Look], kind: Kind, settings: Settings, around: Around
) -> Iterator[Finding]:
    disabled = frozenset(settings.disable) | frozenset(reading.directives)
    allowed = tuple(f" {' '.join(fold(word) for word in phrase.split())} " for phrase in settings.allow)
    heard: list[Hit] = []
    for look in looks:
        for hit in look.find(kind):
            if is_disabled(hit.entry.id, hit.entry.dimension, disabled) or _is_allowed(hit, reading, allowed):
                continue
            if not is_silent(hit, reading, look.lexicon, around):
                heard.append(hit)
    addressed = sentences_with(looks, "reader")
    for hit in longest(heard):
        yield from _findings(hit, reading, disabled)
        if hit.entry.dimension == "profanity" and hit.sentence in addressed and not hit.entry.also:
            yield _finding(
                hit, reading, "style/swearing-at-reader", "anger", Level.MILD, SAY["style/swearing-at-reader"]
            )


def is_disabled(rule: str, dimension: str, disabled: frozenset[str]) -> bool:
    """Whether a rule is switched off: by its id, by its dimension, by `*`, or by a folder such as `en/anger/*`."""
    if not disabled:
        return False
    if disabled & {rule, dimension, "*"}:
        return True
    return any(name.endswith("*") and rule.startswith(name[:-1]) for name in disabled)


def _is_allowed(hit: Hit, reading: Reading, allowed: tuple[str, ...]) -> bool:
    if not allowed:
        return False
    line = f" {' '.join(token.folded for token in reading.tokens[hit.first : hit.last])} "
    return any(phrase in line for phrase in allowed)


def _finding(hit: Hit, reading: Reading, rule: str, dimension: Dimension, level: Level, message: str) -> Finding:
    return Finding(rule, dimension, level, hit.start, hit.end, reading.text[hit.start : hit.end], message)


def _findings(hit: Hit, reading: Reading, disabled: frozenset[str]) -> Iterator[Finding]:
    entry = hit.entry
    quote = reading.text[hit.start : hit.end]
    carried: Mapping[Dimension, Level] = {entry.dimension: entry.level, **dict(entry.also)}
    for dimension, level in carried.items():
        if dimension not in disabled:
            yield Finding(entry.id, dimension, level, hit.start, hit.end, quote, entry.message, entry.replacements)
