"""The parts of a Reading.

Tokens and sentences are named tuples, not dataclasses: a message has hundreds of them and a frozen dataclass
costs four times as much to make (1.0 against 0.25 microseconds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from toneguard.reading.parse import Parse

ZoneKind = Literal["own", "quoted", "header", "signature", "disclaimer", "code", "directive"]
TokenKind = Literal["word", "number", "code", "link", "address", "handle", "emoji"]


class Zone(NamedTuple):
    """A stretch of the text; only `own` zones are the writer's words and are judged."""

    start: int
    end: int
    kind: ZoneKind


class Token(NamedTuple):
    """A word, number, code, link ... and its place. `folded` is the spelling-neutral form (see `folding`).

    `language` is the language the token belongs to, or "" where it belongs to none in particular (names, numbers).
    """

    start: int
    end: int
    folded: str
    kind: TokenKind
    language: str = ""


class Sentence(NamedTuple):
    """Tokens `first` up to but not including `last`; `start` and `end` include the punctuation around them.

    `paragraph` counts from 0. `languages` are those of ours that the sentence holds, the main one first.
    """

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A message taken apart. `runs` are (start, end, language); `language` is the main one, `und` where unknown.

    `directives` are the rules named in "toneguard: ignore" lines of the text. `word_count` leaves out
    numbers, codes, links and emoji. `parse` is there where the text came as a
    parsed spaCy Doc.
    """

    text: str
    zones: tuple[Zone, ...]
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    runs: tuple[tuple[int, int, str], ...]
    language: str
    directives: tuple[str, ...]
    word_count: int
    parse: Parse | None = None

    def surface(self, token: Token) -> str:
        """The token as it was typed."""
        return self.text[token.start : token.end]

    def words(self, sentence: Sentence) -> tuple[Token, ...]:
        """The tokens of one sentence."""
        return self.tokens[sentence.first : sentence.last]
