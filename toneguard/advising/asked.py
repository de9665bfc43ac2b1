"""What the checks of the checklist look at, and what several of them want to know, found once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from toneguard.advising.private import Span
from toneguard.advising.references import codes, references
from toneguard.judging.context import Around, surroundings
from toneguard.lexicon.matching import Line, Look, Place, places_of
from toneguard.reading.model import Reading
from toneguard.report import Channel, Finding, Level

COUNTED: Final = 4
"""Digits from which a number before a word such as `claim` is no count."""

BESIDE: Final = 2
"""Tokens between a word such as `order` and its number."""

ENOUGH: Final = 6
"""Fewer words hold a reference or what happened, not both."""

NEAR: Final = 5
"""Words from a phrase to the end of its clause that are shown with it."""


class Asked:
    """What the checks look at, and what several of them want to know, found once."""

    def __init__(
        self,
        reading: Reading,
        looks: Sequence[Look],
        channel: Channel,
        findings: Sequence[Finding],
        question: Sequence[Look] | None,
    ) -> None:
        self.reading, self.looks, self.channel, self.findings = reading, looks, channel, findings
        self.question = question
        self._announced: dict[str, list[tuple[Look, dict[int, list[tuple[Line, int]]]]]] = {}
        self._standing: dict[tuple[str, int], bool] = {}
        self._placed: dict[tuple[str, int], list[Place]] = {}

    @cached_property
    def facts(self) -> Sequence[Span]:
        """What happened, and a reference or a date; a date alone may be that of a wish."""
        if self.reading.word_count < ENOUGH:
            return ()
        named = self.spans(codes(self.reading))
        if not named:
            named = self.spans(self._days()) or self.spans(places_of(self.looks, "happened_on"))
        return named or self.spans(self._numbers())

    def _numbers(self) -> Iterator[Place]:
        """Numbers that name the case; `3 counters` and `1 claim` are counts, `counter 3` is none."""
        fronts = {place.last for place in places_of(self.looks, "reference")}
        for place in references(self.reading, self.looks):
            surface = self.reading.surface(self.reading.tokens[place.first])
            counted = surface.isdigit() and len(surface) < COUNTED
            if not counted or not fronts.isdisjoint(range(place.first - BESIDE, place.first + 1)):
                yield place

    def _days(self) -> Iterator[Place]:
        """Days on which something happened; one beside a wish alone is when it is to be granted."""
        if not self.has("happened"):
            return
        for place in self.standing("dated", but=("time", "hasty", "undated", "awaited")):
            if self.stands_in("happened", place.sentence) or not self.stands_in("outcome", place.sentence):
                yield place

    @cached_property
    def steps(self) -> Sequence[Place]:
        """What comes next, in a reply: no refusal, and nothing that only sounds like a step."""
        return list(self.standing("next_step", but=("empty_step",), outside=("refused",)))

    @cached_property
    def outcome(self) -> Sequence[Span]:
        """A wish that says what would put it right, and is the writer's now."""
        wishes = self.own(self.standing("outcome", outside=("vague", "told")))
        return self.spans(wishes) or self.spans(self.own(self.standing("request", outside=("scorn",))))

    def own(self, places: Iterable[Place]) -> Iterator[Place]:
        """Those of the places that the writer does not quote: `it says "please hold"` asks for nothing."""
        tokens = self.reading.tokens
        for place in places:
            if not self._around.covers(tokens[place.first].start, tokens[place.last - 1].end):
                yield place

    @cached_property
    def _around(self) -> Around:
        return surroundings(self.reading)

    def standing(self, cue: str, *, but: Sequence[str] = (), outside: Sequence[str] = ()) -> Iterator[Place]:
        """Where the cue stands, without sentences that hold one of the cues `but`, and clear of the cues `outside`."""
        for place in places_of(self.looks, cue):
            if any(self.stands_in(other, place.sentence) for other in but):
                continue
            if not any(_meet(place, taken) for other in outside for taken in self._places_in(other, place.sentence)):
                yield place

    def stands_in(self, cue: str, sentence: int) -> bool:
        """Whether the cue stands in the sentence."""
        if (known := self._standing.get((cue, sentence))) is None:
            announced = self._announced_in(cue)
            known = any(look.stands_in(found[sentence]) for look, found in announced if sentence in found)
            self._standing[cue, sentence] = known
        return known

    def _places_in(self, cue: str, sentence: int) -> Sequence[Place]:
        if (known := self._placed.get((cue, sentence))) is None:
            announced = self._announced_in(cue)
            pairs = (look.places_in(found[sentence]) for look, found in announced if sentence in found)
            known = self._placed[cue, sentence] = [place for places in pairs for place in places]
        return known

    def _announced_in(self, cue: str) -> Sequence[tuple[Look, dict[int, list[tuple[Line, int]]]]]:
        if cue not in self._announced:
            self._announced[cue] = [(look, look.announced_cue(cue)) for look in self.looks]
        return self._announced[cue]

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [sentence.start for sentence in self.reading.sentences]

    def sentence_of(self, finding: Finding) -> int:
        """The number of the sentence in which a finding begins."""
        return bisect_right(self._starts, finding.start) - 1

    @cached_property
    def jabbed(self) -> frozenset[int]:
        """The sentences in which strong arrogance or anger was found."""
        return frozenset(
            self.sentence_of(finding)
            for finding in self.findings
            if finding.level == Level.STRONG and finding.dimension in ("arrogance", "anger")
        )

    def has(self, cue: str) -> bool:
        """Whether the cue stands anywhere."""
        return next(places_of(self.looks, cue), None) is not None

    def spans(self, places: Iterable[Place], most: int = 1) -> list[Span]:
        """The first places as spans of the text, each up to the end of its clause where that is near."""
        return [
            (self.reading.tokens[place.first].start, self.reading.tokens[self._rounded(place) - 1].end)
            for place in islice(places, most)
        ]

    def _rounded(self, place: Place) -> int:
        """Up to which token a place is shown: `I want` alone says too little, and a whole sentence too much."""
        reading, end = self.reading, self.reading.sentences[place.sentence].last
        for last in range(place.last, min(place.last + NEAR, end) + 1):
            if last == end or reading.text[reading.tokens[last - 1].end : reading.tokens[last].start] != " ":
                return last
        return min(place.last + NEAR // 2, end)


def _meet(one: Place, other: Place) -> bool:
    return one.first < other.last and other.first < one.last
