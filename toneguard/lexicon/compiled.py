"""Lexicons made ready once: entries -> the tables that matching needs, kept as an artifact."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar, overload

import ahocorasick

from toneguard.artifacts import artifact, digest, lexicon_root
from toneguard.lexicon.forms import Forms, speller
from toneguard.lexicon.matching import Lexicon, numbers_of
from toneguard.lexicon.model import LANGUAGES, Entry
from toneguard.report import Level

_FORMAT: Final = "lexicon 12"

Tables = dict[str, Any]
_T = TypeVar("_T")
_ROWS: Final = ("entries", "witnesses", "patterns")
"""The long tables, of which a message needs a few rows: kept as lines and read when asked for, which halves the load."""


class Rows(Sequence[_T]):
    """Lines of JSON, each read on first need."""

    def __init__(self, lines: str, parse: Callable[[Any], _T]) -> None:
        self._lines = lines.split("\n") if lines else []
        self._parse = parse
        self._read: dict[int, _T] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> _T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_T]: ...
    def __getitem__(self, at: int | slice) -> _T | Sequence[_T]:
        """The row, as `parse` makes it."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        row = self._read.get(at)
        if row is None:
            row = self._read[at] = self._parse(json.loads(self._lines[at]))
        return row


def packed(tables: Tables) -> Tables:
    """Tables with their long ones as lines of JSON."""
    rows = {name: "\n".join(json.dumps(row, ensure_ascii=False) for row in tables[name]) for name in _ROWS}
    anchors = "\n".join(f"{anchor}\t{','.join(map(str, numbers))}" for anchor, numbers in tables["anchors"].items())
    return tables | rows | {"anchors": anchors}


def unpacked(tables: Tables) -> Tables:
    """The inverse of `packed`."""
    rows = {name: [json.loads(line) for line in tables[name].split("\n") if line] for name in _ROWS}
    pairs = (line.partition("\t") for line in tables["anchors"].split("\n") if line)
    return tables | rows | {"anchors": {anchor: list(numbers_of(numbers)) for anchor, _, numbers in pairs}}


@lru_cache(maxsize=32)
def load_lexicon(language: str, folders: tuple[Path, ...] = ()) -> Lexicon:
    """The lexicon of a language, with the entries of the user's own folders added. Raises LexiconError.

    Each of `folders` holds folders named after languages, as `lexicons/` does. It is read once in a process.
    """
    tables = json.loads(lexicon_artifact(language).read_bytes())
    for folder in folders:
        if (folder / language).is_dir():
            from toneguard.lexicon.compiling import compile_tables, joined_tables

            tables = packed(joined_tables(unpacked(tables), compile_tables(folder / language, tables)))
    return _lexicon(language, tables)


@lru_cache(maxsize=8)
def maskable_words(folders: tuple[Path, ...] = ()) -> Mapping[int, tuple[str, ...]]:
    """The words of all languages that a masked spelling may stand for, by length, likelier ones first."""
    words: dict[int, dict[str, None]] = {}
    for word in json.loads(maskable_artifact().read_bytes()):
        words.setdefault(len(word), {})[word] = None
    for folder in folders:
        from toneguard.lexicon.compiling import masked_words
        from toneguard.lexicon.entries import read_entries

        for language in LANGUAGES:
            for word in masked_words(read_entries(folder / language), str):
                words.setdefault(len(word), {})[word] = None
    return {length: tuple(group) for length, group in words.items()}


def lexicon_artifact(language: str) -> Path:
    """The file of a language's compiled lexicon. Raises LexiconError."""
    root = lexicon_root() / language

    def build() -> bytes:
        from toneguard.lexicon.compiling import compile_folder

        return compile_folder(root)

    return artifact(f"lexicon-{language}.json", lambda: _key(root), build)


def maskable_artifact() -> Path:
    """The file of the words that masked spellings may stand for."""

    def build() -> bytes:
        from toneguard.lexicon.compiling import maskable_bytes

        return maskable_bytes()

    return artifact("maskable.json", lambda: digest(_sources(), salt=_FORMAT), build)


def _sources() -> list[Path]:
    return [path for language in LANGUAGES for path in sorted((lexicon_root() / language).glob("*.toml"))]


def _key(folder: Path) -> str:
    return digest(sorted(folder.glob("*.toml")), salt=_FORMAT)


def _entry(row: list[Any]) -> Entry:
    identity, dimension, kind, level, message, replacements, also, aim, negation, drop, place, starts = row
    carried = tuple((name, Level(strength)) for name, strength in also)
    return Entry(
        identity, dimension, (), kind, Level(level), message, tuple(replacements), (), carried, aim, negation, drop,
        place=place, starts=starts,
    )  # fmt: skip


def _lexicon(language: str, tables: Tables) -> Lexicon:
    automaton = ahocorasick.Automaton()
    automaton.add_word("\0", "")  # an automaton without a word cannot be asked
    for line in tables["anchors"].split("\n"):
        anchor, _, numbers = line.partition("\t")
        if anchor:
            automaton.add_word(anchor, numbers)
    automaton.make_automaton()
    maskable: dict[int, tuple[str, ...]] = {}
    for word in tables["maskable"]:
        maskable[len(word)] = (*maskable.get(len(word), ()), word)
    return Lexicon(
        language=language,
        entries=Rows(tables["entries"], _entry),
        cues=tuple(tables["cues"]),
        owners=tuple(tables["owners"]),
        patterns=Rows(tables["patterns"], str),
        witnesses=Rows(tables["witnesses"], tuple),
        silencers={int(number): tuple(sources) for number, sources in tables["silencers"].items()},
        anchors=automaton,
        spell=speller(Forms(*tables["forms"]), frozenset(tables["known"]), maskable),
        maskable=maskable,
        made={},
        context={
            name: tuple((tuple(anchors), source) for anchors, source in phrases)
            for name, phrases in tables["context"].items()
        },
    )
