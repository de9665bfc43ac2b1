"""A run-on sentence, split where one thought ends and the next begins."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from toneguard.advising.clauses import is_torn
from toneguard.advising.wording import load_wording

_BEFORE: Final = 9
"""Words that a sentence must have before it is split; plain-language guides ask for 15 to 20 (Cutts, 2013)."""

_AFTER: Final = 5
"""Words that must follow."""


@cache
def _joint(language: str) -> re.Pattern[str]:
    return re.compile(rf",?\s+(?:{load_wording(language).patterns['splits'].pattern})\s+", re.IGNORECASE)


def split_run_on(text: str, language: str) -> str:
    """The sentence as several, cut at joining words between clauses; as it is where nothing may be cut.

    >>> split_run_on("I rang the shop twice on Monday about the broken lid and they said a man would come and see.", "en")
    'I rang the shop twice on Monday about the broken lid. They said a man would come and see.'
    """
    stop = load_wording(language).stop
    pieces: list[str] = []
    at = 0
    lead = ""
    for match in _joint(language).finditer(text):
        piece = lead + text[at : match.start()]
        rest = text[match.end() :]
        if len(piece.split()) < _BEFORE or len(rest.split()) < _AFTER or piece.count("(") != piece.count(")"):
            continue
        if is_torn(piece, text, language, facts=False) or is_torn(rest, text, language, facts=False):
            continue
        pieces.append(_capitalised(piece, text) + stop)
        at = match.end()
        kept = match["keep"] if "keep" in match.re.groupindex else None
        lead = f"{kept} " if kept else ""
    pieces.append(_capitalised(lead + text[at:], text))
    return " ".join(pieces)


def _capitalised(piece: str, text: str) -> str:
    return piece[:1].upper() + piece[1:] if text[:1].isupper() else piece
