"""Settings: what may be tuned, per project or per call."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from toneguard.errors import SettingsError
from toneguard.report import MILD, STRONG


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be tuned; the defaults are what the library is measured with.

    `mild`, `strong`: the thresholds of the verdict, from 0 to 1. `allow`: words or phrases never reported.
    `disable`: rule ids (`en/anger/liars`, `en/anger/*`) or dimensions never reported. `lexicons`: more folders of
    entries. `require`: guidance ids without which a message is held. `limit_chars`: the longest text that is read.
    `ui_language`: the language of messages to the writer, None for the message's own. `spacy_model`: an installed
    trained pipeline whose parse is used. Raises SettingsError for a value that cannot be.
    """

    mild: float = MILD
    strong: float = STRONG
    allow: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    lexicons: tuple[Path, ...] = ()
    require: tuple[str, ...] = ()
    limit_chars: int = 5_000_000
    ui_language: str | None = None
    spacy_model: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.mild <= self.strong <= 1:
            raise SettingsError(f"mild is {self.mild} and strong {self.strong}; it must be 0 < mild <= strong <= 1")
        if self.limit_chars < 1:
            raise SettingsError(f"limit_chars is {self.limit_chars}; it must be at least 1")
        for folder in self.lexicons:
            if not Path(folder).is_dir():
                raise SettingsError(f"lexicons names {folder}, which is no folder")


KEYS: Final = tuple(field.name for field in fields(Settings))
_NUMBERS: Final = ("mild", "strong")
_LISTS: Final = ("allow", "disable", "lexicons", "require")
_FILES: Final = ("toneguard.toml", "pyproject.toml")


def find_settings(folder: Path) -> Path | None:
    """The nearest settings file from `folder` upwards: `toneguard.toml`, or a `pyproject.toml` with [tool.toneguard]."""
    for place in (folder, *folder.resolve().parents):
        for name in _FILES:
            path = place / name
            if path.is_file() and (name == "toneguard.toml" or "[tool.toneguard" in path.read_text("utf-8", "replace")):
                return path
    return None


def load_settings(path: Path) -> Settings:
    """The settings of a file; folders named in it are relative to it.

    Raises SettingsError with file and line for a wrong key, a wrong type, or a value that cannot be.
    """
    try:
        text = path.read_text("utf-8")
        table: Any = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"is not valid TOML: {error}", path=path) from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("toneguard", {})
    return settings_from(table, path=path, text=text)


def settings_from(table: Mapping[str, Any], *, path: Path | None = None, text: str = "") -> Settings:
    """Settings from plain values, as a file or a caller gives them. Raises SettingsError."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            raise SettingsError(
                f"{key!r} is no setting; the settings are {', '.join(KEYS)}", path=path, line=_line(text, key)
            )
        if (problem := _problem(key, value)) is not None:
            raise SettingsError(f"{key} {problem}", path=path, line=_line(text, key))
        values[key] = tuple(value) if key in _LISTS else value
    if "lexicons" in values:
        base = path.parent if path is not None else Path()
        values["lexicons"] = tuple(base / folder for folder in values["lexicons"])
    try:
        return Settings(**values)
    except SettingsError as error:
        raise SettingsError(error.problem, path=path, line=error.line) from error


def _problem(key: str, value: object) -> str | None:
    if key in _NUMBERS:
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        return None if good else "must be a number from 0 to 1"
    if key in _LISTS:
        good = isinstance(value, (list, tuple)) and all(isinstance(item, (str, Path)) for item in value)
        return None if good else "must be a list of texts"
    if key == "limit_chars":
        return None if isinstance(value, int) and not isinstance(value, bool) else "must be a whole number"
    return None if value is None or isinstance(value, str) else "must be a text"


def _line(text: str, key: str) -> int | None:
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)
