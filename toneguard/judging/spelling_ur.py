"""The spelling of Urdu in its own script, and of the English words in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from toneguard.judging.slips import Checker, Place, Verdict, meant
from toneguard.judging.spelling_mixed import english_slip
from toneguard.judging.urdu import apart, corrections, frequency, is_urdu, urdu, written
from toneguard.reading.model import Reading, Token

_ARABIC_LETTERS: Final = str.maketrans("يىكهة", "ییکہۃ")
_HAS_ARABIC: Final = re.compile("[يىكهة]")
_FORMULA: Final = re.compile("^(?:ال|لل|بال|وال)|^[بو]?الله$")
"""Words of Arabic formulas, which many type in Arabic letters."""
_WORD: Final = re.compile("[\u0620-\u06d3\u064b-\u0655\u0670]+")
_OFTENER: Final = 60
"""Centi-zipf by which the form with its hamza is oftener met than one that is listed without: four times as often."""
_BARE: Final = (
    (re.compile("اوں$"), "اؤں"), (re.compile("او$"), "اؤ"), (re.compile("ائ$"), "ائی"), (re.compile("ئ$"), "ئی"),
    (re.compile("(?<=[او])ے$"), "ئے"), (re.compile("اون(?=[^ا])"), "اؤن"), (re.compile("اوس"), "اؤس"),
    (re.compile("(?<![بپتٹجچدڈڑکگ])ھ"), "ہ"), (re.compile("یی$"), "ئی"), (re.compile("ایے$"), "ائے"),
    (re.compile("ایش$"), "ائش"), (re.compile("^ا(?=.{3})"), "آ"),
)  # fmt: skip
"""Spellings without their hamza, madd or right h, and with; ھ is right after few letters only."""


def _passes(reading: Reading, token: Token) -> bool:
    return _is_plain(token.folded, reading.surface(token))


@lru_cache(maxsize=1 << 16)
def _is_plain(folded: str, surface: str) -> bool:
    if folded.isascii():
        return False
    return folded not in urdu().confused and _wrong(folded, surface) is None


def _judge(place: Place) -> Verdict | None:
    token, surface = place.token, place.surface
    if token.folded.isascii():
        likely = english_slip(token.folded, surface, first=False, loud=False)
        return ("spelling/typo", likely) if likely else None
    if (right := meant(place, urdu().confused)) is not None:
        return "spelling/real-word", (right,)
    return _wrong(token.folded, surface)


@lru_cache(maxsize=1 << 15)
def _wrong(folded: str, surface: str) -> Verdict | None:
    """What is wrong with a word wherever it stands."""
    known = urdu()
    if not _WORD.fullmatch(folded):
        return None
    if (right := known.slips.get(folded)) is not None:
        return "spelling/typo", (right,)
    if (right := known.joined.get(folded) or apart(folded)) is not None and folded not in known.extra:
        return "spelling/joined", (right,)
    if (right := _with_its_hamza(folded)) is not None:
        return "spelling/typo", (right,)
    if not is_urdu(folded) and (likely := corrections(folded)):
        return "spelling/typo", likely
    if _HAS_ARABIC.search(surface) and not _FORMULA.search(surface):
        return "spelling/letter-form", (surface.translate(_ARABIC_LETTERS),)
    return None


def _with_its_hamza(folded: str) -> str | None:
    """The word with the hamza, madd or h that it lacks, where that is much the oftener form; None where it is right."""
    if folded in urdu().extra:
        return None
    own = frequency(folded)
    for bare, full in _BARE:
        right = bare.sub(full, folded)
        if right != folded and frequency(right) >= own + _OFTENER:
            return written(right)
    return None


CHECKER: Final = Checker(_passes, _judge)
