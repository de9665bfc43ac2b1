"""What an entry is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from toneguard.report import Dimension, Level

LANGUAGES: Final = ("en", "ur", "ur-Latn", "tl")
Drop = Literal["phrase", "clause", "sentence"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One expression: what people write, how it comes across, what to write instead, and the examples that prove it.

    `starts`: every phrase stands at the start of a sentence. A compiled lexicon leaves out phrases and examples.
    """

    id: str
    dimension: Dimension
    phrases: tuple[str, ...]
    kind: Literal["complaint", "reply", "both"]
    level: Level
    message: str
    replacements: tuple[str, ...]
    unless: tuple[str, ...] = ()
    also: tuple[tuple[Dimension, Level], ...] = ()
    aim: Literal["any", "reader"] = "any"
    negation: Literal["silences", "ignored"] = "silences"
    drop: Drop | None = None
    match: tuple[str, ...] = ()
    near_miss: tuple[str, ...] = ()
    place: str = ""
    starts: bool = False

    @property
    def slug(self) -> str:
        """The name of the entry inside its language and dimension."""
        return self.id.rsplit("/", 1)[-1]
