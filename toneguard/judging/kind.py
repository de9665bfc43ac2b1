"""Complaint or reply: who writes to whom, judged from the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from toneguard.artifacts import lexicon_root
from toneguard.judging.context import surroundings
from toneguard.judging.features import sentence_words
from toneguard.lexicon.matching import Look
from toneguard.report import Kind

BIAS: Final = "@bias"
"""The line of `kind.txt` that holds what a message weighs before its first word."""

FEWEST: Final = 3
"""Words that tell nothing yet: `hello` begins a reply as well as a complaint."""

CUE: Final = 150
"""What a listed phrase weighs, in the hundredths of `kind.txt`: as much as its heaviest words."""


def judge_kind(looks: Sequence[Look]) -> Kind:
    """`reply` where more speaks for an agent than for a customer; in doubt a complaint, which most users draft.

    Listed phrases count, and the fitted weights of the words in each language of the message.
    """
    if not looks or looks[0].reading.word_count < FEWEST:
        return "complaint"
    listed = sum(len(look.with_cue("kind_reply")) - len(look.with_cue("kind_complaint")) for look in looks)
    return "reply" if CUE * listed + sum(map(_weight, looks)) > 0 else "complaint"


def features(words: Sequence[str]) -> Iterator[str]:
    """What a sentence weighs by: its words and the pairs of words that stand together."""
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


@cache
def load_kind(language: str) -> Mapping[str, int]:
    """The weights of a language by feature, above 0 for a reply; empty where none were fitted."""
    path = lexicon_root() / language / "kind.txt"
    lines = path.read_text("utf-8").splitlines() if path.exists() else ()
    return {feature: int(weight) for feature, _, weight in (line.rpartition("\t") for line in lines)}


def _weight(look: Look) -> int:
    """What the sentences weigh whose main language the look is of."""
    weights = load_kind(look.lexicon.language)
    own = [s for s in look.reading.sentences if s.languages[:1] == (look.lexicon.language,)]
    if not weights or not own:
        return 0
    around = surroundings(look.reading)
    found = {f for s in own for f in features(sentence_words(look.reading, s, look.lexicon, around))}
    return sum(weights.get(feature, 0) for feature in found) + weights[BIAS]
