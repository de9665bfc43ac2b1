"""Settings: what may be tuned, per project or per call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toneguard.report import MILD, STRONG


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be tuned; the defaults are what the library is measured with.

    `mild`, `strong`: the thresholds of the verdict, from 0 to 1. `allow`: words or phrases never reported.
    `disable`: rule ids (`en/anger/liars`, `en/anger/*`) or dimensions never reported. `lexicons`: more folders of entries.
    `require`: guidance ids without which a message is held. `limit_chars`: the longest text that is read.
    `ui_language`: the language of messages to the writer, None for the message's own. `spacy_model`: an installed
    trained pipeline whose parse is used.
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
