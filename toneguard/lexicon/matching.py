"""Compiled lexicons over the folded words of a Reading."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from toneguard.lexicon.entries import Entry
from toneguard.lexicon.phrases import MARK
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.report import Kind, Level


class Hit(NamedTuple):
    """One entry found: tokens `first` up to but not including `last` of the Reading, and their place in its text."""

    entry: Entry
    sentence: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language, ready to be matched.

    `anchors` is the automaton: an anchor leads to the numbers of the phrases it announces; `patterns` and `owners` are
    those phrases and the numbers of their entries. `context` holds patterns of what around a hit changes it. `spell` brings a folded word to the spelling of the phrases.
    """

    language: str
    entries: tuple[Entry, ...]
    owners: tuple[int, ...]
    patterns: tuple[str, ...]
    silencers: Mapping[int, tuple[str, ...]]
    anchors: Any
    spell: Callable[[str], str]
    maskable: Mapping[int, tuple[str, ...]]
    context: Mapping[str, tuple[str, ...]]

    def find(self, reading: Reading, kind: Kind) -> list[Hit]:
        """Every hit in the sentences that hold this language, in order of place; overlapping ones too."""
        hits: list[Hit] = []
        for number, sentence in enumerate(reading.sentences):
            if self.language in sentence.languages:
                hits.extend(self._in_sentence(reading, number, sentence, kind))
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.id))

    def _in_sentence(self, reading: Reading, number: int, sentence: Sentence, kind: Kind) -> Iterable[Hit]:
        tokens = reading.words(sentence)
        spelled = [self.spell(token.folded) for token in tokens]
        line = f" {MARK} {' '.join(spelled)} {MARK} "
        announced = {phrase for _, phrases in self.anchors.iter(line) for phrase in phrases}
        if not announced:
            return
        starts = list(accumulate((len(word) + 1 for word in spelled), initial=len(MARK) + 2))
        found: set[tuple[int, int, int]] = set()
        for phrase in sorted(announced):
            owner = self.owners[phrase]
            if self.entries[owner].kind not in ("both", kind):
                continue
            for match in pattern(self.patterns[phrase]).finditer(line):
                first, last = bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end())
                if (owner, first, last) not in found and not self._silent(owner, line, match.start(), match.end()):
                    found.add((owner, first, last))
                    if _belongs(tokens[first:last], self.language):
                        yield self._hit(owner, number, sentence, tokens, first, last)

    def _hit(self, owner: int, number: int, sentence: Sentence, tokens: tuple[Token, ...], first: int, last: int) -> Hit:
        place = tokens[first].start, tokens[last - 1].end
        return Hit(self.entries[owner], number, sentence.first + first, sentence.first + last, *place)

    def _silent(self, owner: int, line: str, start: int, end: int) -> bool:
        """Whether one of the entry's harmless phrases overlaps the hit."""
        return any(
            harmless.start() < end and start < harmless.end()
            for source in self.silencers.get(owner, ())
            for harmless in pattern(source).finditer(line)
        )


@lru_cache(maxsize=1 << 14)
def pattern(source: str) -> re.Pattern[str]:
    """The pattern of a phrase, made when its anchor is first met."""
    return re.compile(source)


def _belongs(tokens: tuple[Token, ...], language: str) -> bool:
    """A word of one language never fires in a run of another: some word of the hit must be this language's, or no one's."""
    return any(token.language in ("", language) for token in tokens)


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits of one dimension the longest, then the strongest, then the first by id."""
    kept: list[Hit] = []
    ranked = sorted(hits, key=lambda h: (h.start - h.end, h.entry.level != Level.STRONG, h.start, h.entry.id))
    for hit in ranked:
        if not any(
            other.start < hit.end and hit.start < other.end and other.entry.dimension == hit.entry.dimension
            for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.start, h.end, h.entry.id))
