"""Entries -> the tables that matching needs. Done when a wheel is built, when a lexicon has changed, or for a user's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from toneguard.artifacts import lexicon_root
from toneguard.errors import LexiconError
from toneguard.lexicon.compiled import packed
from toneguard.lexicon.entries import read_entries, read_table
from toneguard.lexicon.forms import Forms, read_forms, sounded, speller
from toneguard.lexicon.model import LANGUAGES, Entry
from toneguard.lexicon.phrases import Phrase, PhraseError, Spell, Tongue, compile_phrase
from toneguard.reading.folding import fold
from toneguard.reading.wordlist import word_list
from toneguard.report import Level

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

Tables = dict[str, Any]


def compile_folder(folder: Path) -> bytes:
    """The tables of one language as JSON; the same bytes for the same files. Raises LexiconError."""
    return json.dumps(packed(compile_tables(folder, {})), ensure_ascii=False, separators=(",", ":")).encode()


def compile_tables(folder: Path, base: Tables) -> Tables:
    """The tables of a folder; `base` lends its forms and word sets. Raises LexiconError."""
    entries = read_entries(folder)
    forms = Forms(*base.get("forms", ())).extended(read_forms(folder))
    spell = speller(forms)
    sets = {**base.get("sets", {}), **word_sets(folder)}
    tongue = Tongue(sets, lambda word: spell(fold(word)), _rarity(folder.name), sounded(forms.sounds))
    problems: list[str] = []
    owners: list[int] = []
    phrases: list[Phrase] = []
    silencers: dict[int, list[str]] = {}
    for number, entry in enumerate(entries):
        for phrase in _compiled(entry, entry.phrases, tongue, problems):
            owners.append(number)
            phrases.append(phrase)
        if entry.unless:
            silencers[number] = [p.pattern for p in _compiled(entry, entry.unless, tongue, problems)]
    if problems:
        raise LexiconError(tuple(problems))
    cues = _named(folder / "guidance.toml", tongue) | _named(folder / "questions.toml", tongue)
    for number, group in enumerate(cues.values(), len(entries)):
        owners.extend(number for _ in group)
        phrases.extend(group)
    return {
        "entries": [_row(entry) for entry in entries],
        "cues": list(cues),
        "owners": owners,
        "patterns": [phrase.pattern for phrase in phrases],
        "witnesses": [phrase.witnesses for phrase in phrases],
        "anchors": _anchors(phrases),
        "silencers": silencers,
        "forms": forms,
        "sets": sets,
        "maskable": list(dict.fromkeys(masked_words(entries, spell))),
        "context": {n: [(p.anchors, p.pattern) for p in g] for n, g in _named(folder / "context.toml", tongue).items()},
        "known": sorted({word for entry in entries for phrase in entry.phrases for word in _words(phrase, spell)}),
    }


def joined_tables(base: Tables, more: Tables) -> Tables:
    """The tables of a lexicon with those of a user's own entries behind them."""
    shift, offset = len(base["entries"]), len(base["owners"])
    cues = len(more["entries"])
    anchors = {anchor: list(numbers) for anchor, numbers in base["anchors"].items()}
    for anchor, numbers in more["anchors"].items():
        anchors.setdefault(anchor, []).extend(number + offset for number in numbers)
    return {
        "entries": base["entries"] + more["entries"],
        "cues": base["cues"] + more["cues"],
        "owners": [owner + cues if owner >= shift else owner for owner in base["owners"]]
        + [owner + shift + (len(base["cues"]) if owner >= cues else 0) for owner in more["owners"]],
        "patterns": base["patterns"] + more["patterns"],
        "witnesses": base["witnesses"] + more["witnesses"],
        "anchors": anchors,
        "silencers": base["silencers"] | {str(int(n) + shift): s for n, s in more["silencers"].items()},
        "forms": more["forms"],
        "sets": more["sets"],
        "maskable": base["maskable"] + more["maskable"],
        "known": base["known"] + more["known"],
        "context": base["context"] | more["context"],
    }


def maskable_bytes() -> bytes:
    """The words of all languages that a masked spelling may stand for, as JSON. Raises LexiconError."""
    words: dict[str, None] = {}
    for language in LANGUAGES:
        words |= dict.fromkeys(masked_words(read_entries(lexicon_root() / language), str))
    return json.dumps(list(words), ensure_ascii=False).encode()


def word_sets(folder: Path) -> dict[str, tuple[str, ...]]:
    """The word sets of `sets.toml`. Raises LexiconError."""
    return {name: tuple(members) for name, members in read_table(folder / "sets.toml").items()}


def masked_words(entries: Iterable[Entry], spell: Spell) -> list[str]:
    """The single words of the profanity entries, strong ones first."""
    ranked = sorted((e for e in entries if e.dimension == "profanity"), key=lambda e: e.level != Level.STRONG)
    return [spell(word) for entry in ranked for phrase in entry.phrases for word in _alternative_words(phrase)]


def _alternative_words(phrase: str) -> list[str]:
    """`(shit|shitty)` -> both; a phrase of several words gives none."""
    inner = phrase.strip()
    inner = inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner
    words = [word.strip().casefold() for word in inner.split("|")]
    return [word for word in words if word.isalpha() and len(word) > 2]  # noqa: PLR2004


def _rarity(language: str) -> Callable[[str], float]:
    """How rare a word is, in centi-zipf below the most frequent ones; Roman Urdu has no list, so its length must do."""
    if language == "ur-Latn":
        return lambda word: 60.0 * len(word)
    listed = word_list(language)
    return lambda word: max(0.0, 760.0 - listed.frequency(word))


def _words(phrase: str, spell: Spell) -> Iterable[str]:
    return (word for piece in _WORD.findall(phrase) for word in spell(fold(piece)).split())


def _compiled(entry: Entry, sources: Iterable[str], tongue: Tongue, problems: list[str]) -> Iterable[Phrase]:
    for source in sources:
        try:
            yield compile_phrase(source, tongue)
        except PhraseError as error:
            problems.append(f"{entry.place}: {entry.slug}: {source!r} {error}")


def _named(path: Path, tongue: Tongue) -> dict[str, list[Phrase]]:
    """The phrases of a file that holds lists of them by name: `context.toml`, `guidance.toml`, `questions.toml`."""
    try:
        return {
            name: [compile_phrase(source, tongue) for source in sources] for name, sources in read_table(path).items()
        }
    except PhraseError as error:
        raise LexiconError((f"{path}: {error}",)) from error


def _anchors(phrases: Iterable[Phrase]) -> dict[str, list[int]]:
    anchors: dict[str, list[int]] = {}
    for number, phrase in enumerate(phrases):
        for anchor in phrase.anchors:
            anchors.setdefault(anchor, []).append(number)
    return anchors


def _row(entry: Entry) -> list[Any]:
    """What matching needs of an entry; its phrases, compiled beside, and its examples stay in its file."""
    return [
        entry.id, entry.dimension, entry.kind, entry.level, entry.message, entry.replacements, entry.also,
        entry.aim, entry.negation, entry.drop, entry.place, entry.starts,
    ]  # fmt: skip
