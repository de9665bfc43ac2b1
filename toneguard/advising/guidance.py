"""Advice on what the message should hold: for a complaint facts, outcome, time; for a reply greeting, step, time, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from toneguard.advising.answers import unanswered
from toneguard.lexicon.matching import Look, sentences_with
from toneguard.reading.model import Reading
from toneguard.report import Guidance, Kind

DONE: Final = {
    "facts": "It says what happened and gives a reference or a date.",
    "outcome": "It says what you would like.",
    "time": "It gives the company time, or asks when.",
    "greeting": "It greets the customer.",
    "next_step": "The customer knows what happens next.",
    "timeframe": "It says by when.",
    "answers": "Every question of the customer has an answer.",
}
HELP: Final = {
    "facts": 'Add what happened, when, and the reference: "On [date] I ordered [item], number [number], and [what happened]."',
    "outcome": 'Say what would put it right, and why that is fair: "I would like [a refund / a replacement], because [reason]."',
    "time": 'Give a date that leaves them time to act: "Could you let me know by [date]?"',
    "greeting": 'Begin with the customer\'s name: "Dear [name],"',
    "next_step": 'Say who does what next, and what you need from the customer: "I will [step], and you need do nothing."',
    "timeframe": 'Say by when: "You will hear from me by [day]."',
    "answers": "Answer these questions too, one by one, even where the answer is no.",
}
_ENOUGH_WORDS: Final = 8
"""Fewer words hold a reference or what happened, not both."""


def guide(
    reading: Reading, looks: Sequence[Look], *, kind: Kind, question: Sequence[Look] | None
) -> tuple[Guidance, ...]:
    """What the message has and what it lacks; `answers` only where the customer's message is given."""
    checks = _COMPLAINT if kind == "complaint" else _REPLY
    items = [_item(name, met=check(reading, looks)) for name, check in checks.items()]
    if kind == "reply" and question is not None:
        left = unanswered(question, looks)
        items.append(_item("answers", met=not left, unanswered=left))
    return tuple(items)


def _item(name: str, *, met: bool, unanswered: tuple[str, ...] = ()) -> Guidance:
    return Guidance(name, met, DONE[name] if met else HELP[name], unanswered)


def _has_facts(reading: Reading, looks: Sequence[Look]) -> bool:  # noqa: ARG001 - every check is asked the same
    return reading.word_count >= _ENOUGH_WORDS and any(_is_reference(reading, at) for at in range(len(reading.tokens)))


def _is_reference(reading: Reading, at: int) -> bool:
    token = reading.tokens[at]
    if token.kind in ("code", "link", "handle"):
        return any(char.isdigit() for char in token.folded)
    if token.kind == "number":
        return True
    return token.folded in _DATED


def _has_time(reading: Reading, looks: Sequence[Look]) -> bool:  # noqa: ARG001
    """A reasonable time in a sentence that is no ultimatum."""
    return bool(sentences_with(looks, "time") - sentences_with(looks, "hasty"))


def _has_greeting(reading: Reading, looks: Sequence[Look]) -> bool:
    return bool(sentences_with(looks, "greeting") & {0, 1}) or _begins_with_name(reading)


def _begins_with_name(reading: Reading) -> bool:
    """`Sam, ...` or `Mrs Khan: ...`: a capital word or two, then a comma."""
    head = reading.text[reading.sentences[0].start :][:40] if reading.sentences else ""
    name, comma, _ = head.partition(",")
    return bool(comma) and 0 < len(name.split()) <= 3 and all(part[0].isupper() for part in name.split())  # noqa: PLR2004


_Check = Callable[[Reading, Sequence[Look]], bool]


def _has(cue: str) -> _Check:
    """A check that is met where the cue stands in any sentence."""
    return lambda _, looks: bool(sentences_with(looks, cue))


_COMPLAINT: Final[Mapping[str, _Check]] = {"facts": _has_facts, "outcome": _has("outcome"), "time": _has_time}
_REPLY: Final[Mapping[str, _Check]] = {
    "greeting": _has_greeting,
    "next_step": _has("next_step"),
    "timeframe": _has("timeframe"),
}
_DATED: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today january february march april june july "
    "august september october november december christmas weeks months days".split()  # noqa: SIM905
)
