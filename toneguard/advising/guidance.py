"""Advice on what the message should hold: what is there, in which words, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toneguard.advising.advice import DONE, HELP
from toneguard.advising.answers import unanswered
from toneguard.advising.asked import Asked
from toneguard.advising.checks import Said
from toneguard.advising.complaints import COMPLAINT
from toneguard.advising.private import Span
from toneguard.advising.replies import REPLY
from toneguard.lexicon.matching import Look
from toneguard.reading.model import Reading
from toneguard.report import Channel, Finding, Guidance, Kind, Passage


def guide(
    reading: Reading,
    looks: Sequence[Look],
    *,
    kind: Kind,
    channel: Channel = "email",
    findings: Sequence[Finding] = (),
    question: Sequence[Look] | None = None,
) -> tuple[Guidance, ...]:
    """What the message has and what it lacks, in the order in which a person would write it.

    `findings` are what was found in its tone; `question` is the customer's message that a reply answers.
    """
    asked = Asked(reading, looks, channel, findings, question)
    checks = COMPLAINT if kind == "complaint" else REPLY
    said = ((name, check(asked)) for name, check in checks.items())
    items = [_item(reading, name, found) for name, found in said if found is not None]
    if kind == "reply" and question is not None:
        left = unanswered(question, looks)
        items.append(_item(reading, "answers", Said(not left), left))
    return tuple(items)


def _item(reading: Reading, name: str, said: Said, unanswered: tuple[str, ...] = ()) -> Guidance:
    line = (DONE if said.met else HELP)[said.key or name]
    return Guidance(name, said.met, line, unanswered, tuple(_passages(reading, said.spans)))


def _passages(reading: Reading, spans: Iterable[Span]) -> Iterator[Passage]:
    """The spans in order, without those that overlap one before."""
    reached = 0
    for start, end in sorted(spans):
        if start >= reached:
            yield Passage(start, end, reading.text[start:end])
            reached = end
