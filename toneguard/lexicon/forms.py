"""Spellings that mean the same: a folded word -> the word or words that phrases are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from toneguard.errors import LexiconError
from toneguard.reading.folding import destretch, fold

Pairs = tuple[tuple[str, str], ...]


class Forms(NamedTuple):
    """What `forms.toml` says: whole words, word endings, and sounds.

    `sounds` are patterns with what stands instead, applied one after the other to what the other two leave: they bring
    the many spellings of a language without a fixed one to a key, which nobody has to read.
    """

    words: Mapping[str, str] = {}
    endings: Pairs = ()
    sounds: Pairs = ()

    def extended(self, more: Forms) -> Forms:
        """These with the words of `more`, and its endings and sounds where it has any."""
        return Forms({**self.words, **more.words}, more.endings or self.endings, more.sounds or self.sounds)


def read_forms(folder: Path) -> Forms:
    """The spellings of `forms.toml`, its words folded. Raises LexiconError."""
    from toneguard.lexicon.entries import read_table

    path = folder / "forms.toml"
    table = read_table(path)
    words = {fold(word): " ".join(map(fold, same.split())) for word, same in table.get("forms", {}).items()}
    sounds = tuple(table.get("sounds", {}).items())
    for source, instead in sounds:
        try:
            re.sub(source, instead, "")
        except re.error as error:
            raise LexiconError((f"{path}: [sounds] {source!r} is no pattern: {error}",)) from error
    return Forms(words, tuple(table.get("endings", {}).items()), sounds)


def sounded(sounds: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """A function that brings a word to its key.

    >>> sounded([("ee", "i"), ("(?<=.[jr])h", "")])("mujhee")
    'muji'
    """
    made = [(re.compile(source), instead) for source, instead in sounds]

    def key(word: str) -> str:
        for pattern, instead in made:
            word = pattern.sub(instead, word)
        return word

    return key


def speller(
    forms: Forms, known: frozenset[str] = frozenset(), maskable: Mapping[int, tuple[str, ...]] | None = None
) -> Callable[[str], str]:
    """A function from a folded word to its lexicon spelling, with a bounded memory of its own.

    `known`: the words of the phrases, which stretched letters are brought back to.
    """
    masks = maskable or {}
    key = sounded(forms.sounds)

    @lru_cache(maxsize=1 << 15)
    def spell(word: str) -> str:
        same = forms.words.get(word)
        if same is None:
            plain = word if word in known else destretch(word, known, masks)
            same = forms.words.get(plain) if plain != word else None
            same = _ended(plain, forms.endings).replace("'", "") if same is None else same
        return " ".join(map(key, same.split())) or word

    return spell


def _ended(word: str, endings: Pairs) -> str:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + instead
    return word
