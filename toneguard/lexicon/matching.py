"""Compiled lexicons over the folded words of a Reading."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, NamedTuple

from toneguard.lexicon.model import Entry
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.reading.spans import Span, claim
from toneguard.report import Kind, Level

MARK: Final = "|"
"""Stands at both ends of a line: no token is folded to it."""


class Hit(NamedTuple):
    """One entry found: tokens `first` up to but not including `last` of the Reading, and their place in its text."""

    entry: Entry
    sentence: int
    first: int
    last: int
    start: int
    end: int


class Place(NamedTuple):
    """Where a cue stands: the sentence, and its tokens `first` up to but not including `last` in the Reading."""

    sentence: int
    first: int
    last: int


class _Needed(NamedTuple):
    """What an announced phrase still needs: words in the line, then its pattern, made when the words are there."""

    words: tuple[frozenset[str], ...]
    pattern: re.Pattern[str] | None = None


class Line(NamedTuple):
    """A sentence as phrases see it: its folded words between marks, and the phrases of entries announced in it."""

    sentence: int
    text: str
    words: list[str]
    present: frozenset[str]
    announced: list[int]

    def starts(self) -> list[int]:
        """Where each of its words starts in the text of the line, and one after the last would."""
        return list(accumulate((len(word) + 1 for word in self.words), initial=len(MARK) + 2))


def _tokens(starts: Sequence[int], match: re.Match[str]) -> tuple[int, int]:
    """The tokens, first and last exclusive, that a match stands for in a line whose words start so."""
    return bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries and cues of one language, ready to be matched.

    `anchors` is the automaton: an anchor leads to the numbers of the phrases it announces (see `numbers_of`); `patterns` are those phrases
    (with their `witnesses`, see `Phrase`) and `owners` the numbers of their entries, or, from `len(entries)` on, of their
    `cues`. `made` are the patterns made so far, a memory as large as the lexicon at most. `context` holds patterns of
    what around a hit changes it. `spell` brings a folded word to the spelling of the phrases.
    """

    language: str
    entries: Sequence[Entry]
    cues: tuple[str, ...]
    owners: tuple[int, ...]
    patterns: Sequence[str]
    witnesses: Sequence[Sequence[Sequence[str]]]
    silencers: Mapping[int, tuple[str, ...]]
    anchors: Any
    spell: Callable[[str], str]
    maskable: Mapping[int, tuple[str, ...]]
    context: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    made: dict[int, _Needed]

    def matcher(self, phrase: int, line: Line) -> re.Pattern[str] | None:
        """The pattern of an announced phrase, or None where the line lacks a word that it needs."""
        made = self.made.get(phrase)
        if made is None:
            made = self.made.setdefault(phrase, _Needed(tuple(map(frozenset, self.witnesses[phrase]))))
        for group in made.words:
            if line.present.isdisjoint(group):
                return None
        if made.pattern is None:
            made = self.made[phrase] = _Needed(made.words, re.compile(self.patterns[phrase]))
        return made.pattern

    def look(self, reading: Reading) -> Look:
        """One pass of the automaton over the sentences that hold this language."""
        cued: dict[int, list[tuple[Line, int]]] = {}
        lines = [
            self._line(reading, n, s, cued) for n, s in enumerate(reading.sentences) if self.language in s.languages
        ]
        return Look(self, reading, tuple(lines), cued)

    def _line(self, reading: Reading, number: int, sentence: Sentence, cued: dict[int, list[tuple[Line, int]]]) -> Line:
        spelled = [self.spell(token.folded) for token in reading.tokens[sentence.first : sentence.last]]
        text = f" {MARK} {' '.join(spelled)} {MARK} "
        announced: list[int] = []
        line = Line(number, text, spelled, frozenset(text.split(" ")), announced)
        owners, entries = self.owners, len(self.entries)
        for phrase in sorted({phrase for _, numbers in self.anchors.iter(text) for phrase in numbers_of(numbers)}):
            if owners[phrase] < entries:
                announced.append(phrase)
            else:
                cued.setdefault(owners[phrase], []).append((line, phrase))
        return line


