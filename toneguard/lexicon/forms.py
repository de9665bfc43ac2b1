"""Spellings that mean the same: a folded word -> the word or words that phrases are written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from toneguard.reading.folding import destretch, fold


def read_forms(folder: Path) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The whole words and the word endings of `forms.toml`, both folded. Raises LexiconError."""
    from toneguard.lexicon.entries import read_table

    table = read_table(folder / "forms.toml")
    forms = {fold(word): " ".join(fold(part) for part in same.split()) for word, same in table.get("forms", {}).items()}
    return forms, tuple(table.get("endings", {}).items())


def speller(
    forms: Mapping[str, str],
    endings: tuple[tuple[str, str], ...],
    known: frozenset[str] = frozenset(),
    maskable: Mapping[int, tuple[str, ...]] | None = None,
) -> Callable[[str], str]:
    """A function from a folded word to its lexicon spelling, with a bounded memory of its own.

    `known`: the words of the phrases, which stretched letters are brought back to.
    """
    masks = maskable or {}

    @lru_cache(maxsize=1 << 15)
    def spell(word: str) -> str:
        if (same := forms.get(word)) is not None:
            return same
        plain = word if word in known else destretch(word, known, masks)
        if plain != word and (same := forms.get(plain)) is not None:
            return same
        for ending, instead in endings:
            if plain.endswith(ending) and len(plain) > len(ending):
                plain = plain[: -len(ending)] + instead
                break
        return plain.replace("'", "") or word

    return spell
