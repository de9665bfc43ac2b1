"""English turns: a rude way to say a thing -> how a courteous writer puts it, the demand and the fact still in it."""

from __future__ import annotations

import re

import pytest

from toneguard import check_tone
from toneguard.advising.turns import load_turns
from toneguard.report import Kind

TURNED: tuple[tuple[Kind, str, str], ...] = (
    (
        "complaint",
        "How hard can it be to deliver one table in one piece?",
        "Could you please deliver one table in one piece?",
    ),
    ("complaint", "Stop hiding behind your policies and refund my ticket.", "Please refund my ticket."),
    ("complaint", "Unless you refund the 80 pounds, I will see you in court.", "Please refund the 80 pounds."),
    ("complaint", "For the hundredth time, the meter number is 4471.", "As I wrote before, the meter number is 4471."),
    ("complaint", "Bravo for leaving my medication in the rain.", "You left my medication in the rain."),
    ("complaint", "You thieves took 500 from my account.", "You took 500 from my account."),
    ("complaint", "As a platinum member I expect you to waive the fee.", "Please waive the fee."),
    ("complaint", "Who do I have to bribe to get a spare key around here?", "How can I get a spare key?"),
    ("complaint", "Silly me for thinking you would call back.", "I thought you would call back."),
    (
        "reply",
        "We will not refund worn shoes, take it or leave it.",
        "I am sorry, we are not able to refund worn shoes.",
    ),
    ("reply", "No receipt, no exchange.", "We need the receipt for an exchange."),
    ("reply", "You failed to attach the police report.", "We have not received the police report."),
    (
        "reply",
        "It is not our fault that you ordered the wrong colour.",
        "I am sorry that you ordered the wrong colour, but this is outside our control.",
    ),
    (
        "reply",
        "Failure to return the router will result in a charge of 80.",
        "Please return the router to avoid a charge of 80.",
    ),
    (
        "reply",
        "As clearly stated in our terms, opened software is not taken back.",
        "According to our terms, opened software is not taken back.",
    ),
)


@pytest.mark.parametrize(("kind", "text", "wanted"), TURNED, ids=[text for _, text, _ in TURNED])
def test_a_rude_sentence_is_said_courteously(kind: Kind, text: str, wanted: str) -> None:
    """What is asked for or told stays, the jab goes, and nothing is left to mend."""
    assert check_tone(text, kind=kind, channel="chat").rewrite == wanted
    assert check_tone(wanted, kind=kind, channel="chat").rewrite is None


def test_no_turn_leaves_a_slot_empty_behind_a_word_that_needs_it() -> None:
    """A part that may be missing never stands behind a preposition or an article in what is said instead."""
    for turn in load_turns("en"):
        may_miss = set(re.findall(r"\(\?P<(\w)>(?:[^()]|\([^()]*\))*\)\?", turn.said))
        assert not any(
            re.search(rf"\b(?:about|for|in|of|to|the|a|with) \{{{name}\}}", turn.instead) for name in may_miss
        ), turn.said
