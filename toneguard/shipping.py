"""Every artifact that a wheel carries."""

from __future__ import annotations

from pathlib import Path

from toneguard.judging.english import spelling_artifact
from toneguard.lexicon.compiled import lexicon_artifact, maskable_artifact
from toneguard.lexicon.messages import catalogue_artifact
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading.wordlist import LANGUAGES as LISTED
from toneguard.reading.wordlist import word_list_artifact
from toneguard.report import UI_LANGUAGES


def artifacts() -> dict[str, Path]:
    """The name that each artifact has in the wheel, and its file, built where it is not there yet."""
    lexicons = {f"lexicon-{language}.json": lexicon_artifact(language) for language in LANGUAGES}
    lists = {f"words-{language}.bin": word_list_artifact(language) for language in LISTED}
    catalogues = {f"messages-{language}.json": catalogue_artifact(language) for language in UI_LANGUAGES[1:]}
    return {
        **lexicons,
        **lists,
        **catalogues,
        "maskable.json": maskable_artifact(),
        "spelling-en.json": spelling_artifact(),
    }