@dataclass(frozen=True, slots=True)
class Look:
    """What the automaton of one lexicon announced in a Reading; the patterns decide when somebody asks.

    `asked` remembers what was answered of each cue, as several stages ask after the same ones.
    """

    lexicon: Lexicon
    reading: Reading
    lines: tuple[Line, ...]
    cued: Mapping[int, Sequence[tuple[Line, int]]]
    asked: dict[str, list[int]] = field(default_factory=dict)

    def find(self, kind: Kind) -> list[Hit]:
        """Every hit of an entry, in order of place; overlapping ones too."""
        hits = [hit for line in self.lines for hit in self._hits(line, kind)]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.id))

    def announced(self) -> Iterator[Entry]:
        """The entries that may stand in the Reading: every one that does is among them."""
        owners = dict.fromkeys(self.lexicon.owners[phrase] for line in self.lines for phrase in line.announced)
        return (self.lexicon.entries[owner] for owner in owners)

    def with_cue(self, name: str) -> list[int]:
        """The numbers of the sentences in which a phrase of the cue stands, each as often as different phrases do."""
        if (known := self.asked.get(name)) is not None:
            return known
        return self.asked.setdefault(name, self._with_cue(name))

    def _with_cue(self, name: str) -> list[int]:
        return [
            line.sentence
            for line, phrase in self._cued(name)
            if (made := self.lexicon.matcher(phrase, line)) is not None and made.search(line.text)
        ]

    def _cued(self, name: str) -> Sequence[tuple[Line, int]]:
        """The phrases of a cue that may stand there, each with its line; none for a cue that the lexicon lacks."""
        lexicon = self.lexicon
        return self.cued.get(len(lexicon.entries) + lexicon.cues.index(name), ()) if name in lexicon.cues else ()

    def places(self, name: str) -> Iterator[Place]:
        """Where phrases of the cue stand, worked out as they are asked for."""
        for line, phrase in self._cued(name):
            yield from self._places(line, phrase)

    def places_by_sentence(self, prefixes: Sequence[str]) -> dict[int, list[tuple[str, Place]]]:
        """Where the cues stand whose names begin with one of the prefixes, each with its name, by sentence."""
        named, found = len(self.lexicon.entries), dict[int, list[tuple[str, Place]]]()
        for owner, announced in self.cued.items():
            name = self.lexicon.cues[owner - named]
            for line, phrase in announced if name.startswith(tuple(prefixes)) else ():
                found.setdefault(line.sentence, []).extend((name, place) for place in self._places(line, phrase))
        return found

    def announced_cue(self, name: str) -> dict[int, list[tuple[Line, int]]]:
        """The phrases of a cue that may stand in each sentence, for `begins_at`."""
        found: dict[int, list[tuple[Line, int]]] = {}
        for pair in self._cued(name):
            found.setdefault(pair[0].sentence, []).append(pair)
        return found

    def stands_in(self, announced: Sequence[tuple[Line, int]]) -> bool:
        """Whether one of a sentence's announced phrases stands in it."""
        made = ((self.lexicon.matcher(phrase, line), line.text) for line, phrase in announced)
        return any(pattern is not None and pattern.search(text) is not None for pattern, text in made)

    def places_in(self, announced: Sequence[tuple[Line, int]]) -> Iterator[Place]:
        """Where a sentence's announced phrases stand."""
        return (place for line, phrase in announced for place in self._places(line, phrase))

    def begins_at(self, announced: Sequence[tuple[Line, int]], at: int) -> bool:
        """Whether one of a sentence's announced phrases begins at the token `at` of the Reading; searches nothing."""
        for line, phrase in announced:
            if (made := self.lexicon.matcher(phrase, line)) is not None:
                before = line.words[: at - self.reading.sentences[line.sentence].first]
                if made.match(line.text, len(MARK) + 2 + sum(len(word) + 1 for word in before)):
                    return True
        return False

    def _places(self, line: Line, phrase: int) -> Iterator[Place]:
        made = self.lexicon.matcher(phrase, line)
        matches = list(made.finditer(line.text)) if made is not None else []
        starts = line.starts() if matches else []
        for match in matches:
            first, last = _tokens(starts, match)
            start = self.reading.sentences[line.sentence].first
            yield Place(line.sentence, start + first, start + last)

    def _hits(self, line: Line, kind: Kind) -> Iterable[Hit]:
        lexicon = self.lexicon
        found: set[tuple[int, int, int]] = set()
        starts: list[int] = []
        silent: dict[int, list[Span]] = {}
        for phrase in line.announced:
            owner = lexicon.owners[phrase]
            made = lexicon.matcher(phrase, line) if lexicon.entries[owner].kind in ("both", kind) else None
            for match in made.finditer(line.text) if made is not None else ():
                starts = starts or line.starts()
                place = _tokens(starts, match)
                if owner not in silent:
                    silent[owner] = self._harmless(owner, line.text)
                if (owner, *place) not in found and not _overlaps(silent[owner], match.span()):
                    found.add((owner, *place))
                    if (hit := self._hit(owner, line, *place)) is not None:
                        yield hit

    def _hit(self, owner: int, line: Line, first: int, last: int) -> Hit | None:
        sentence = self.reading.sentences[line.sentence]
        tokens = self.reading.tokens[sentence.first + first : sentence.first + last]
        if not _belongs(tokens, self.lexicon.language):
            return None
        place = tokens[0].start, tokens[-1].end
        return Hit(self.lexicon.entries[owner], line.sentence, sentence.first + first, sentence.first + last, *place)

    def _harmless(self, owner: int, line: str) -> list[Span]:
        """Where the entry's harmless phrases stand in a line."""
        return [h.span() for source in self.lexicon.silencers.get(owner, ()) for h in pattern(source).finditer(line)]


def _overlaps(spans: Iterable[Span], span: Span) -> bool:
    start, end = span
    return any(a < end and start < b for a, b in spans)


def sentences_with(looks: Iterable[Look], cue: str) -> frozenset[int]:
    """The numbers of the sentences in which a phrase of the cue stands, in any of the languages."""
    return frozenset(number for look in looks for number in look.with_cue(cue))


def places_of(looks: Iterable[Look], cue: str) -> Iterator[Place]:
    """Where phrases of the cue stand, in any of the languages, worked out as they are asked for."""
    return (place for look in looks for place in look.places(cue))


@lru_cache(maxsize=1 << 14)
def numbers_of(listed: str) -> tuple[int, ...]:
    """The numbers of phrases that an anchor announces, as the automaton holds them: `12,45`."""
    return tuple(map(int, listed.split(","))) if listed else ()


@lru_cache(maxsize=1 << 14)
def pattern(source: str) -> re.Pattern[str]:
    """A pattern of the surroundings, made when first asked for."""
    return re.compile(source)


def _belongs(tokens: tuple[Token, ...], language: str) -> bool:
    """A word of one language never fires in a run of another: some word of the hit must be this language's, or no one's."""
    return any(token.language in ("", language) for token in tokens)


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits of one dimension the longest, then the strongest, then the first by id."""
    taken: dict[str, list[Span]] = {}
    ranked = sorted(hits, key=lambda h: (h.start - h.end, h.entry.level != Level.STRONG, h.start, h.entry.id))
    kept = [hit for hit in ranked if claim(taken.setdefault(hit.entry.dimension, []), (hit.start, hit.end))]
    return sorted(kept, key=lambda h: (h.start, h.end, h.entry.id))
