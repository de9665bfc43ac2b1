"""The one shape of every language's spelling check: which words need no look, and what is wrong with one that does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from toneguard.reading.model import Reading, Sentence, Token

Verdict = tuple[str, tuple[str, ...]]
"""The rule that a word breaks, and its corrections as the language writes them, likelier first."""


class Place(NamedTuple):
    """A word where it stands; `spoken` where the channel allows short and spoken forms."""

    reading: Reading
    sentence: Sentence
    at: int
    spoken: bool

    @property
    def token(self) -> Token:
        """The word."""
        return self.reading.tokens[self.at]

    @property
    def surface(self) -> str:
        """The word as it was typed."""
        return self.reading.surface(self.token)

    @property
    def is_first(self) -> bool:
        """Whether the sentence begins with it."""
        return self.at == self.sentence.first

    @property
    def is_loud(self) -> bool:
        """Whether most words of the sentence are in capitals, so that capitals do not mean a name."""
        words = [self.reading.surface(token) for token in self.reading.words(self.sentence) if token.kind == "word"]
        return len(words) > 2 and sum(word.isupper() for word in words) > 0.6 * len(words)

    def beside(self, reach: int) -> tuple[Token, ...]:
        """The tokens of the sentence up to `reach` before and after the word."""
        first, last = max(self.sentence.first, self.at - reach), min(self.sentence.last, self.at + reach + 1)
        tokens = self.reading.tokens
        return tokens[first : self.at] + tokens[self.at + 1 : last]

    def neighbours(self) -> tuple[str, str]:
        """The folded words before and after it, or the punctuation that follows; "" at the ends of the sentence."""
        tokens, token = self.reading.tokens, self.token
        before = tokens[self.at - 1].folded if self.at > self.sentence.first else ""
        following = tokens[self.at + 1] if self.at + 1 < self.sentence.last else None
        stop = self.reading.text[token.end : self.sentence.end][:1]
        after = following.folded if following and self.reading.text[token.end : following.start] == " " else stop
        return before, after


class Checker(NamedTuple):
    """The spelling check of one language.

    `passes` is asked first, of every word that is no repetition of the one before, and answers from memory; `judge`
    says what is wrong with a word, or None.
    """

    passes: Callable[[Reading, Token], bool]
    judge: Callable[[Place], Verdict | None]


@dataclass(frozen=True, slots=True)
class Confusion:
    """A word that is right elsewhere; the neighbours that give it away, and those that excuse it."""

    right: str
    before: frozenset[str]
    following: frozenset[str]
    not_before: frozenset[str]
    not_following: frozenset[str]

    def fits(self, before: str, after: str) -> bool:
        """Whether the neighbours give the word away; punctuation counts as a neighbour."""
        if (self.before and before not in self.before) or (self.following and after not in self.following):
            return False
        return before not in self.not_before and after not in self.not_following


def confusions(table: Mapping[str, Any]) -> dict[str, tuple[Confusion, ...]]:
    """The `confused` entries of a language by the word that is wrong."""
    confused: dict[str, tuple[Confusion, ...]] = {}
    for row in table.get("confused", ()):
        sets = (frozenset(row.get(key, "").split()) for key in ("before", "next", "not_before", "next_not"))
        confused[row["wrong"]] = (*confused.get(row["wrong"], ()), Confusion(row["right"], *sets))
    return confused


def meant(place: Place, confused: Mapping[str, tuple[Confusion, ...]]) -> str | None:
    """The word that is meant where one that is right elsewhere stands, or None."""
    rules = confused.get(place.token.folded, ())
    if not rules:
        return None
    before, after = place.neighbours()
    return next((rule.right for rule in rules if rule.fits(before, after)), None)
