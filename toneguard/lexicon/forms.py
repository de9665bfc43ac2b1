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
    """What `forms.toml` says: whole words, word endings, sounds, and roots.

    `sounds` are patterns with what stands instead, applied one after the other to what the other two leave: they bring
    the many spellings of a language without a fixed one to a key, which nobody has to read. `roots` are words that mean
    the same in every inflection: `kagaguhan` is read as `gago` (Tagalog, see `reading.affixes`).
    """

    words: Mapping[str, str] = {}
    endings: Pairs = ()
    sounds: Pairs = ()
    roots: tuple[str, ...] = ()

    def extended(self, more: Forms) -> Forms:
        """These with the words and roots of `more`, and its endings and sounds where it has any."""
        words, roots = {**self.words, **more.words}, (*self.roots, *more.roots)
        return Forms(words, more.endings or self.endings, more.sounds or self.sounds, roots)


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
    roots = tuple(table.get("roots", {}).get("words", "").split())
    return Forms(words, tuple(table.get("endings", {}).items()), sounds, roots)


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
    root = _rooted(forms.roots)

    @lru_cache(maxsize=1 << 15)
    def spell(word: str) -> str:
        same = forms.words.get(word)
        if same is None:
            plain = word if word in known else destretch(word, known, masks)
            same = forms.words.get(plain) if plain != word else None
            if same is None:
                same = plain if plain in known else root(_ended(plain, forms.endings).replace("'", ""))
        return " ".join(map(key, same.split())) or word

    return spell


def _rooted(roots: Iterable[str]) -> Callable[[str], str]:
    """A function that brings an inflected word to the root it is made from, and leaves every other word alone."""
    wanted = frozenset(roots)
    if not wanted:
        return lambda word: word
    # A stem is looked for only where three letters of a root are in the word: taking one apart costs 0.1 ms.
    cores = re.compile("|".join(sorted({root[:3] for root in wanted})))

    def root(word: str) -> str:
        if word in wanted or not cores.search(word):
            return word
        from toneguard.reading.affixes import stems

        return next((stem for stem in stems(word) if stem in wanted), word)

    return root


def _ended(word: str, endings: Pairs) -> str:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + instead
    return word
