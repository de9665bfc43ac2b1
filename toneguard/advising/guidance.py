"""Advice on what the message should hold: what is there, in which words, and what is missing.

A complaint: facts, outcome, time, always; why it is fair, whom it blames, how it speaks of going further, what it gives
away, its length, where there is something to say. A reply: greeting, next step, time, and answers where the customer's
message is given; the rest where there is something to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from toneguard.advising.advice import DONE, HELP
from toneguard.advising.answers import unanswered
from toneguard.advising.asked import Asked
from toneguard.advising.private import Span, identities, secrets
from toneguard.lexicon.matching import Look, places_of, sentences_with
from toneguard.reading.model import Reading
from toneguard.report import Channel, Finding, Guidance, Kind, Passage

ROOM: Final = 25
"""Words from which a reply by email or letter has room for what comes next and for an offer of help."""

LONGEST: Final[Mapping[Channel, int]] = {"chat": 120, "social": 120, "email": 450, "letter": 700}
"""Words that are read to the end: about a telephone's screen, a screen, a page and a half."""

LONGEST_NAME: Final = 3
"""Words of a name and its title in front of a comma."""

SHOWN: Final = 2
"""Passages that an item warns of; one shows that it is met, and nobody searches for more."""


_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr"})


class _Said(NamedTuple):
    """What a check found: whether it is met, in which words, and which line of advice says it (None: the item's own)."""

    met: bool
    spans: Sequence[Span] = ()
    key: str | None = None


_Check = Callable[[Asked], _Said | None]


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
    checks = _COMPLAINT if kind == "complaint" else _REPLY
    said = ((name, check(asked)) for name, check in checks.items())
    items = [_item(reading, name, found) for name, found in said if found is not None]
    if kind == "reply" and question is not None:
        left = unanswered(question, looks)
        items.append(_item(reading, "answers", _Said(not left), left))
    return tuple(items)


def _item(reading: Reading, name: str, said: _Said, unanswered: tuple[str, ...] = ()) -> Guidance:
    line = (DONE if said.met else HELP)[said.key or name]
    return Guidance(name, said.met, line, unanswered, tuple(_passages(reading, said.spans)))


def _passages(reading: Reading, spans: Iterable[Span]) -> Iterator[Passage]:
    """The spans in order, without those that overlap one before."""
    reached = 0
    for start, end in sorted(spans):
        if start >= reached:
            yield Passage(start, end, reading.text[start:end])
            reached = end


def _has(cue: str, *, but: Sequence[str] = (), outside: Sequence[str] = ()) -> _Check:
    """A check that is met where the cue stands clear of `outside`, in any sentence that holds none of the cues `but`."""

    def check(asked: Asked) -> _Said:
        spans = asked.spans(asked.standing(cue, but=but, outside=outside))
        return _Said(bool(spans), spans)

    return check


def _offered(cue: str, wanted: Callable[[Asked], bool]) -> _Check:
    """A check that speaks where the cue stands, and of its lack only where it is wanted."""

    def check(asked: Asked) -> _Said | None:
        spans = asked.spans(places_of(asked.looks, cue))
        return _Said(bool(spans), spans) if spans or wanted(asked) else None

    return check


def _reason(asked: Asked) -> _Said | None:
    """Facts are a reason too: its lack is worth a word only where a wish stands alone."""
    if spans := asked.spans(places_of(asked.looks, "reason")):
        return _Said(met=True, spans=spans)
    return _Said(met=False) if asked.outcome and not asked.facts else None


def _blamed_agent(asked: Asked) -> _Said | None:
    aimed = [f for f in asked.findings if f.dimension in ("arrogance", "anger", "profanity")]
    if not aimed:
        return None
    spoken = sentences_with(asked.looks, "agent")
    spans = [(f.start, f.end) for f in aimed if f.dimension == "arrogance" or asked.sentence_of(f) in spoken]
    return _Said(met=False, spans=spans[:SHOWN]) if spans else None


