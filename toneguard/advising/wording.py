"""How one asks in a language, and what makes a clause whole there: `requests.toml`, read once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.artifacts import lexicon_root, table_artifact
from toneguard.errors import LexiconError

_FORMAT: Final = "requests 2"
_TEXTS: Final = ("verb", "please", "order", "stop", "and", "about", "opening", "closing")
_PATTERNS: Final = (
    "greeted", "closed", "farewell", "lead", "urgency", "threat", "polite", "tail", "joints", "dependent", "never", "question",
    "torn_start", "torn_end", "splits", "filler",
)  # fmt: skip
_OPTIONAL: Final = ("complete", "linker", "torn_inside", "deadline", "coordinator", "therefore", "louder", "regret")
_NEVER: Final = r"(?!)"


class Wording(NamedTuple):
    """The contents of `requests.toml`: see `lexicons/README.md` for what each is.

    `verbs` lead from an order to how it is asked for; `wishes` and `softer` are patterns with what stands instead.
    """

    verb_first: bool
    please: str
    order: str
    behind: str
    stop: str
    also: str
    about: str
    neutral: tuple[str, ...]
    unhappy: Mapping[str, str]
    opening: str
    closing: str
    patterns: Mapping[str, re.Pattern[str]]
    verbs: Mapping[str, str]
    wishes: tuple[tuple[re.Pattern[str], str], ...]
    softer: tuple[tuple[re.Pattern[str], str], ...]


class Patterns(Mapping[str, re.Pattern[str]]):
    """Patterns by name, each made when first asked for: a message needs some of them, and they cost a millisecond each."""

    def __init__(self, sources: Mapping[str, str], make: Callable[[str], re.Pattern[str]]) -> None:
        self._sources = sources
        self._make = make
        self._made: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        if name not in self._made:
            self._made[name] = self._make(self._sources[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@cache
def load_wording(language: str) -> Wording:
    """The wording of one of our languages. Raises LexiconError."""
    table: dict[str, Any] = json.loads(wording_artifact(language).read_bytes())
    any_verb = "|".join(sorted(map(re.escape, table["verbs"]), key=lambda verb: (-len(verb), verb)))

    def made(source: str) -> re.Pattern[str]:
        return re.compile(source.replace("VERB", any_verb), re.IGNORECASE | re.DOTALL)

    return Wording(
        verb_first=table["verb"] == "first",
        please=table["please"],
        order=table["order"],
        behind=table.get("behind", ""),
        stop=table["stop"],
        also=table["and"],
        about=table["about"],
        neutral=tuple(table["neutral"]),
        unhappy=table["unhappy"],
        opening=table["opening"],
        closing=table["closing"],
        patterns=Patterns({name: table.get(name, _NEVER) for name in (*_PATTERNS, *_OPTIONAL)}, made),
        verbs=table["verbs"],
        wishes=tuple((made(said), asked) for said, asked in table["wish"]),
        softer=tuple((made(said), instead) for said, instead in table["soften"]),
    )


def wording_artifact(language: str) -> Path:
    """The file of a language's wording, made of `requests.toml` in its folder. Raises LexiconError."""
    source = lexicon_root() / language / "requests.toml"
    return table_artifact(f"requests-{language}.json", source, _FORMAT, read_wording)


def read_wording(path: Path) -> dict[str, Any]:
    """A `requests.toml`, its tables flattened. Raises LexiconError that names all that is missing or no pattern."""
    from toneguard.lexicon.entries import read_table

    table = read_table(path)
    problems = [
        f"{path}: lacks {name}" for name in (*_TEXTS, *_PATTERNS, "verbs", "unhappy", "neutral") if name not in table
    ]
    verbs = table.get("verbs", {})
    table["verbs"] = dict(zip(verbs.split(), verbs.split(), strict=True)) if isinstance(verbs, str) else verbs
    table["wish"] = [(row["said"], row["asked"]) for row in table.get("wish", ())]
    table["soften"] = [(row["said"], row["instead"]) for row in table.get("soften", ())]
    sources = [table[name] for name in (*_PATTERNS, *_OPTIONAL) if name in table]
    for source in (*sources, *(said for said, _ in table["wish"]), *(said for said, _ in table["soften"])):
        try:
            re.compile(source.replace("VERB", "x"))
        except re.error as error:
            problems.append(f"{path}: {source!r} is no pattern: {error}")
    if problems:
        raise LexiconError(tuple(problems))
    return table
