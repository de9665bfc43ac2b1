"""A rude way to say something -> how a courteous writer says it: `turns.toml`, read once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import ahocorasick

from toneguard.advising.needs import needs
from toneguard.advising.requests import ENDS, cooled
from toneguard.advising.wording import load_wording
from toneguard.artifacts import lexicon_root, table_artifact
from toneguard.errors import LexiconError
from toneguard.judging.english import english
from toneguard.reading.cues import tag_word
from toneguard.reading.folding import fold
from toneguard.report import KINDS, Kind

_FORMAT: Final = "turns 2"
_LONGEST: Final = 500
"""Characters of the longest sentence that is turned: a pattern may look at each more than once."""

_OWN_END: Final = "\0"
"""Behind a turn that ends in the writer's own words, which may ask."""

_SET = re.compile(r"\{([a-z_]+)\}")


class Turn(NamedTuple):
    """One row of `turns.toml`: what `said` fits as a whole is said as `instead`.

    It is looked at only in messages of `kind`, or in all where that is empty, and where one of `has` stands.
    `needs`: what else it cannot do without (see `needs`).
    """

    kind: str
    has: tuple[str, ...]
    said: str
    instead: str
    needs: tuple[tuple[str, ...], ...]

    def may_fit(self, text: str, kind: Kind) -> bool:
        """Whether a text of small letters holds what it needs."""
        return (self.kind or kind) == kind and all(any(string in text for string in place) for place in self.needs)


def turned(said: str, languages: Iterable[str], kind: Kind) -> Iterator[str]:
    """A sentence or a clause as a courteous writer puts it, the likeliest first; empty where he leaves it out.

    Each comes without capital, and without a mark at its end but that of a question. A threat behind it goes, and what
    presses in the words taken over. `languages`: those that the sentence may be in.

    >>> list(turned("Surely even your team can manage one refund, or else!", ("en",), "complaint"))
    ['I would like one refund, please']
    """
    bare = said.replace("’", "'").strip(ENDS)
    if len(bare) > _LONGEST:
        return
    question = said.rstrip()[-1:] if said.rstrip().endswith(("?", "؟")) else ""
    for language in languages:
        lead = load_wording(language).patterns["lead"]
        for text in dict.fromkeys((bare, cooled(bare, language).strip(ENDS))):
            for better in _fitting(lead.sub("", text, count=1), language, kind):
                asks = better.endswith(_OWN_END) and load_wording(language).patterns["question"].search(better)
                ends = question if asks else ""
                yield " ".join(better.removesuffix(_OWN_END).split()).replace(" ,", ",") + ends


def _fitting(bare: str, language: str, kind: Kind) -> Iterator[str]:
    low = bare.casefold()
    announced = {number for _, numbers in _words(language).iter(low) for number in numbers}
    for turn in (load_turns(language)[number] for number in sorted(announced)):
        if turn.may_fit(low, kind) and (match := _pattern(turn.said).fullmatch(bare)):
            yield turn.instead.format(**_parts(match, turn, language)) + (
                _OWN_END if turn.instead.endswith("}") else ""
            )


def _parts(match: re.Match[str], turn: Turn, language: str) -> dict[str, str]:
    """What the names stand for; what began the sentence stands in small letters behind words of ours."""
    urgency = load_wording(language).patterns["urgency"]
    parts = {name: urgency.sub("", part or "").strip(ENDS) for name, part in match.groupdict().items()}
    for name in match.groupdict():
        if match.start(name) == 0 and not turn.instead.startswith(f"{{{name}}}") and not _is_named(parts[name]):
            parts[name] = parts[name][:1].lower() + parts[name][1:]
    return parts


def _is_named(part: str) -> bool:
    """Whether a capital at the beginning is no sentence's: an abbreviation, the word I, a name as far as one can tell."""
    first = part.split(maxsplit=1)[0] if part else ""
    word = fold(first)
    return first[1:2].isupper() or word == "i" or word[:2] == "i'" or word in english().proper or not tag_word(word)


@cache
def _words(language: str) -> Any:  # noqa: ANN401
    """Every word that announces a turn, with the numbers of its turns."""
    numbers: dict[str, list[int]] = {}
    for number, turn in enumerate(load_turns(language)):
        for word in turn.has:
            numbers.setdefault(word, []).append(number)
    words = ahocorasick.Automaton()
    for word, those in numbers.items():
        words.add_word(word, tuple(those))
    words.make_automaton()
    return words


@cache
def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(said, re.IGNORECASE | re.DOTALL)


@cache
def load_turns(language: str) -> tuple[Turn, ...]:
    """The turns of one of our languages, in the order of its file. Raises LexiconError."""
    rows: list[list[Any]] = json.loads(turns_artifact(language).read_bytes())
    return tuple(Turn(*row) for row in rows)


def turns_artifact(language: str) -> Path:
    """The file of a language's turns, made of `turns.toml` in its folder. Raises LexiconError."""
    source = lexicon_root() / language / "turns.toml"
    return table_artifact(f"turns-{language}.json", source, _FORMAT, read_turns)


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
    return Turn(kind, has, said, row["instead"], needs(said))
