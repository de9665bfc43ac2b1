"""What names a case: references (numbers, codes) and dates, told from amounts, sizes and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from toneguard.lexicon.matching import Line, Look, Place
from toneguard.reading.model import Reading, Token, TokenKind

_LONG: Final = 5
"""Digits from which a bare number is a reference: prices of daily life have four."""

_CODED: Final = 3
"""The same for letters and digits together: `5kg`, `4g` and `12x` have fewer."""

_BEFORE: Final = 3
"""Tokens between a word such as `order` and its number: `order number is 4471`."""

_MEASURED: Final = re.compile(r"\d+[a-zA-Z]{1,4}")
"""A number with its unit: `4500rs`, `100mbps`."""

_MONTHS: Final = 12
_DAYS: Final = 31

_NEVER: Final = frozenset("@£$€₨₱₹¥")
"""What no reference begins with: amounts, and names of people on a platform."""


def references(reading: Reading, looks: Sequence[Look]) -> Iterator[Place]:
    """Where a number or code names the case."""
    beside = _Beside(looks)
    for number, sentence in enumerate(reading.sentences):
        for at in range(sentence.first, sentence.last):
            if reading.tokens[at].kind != "word" and _is_reference(_Spot(reading, beside, number, at)):
                yield Place(number, at, at + 1)


def codes(reading: Reading) -> Iterator[Place]:
    """Those of the `references` that need no word beside them: letters and digits together, and dates in numbers."""
    for number, sentence in enumerate(reading.sentences):
        for at in range(sentence.first, sentence.last):
            token = reading.tokens[at]
            if token.kind != "word" and (_is_code(surface := reading.surface(token), token.kind) or _is_date(surface)):
                yield Place(number, at, at + 1)


def _is_code(surface: str, kind: TokenKind) -> bool:
    """Whether it names a case by itself: `KT-2041`, and not `5kg`, `4500rs`, `@shop2024` or an amount."""
    if kind in ("number", "address", "emoji") or surface[0] in _NEVER or _MEASURED.fullmatch(surface):
        return False
    digits = sum(char.isdigit() for char in surface)
    return digits >= _CODED or (digits > 0 and "-" in surface and any(char.isupper() for char in surface))


class _Beside:
    """The words that say what a number beside them is, brought together when first asked for."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = looks
        self._announced: dict[str, list[dict[int, list[tuple[Line, int]]]]] = {}

    def stands_at(self, cue: str, sentence: int, at: int) -> bool:
        """Whether the cue begins at a token of the sentence."""
        if cue not in self._announced:
            self._announced[cue] = [look.announced_cue(cue) for look in self._looks]
        pairs = zip(self._looks, self._announced[cue], strict=True)
        return any(look.begins_at(announced[sentence], at) for look, announced in pairs if sentence in announced)


class _Spot(NamedTuple):
    """A token with all that is around it."""

    reading: Reading
    beside: _Beside
    sentence: int
    at: int

    @property
    def token(self) -> Token:
        return self.reading.tokens[self.at]

    def is_beside(self, cue: str, *places: int) -> bool:
        """Whether the cue begins at one of the tokens."""
        sentence = self.reading.sentences[self.sentence]
        inside = (at for at in places if sentence.first <= at < sentence.last)
        return any(self.beside.stands_at(cue, self.sentence, at) for at in inside)

    def is_named(self) -> bool:
        """Whether a word such as `order` stands in front, with no other number between, or right behind."""
        front = []
        for at in range(self.at - 1, max(self.at - 1 - _BEFORE, -1), -1):
            if self.reading.tokens[at].kind != "word":
                break
            front.append(at)
        return self.is_beside("reference", *front, self.at + 1)


def _is_reference(spot: _Spot) -> bool:
    surface, kind = spot.reading.surface(spot.token), spot.token.kind
    digits = sum(char.isdigit() for char in surface)
    if not digits or surface[0] in _NEVER or kind == "address":
        return False
    if kind == "number":
        return _is_telling(spot, surface, digits)
    return _is_code(surface, kind) or spot.is_named()


def _is_telling(spot: _Spot, surface: str, digits: int) -> bool:
    """Whether a bare number is no amount; in a line of no language, such as `token 613`, it is none."""
    if "," in surface or spot.is_beside("money", spot.at - 1, spot.at + 1):
        return _is_date(surface)
    alone = not spot.reading.sentences[spot.sentence].languages and digits >= _CODED
    long = digits >= _LONG and "." not in surface and not surface.endswith("00")
    return alone or long or _is_date(surface) or _is_day(spot, surface) or spot.is_named()


def _is_day(spot: _Spot, surface: str) -> bool:
    """Whether it is a day and a month, as in `on 11/02`; a mark such as `2/10` stands without such a word."""
    parts = surface.split("/")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):  # noqa: PLR2004 - day, month
        return False
    small, large = sorted(map(int, parts))
    return 1 <= small <= _MONTHS and large <= _DAYS and spot.is_beside("dating", spot.at - 1, spot.at + 1)


def _is_date(surface: str) -> bool:
    parts = surface.replace("-", "/").replace(".", "/").split("/")
    return len(parts) == 3 and all(part.isdigit() for part in parts)  # noqa: PLR2004 - day, month, year
