"""Settings: what may be tuned, per project or per call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from toneguard.errors import SettingsError
from toneguard.report import DIMENSIONS, MILD, STRONG, UI_LANGUAGES, ToneReport, UiLanguage

GUIDANCE: Final = (
    *("facts", "outcome", "time", "greeting", "next_step", "timeframe", "answers"),
    *("reason", "blame", "escalation", "personal_data", "length"),
    *("acknowledgement", "expected", "proactive", "further_help", "jargon"),
)
"""The guidance that `require` may name."""

_LISTS: Final = ("allow", "disable", "lexicons", "require")
_FILES: Final = ("toneguard.toml", "pyproject.toml")
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")


Rewriter = Callable[[str, ToneReport], Iterable[str] | str | None]
"""Proposes rewrites of a text, given its report: one, several, or None."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be tuned; the defaults are what the library is measured with.

    `mild`, `strong`: the thresholds of the verdict, from 0 to 1. `allow`: words or phrases never reported.
    `disable`: rule ids (`en/anger/liars`, `en/anger/*`) or dimensions never reported. `lexicons`: more folders of
    entries. `require`: guidance ids without which a message is held. `limit_chars`: the longest text that is read.
    `ui_language`: the language of messages to the writer, `en`, `ur` or `tl`; None for the message's own (`ur` for
    Roman Urdu). `spacy_model`: an installed trained pipeline whose parse is used. Lists may be given as any list or
    tuple; they are kept as tuples. `rewriter`: called with the text and its report (without a rewrite) where there is
    something to mend; the first text of those it gives that `verify_rewrite` finds nothing against is the rewrite, and
    the library's own is made only where none is. What it raises, `check_tone` raises. It is set in Python, not in a
    file, and must be picklable for `check_many` with several workers.
    Raises SettingsError for a value that cannot be.
    """

    mild: float = MILD
    strong: float = STRONG
    allow: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    lexicons: tuple[Path, ...] = ()
    require: tuple[str, ...] = ()
    limit_chars: int = 5_000_000
    ui_language: UiLanguage | None = None
    spacy_model: str | None = None
    rewriter: Rewriter | None = None

    def __post_init__(self) -> None:
        for key in KEYS:
            if (problem := _problem(key, getattr(self, key))) is not None:
                raise SettingsError(f"{key} {problem}")
        if self.mild > self.strong:
            raise SettingsError(f"mild is {self.mild} and strong is {self.strong}; mild must not be above strong")
        for key in _LISTS:
            object.__setattr__(self, key, tuple(getattr(self, key)))
        object.__setattr__(self, "lexicons", tuple(map(Path, self.lexicons)))


KEYS: Final = tuple(field.name for field in fields(Settings))


def find_settings(folder: Path) -> Path | None:
    """The nearest settings file from `folder` upwards: `toneguard.toml`, or a `pyproject.toml` with [tool.toneguard].

    Raises SettingsError for a `pyproject.toml` on the way that speaks of toneguard and is no TOML.
    """
    start = folder.absolute()
    for place in (start, *start.parents):
        for name in _FILES:
            path = place / name
            if path.is_file() and (name == "toneguard.toml" or _has_table(path)):
                return path
    return None


def load_settings(folder: Path | None = None) -> Settings:
    """The settings of the nearest file from `folder` upwards (None: the working folder), or the defaults without one.

    Raises SettingsError as `read_settings` does.
    """
    path = find_settings(Path.cwd() if folder is None else Path(folder))
    return Settings() if path is None else read_settings(path)


def read_settings(path: Path) -> Settings:
    """The settings of one file; folders named in it are relative to it.

    Raises SettingsError with file and line for what is no TOML, a wrong key (the message lists the right ones), a
    wrong type, or a value that cannot be.
    """
    text, tables = _parsed(path)
    inside = "tool.toneguard" if path.name == "pyproject.toml" else ""
    table: Any = tables
    for name in filter(None, inside.split(".")):
        table = table.get(name, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        raise SettingsError(
            "tool.toneguard must be a table of settings", path=path, line=_line(text, "tool", "toneguard")
        )
    if isinstance(folders := table.get("lexicons"), list):
        table["lexicons"] = [path.parent / item if isinstance(item, str) else item for item in folders]
    for key, value in table.items():
        if key not in KEYS:
            problem = f"{key!r} is no setting; the settings are {', '.join(KEYS)}"
            raise SettingsError(problem, path=path, line=_line(text, inside, key))
        if (wrong := _problem(key, value)) is not None:
            raise SettingsError(f"{key} {wrong}", path=path, line=_line(text, inside, key))
    try:
        return Settings(**table)
    except SettingsError as error:  # single values are right by now: it is mild against strong
        line = _line(text, inside, "mild") or _line(text, inside, "strong")
        raise SettingsError(error.problem, path=path, line=line) from None


def _has_table(path: Path) -> bool:
    if b"toneguard" not in path.read_bytes():
        return False
    tool = _parsed(path)[1].get("tool")
    return isinstance(tool, dict) and "toneguard" in tool


def _parsed(path: Path) -> tuple[str, dict[str, Any]]:
    import tomllib

    try:
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"is not UTF-8 (byte {error.start}): save it as UTF-8", path=path) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise SettingsError(f"is not valid TOML: {error}", path=path, line=int(at[1]) if at else None) from None


def _problem(key: str, value: object) -> str | None:
    """What is wrong with a value for a key, or None."""
    if key in ("mild", "strong"):
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 1
        return None if good else f"must be a number above 0 and up to 1, not {value!r}"
    if key == "limit_chars":
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        return None if good else f"must be a whole number from 1, not {value!r}"
    if key in _LISTS:
        return _list_problem(key, value)
    if key == "rewriter":
        return None if value is None or callable(value) else "must be a function, given in Python and not in a file"
    if key == "ui_language":
        good = value is None or value in UI_LANGUAGES
        return None if good else f"must be one of {', '.join(UI_LANGUAGES)}, not {value!r}"
    good = value is None or (isinstance(value, str) and value.strip() != "")
    return None if good else f"must be a text that says something, not {value!r}"


def _list_problem(key: str, value: object) -> str | None:
    if not isinstance(value, (list, tuple)):
        return f"must be a list of texts, not {value!r}"
    return next(filter(None, (_item_problem(key, item) for item in value)), None)


def _item_problem(key: str, item: object) -> str | None:
    if key == "lexicons" and isinstance(item, (str, Path)):
        return None if Path(item).is_dir() else f"names {item}, which is no folder"
    if not isinstance(item, str) or not item.strip():
        return f"must be a list of texts; {item!r} is none"
    if key == "require" and item not in GUIDANCE:
        return f"names {item!r}; it may name {', '.join(GUIDANCE)}"
    if key == "disable" and "/" not in item and item not in (*DIMENSIONS, "*"):
        return f"names {item!r}; it may name a rule such as en/anger/liars or en/anger/*, or {', '.join(DIMENSIONS)}"
    return None


def _line(text: str, inside: str, key: str) -> int | None:
    """The line on which `key` of the table `inside` ("" for the top) stands, or that table's own; None if not found."""
    assigned = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
    path = [*filter(None, inside.split(".")), key]
    table: list[str] = []
    fallback = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = [part.strip(" \"'") for part in header[1].split(".")]
            if table[: len(path)] == path:
                return number
        elif table == path[:-1] and assigned.match(line):
            return number
        if fallback is None and path[-2:-1] and re.search(rf"\b{re.escape(path[-2])}\b", line) and "=" in line:
            fallback = number
    return fallback
