"""The checklist of a reply: greeting, next step and time always; the rest where there is something to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toneguard.advising.asked import Asked
from toneguard.advising.checks import SHOWN, Check, Said, has, length, offered, personal_data
from toneguard.advising.private import Span
from toneguard.lexicon.matching import places_of
from toneguard.reading.model import Reading

ROOM: Final = 25
"""Words from which a reply by email or letter has room for what comes next and for an offer of help."""

LONGEST_NAME: Final = 3
"""Words of a name and its title in front of a comma."""

_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr"})


def _greeting(asked: Asked) -> Said:
    first = (place for place in asked.standing("greeting") if place.sentence in (0, 1))
    if spans := asked.spans(first):
        return Said(met=True, spans=spans[:1], key="greeting nameless" if asked.has("nameless") else None)
    name = _name_in_front(asked.reading)
    return Said(met=name is not None, spans=() if name is None else (name,))


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


def _acknowledgement(asked: Asked) -> Said | None:
    """Before the rules, and wherever the customer told of trouble."""
    places = sorted(asked.standing("acknowledgement"))
    ruled = min((place.sentence for place in asked.standing("policy")), default=None)
    troubled = asked.question is not None and next(places_of(asked.question, "happened"), None) is not None
    if places and (ruled is None or places[0].sentence <= ruled):
        return Said(met=True, spans=asked.spans(places))
    return Said(met=False) if troubled or ruled is not None else None


def _blamed_customer(asked: Asked) -> Said | None:
    spans = [(f.start, f.end) for f in asked.findings if f.dimension in ("arrogance", "anger")]
    return Said(met=False, spans=spans[:SHOWN], key="blame reply") if spans else None


def _jargon(asked: Asked) -> Said | None:
    spans = asked.spans(asked.standing("jargon"), SHOWN)
    return Said(met=False, spans=spans) if spans else None


def _timeframe(asked: Asked) -> Said:
    """A time to come, or of what was done; the day of what merely happened is none."""
    places = asked.own(asked.standing("timeframe", but=("undated",), outside=("passing",)))
    spans = asked.spans(place for place in places if not _is_past(asked, place.sentence))
    return Said(bool(spans), spans)


def _is_past(asked: Asked, sentence: int) -> bool:
    """Whether the sentence tells of something that happened, and neither looks ahead nor holds a step."""
    return asked.stands_in("happened", sentence) and not (
        asked.stands_in("ahead", sentence) or any(place.sentence == sentence for place in asked.steps)
    )


def _has_room(asked: Asked) -> bool:
    return asked.channel in ("email", "letter") and asked.reading.word_count >= ROOM


def _waits(asked: Asked) -> bool:
    """Whether the customer is told to wait, and will want to know what if nothing comes."""
    return _has_room(asked) and asked.has("timeframe")


REPLY: Final[Mapping[str, Check]] = {
    "greeting": _greeting,
    "acknowledgement": _acknowledgement,
    "next_step": has("next_step", but=("empty_step", "jargon"), outside=("refused",), calm=True),
    "timeframe": _timeframe,
    "expected": offered("expected", _has_room),
    "proactive": offered("proactive", _waits),
    "further_help": offered("further_help", _has_room),
    "blame": _blamed_customer,
    "jargon": _jargon,
    "personal_data": personal_data,
    "length": length,
}
