"""What names a case: references (numbers, codes) and dates, told from amounts, sizes and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from toneguard.lexicon.matching import Look, Place, places_of
from toneguard.reading.model import Reading, Token

_LONG: Final = 5
"""Digits from which a bare number is a reference: prices of daily life have four."""

_CODED: Final = 3
"""The same for letters and digits together: `5kg`, `4g` and `12x` have fewer."""

_BEFORE: Final = 3
"""Tokens between a word such as `order` and its number: `order number is 4471`."""

_CURRENCIES: Final = frozenset("£$€₨₱₹¥")


def references(reading: Reading, looks: Sequence[Look]) -> Iterator[Place]:
    """Where a number or code names the case."""
    near = _Near(looks)
    for number, sentence in enumerate(reading.sentences):
        alone = not sentence.languages
        for at in range(sentence.first, sentence.last):
            token = reading.tokens[at]
            if token.kind != "word" and _is_reference(reading, token, at, near, alone=alone):
                yield Place(number, at, at + 1)


class _Near:
    """The tokens that say what a number beside them is, worked out when first asked for."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = looks

    @cached_property
    def naming(self) -> frozenset[int]:
        return _covered(self._looks, "reference")

    @cached_property
    def measuring(self) -> frozenset[int]:
        return _covered(self._looks, "money")


def _covered(looks: Sequence[Look], cue: str) -> frozenset[int]:
    return frozenset(at for place in places_of(looks, cue) for at in range(place.first, place.last))


def _is_reference(reading: Reading, token: Token, at: int, near: _Near, *, alone: bool) -> bool:
    """`alone`: in a line of no language, such as `token 613`, that holds no more than a name and its number."""
    surface = reading.surface(token)
    digits = sum(char.isdigit() for char in surface)
    if not digits or surface[0] in _CURRENCIES or token.kind == "address":
        return False
    if token.kind == "number":
        return _is_telling(reading, surface, at, near) or (alone and digits >= _CODED)
    return (
        digits >= _CODED or ("-" in surface and any(char.isupper() for char in surface)) or _is_named(reading, at, near)
    )


def _is_telling(reading: Reading, surface: str, at: int, near: _Near) -> bool:
    if at - 1 in near.measuring or at + 1 in near.measuring:
        return False
    if "," in surface:
        return False
    digits = sum(char.isdigit() for char in surface)
    return _is_date(surface) or (digits >= _LONG and "." not in surface) or _is_named(reading, at, near)


def _is_named(reading: Reading, at: int, near: _Near) -> bool:
    for before in range(at - 1, max(at - 1 - _BEFORE, -1), -1):
        if before in near.naming:
            return True
        if reading.tokens[before].kind != "word":
            break
    return at + 1 in near.naming


def _is_date(surface: str) -> bool:
    parts = surface.replace("-", "/").replace(".", "/").split("/")
    return len(parts) == 3 and all(part.isdigit() for part in parts)  # noqa: PLR2004 - day, month, year
