"""What no listed phrase says: passages that read as arrogant, entitled or angry by the sum of their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from toneguard.judging.context import Around
from toneguard.judging.features import evidence_of, sentence_words
from toneguard.judging.model import Rule
from toneguard.judging.weights import FEWEST, FITTED, LONGEST, Folders, Sum, Weights, load_weights
from toneguard.lexicon.compiled import load_lexicon
from toneguard.reading.model import Reading, Sentence
from toneguard.reading.places import Place, claim
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
    """A sentence with its words, what its phrases add up to, and what was found in it by other means."""

    sentence: Sentence
    words: tuple[str, ...]
    phrases: Sum
    evidence: frozenset[str]


class _Passage(NamedTuple):
    margin: float
    members: tuple[_Weighed, ...]

    @property
    def span(self) -> tuple[int, int]:
        return self.members[0].sentence.start, self.members[-1].sentence.end


class Fitted(NamedTuple):
    """The passages marked, and for each fitted dimension how severe the worst of the others looks (see `scoring`)."""

    findings: tuple[Finding, ...] = ()
    doubts: tuple[tuple[Dimension, float], ...] = ()


def find_fitted(reading: Reading, kind: Kind, around: Around, listed: Sequence[Finding], folders: Folders) -> Fitted:
    """The passages of one or two sentences over the threshold of their language, the surest first where they overlap.

    `listed` is what was found by other means: it counts as evidence, and where one of its findings of the same
    dimension stands in a passage, that is not marked again. `folders` may hold a user's own weights.
    """
    weights = load_weights(reading.language, folders)
    if weights is None:
        return Fitted()
    passages = list(_passages(_weighed(reading, weights, around, listed)))
    margins = [_margins(weights, passage, kind) for passage in passages]
    found: list[Finding] = []
    doubts: list[tuple[Dimension, float]] = []
    for column, dimension in enumerate(FITTED):
        ranked = [_Passage(m[column], p) for p, m in zip(passages, margins, strict=True)]
        over = [passage for passage in ranked if passage.margin >= weights.mild[column]]
        for passage in _apart(over, [f for f in listed if f.dimension == dimension]):
            level = Level.STRONG if passage.margin >= weights.strong[column] else Level.MILD
            found.append(_finding(reading, passage, dimension, level, _heaviest(reading, weights, passage, column)))
        if ranked:
            doubts.append((dimension, weights.severity(column, max(passage.margin for passage in ranked))))
    return Fitted(tuple(found), tuple(doubts))


def _margins(weights: Weights, passage: Sequence[_Weighed], kind: Kind) -> tuple[float, ...]:
    total = weights.passage([w.words for w in passage], [w.phrases for w in passage])
    return weights.margins(total, kind, frozenset().union(*(w.evidence for w in passage)))


def _weighed(reading: Reading, weights: Weights, around: Around, listed: Sequence[Finding]) -> list[_Weighed]:
    lexicon = load_lexicon(reading.language)
    ranked = sorted(listed, key=lambda f: f.start)
    starts = [finding.start for finding in ranked]
    weighed = []
    for sentence in reading.sentences:
        if sentence.languages:  # a sentence of a language we do not know says nothing
            words = sentence_words(reading, sentence, lexicon, around)
            if FEWEST <= len(words) <= LONGEST:
                inside = ranked[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
                weighed.append(_Weighed(sentence, words, weights.phrases(words), evidence_of(inside)))
    return weighed


def _passages(weighed: Sequence[_Weighed]) -> Iterator[tuple[_Weighed, ...]]:
    yield from zip(weighed)
    yield from ((a, b) for a, b in pairwise(weighed) if _are_near(a, b))


def _are_near(first: _Weighed, second: _Weighed) -> bool:
    return first.sentence.paragraph == second.sentence.paragraph and first.sentence.last == second.sentence.first


def _apart(passages: Sequence[_Passage], listed: Sequence[Finding]) -> Iterator[_Passage]:
    taken: list[Place] = []
    for finding in listed:
        claim(taken, (finding.start, finding.end))
    return (p for p in sorted(passages, key=lambda p: (-p.margin, p.span)) if claim(taken, p.span))


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
