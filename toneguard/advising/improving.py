"""A judged message -> its report with a rewrite, itself rewritten until nothing in it asks for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from toneguard.advising.essential import ESSENTIAL, Side
from toneguard.judging.message import State, enabled, looks_of, read_message, state_of
from toneguard.judging.tone import find_tone
from toneguard.lexicon.matching import Look, sentences_with
from toneguard.lexicon.model import LANGUAGES
from toneguard.report import TONE, Channel, Finding, Kind, Scores, ToneReport
from toneguard.settings import Settings

if TYPE_CHECKING:
    from toneguard.advising.troubled import Heard

ROUNDS: Final = 4
"""How often a rewrite is read again; each round mends only what the one before uncovered."""


def side_of(state: State) -> Side:
    """A judged text as one side of a comparison."""
    return Side(state.reading, state.looks, state.judged.findings, Scores(**state.judged.scores))


def with_rewrite(
    report: ToneReport, state: State, language: str | None, channel: Channel, settings: Settings
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
    report: ToneReport, state: State, language: str | None, channel: Channel, settings: Settings
) -> tuple[str, State] | None:
    """The first rewrite of `Settings.rewriter` that may stand in place of the text, or None."""
    if settings.rewriter is None:
        return None
    from toneguard.advising.comparing import compare
    from toneguard.advising.proposing import proposals

    for text in proposals(settings.rewriter, report):
        after = state_of(text, language, report.kind, channel, settings)
        if after is None or text == report.text:
            continue
        if compare(side_of(state), side_of(after), kind=report.kind, mild=settings.mild).ok:
            return text, after
    return None


def _rewritten(
    state: State, kind: Kind, language: str | None, channel: Channel, settings: Settings
) -> tuple[str | None, State]:
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
        if further is None or (after := state_of(further, language, kind, channel, settings)) is None:
            better = further or better
            break
        better, state = further, after
    return (with_courtesy(state.reading, channel) if better == state.reading.text and angry else better), state


def _heard(text: str, language: str | None, spoken: str, kind: Kind, settings: Settings) -> Heard:
    """How a few sentences of a message come across by themselves; too few to tell are in the language of the rest."""
    from toneguard.advising.troubled import Heard

    reading = read_message(text, language, settings)
    if reading.language not in LANGUAGES:
        reading = read_message(text, spoken, settings)
    looks = looks_of(reading, settings)
    found = enabled(find_tone(reading, looks, kind, settings).findings, frozenset(settings.disable))
    return Heard(tuple(f for f in found if f.dimension in TONE), bool(sentences_with(looks, ESSENTIAL[kind])))


def _drops(looks: Sequence[Look], findings: Sequence[Finding]) -> Mapping[str, str]:
    wanted = {finding.rule for finding in findings}
    if not wanted:
        return {}
    return {e.id: e.drop for look in looks for e in look.announced() if e.drop and e.id in wanted}
