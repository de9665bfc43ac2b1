"""Every rule by its id: the entries of the lexicons and the rules that live in code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toneguard.artifacts import lexicon_root
from toneguard.judging import clarity, shouting, spelling
from toneguard.judging.model import Rule
from toneguard.lexicon.compiled import LANGUAGES
from toneguard.lexicon.entries import Entry, read_entries
from toneguard.report import Dimension


@dataclass(frozen=True, slots=True)
class Known:
    """A rule as `toneguard rules` lists it; `entry` is there for a lexicon's rule."""

    id: str
    dimension: Dimension
    summary: str
    entry: Entry | None = None


def code_rules() -> tuple[Rule, ...]:
    """The rules that live in code."""
    return (*shouting.RULES, *clarity.RULES, *spelling.RULES)


def all_rules(folders: tuple[Path, ...] = ()) -> Iterator[Known]:
    """Every rule, lexicons first, by id. Raises LexiconError."""
    for root in (lexicon_root(), *folders):
        for language in LANGUAGES:
            if (root / language).is_dir():
                for entry in sorted(read_entries(root / language), key=lambda e: e.id):
                    yield Known(entry.id, entry.dimension, entry.phrases[0], entry)
    for rule in code_rules():
        yield Known(rule.id, rule.dimension, rule.summary)
