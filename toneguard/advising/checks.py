"""What a check of the checklist is and what it finds, and those that serve a complaint and a reply alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from toneguard.advising.asked import Asked
from toneguard.advising.private import Span, identities, secrets
from toneguard.lexicon.matching import places_of
from toneguard.report import Channel

LONGEST: Final[Mapping[Channel, int]] = {"chat": 120, "social": 120, "email": 450, "letter": 700}
"""Words that are read to the end: about a telephone's screen, a screen, a page and a half."""

SHOWN: Final = 2
"""Passages that an item warns of; one shows that it is met, and nobody searches for more."""


class Said(NamedTuple):
    """What a check found: whether it is met, in which words, and which line of advice says it (None: the item's own)."""

    met: bool
    spans: Sequence[Span] = ()
    key: str | None = None


Check = Callable[[Asked], Said | None]
"""None where there is nothing to say."""


def has(cue: str, *, but: Sequence[str] = (), outside: Sequence[str] = (), calm: bool = False) -> Check:
    """A check that is met where the cue stands clear of `outside`, in any sentence that holds none of the cues `but`.

    `calm`: and is no strong jab: `write to the Pope` says nothing of what comes next.
    """

    def check(asked: Asked) -> Said:
        places = asked.own(asked.standing(cue, but=but, outside=outside))
        spans = asked.spans(place for place in places if not calm or place.sentence not in asked.jabbed)
        return Said(bool(spans), spans)

    return check


def offered(cue: str, wanted: Callable[[Asked], bool]) -> Check:
    """A check that speaks where the cue stands, and of its lack only where it is wanted."""

    def check(asked: Asked) -> Said | None:
        spans = asked.spans(places_of(asked.looks, cue))
        return Said(bool(spans), spans) if spans or wanted(asked) else None

    return check


def personal_data(asked: Asked) -> Said | None:
    """What could be misused; where everybody reads, ids and accounts too."""
    public = asked.channel == "social"
    spans = [*secrets(asked.reading, asked.looks), *(identities(asked.reading) if public else ())]
    return Said(met=False, spans=spans, key="personal_data public" if public else None) if spans else None


def length(asked: Asked) -> Said | None:
    """A message longer than its channel is read."""
    return Said(met=False) if asked.reading.word_count > LONGEST[asked.channel] else None
