"""A sentence turned as a whole: the wordings of `turns.toml` that fit it, with its mark at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from toneguard.advising.parts import Case
from toneguard.advising.turns import turned
from toneguard.advising.units import asked_for, in_plain_letters, languages_of

_PIECES: Final = re.compile(r"[,،;]\s+")
_ASKS: Final = ("?", "؟")
_MARKS: Final = tuple(".!?۔؟")


def whole_turns(case: Case) -> Iterator[str]:
    """The sentence as a courteous writer puts it, the likeliest first; empty where he leaves it out."""
    part, text = case.part, case.said
    said = in_plain_letters(case, part.sentence.start, part.sentence.end)
    marked = text[:1].isupper() or text.rstrip().endswith(_MARKS)
    for better in turned(said, languages_of(case), part.kind):
        if any(asked_for(case, piece) for piece in _PIECES.split(better)):
            continue  # it takes a word away and leaves an order as it was
        yield better if not better or better.endswith(_ASKS) or not marked else better + part.wording.stop
