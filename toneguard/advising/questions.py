"""The questions of a customer's message: with a mark or without, asked or wished to be told, several in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from toneguard.lexicon.matching import Look, places_of, sentences_with
from toneguard.reading.model import Reading, Sentence

_ENDS = re.compile(r"[?؟][\"'”’)\s]*\Z")
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s*")
MOST: Final = 60
"""Questions that are looked at: a message with more is no message, and each is held against every sentence."""

_SHORTEST: Final = 2
"""Tokens that must stand on both sides of a joint: `when and where?` is one question."""


class Question(NamedTuple):
    """A question: its sentence, its tokens `first` up to but not including `last`, and its place in the text."""

    sentence: int
    first: int
    last: int
    start: int
    end: int


def questions(looks: Sequence[Look]) -> tuple[Question, ...]:
    """The questions in order of place; a sentence with several is cut where the next one begins."""
    if not looks:
        return ()
    reading = looks[0].reading
    told = sentences_with(looks, "question_indirect") | sentences_with(looks, "question_bare")
    asked = [
        number
        for number, sentence in enumerate(reading.sentences)
        if number in told or _ENDS.search(reading.text[sentence.start : sentence.end])
    ]
    joints = _joints(looks) if asked else {}
    parts = (part for number in asked for part in _parts(reading, number, joints.get(number, ())))
    return tuple(islice(parts, MOST))


def _joints(looks: Sequence[Look]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for place in places_of(looks, "question_joint"):
        found.setdefault(place.sentence, []).append((place.first, place.last))
    return found


def _parts(reading: Reading, number: int, joints: Sequence[tuple[int, int]]) -> Iterator[Question]:
    sentence = reading.sentences[number]
    begin, start = sentence.first, sentence.start + _number_in_front(reading, sentence)
    for first, last in sorted(joints):
        if first - begin >= _SHORTEST and sentence.last - last >= _SHORTEST:
            yield Question(number, begin, first, start, reading.tokens[first - 1].end)
            begin, start = last, reading.tokens[last].start
    yield Question(number, begin, sentence.last, start, sentence.end)


def _number_in_front(reading: Reading, sentence: Sentence) -> int:
    """The length of `2) ` in front of a question of a list."""
    match = _NUMBERED.match(reading.text, sentence.start, sentence.end)
    return match.end() - sentence.start if match else 0
