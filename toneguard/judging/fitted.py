"""What no listed phrase says: passages that read as arrogant, entitled or angry by the sum of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from toneguard.judging.context import Around
from toneguard.judging.features import sentence_words
from toneguard.judging.model import Rule
from toneguard.judging.weights import FEWEST, FITTED, LONGEST, NOTHING, Sum, Weights, load_weights
from toneguard.lexicon.compiled import load_lexicon
from toneguard.reading.model import Reading, Sentence
from toneguard.report import Dimension, Finding, Kind, Level

RULES: Final = (
    Rule("model/arrogance", "arrogance", "A passage that talks down by the sum of its words, without a listed phrase."),
    Rule(
        "model/entitlement", "entitlement", "A passage that demands by the sum of its words, without a listed phrase."
    ),
    Rule("model/anger", "anger", "A passage that attacks by the sum of its words, without a listed phrase."),
)
SAY: Final = {
    "model/arrogance": "This passage may read as talking down. Say what happened and what you need, and nothing about the reader.",
    "model/entitlement": "This passage may read as a demand. Ask for it, say why it is fair, and leave them time.",
    "model/anger": "This passage may read as an attack. Say what happened and what would put it right.",
}
_NAMED: Final = 3
"""Words that a finding names as those that weighed most."""


class _Weighed(NamedTuple):
    """A sentence with what its words add up to."""

    sentence: Sentence
    total: Sum


class _Passage(NamedTuple):
    margin: float
    members: tuple[_Weighed, ...]

    @property
    def span(self) -> tuple[int, int]:
        return self.members[0].sentence.start, self.members[-1].sentence.end


def find_fitted(reading: Reading, kind: Kind, around: Around, listed: Sequence[Finding]) -> Iterator[Finding]:
    """The passages of one or two sentences over the threshold of their language, the surest first where they overlap.

    Where one of the `listed` findings of the same dimension stands in it, a passage is not marked again.
    """
    weights = load_weights(reading.language)
    if weights is None:
        return
    weighed = _weighed(reading, weights, around)
    passages = [*zip(weighed), *((a, b) for a, b in pairwise(weighed) if _are_near(a, b))]
    margins = [weights.margins(_total(passage), kind) for passage in passages]
    for column, dimension in enumerate(FITTED):
        over = [
            _Passage(margin[column], passage)
            for passage, margin in zip(passages, margins, strict=True)
            if margin[column] >= weights.mild[column]
        ]
        for passage in _apart(over, [f for f in listed if f.dimension == dimension]):
            level = Level.STRONG if passage.margin >= weights.strong[column] else Level.MILD
            named = _heaviest(reading, weights, passage, column)
            yield _finding(reading, passage, dimension, level, named)


def _weighed(reading: Reading, weights: Weights, around: Around) -> list[_Weighed]:
    lexicon = load_lexicon(reading.language)
    weighed = []
    for sentence in reading.sentences:
        if sentence.languages:  # a sentence of a language we do not know says nothing
            words = sentence_words(reading, sentence, lexicon, around)
            if FEWEST <= len(words) <= LONGEST:
                weighed.append(_Weighed(sentence, weights.sentence(words)))
    return weighed


def _are_near(first: _Weighed, second: _Weighed) -> bool:
    return first.sentence.paragraph == second.sentence.paragraph and first.sentence.last == second.sentence.first


def _total(passage: Sequence[_Weighed]) -> Sum:
    total = NOTHING
    for weighed in passage:
        total = total.plus(weighed.total)
    return total


def _apart(passages: Sequence[_Passage], listed: Sequence[Finding]) -> Iterator[_Passage]:
    taken = [(finding.start, finding.end) for finding in listed]
    for passage in sorted(passages, key=lambda p: (-p.margin, p.span)):
        start, end = passage.span
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            yield passage


def _finding(reading: Reading, passage: _Passage, dimension: Dimension, level: Level, named: Sequence[str]) -> Finding:
    start, end = passage.span
    rule = f"model/{dimension}"
    message = f"{SAY[rule]} ({', '.join(named)})" if named else SAY[rule]
    return Finding(rule, dimension, level, start, end, reading.text[start:end], message)


def _heaviest(reading: Reading, weights: Weights, passage: _Passage, column: int) -> list[str]:
    """The words, as typed, that pull a passage most to its side."""
    lexicon = load_lexicon(reading.language)
    pull: dict[str, float] = {}
    for member in passage.members:
        for token in reading.words(member.sentence):
            if token.kind == "word":
                parts = lexicon.spell(token.folded).split()
                pull[reading.surface(token)] = sum(weights.word(part).weights[column] for part in parts)
    ranked = sorted(pull, key=lambda word: (-pull[word], word))
    return [word for word in ranked[:_NAMED] if pull[word] > 0]
