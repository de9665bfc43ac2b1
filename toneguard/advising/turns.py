"""A rude way to say something -> how a courteous writer says it: `turns.toml`, read once."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.advising.wording import load_wording
from toneguard.artifacts import artifact, digest, lexicon_root
from toneguard.errors import LexiconError
from toneguard.report import KINDS, Kind

_FORMAT: Final = "turns 1"
_LONGEST: Final = 500
"""Characters of the longest sentence that is turned: a pattern may look at each more than once."""

_ENDS: Final = " \t\n,.;:!?،؛۔؟…–—-"
_SET = re.compile(r"\{([a-z_]+)\}")


class Turn(NamedTuple):
    """One row of `turns.toml`: what `said` fits as a whole is said as `instead`.

    It is looked at only in messages of `kind`, or in all where that is empty, and where one of `has` stands.
    """

    kind: str
    has: tuple[str, ...]
    said: str
    instead: str


def turned(said: str, language: str, kind: Kind) -> str | None:
    """A sentence or a clause as a courteous writer puts it; empty where he leaves it out, None where no turn fits.

    It comes without capital, and without a mark at its end but that of a question.

    >>> turned("Surely even your team can manage one refund!", "en", "complaint")
    'I would like one refund, please'
    """
    bare = said.replace("’", "'").strip(_ENDS)
    if len(bare) > _LONGEST:
        return None
    bare = load_wording(language).patterns["lead"].sub("", bare, count=1)
    low = bare.casefold()
    for turn in load_turns(language):
        if (turn.kind or kind) != kind or not any(word in low for word in turn.has):
            continue
        if match := _pattern(turn.said).fullmatch(bare):
            parts = {name: (part or "").strip(_ENDS) for name, part in match.groupdict().items()}
            return " ".join(turn.instead.format(**parts).split()).replace(" ,", ",")
    return None


@cache
def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(said, re.IGNORECASE | re.DOTALL)


@cache
def load_turns(language: str) -> tuple[Turn, ...]:
    """The turns of one of our languages, in the order of its file. Raises LexiconError."""
    rows: list[list[Any]] = json.loads(turns_artifact(language).read_bytes())
    return tuple(Turn(kind, tuple(has), said, instead) for kind, has, said, instead in rows)


def turns_artifact(language: str) -> Path:
    """The file of a language's turns, made of `turns.toml` in its folder. Raises LexiconError."""
    source = lexicon_root() / language / "turns.toml"
    return artifact(
        f"turns-{language}.json",
        lambda: digest((source,), salt=_FORMAT),
        lambda: json.dumps(read_turns(source), ensure_ascii=False).encode(),
    )


def read_turns(path: Path) -> tuple[Turn, ...]:
    """The rows of a `turns.toml`, the names of its `[sets]` written out. Raises LexiconError that names all problems."""
    from toneguard.lexicon.entries import read_table

    table = read_table(path)
    sets = {name: f"(?:{words})" for name, words in table.get("sets", {}).items()}
    problems: list[str] = []
    turns: list[Turn] = []
    for row in table.get("turn", ()):
        try:
            turns.append(_turn(row, sets))
        except (KeyError, ValueError, re.error) as error:
            problems.append(f"{path}: {row.get('said')!r} is no turn: {error}")
    if problems:
        raise LexiconError(tuple(problems))
    return tuple(turns)


def _turn(row: dict[str, Any], sets: dict[str, str]) -> Turn:
    said, kind = _SET.sub(lambda match: sets[match.group(1)], row["said"]), row.get("kind", "")
    has = tuple(word.casefold() for word in row["has"])
    named = set(re.compile(said).groupindex)
    if kind not in ("", *KINDS) or not has or not all(has):
        raise ValueError("`kind` must be complaint or reply, and `has` must name words")
    if unknown := set(_SET.findall(row["instead"])) - named:
        raise ValueError(f"`instead` takes up {', '.join(sorted(unknown))}, which `said` does not name")
    return Turn(kind, has, said, row["instead"])
