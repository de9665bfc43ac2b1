"""Calm sentences of a rude message: an order in one is asked for, a jab that only a turn knows is turned."""

from __future__ import annotations

from collections.abc import Sequence

from toneguard.advising.accepting import kept, still_wants, weight
from toneguard.advising.candidates import turns
from toneguard.advising.edits import edits_of
from toneguard.advising.facts import Span
from toneguard.advising.parts import CALM, Case, Part
from toneguard.advising.requests import as_request, softened
from toneguard.advising.troubled import Task
from toneguard.advising.wording import load_wording
from toneguard.reading.model import Reading, Sentence


def gentler(reading: Reading, sentence: Sentence, facts: Sequence[Span], task: Task, near: str) -> str:
    """A sentence in which nothing was found, as it reads among others that were made civil; empty where it goes."""
    text, language = reading.text[sentence.start : sentence.end], (sentence.languages or ("",))[0]
    if not language:
        return text
    if _may_turn(text, language):
        wanted = task.hear(text).wants
        own = tuple(span for span in facts if sentence.start <= span[0] < sentence.end)
        better = turned_whole(reading, Part(sentence, (), own, task.kind, wanted, spare=True), task, near)
        if better is not None:
            return better
    return raised(text, language, [reading.text[a:b] for a, b in facts if sentence.start <= a < sentence.end])


def turned_whole(reading: Reading, part: Part, task: Task, near: str) -> str | None:
    """The sentence as a courteous writer puts it, where a turn fits it and leaves it calm with every fact in it."""
    facts = [reading.text[a:b] for a, b in part.facts]
    for candidate in turns(Case(reading, part, edits_of(reading, part.sentence, part.findings), task.drops)):
        text = kept(candidate.text, facts)
        if text is not None and weight(task, near, text) == CALM and still_wants(part, task, candidate, text):
            return text
    return None


def raised(text: str, language: str, facts: Sequence[str]) -> str:
    """A sentence of an angry message, itself calm, as a request where it orders, in the pronouns of courtesy."""
    asked = (as_request(text, language) if _may_turn(text, language) else None) or text
    if not load_wording(language).verb_first:
        asked = softened(asked, language)
    asked = asked[:1].upper() + asked[1:] if text[:1].isupper() else asked
    whole = all(asked.count(mark) == text.count(mark) for mark in "'\"‘“") and kept(asked, facts) is not None
    return asked if whole and asked else text


def _may_turn(text: str, language: str) -> bool:
    """Whether a sentence in which nothing was found is no courtesy, so that its words may be a jab or an order."""
    patterns = load_wording(language).patterns
    return not any(patterns[name].match(text) for name in ("farewell", "greeted")) and not patterns["polite"].search(
        text
    )
