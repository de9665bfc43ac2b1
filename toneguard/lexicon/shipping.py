"""Every artifact that a wheel carries."""

from __future__ import annotations

from pathlib import Path

from toneguard.lexicon.compiled import lexicon_artifact, maskable_artifact
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading.wordlist import LANGUAGES as LISTED
from toneguard.reading.wordlist import word_list_artifact


def artifacts() -> dict[str, Path]:
    """The name that each artifact has in the wheel, and its file, built where it is not there yet."""
    lexicons = {f"lexicon-{language}.json": lexicon_artifact(language) for language in LANGUAGES}
    lists = {path_name: word_list_artifact(language) for language in LISTED for path_name in (f"words-{language}.bin",)}
    return {**lexicons, "maskable.json": maskable_artifact(), **lists}
