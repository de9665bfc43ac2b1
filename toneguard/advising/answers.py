"""Which of the customer's questions a reply leaves open.

A question asks for something (a time, an amount, a place, a reason, a way, a person, or yes or no) about something. A
sentence of the reply answers it where it speaks of the same things and says what was asked for. Things are the words
themselves, by their stems, and the `about_` cues of questions.toml, which have the same names in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from toneguard.advising.questions import Question, questions
from toneguard.lexicon.matching import Look
from toneguard.reading.model import Reading, Token

ENOUGH: Final = 0.3
"""Share of the things a yes-or-no question is about that a sentence must take up to answer it, whatever it says."""

HALF: Final = 0.5
"""The same where a reason, a way or a person was asked for and the sentence names none."""

ALL_TOLD: Final = 0.6
"""The same for the whole reply, where the things are spread over its sentences."""

TOUCHED: Final = 0.2
"""The same for a sentence that says the sort of thing that was asked for."""

SEEN: Final = 0.25
"""The same for one that says yes or no, which many a sentence does. All five set on 55 labelled replies."""

_ASKED: Final = ("time", "amount", "place", "reason", "way", "person")
_MEASURED: Final = frozenset({"time", "amount", "place"})
"""What no sentence answers that speaks of the thing alone."""

_NAMED: Final = ("about_", "asks_", "says_", "plain")
_SHORT, _STEM = 4, 5
_COMMAS: Final = (",", "،", ";", ":")
_LEAST: Final = 3
"""Letters of a word that is about something."""


class _Said(NamedTuple):
    """What a stretch of tokens is about, and the sorts of things that it asks for or says."""

    words: tuple[frozenset[str], ...]
    topics: frozenset[str]
    sorts: frozenset[str]

    def share_in(self, words: frozenset[str], topics: frozenset[str]) -> float:
        """How much of what it is about is among these words and topics, from 0 to 1."""
        about = len(self.words) + len(self.topics)
        met = sum(not forms.isdisjoint(words) for forms in self.words) + len(self.topics & topics)
        return met / about if about else 0.0


def unanswered(question: Sequence[Look], reply: Sequence[Look]) -> tuple[str, ...]:
    """The questions that the reply leaves open, each an exact substring of the customer's message."""
    asked = questions(question)
    if not asked or not reply:
        return ()
    text = question[0].reading.text
    told = _Telling(reply, "says")
    sentences = reply[0].reading.sentences
    said = [told.said(number, sentence.first, sentence.last) for number, sentence in enumerate(sentences)]
    asking = _Telling(question, "asks")
    left = (one for one in asked if not any(_is_answered(way, said, len(asked)) for way in _readings(asking, one)))
    return tuple(text[one.start : one.end] for one in left)


def _readings(asking: _Telling, one: Question) -> Iterator[_Said]:
    """What a question is about: by all its words, and by those behind its last comma, before which the case is told."""
    yield asking.said(one.sentence, one.first, one.last)
    after = _after_comma(asking.reading, one)
    if after > one.first:
        yield asking.said(one.sentence, after, one.last)


def _is_answered(asked: _Said, said: Sequence[_Said], number: int) -> bool:
    wanted = asked.sorts & frozenset(_ASKED) or {"yes"}
    enough = ENOUGH if wanted == {"yes"} else HALF
    least = SEEN if wanted == {"yes"} else TOUCHED
    if not asked.words and not asked.topics:
        return any(wanted & one.sorts for one in said)
    if "amount" in wanted and any("money" in one.sorts for one in said):
        return True
    told = False
    for one in said:
        share = asked.share_in(frozenset().union(*one.words), one.topics)
        fits = bool(wanted & one.sorts)
        plainly = wanted == {"yes"} and "plainly" in one.sorts and share >= TOUCHED
        if plainly or (fits and (share >= least or number == 1)) or (share >= enough and not wanted & _MEASURED):
            return True
        told = told or fits
    whole = frozenset().union(*(forms for one in said for forms in one.words))
    topics = frozenset().union(*(one.topics for one in said))
    return told and asked.share_in(whole, topics) >= ALL_TOLD


class _Telling:
    """A message that asks or says (`verb`), with its cues by sentence."""

    def __init__(self, looks: Sequence[Look], verb: Literal["asks", "says"]) -> None:
        self.reading = looks[0].reading
        self._looks, self._verb = looks, verb
        self._places = [look.places_by_sentence(_NAMED) for look in looks]

    def said(self, number: int, first: int, last: int) -> _Said:
        """What the tokens from `first` up to `last` of a sentence are about."""
        topics, sorts, named = set[str](), set[str](), set[int]()
        for name, place in (found for places in self._places for found in places.get(number, ())):
            kind, _, thing = name.partition("_")
            if place.first < last and first < place.last:
                named.update(range(place.first, place.last) if kind != "says" else ())
                topics.update((thing,) if kind == "about" else ())
                sorts.update((thing,) if kind == self._verb else ())
        tokens = self.reading.tokens
        if self._verb == "says" and any(_is_money(self.reading.surface(token)) for token in tokens[first:last]):
            sorts |= {"amount", "money"}
        words = (_forms(tokens[at], self._looks) for at in range(first, last) if at not in named)
        return _Said(
            tuple(dict.fromkeys(form for forms in words for form in forms)), frozenset(topics), frozenset(sorts)
        )


def _after_comma(reading: Reading, part: Question) -> int:
    """Where the question itself begins: what comes before its last comma tells the case."""
    for at in range(part.last - _LEAST + 1, part.first, -1):
        if reading.text[reading.tokens[at - 1].end : reading.tokens[at].start].lstrip()[:1] in _COMMAS:
            return at
    return part.first


def _is_money(surface: str) -> bool:
    return surface[0] in "£$€₨₱₹¥" or ("," in surface and surface[0].isdigit())


def _forms(token: Token, looks: Sequence[Look]) -> Iterator[frozenset[str]]:
    """What a word may be met as: its beginning, and in Tagalog its stems."""
    if len(token.folded) < _LEAST or token.kind not in ("word", "code", "number"):
        return
    forms = {*_begun(token.folded)}
    for look in looks:
        forms.update(_begun(look.lexicon.spell(token.folded)))
        if look.lexicon.language == "tl":
            from toneguard.reading.affixes import stems  # plain English never pays for its load

            forms.update(stems(token.folded))
    yield frozenset(forms)


def _begun(word: str) -> tuple[str, ...]:
    """What a word has in common with its inflections: `order` and `ordered`, `bassinet` and `bassinets`."""
    return (word[:_STEM],) if len(word) > _STEM else (word, word[:_SHORT])