def _escalation(asked: Asked) -> _Said | None:
    places = list(asked.standing("escalation"))
    if not places:
        return None
    threats = {asked.sentence_of(f) for f in asked.findings if f.dimension in ("entitlement", "anger")}
    return _Said(threats.isdisjoint(place.sentence for place in places), asked.spans(places))


def _personal_data(asked: Asked) -> _Said | None:
    public = asked.channel == "social"
    spans = [*secrets(asked.reading, asked.looks), *(identities(asked.reading) if public else ())]
    return _Said(met=False, spans=spans, key="personal_data public" if public else None) if spans else None


def _length(asked: Asked) -> _Said | None:
    return _Said(met=False) if asked.reading.word_count > LONGEST[asked.channel] else None


def _greeting(asked: Asked) -> _Said:
    first = (place for place in asked.standing("greeting") if place.sentence in (0, 1))
    if spans := asked.spans(first):
        return _Said(met=True, spans=spans[:1], key="greeting nameless" if asked.has("nameless") else None)
    name = _name_in_front(asked.reading)
    return _Said(met=name is not None, spans=() if name is None else (name,))


def _name_in_front(reading: Reading) -> Span | None:
    """`Sam, ...` or `Mrs Khan, ...`: up to three words of no language with capitals, or a title, then a comma."""
    if not reading.sentences:
        return None
    first = reading.sentences[0].first
    for at in range(first, min(first + LONGEST_NAME, reading.sentences[0].last)):
        token = reading.tokens[at]
        is_name = not token.language and reading.text[token.start].isupper()
        if token.kind != "word" or not (is_name or token.folded in _TITLES):
            return None
        if reading.text[token.end : token.end + 1] == ",":
            return reading.tokens[first].start, token.end
    return None


def _acknowledgement(asked: Asked) -> _Said | None:
    """Before the rules, and wherever the customer told of trouble."""
    places = sorted(asked.standing("acknowledgement"))
    ruled = min((place.sentence for place in asked.standing("policy")), default=None)
    troubled = asked.question is not None and next(places_of(asked.question, "happened"), None) is not None
    if places and (ruled is None or places[0].sentence <= ruled):
        return _Said(met=True, spans=asked.spans(places))
    return _Said(met=False) if troubled or ruled is not None else None


def _blamed_customer(asked: Asked) -> _Said | None:
    spans = [(f.start, f.end) for f in asked.findings if f.dimension in ("arrogance", "anger")]
    return _Said(met=False, spans=spans[:SHOWN], key="blame reply") if spans else None


def _jargon(asked: Asked) -> _Said | None:
    spans = asked.spans(asked.standing("jargon"), SHOWN)
    return _Said(met=False, spans=spans) if spans else None


def _has_room(asked: Asked) -> bool:
    return asked.channel in ("email", "letter") and asked.reading.word_count >= ROOM


def _waits(asked: Asked) -> bool:
    """Whether the customer is told to wait, and will want to know what if nothing comes."""
    return _has_room(asked) and asked.has("timeframe")


_COMPLAINT: Final[Mapping[str, _Check]] = {
    "facts": lambda asked: _Said(bool(asked.facts), asked.facts),
    "outcome": lambda asked: _Said(bool(asked.outcome), asked.outcome),
    "reason": _reason,
    "time": _has("time", but=("hasty",)),
    "blame": _blamed_agent,
    "escalation": _escalation,
    "personal_data": _personal_data,
    "length": _length,
}
_REPLY: Final[Mapping[str, _Check]] = {
    "greeting": _greeting,
    "acknowledgement": _acknowledgement,
    "next_step": _has("next_step", but=("empty_step", "jargon"), outside=("refused",)),
    "timeframe": _has("timeframe", but=("undated",), outside=("passing",)),
    "expected": _offered("expected", _has_room),
    "proactive": _offered("proactive", _waits),
    "further_help": _offered("further_help", _has_room),
    "blame": _blamed_customer,
    "jargon": _jargon,
    "personal_data": _personal_data,
    "length": _length,
}
