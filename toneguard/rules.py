"""Every rule by its id: the entries of the lexicons and the rules that live in code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toneguard.advising import advice, leaving
from toneguard.artifacts import lexicon_root
from toneguard.judging import clarity, fitted, shouting, spelling, tone
from toneguard.judging.model import Rule
from toneguard.lexicon.entries import read_entries
from toneguard.lexicon.model import LANGUAGES, Entry
from toneguard.output import wording
from toneguard.report import Dimension


@dataclass(frozen=True, slots=True)
class Known:
    """A rule as `toneguard rules` lists it.

    `language` is None for a rule that lives in code and holds in every language; `entry` and `path`, its file, are
    there for a lexicon's rule.
    """

    id: str
    dimension: Dimension
    summary: str
    language: str | None = None
    entry: Entry | None = None
    path: Path | None = None


def code_rules() -> tuple[Rule, ...]:
    """The rules that live in code."""
    return (*tone.RULES, *fitted.RULES, *shouting.RULES, *clarity.RULES, *spelling.RULES)


def all_rules(folders: tuple[Path, ...] = ()) -> Iterator[Known]:
    """Every rule: the shipped lexicons', then those of the user's own `folders`, then the rules in code.

    Raises LexiconError for a lexicon that cannot be read.
    """
    for root in (lexicon_root(), *folders):
        for language in LANGUAGES:
            if (root / language).is_dir():
                yield from _entries(root / language)
    for rule in code_rules():
        yield Known(rule.id, rule.dimension, rule.summary)


def said_messages() -> Iterator[str]:
    """Every sentence and word that a report may say to the writer, as English has it: what the catalogues must hold.

    Raises LexiconError for a lexicon that cannot be read.
    """
    for language in LANGUAGES:
        yield from (entry.message for entry in read_entries(lexicon_root() / language))
    for table in (tone.SAY, fitted.SAY, shouting.SAY, clarity.SAY, spelling.SAY, advice.DONE, advice.HELP, leaving.SAY):
        yield from table.values()
    yield from wording.WORDS


def _entries(folder: Path) -> Iterator[Known]:
    for entry in sorted(read_entries(folder), key=lambda known: known.id):
        name = entry.place.partition(":")[0]
        yield Known(entry.id, entry.dimension, entry.phrases[0], folder.name, entry, folder / name)
