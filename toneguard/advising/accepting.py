"""Whether a wording of a sentence may stand: every fact is in it, it is whole and calm, and what is wanted is still said."""

from __future__ import annotations

from collections.abc import Sequence

from toneguard.advising.assembling import Candidate
from toneguard.advising.clauses import is_torn
from toneguard.advising.facts import IN_WORDS
from toneguard.advising.parts import CALM, Part, Strength, strength
from toneguard.advising.troubled import Task
from toneguard.reading.model import Reading


def kept(text: str, facts: Sequence[str]) -> str | None:
    """The text where every fact is in it, and no bracket is left open; a fact that comes first keeps its small letter."""
    if any(text.count(a) > text.count(b) for a, b in ("()", "[]")):
        return None
    for said in (text, text[:1].lower() + text[1:]):
        if all(fact in said or (fact.casefold() in IN_WORDS and fact.casefold() in said) for fact in facts):
            return said
    return None


def weight(task: Task, near: str, text: str) -> Strength:
    """How much the tone of a text weighs behind what stands before it."""
    if not text:
        return CALM
    heard = task.hear(f"{near} {text}" if near else text)
    return strength([f for f in heard.findings if f.end > len(near)])


def still_wants(part: Part, task: Task, candidate: Candidate, text: str) -> bool:
    """Whether a wording goes on saying what is wanted. One that leaves nothing is offered only where nothing was."""
    return not part.wanted or candidate.asks or len(text.split()) < 3 or task.hear(text).wants  # noqa: PLR2004


def is_torn_in(reading: Reading, part: Part, candidate: Candidate, *, facts: bool) -> bool:
    """Whether a wording is no whole sentence; what was made a request is one."""
    before = reading.text[part.sentence.start : part.sentence.end]
    languages = (part.language,) if candidate.request else dict.fromkeys((part.language, reading.language))
    return any(is_torn(candidate.text, before, language, facts=facts) for language in languages)
