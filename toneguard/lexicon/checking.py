"""What `toneguard lexicon check` says: every entry is its own test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from toneguard.errors import LexiconError
from toneguard.lexicon.compiled import load_lexicon
from toneguard.lexicon.entries import read_entries
from toneguard.lexicon.matching import Hit, Lexicon, longest
from toneguard.lexicon.model import Entry
from toneguard.reading import read
from toneguard.report import Kind

_WORD = re.compile(r"[^\W\d_]+")


def check_folder(folder: Path) -> tuple[str, ...]:
    """Everything that is wrong with the lexicons in `folder`, one line each: file, line, slug, problem, what to do.

    `folder` is a language's folder or one that holds such folders. Nothing wrong gives an empty tuple.
    """
    problems: list[str] = []
    for language in _languages(folder):
        try:
            entries = read_entries(language)
            lexicon = _own_lexicon(language)
        except LexiconError as error:
            problems.extend(error.problems)
            continue
        for entry in entries:
            problems.extend(f"{language.name}/{entry.place}: {entry.slug}: {p}" for p in check_entry(entry, lexicon))
    return tuple(problems)


def check_entry(entry: Entry, lexicon: Lexicon) -> Iterator[str]:
    """What one entry's own examples say against it."""
    kind: Kind = "reply" if entry.kind == "reply" else "complaint"
    for number, example in enumerate(entry.match):
        before, marked, after = re.split(r"[{}]", example)
        text = before + marked + after
        wanted = (len(before), len(before) + len(marked))
        found = [(hit.start, hit.end) for hit in _hits(text, lexicon, kind, entry)]
        if found != [wanted]:
            said = ", ".join(repr(text[start:end]) for start, end in found) or "nothing"
            yield f"match[{number}] should be hit once, at {marked!r}; found {said}"
            continue
        yield from _check_replacements(entry, lexicon, kind, (before, after), number)
    for number, text in enumerate(entry.near_miss):
        if hits := _hits(text, lexicon, kind, entry):
            yield f"near_miss[{number}] should stay silent; found {text[hits[0].start : hits[0].end]!r}"
        elif not _shares_a_word(text, entry, lexicon):
            yield f"near_miss[{number}] shares no word with any phrase: write a sentence that almost matches"


def _check_replacements(
    entry: Entry, lexicon: Lexicon, kind: Kind, around: tuple[str, str], number: int
) -> Iterator[str]:
    before, after = around
    for better in entry.replacements:
        text = before + better + after
        span = (len(before), len(before) + len(better))
        for hit in _hits(text, lexicon, kind):
            if hit.entry.id == entry.id and entry.dimension != "clarity":
                yield f"replacement {better!r} in match[{number}] is still hit: {text[hit.start : hit.end]!r}"
            elif hit.start < span[1] and span[0] < hit.end and hit.entry.dimension != "clarity":
                yield f"replacement {better!r} in match[{number}] is flagged by {hit.entry.id}"


def _hits(text: str, lexicon: Lexicon, kind: Kind, entry: Entry | None = None) -> list[Hit]:
    """The hits in a text, those of one entry by itself: a longer hit of another does not make its examples wrong."""
    reading = read(text, language=lexicon.language, maskable=lexicon.maskable)
    hits = lexicon.look(reading).find(kind)
    return longest(hits if entry is None else (hit for hit in hits if hit.entry.id == entry.id))


def _shares_a_word(text: str, entry: Entry, lexicon: Lexicon) -> bool:
    """Whether some word of the text is a word of the phrases, or begins with the same two letters as one."""
    reading = read(text, language=lexicon.language)
    begins = {word[:2] for token in reading.tokens for word in lexicon.spell(token.folded).split()}
    phrases = (*entry.phrases, *entry.unless)
    if not any(_WORD.search(phrase) for phrase in phrases):  # an emoji has no near miss in words
        return True
    return any("<" in phrase or any(p[:2] in begins for p in _spelled(phrase, lexicon)) for phrase in phrases)


def _spelled(phrase: str, lexicon: Lexicon) -> Iterable[str]:
    return (word for piece in _WORD.findall(phrase) for word in lexicon.spell(piece.casefold()).split())


def _languages(folder: Path) -> list[Path]:
    if any(folder.glob("*.toml")):
        return [folder]
    return sorted(path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.toml")))


@cache
def _own_lexicon(language: Path) -> Lexicon:
    """The lexicon that the folder's entries are tested in: the shipped one, with these added if they are others."""
    from toneguard.artifacts import lexicon_root

    shipped = language.resolve() == (lexicon_root() / language.name).resolve()
    return load_lexicon(language.name) if shipped else load_lexicon(language.name, (language.parent,))
