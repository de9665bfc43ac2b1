"""What may still be said where no wording of a sentence will do: a neutral word for an insult, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from toneguard.advising.assembling import Candidate
from toneguard.advising.edits import Edit, applied
from toneguard.advising.parts import Case, Part
from toneguard.reading.model import Reading

_ARTICLES: Final = frozenset(("a ", "an"))

_REFERENCE = re.compile(
    r"\d{4}|\d,\d{3}|[^\W\d].*\d.*\d|\d.*\d.*[^\W\d]|[£$€₱₨]\s?\d|\d [^\W\d]{3}|@|://|\b(?:Mr|Mrs|Ms|Dr|Miss)\b"
)


def named_neutrally(case: Case) -> Iterator[Candidate]:
    """The sentence with a neutral word for each short insult in it, or without the adjective that makes it one."""
    part = case.part
    short = [f for f in case.edits.open if len(f.quote.split()) <= 2 and f.dimension != "entitlement"]  # noqa: PLR2004
    if not short:
        return
    others = [e for e in case.edits.safe if not any(f.start < e.end and e.start < f.end for f in short)]
    text, louder = case.reading.text, part.wording.patterns["louder"]
    if any(louder.search(text[part.sentence.start : f.start]) or f.quote[:2].casefold() in _ARTICLES for f in short):
        return  # `such a ...`, `is a ...`: no word for people can stand there
    for instead in ("", *part.wording.neutral):
        named = {(f.start, f.end): Edit(f.start, f.end, instead or f.quote.split()[-1]) for f in short}
        said = applied(case.reading.text, part.sentence.start, part.sentence.end, sorted((*others, *named.values())))
        yield Candidate(said, asks=True)


def about(reading: Reading, part: Part) -> str | None:
    """A plain statement of what the sentence is about; only where all it holds is a reference or two."""
    facts = [reading.text[start:end] for start, end in part.facts]
    if not facts or len(facts) > 2 or not all(_is_reference(fact) for fact in facts):  # noqa: PLR2004
        return None
    return part.wording.about.format(facts=f" {part.wording.also} ".join(facts))


def _is_reference(fact: str) -> bool:
    """Whether a fact says by itself what is meant: a code, a sum, a date, a link; a bare count does not."""
    return _REFERENCE.search(fact) is not None and fact[0] not in "'\"‘“"
