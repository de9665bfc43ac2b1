"""The checklist of a complaint: facts, outcome and time always; the rest where there is something to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toneguard.advising.asked import Asked
from toneguard.advising.checks import SHOWN, Check, Said, has, length, personal_data
from toneguard.lexicon.matching import places_of, sentences_with


def _reason(asked: Asked) -> Said | None:
    """Facts are a reason too: its lack is worth a word only where a wish stands alone."""
    if spans := asked.spans(places_of(asked.looks, "reason")):
        return Said(met=True, spans=spans)
    return Said(met=False) if asked.outcome and not asked.facts else None


def _blamed_agent(asked: Asked) -> Said | None:
    aimed = [f for f in asked.findings if f.dimension in ("arrogance", "anger", "profanity")]
    if not aimed:
        return None
    spoken = sentences_with(asked.looks, "agent")
    spans = [(f.start, f.end) for f in aimed if f.dimension == "arrogance" or asked.sentence_of(f) in spoken]
    return Said(met=False, spans=spans[:SHOWN]) if spans else None


def _escalation(asked: Asked) -> Said | None:
    places = list(asked.standing("escalation"))
    if not places:
        return None
    threats = {asked.sentence_of(f) for f in asked.findings if f.dimension in ("entitlement", "anger")}
    return Said(threats.isdisjoint(place.sentence for place in places), asked.spans(places))


COMPLAINT: Final[Mapping[str, Check]] = {
    "facts": lambda asked: Said(bool(asked.facts), asked.facts),
    "outcome": lambda asked: Said(bool(asked.outcome), asked.outcome),
    "reason": _reason,
    "time": has("time", but=("hasty",)),
    "blame": _blamed_agent,
    "escalation": _escalation,
    "personal_data": personal_data,
    "length": length,
}
