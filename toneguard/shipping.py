"""Every artifact that a wheel carries."""

from __future__ import annotations

from pathlib import Path

from toneguard.advising.turns import turns_artifact
from toneguard.advising.wording import wording_artifact
from toneguard.judging.spelling_data import LANGUAGES as SPELT
from toneguard.judging.spelling_data import spelling_artifact
from toneguard.lexicon.compiled import lexicon_artifact, maskable_artifact
from toneguard.lexicon.messages import CATALOGUES, catalogue_artifact
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading.wordlist import LANGUAGES as LISTED
from toneguard.reading.wordlist import word_list_artifact


def artifacts() -> dict[str, Path]:
    """The name that each artifact has in the wheel, and its file, built where it is not there yet."""
    lexicons = {f"lexicon-{language}.json": lexicon_artifact(language) for language in LANGUAGES}
    lists = {f"words-{language}.bin": word_list_artifact(language) for language in LISTED}
    catalogues = {f"messages-{language}.json": catalogue_artifact(language) for language in CATALOGUES}
    spelling = {f"spelling-{language}.json": spelling_artifact(language) for language in SPELT}
    wordings = {f"requests-{language}.json": wording_artifact(language) for language in LANGUAGES}
    turns = {f"turns-{language}.json": turns_artifact(language) for language in LANGUAGES}
    return {**wordings, **turns, **lexicons, **lists, **catalogues, **spelling, "maskable.json": maskable_artifact()}
