"""What a message gives away: card numbers, national ids, bank accounts, passwords and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from toneguard.lexicon.matching import Look, places_of
from toneguard.reading.model import Reading

Span = tuple[int, int]

_CARD: Final = re.compile(r"(?<![\w-])[2-6]\d{3}(?:[ -]?\d{2,6}){2,4}(?![\w-])")
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_IDENTITIES: Final = (
    re.compile(r"(?<![\w-])\d{5}-\d{7}-\d(?![\w-])"),  # Pakistan: CNIC
    re.compile(r"(?<![\w-])\d{2}-\d{7}-\d(?![\w-])"),  # Philippines: SSS
    re.compile(r"(?<![\w-])\d{2}-\d{9}-\d(?![\w-])"),  # Philippines: PhilHealth
    re.compile(r"(?<![\w-])\d{4}-\d{7}-\d(?![\w-])"),  # Philippines: CRN of a UMID card, GSIS
    re.compile(r"(?<=\bTIN)[\s:#.]{1,4}(?:no\.?\s*)?\d{3}-\d{3}-\d{3}(?:-\d{3,5})?(?![\w-])", re.IGNORECASE),
    re.compile(r"(?:(?<=cnic)|(?<=nic)|(?<=شناختی کارڈ))[^\d\n]{1,16}\d{13}(?!\d)", re.IGNORECASE),
)
_DIGIT = re.compile(r"\d{3}")
_LONG = re.compile(r"\d[\d -]{9}")
"""What every card number, national id and account holds, found ten times faster than any of them."""

_CARD_DIGITS: Final = range(13, 20)
"""ISO/IEC 7812: a card number has up to 19 digits, those in use at least 13."""

_AFTER: Final = 4
"""Tokens between `password` and what it is: `my OTP is still 4471`."""


def secrets(reading: Reading, looks: Sequence[Look]) -> Iterator[Span]:
    """Card numbers, and passwords and codes that are given away: nobody who helps needs them."""
    for match in _CARD.finditer(reading.text) if _LONG.search(reading.text) else ():
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in _CARD_DIGITS and is_luhn(digits):
            yield match.span()
    for place in places_of(looks, "secret"):
        last = min(place.last + _AFTER, reading.sentences[place.sentence].last)
        for token in reading.tokens[place.last : last]:
            if token.kind in ("number", "code") and _DIGIT.search(token.folded):
                yield token.start, token.end
                break


def identities(reading: Reading) -> Iterator[Span]:
    """National ids and bank accounts: fine in a letter to the bank, not where everybody reads."""
    if _LONG.search(reading.text) is None:
        return
    for pattern in _IDENTITIES:
        yield from (match.span() for match in pattern.finditer(reading.text))
    for match in _IBAN.finditer(reading.text):
        if is_iban(match.group().replace(" ", "")):
            yield match.span()


def is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others (Luhn 1960), as that of every card number does.

    >>> is_luhn("4539148803436467"), is_luhn("4539148803436468")
    (True, False)
    """
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004


def is_iban(account: str) -> bool:
    """Whether the two check digits are right (ISO 13616).

    >>> is_iban("GB82WEST12345698765432"), is_iban("GB83WEST12345698765432")
    (True, False)
    """
    moved = account[4:] + account[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1
