"""The entry format: TOML files -> entries, with every bad one of every file reported at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from toneguard.errors import LexiconError
from toneguard.lexicon.model import Drop, Entry
from toneguard.report import Dimension, Level

NOT_ENTRIES: Final = frozenset("sets forms context guidance questions requests turns spelling messages".split())

_KINDS = ("complaint", "reply", "both")
_AIMS = ("any", "reader")
_NEGATIONS = ("silences", "ignored")
_TEXTS = {"slug", "kind", "level", "message"}
_LISTS = {"phrases", "replacements", "match", "near_miss"}
_OPTIONAL = {"unless", "also", "aim", "negation", "drop"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DIMENSIONS: tuple[Dimension, ...] = ("arrogance", "entitlement", "profanity", "anger", "clarity")


def entry_files(folder: Path) -> tuple[Path, ...]:
    """The files of a language's folder that hold entries, sorted by name."""
    return tuple(path for path in sorted(folder.glob("*.toml")) if path.stem not in NOT_ENTRIES)


def read_entries(folder: Path) -> tuple[Entry, ...]:
    """Every entry of a language's folder; the folder's name is the language.

    Raises LexiconError that lists every bad entry of every file.
    """
    import tomllib  # only where lexicons are compiled: a message is checked without it

    entries: list[Entry] = []
    problems: list[str] = []
    for path in entry_files(folder):
        try:
            entries.extend(_file_entries(path, folder.name, problems))
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{path}: is not valid TOML: {error}")
        except UnicodeDecodeError:
            problems.append(f"{path}: is not UTF-8: save it as UTF-8")
    problems.extend(_twice(entries))
    if problems:
        raise LexiconError(tuple(problems))
    return tuple(entries)


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file beside the entries, or an empty table where there is none. Raises LexiconError."""
    if not path.exists():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError((f"{path}: is not valid TOML: {error}",)) from error


def _file_entries(path: Path, language: str, problems: list[str]) -> Iterator[Entry]:
    import tomllib

    text = path.read_text("utf-8")
    tables = tomllib.loads(text)
    dimension = path.stem.split("-", 1)[0]
    if dimension not in _DIMENSIONS:
        problems.append(f"{path}: name the file after its dimension ({', '.join(_DIMENSIONS)}), then '-' and a topic")
        return
    if unknown := set(tables) - {"entry"}:
        problems.append(f"{path}: has {sorted(unknown)}; only [[entry]] may stand here")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[entry]]"]
    for table, line in zip(tables.get("entry", ()), lines, strict=False):
        found = tuple(_problems(table))
        slug = table.get("slug", "?")
        problems.extend(f"{path}:{line}: {slug}: {problem}" for problem in found)
        if not found:
            yield _entry(table, f"{language}/{dimension}/{slug}", dimension, f"{path.name}:{line}")


def _entry(table: Mapping[str, Any], identity: str, dimension: str, place: str) -> Entry:
    plain = {"profanity": "ignored", "clarity": "ignored"}
    return Entry(
        id=identity,
        dimension=dimension,  # type: ignore[arg-type]
        phrases=tuple(table["phrases"]),
        kind=table["kind"],
        level=Level(table["level"]),
        message=table["message"],
        replacements=tuple(table["replacements"]),
        unless=tuple(table.get("unless", ())),
        also=tuple((name, Level(level)) for name, level in table.get("also", {}).items()),
        aim=table.get("aim", "any"),
        negation=table.get("negation", plain.get(dimension, "silences")),
        drop=table.get("drop"),
        match=tuple(table["match"]),
        near_miss=tuple(table["near_miss"]),
        place=place,
        starts=all(phrase.startswith("^") for phrase in table["phrases"]),
    )


def _problems(table: Mapping[str, Any]) -> Iterator[str]:
    if missing := (_TEXTS | _LISTS) - set(table):
        yield f"lacks {', '.join(sorted(missing))}"
    if unknown := set(table) - _TEXTS - _LISTS - _OPTIONAL:
        allowed = ", ".join(sorted(_TEXTS | _LISTS | _OPTIONAL))
        yield f"has {', '.join(sorted(unknown))}, which is no key; the keys are {allowed}"
    for key in sorted(_TEXTS & set(table)):
        if not isinstance(table[key], str) or not table[key].strip():
            yield f"{key} must be a text that says something"
    for key in sorted((_LISTS | {"unless"}) & set(table)):
        if not isinstance(table[key], list) or not all(isinstance(item, str) for item in table[key]):
            yield f"{key} must be a list of texts"
        elif not table[key] and key in ("phrases", "match", "near_miss"):
            yield f"{key} is empty: write at least one"
    yield from _bad_choices(table)
    yield from _bad_marks(table)


def _bad_choices(table: Mapping[str, Any]) -> Iterator[str]:
    choices = {"kind": _KINDS, "level": tuple(Level), "aim": _AIMS, "negation": _NEGATIONS, "drop": get_args(Drop)}
    for key, allowed in choices.items():
        if key in table and table[key] not in allowed:
            yield f"{key} is {table[key]!r}; it must be one of {', '.join(allowed)}"
    slug = table.get("slug")
    if isinstance(slug, str) and not _SLUG.fullmatch(slug):
        yield "slug must be small letters, digits and single hyphens"
    also = table.get("also", {})
    if not isinstance(also, dict) or not set(also) <= set(_DIMENSIONS) or not set(also.values()) <= set(Level):
        yield 'also must be a table of dimension and level, such as { anger = "strong" }'
    if table.get("drop") and table.get("replacements"):
        yield "drop says what goes where no words can stand instead: leave out drop, or empty replacements"


def _bad_marks(table: Mapping[str, Any]) -> Iterator[str]:
    examples = table.get("match", ())
    for number, example in enumerate(examples if isinstance(examples, list) else ()):
        if isinstance(example, str) and (example.count("{"), example.count("}")) != (1, 1):
            yield f"match[{number}] must have exactly one pair of braces around the hit"


def _twice(entries: Iterable[Entry]) -> Iterator[str]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        for key in (entry.id, *(f"{entry.dimension} {entry.kind}: {phrase.casefold()}" for phrase in entry.phrases)):
            if key in seen:
                yield f"{entry.place}: {entry.slug}: {key!r} is already in {seen[key].place}"
            seen[key] = entry
