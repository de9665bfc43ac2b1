"""What stands around a hit and changes what it means: denial, quotation, somebody else's words, the writer's own person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from toneguard.lexicon.matching import Hit, Lexicon, pattern
from toneguard.reading.model import Reading
from toneguard.reading.parse import Parse

REPORTED_REACH: Final = 8
"""Words after "he told me to" that still count as his."""

_QUOTE = re.compile(
    r"`[^`\n]{1,400}`|’’[^‘’\n]{1,400}‘‘|‘‘[^‘’\n]{1,400}’’|\"[^\"\n]{1,400}\"|“[^”\n]{1,400}”|«[^»\n]{1,400}»|„[^“”\n]{1,400}[“”]"
    r"|(?<!\w)'(?=\S)[^'\n]{1,200}(?:(?<=\w)'\w[^'\n]{0,200}){0,8}'(?!\w)|‘[^‘’\n]{1,200}(?:(?<=\w)’\w[^‘’\n]{0,200}){0,8}’(?!\w)"
)


_FAR: Final = 1 << 62


class Around(NamedTuple):
    """What `context` asks of a message: where its quotations are, from left to right."""

    quotations: tuple[tuple[int, int], ...]

    def covers(self, start: int, end: int) -> bool:
        """Whether the passage lies inside one quotation."""
        at = bisect_right(self.quotations, (start, _FAR)) - 1
        return at >= 0 and end <= self.quotations[at][1]


def surroundings(reading: Reading) -> Around:
    """The quotations of the writer's own words; a message that is one quotation has none."""
    text = reading.text
    if not any(mark in text for mark in "\"“«„'‘’`"):
        return Around(())
    spans = [
        match.span() for zone in reading.zones if zone.kind == "own" for match in _quotes(text, zone.start, zone.end)
    ]
    own = sum(zone.end - zone.start for zone in reading.zones if zone.kind == "own")
    return Around(tuple(span for span in spans if span[1] - span[0] < 0.9 * own))


def _quotes(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return _QUOTE.finditer(text, start, end)


def is_silent(hit: Hit, reading: Reading, lexicon: Lexicon, around: Around) -> bool:
    """Whether the hit says nothing about the writer: quoted, reported, denied, or about the writer's own person."""
    return around.covers(hit.start, hit.end) or _is_title(hit, reading) or _by_words(hit, reading, lexicon)


def _is_title(hit: Hit, reading: Reading) -> bool:
    """Whether the hit is three and more words with capitals, as films are named, or a part of a name inside a sentence."""
    words = [reading.surface(token) for token in reading.tokens[hit.first : hit.last]]
    if not all(word[0].isupper() and not word[1:].isupper() for word in words):
        return False
    return len(words) > 2 or _is_in_name(hit, reading)  # noqa: PLR2004


def _is_in_name(hit: Hit, reading: Reading) -> bool:
    """Whether a capital word stands right behind the hit, inside a sentence that does not write all words so: Lintik Pink."""
    sentence = reading.sentences[hit.sentence]
    if hit.first == sentence.first or hit.last >= sentence.last:
        return False
    following = reading.surface(reading.tokens[hit.last])
    between = reading.text[hit.end : reading.tokens[hit.last].start]
    small = any(reading.surface(token)[0].islower() for token in reading.words(sentence))
    return between == " " and following[0].isupper() and not following[1:].isupper() and len(following) > 1 and small


def _by_words(hit: Hit, reading: Reading, lexicon: Lexicon) -> bool:
    sentence = reading.sentences[hit.sentence]
    before = [lexicon.spell(token.folded) for token in reading.tokens[max(sentence.first, hit.first - 24) : hit.first]]
    line = " " + " ".join(before) + " "
    if before and _reported(line, lexicon):
        return True
    if reading.parse is not None:
        return _by_parse(hit, reading.parse)
    if not before:
        return False
    clause = _clause(reading, sentence.first, hit, lexicon)
    if hit.entry.negation == "silences" and _ends_in(clause, lexicon.context.get("denied", ())):
        return not _ends_in(clause, lexicon.context.get("not_denied", ()))
    return hit.entry.aim == "reader" and _ends_in(clause, lexicon.context.get("self", ()))


def _by_parse(hit: Hit, parse: Parse) -> bool:
    if hit.entry.negation == "silences" and parse.denies(hit.start, hit.end):
        return True
    if hit.entry.starts and not parse.is_command(hit.start, hit.end):
        return True
    return hit.entry.aim == "reader" and parse.is_own(hit.start, hit.end)


def _clause(reading: Reading, first: int, hit: Hit, lexicon: Lexicon) -> str:
    """The words before the hit, back to the last comma, dash, colon or bracket, at most twelve."""
    words: list[str] = []
    following = hit.start
    for token in reversed(reading.tokens[max(first, hit.first - 12) : hit.first]):
        if any(mark in reading.text[token.end : following] for mark in ",;:()–—،؛"):
            break
        words.append(lexicon.spell(token.folded))
        following = token.start
    return " " + " ".join(reversed(words)) + " "


_Phrases = tuple[tuple[tuple[str, ...], str], ...]


def _ends_in(line: str, phrases: _Phrases) -> bool:
    """Whether one of the phrases ends where the line does."""
    return any(
        match.end() == len(line)
        for source in _announced(line, phrases)
        for match in pattern(f"(?:{source})$").finditer(line)
    )


def _reported(line: str, lexicon: Lexicon) -> bool:
    for source in _announced(line, lexicon.context.get("reported", ())):
        for match in pattern(source).finditer(line):
            if line.count(" ", match.end()) <= REPORTED_REACH:
                return True
    return False


def _announced(line: str, phrases: _Phrases) -> Iterator[str]:
    """The patterns of the phrases of which the line holds an anchor; the others need not even be made."""
    return (source for anchors, source in phrases if any(anchor in line for anchor in anchors))
