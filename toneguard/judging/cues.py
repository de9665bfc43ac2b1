"""Phrases that tell something about a message without being findings: who writes, what is asked, by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toneguard.lexicon.matching import Lexicon, pattern
from toneguard.reading.model import Reading, Sentence


def line_of(reading: Reading, sentence: Sentence, lexicon: Lexicon) -> str:
    """The sentence in the spelling of a lexicon's phrases, with its marks."""
    return f" | {' '.join(lexicon.spell(token.folded) for token in reading.words(sentence))} | "


def has_cue(reading: Reading, sentence: Sentence, lexicons: Sequence[Lexicon], name: str) -> bool:
    """Whether a phrase of the cue `name` stands in the sentence."""
    return any(True for _ in _cues(reading, sentence, lexicons, name))


def sentences_with(reading: Reading, lexicons: Sequence[Lexicon], name: str) -> list[Sentence]:
    """The sentences in which a phrase of the cue stands, in order."""
    return [sentence for sentence in reading.sentences if has_cue(reading, sentence, lexicons, name)]


def count_cues(reading: Reading, lexicons: Sequence[Lexicon], name: str) -> int:
    """How many of the cue's phrases stand in the message."""
    return sum(1 for sentence in reading.sentences for _ in _cues(reading, sentence, lexicons, name))


def _cues(reading: Reading, sentence: Sentence, lexicons: Sequence[Lexicon], name: str) -> Iterator[str]:
    for lexicon in lexicons:
        if lexicon.language in sentence.languages and (sources := lexicon.context.get(name)):
            line = line_of(reading, sentence, lexicon)
            yield from (source for source in sources if pattern(source).search(line))
