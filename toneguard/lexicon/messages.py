"""Messages to the writer in the writer's language: catalogues that lead from the English sentence to its translation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from toneguard.artifacts import lexicon_root, table_artifact
from toneguard.report import UI_LANGUAGES, ToneReport, UiLanguage

_FORMAT: Final = "messages 1"
_READ: Final[Mapping[str, UiLanguage]] = {"ur-Latn": "ur"}
"""Who types Urdu in Latin letters reads it in its own."""

Catalogue = UiLanguage | Literal["ur-Latn"]
CATALOGUES: Final[tuple[Catalogue, ...]] = (*UI_LANGUAGES[1:], "ur-Latn")
"""The catalogues there are. That of Roman Urdu holds the checklist alone: its sentences are there to be copied."""


def ui_language(report: ToneReport) -> UiLanguage:
    """The language in which a message speaks to its writer: its own, English where we have no catalogue."""
    language = _READ.get(report.language, report.language)
    return next((known for known in UI_LANGUAGES if known == language), "en")


def worded(report: ToneReport, language: UiLanguage | None, folders: tuple[Path, ...] = ()) -> ToneReport:
    """The report with its messages in `language`, None for the message's own; what no catalogue has stays as it is.

    The checklist of a message in Roman Urdu is in Roman Urdu, unless a language was asked for.
    `folders`: the user's own lexicons, which may bring catalogues of their own. Raises LexiconError.
    """
    said = catalogue(language or ui_language(report), folders)
    copied = language is None and report.language == "ur-Latn"
    advised = catalogue("ur-Latn", folders) if copied else said
    if not said:
        return report
    return replace(
        report,
        findings=tuple(replace(f, message=_translated(f.message, said)) for f in report.findings),
        guidance=tuple(replace(g, message=_translated(g.message, advised)) for g in report.guidance),
    )


def _translated(message: str, said: Mapping[str, str]) -> str:
    """A message in other words; words of the writer's own that it names in brackets at its end stay."""
    if message in said or not message.endswith(")"):
        return said.get(message, message)
    sentence, bracket, words = message.rpartition(" (")
    return f"{said.get(sentence, sentence)}{bracket}{words}"


@lru_cache(maxsize=16)
def catalogue(language: Catalogue, folders: tuple[Path, ...] = ()) -> Mapping[str, str]:
    """The English sentences and what they are in `language`; empty for English. Raises LexiconError."""
    if language == "en":
        return {}
    said: dict[str, str] = json.loads(catalogue_artifact(language).read_bytes())
    for folder in folders:
        said |= _read(folder / language / "messages.toml")
    return said


def catalogue_artifact(language: Catalogue) -> Path:
    """The file of a language's compiled catalogue, made of `messages.toml` in its folder."""
    source = lexicon_root() / language / "messages.toml"
    return table_artifact(f"messages-{language}.json", source, _FORMAT, _read)


def _read(path: Path) -> dict[str, str]:
    from toneguard.lexicon.entries import read_table

    return dict(read_table(path).get("messages", {}))
