"""Lexicons made ready once: entries -> the tables that matching needs, kept as an artifact."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import ahocorasick

from toneguard.artifacts import artifact, digest, lexicon_root
from toneguard.errors import LexiconError
from toneguard.lexicon.entries import Entry, read_entries, read_table
from toneguard.lexicon.forms import read_forms, speller
from toneguard.lexicon.matching import Lexicon
from toneguard.lexicon.phrases import Phrase, PhraseError, Spell, Tongue, compile_phrase
from toneguard.reading.folding import fold
from toneguard.reading.wordlist import word_list
from toneguard.report import Level

LANGUAGES: Final = ("en", "ur", "ur-Latn", "tl")
_FORMAT: Final = "lexicon 5"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

Tables = dict[str, Any]


@lru_cache(maxsize=32)
def load_lexicon(language: str, folders: tuple[Path, ...] = ()) -> Lexicon:
    """The lexicon of a language, with the entries of the user's own folders added. Raises LexiconError.

    Each of `folders` holds folders named after languages, as `lexicons/` does. It is read once in a process.
    """
    tables = json.loads(lexicon_artifact(language).read_bytes())
    for folder in folders:
        if (folder / language).is_dir():
            tables = _joined(tables, _compile(folder / language, tables))
    return _lexicon(language, tables)


@lru_cache(maxsize=8)
def maskable_words(folders: tuple[Path, ...] = ()) -> Mapping[int, tuple[str, ...]]:
    """The words of all languages that a masked spelling may stand for, by length, likelier ones first."""
    words: dict[int, dict[str, None]] = {}
    for word in json.loads(maskable_artifact().read_bytes()):
        words.setdefault(len(word), {})[word] = None
    for folder in folders:
        for language in LANGUAGES:
            for word in _masked(read_entries(folder / language), str):
                words.setdefault(len(word), {})[word] = None
    return {length: tuple(group) for length, group in words.items()}


def lexicon_artifact(language: str) -> Path:
    """The file of a language's compiled lexicon. Raises LexiconError."""
    root = lexicon_root() / language
    return artifact(f"lexicon-{language}.json", lambda: _key(root), lambda: compile_folder(root))


def maskable_artifact() -> Path:
    """The file of the words that masked spellings may stand for."""
    return artifact("maskable.json", lambda: digest(_sources(), salt=_FORMAT), _maskable_bytes)


def compile_folder(folder: Path) -> bytes:
    """The tables of one language as JSON; the same bytes for the same files. Raises LexiconError."""
    return json.dumps(_compile(folder, {}), ensure_ascii=False, separators=(",", ":")).encode()


def word_sets(folder: Path) -> dict[str, tuple[str, ...]]:
    """The word sets of `sets.toml`. Raises LexiconError."""
    return {name: tuple(members) for name, members in read_table(folder / "sets.toml").items()}


def _sources() -> list[Path]:
    return [path for language in LANGUAGES for path in sorted((lexicon_root() / language).glob("*.toml"))]


def _key(folder: Path) -> str:
    return digest(sorted(folder.glob("*.toml")), salt=_FORMAT)


def _maskable_bytes() -> bytes:
    words: dict[str, None] = {}
    for language in LANGUAGES:
        words |= dict.fromkeys(_masked(read_entries(lexicon_root() / language), str))
    return json.dumps(list(words), ensure_ascii=False).encode()


def _masked(entries: Iterable[Entry], spell: Spell) -> list[str]:
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
    listed = word_list(language)  # type: ignore[arg-type]
    return lambda word: max(0.0, 760.0 - listed.frequency(word))


def _words(phrase: str, spell: Spell) -> Iterable[str]:
    return (word for piece in _WORD.findall(phrase) for word in spell(fold(piece)).split())


def _compile(folder: Path, base: Tables) -> Tables:
    entries = read_entries(folder)
    forms, endings = read_forms(folder)
    forms = {**base.get("forms", {}), **forms}
    endings = endings or tuple(map(tuple, base.get("endings", ())))
    spell = speller(forms, endings)
    sets = {**base.get("sets", {}), **word_sets(folder)}
    tongue = Tongue(sets, lambda word: spell(fold(word)), _rarity(folder.name))
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
    cues = _named(folder / "guidance.toml", tongue)
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
        "endings": endings,
        "sets": sets,
        "maskable": list(dict.fromkeys(_masked(entries, spell))),
        "context": {n: [p.pattern for p in g] for n, g in _named(folder / "context.toml", tongue).items()},
        "known": sorted({word for entry in entries for phrase in entry.phrases for word in _words(phrase, spell)}),
    }


def _compiled(entry: Entry, sources: Iterable[str], tongue: Tongue, problems: list[str]) -> Iterable[Phrase]:
    for source in sources:
        try:
            yield compile_phrase(source, tongue)
        except PhraseError as error:
            problems.append(f"{entry.place}: {entry.slug}: {source!r} {error}")


def _named(path: Path, tongue: Tongue) -> dict[str, list[Phrase]]:
    """The phrases of a file that holds lists of them by name: `context.toml`, `guidance.toml`."""
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
    """What matching needs of an entry; its examples stay in its file."""
    return [
        entry.id, entry.dimension, entry.phrases, entry.kind, entry.level, entry.message, entry.replacements,
        entry.unless, entry.also, entry.aim, entry.negation, entry.drop, entry.place,
    ]  # fmt: skip


def _entry(row: list[Any]) -> Entry:
    identity, dimension, phrases, kind, level, message, replacements, unless, also, aim, negation, drop, place = row
    return Entry(
        identity, dimension, tuple(phrases), kind, Level(level), message, tuple(replacements), tuple(unless),
        tuple((name, Level(strength)) for name, strength in also), aim, negation, drop, place=place,
    )  # fmt: skip


def _joined(base: Tables, more: Tables) -> Tables:
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
        "endings": more["endings"],
        "sets": more["sets"],
        "maskable": base["maskable"] + more["maskable"],
        "known": base["known"] + more["known"],
        "context": base["context"] | more["context"],
    }


def _lexicon(language: str, tables: Tables) -> Lexicon:
    automaton = ahocorasick.Automaton()
    automaton.add_word("\0", ())  # an automaton without a word cannot be asked
    for anchor, numbers in tables["anchors"].items():
        automaton.add_word(anchor, tuple(numbers))
    automaton.make_automaton()
    maskable: dict[int, tuple[str, ...]] = {}
    for word in tables["maskable"]:
        maskable[len(word)] = (*maskable.get(len(word), ()), word)
    return Lexicon(
        language=language,
        entries=tuple(map(_entry, tables["entries"])),
        cues=tuple(tables["cues"]),
        owners=tuple(tables["owners"]),
        patterns=tuple(tables["patterns"]),
        witnesses=tables["witnesses"],
        silencers={int(number): tuple(sources) for number, sources in tables["silencers"].items()},
        anchors=automaton,
        spell=speller(tables["forms"], tuple(map(tuple, tables["endings"])), frozenset(tables["known"]), maskable),
        maskable=maskable,
        made={},
        context={name: tuple(sources) for name, sources in tables["context"].items()},
    )
