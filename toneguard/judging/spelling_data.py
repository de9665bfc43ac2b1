"""The `spelling.toml` of each language, compiled once: plain look-up tables by folded word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from toneguard.artifacts import artifact, digest, lexicon_root

SpellingLanguage = Literal["en", "ur", "ur-Latn", "tl"]
LANGUAGES: Final[tuple[SpellingLanguage, ...]] = ("en", "ur", "ur-Latn", "tl")
_FORMAT: Final = "spelling 3"
_SOURCES: Final = {"ur-Latn": ("spelling.toml", "function-words.txt", "forms.toml")}
"""What tells the words of a language that has no word list."""


@cache
def spelling_table(language: SpellingLanguage) -> dict[str, Any]:
    """The data as it was compiled: word lists stay texts, `extra` and `struck` folded; `slips` and the like are wrong -> right."""
    table: dict[str, Any] = json.loads(spelling_artifact(language).read_bytes())
    return table


def word_set(table: dict[str, Any], key: str) -> frozenset[str]:
    """The words of one text of the table."""
    return frozenset(table.get(key, "").split())


def spelling_artifact(language: SpellingLanguage) -> Path:
    """The file of a language's compiled `spelling.toml`."""
    folder = lexicon_root() / language
    sources = [folder / name for name in _SOURCES.get(language, ("spelling.toml",))]
    return artifact(f"spelling-{language}.json", lambda: digest(sources, salt=_FORMAT), lambda: _compiled(*sources))


def _compiled(source: Path, *more: Path) -> bytes:
    import tomllib

    from toneguard.reading.folding import fold

    table: dict[str, Any] = tomllib.loads(source.read_text("utf-8"))
    for key in ("slips", "shortened", "joined"):
        if key in table:
            table[key] = dict(_pairs(table[key], f"{source}, {key}"))
    for key in ("extra", "struck"):
        table[key] = " ".join(sorted({fold(word) for word in table.get(key, "").split()}))
    if more:
        table["known"] = " ".join((table["known"], *(word for path in more for word in _words(path))))
        table["bones"] = " ".join(sorted(_bones()))
    return json.dumps(table, ensure_ascii=False).encode()


_BONES: Final = str.maketrans(
    dict(zip("بپتطٹثسصشجچحہخغقکگژزذضظرڑلمنںدڈف", "bptttssssjchhkgkkgjjjjjrrlmnnddf", strict=True))
)
_CODED: Final = 350
"""Centi-zipf of the Urdu words whose consonants excuse a Roman word: rarer ones are names and typos."""


def _bones() -> set[str]:
    """The consonants of the frequent Urdu words, in Latin letters (`spelling_mixed.skeleton` is the other half)."""
    from toneguard.reading.wordlist import word_list

    return {
        re.sub(r"(.)\1+", r"\1", re.sub("[^a-z]", "", word.removesuffix("ہ").translate(_BONES)))
        for word, frequency in word_list("ur").entries()
        if frequency >= _CODED
    } - {""}


def _words(path: Path) -> Iterator[str]:
    """The words of a list, or of both sides of `forms.toml`."""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith(("#", "[")):
            yield from line.replace('"', " ").replace("=", " ").split()


def _pairs(text: str, where: str) -> Iterator[tuple[str, str]]:
    """The misspelt forms, folded, with what each stands for, from lines `right: wrong wrong`. Raises ValueError."""
    from toneguard.reading.folding import fold

    for line in filter(None, map(str.strip, text.splitlines())):
        right, colon, wrong = line.partition(":")
        if not colon or not wrong.split():
            raise ValueError(f"{where}: {line!r} should read 'right: wrong wrong'")
        for form in wrong.split():
            if fold(form) == fold(right.strip()):
                raise ValueError(f"{where}: {form!r} folds to the word itself; leave it out")
            yield fold(form), right.strip()
