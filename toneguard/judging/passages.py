"""Labelled passages, as fitting counts them: words, evidence, labels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from toneguard.errors import LexiconError
from toneguard.judging.context import surroundings
from toneguard.judging.features import evidence_of, sentence_words
from toneguard.judging.tone import find_listed
from toneguard.judging.weights import FEWEST, FITTED
from toneguard.lexicon.compiled import load_lexicon, maskable_words
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading import Reading, read
from toneguard.report import KINDS, TONE, Dimension, Kind
from toneguard.settings import Settings

_PLAIN = Settings()
_NONE = dict.fromkeys(TONE, 0)


class Passage(NamedTuple):
    """One passage: the words of its sentences, who writes, what was found by other means, and its labels.

    `levels`: 0 absent, 1 mild, 2 strong, for each fitted dimension; `listed`: those in which something was found.
    `group`: passages of one group never part in cross-validation. `is_part`: a sentence of a clean passage; `is_plain`:
    civil writing of another sort. Both are fitted on, and neither says how good the weights are.
    """

    sentences: tuple[tuple[str, ...], ...]
    kind: Kind
    levels: tuple[int, ...]
    is_clean: bool
    group: str
    evidence: frozenset[str] = frozenset()
    listed: frozenset[Dimension] = frozenset()
    is_part: bool = False
    is_plain: bool = False


def read_plain(path: Path, language: str) -> list[Passage]:
    """Civil writing of other sorts, in a file as `read_passages` reads it; none where it is not there."""
    if not path.is_file():
        return []
    return [passage._replace(is_plain=True) for passage in read_passages(path, language, block=1)]


def read_passages(path: Path, language: str, *, block: int) -> list[Passage]:
    """The passages of one language in a JSON Lines file (`text`, `kind`, `labels`; `better` and `lang` may be there).

    A better version is a clean passage of its own. Of neighbours, `block` lines stay in one group. A line without
    `lang` is of the language that its words say. Raises LexiconError for a line that is no passage.
    """
    passages: list[Passage] = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        row = _row(line, path, number)
        if row is None or not _speaks(row, language):
            continue
        group = f"{path}:{number // block}"
        passages.extend(_passages(row["text"], language, row["kind"], row["labels"], group))
        if row.get("better"):
            passages.extend(_passages(row["better"], language, row["kind"], _NONE, group))
    return passages


def _row(line: str, path: Path, number: int) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        row: dict[str, Any] = json.loads(line)
        labels = {dimension: row["labels"].get(dimension, 0) for dimension in TONE}
        if not isinstance(row["text"], str) or row["kind"] not in KINDS or not set(labels.values()) <= {0, 1, 2}:
            raise ValueError("text, kind or a label is none")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = f"one JSON object with text, kind (complaint, reply) and labels ({', '.join(TONE)}: 0 to 2)"
        raise LexiconError((f"{path}:{number}: must be {wanted}: {type(error).__name__}",)) from None
    return {**row, "labels": labels}


def _speaks(row: dict[str, Any], language: str) -> bool:
    said = row.get("lang") or read(row["text"]).language
    said = "tl" if said == "tl-en" else said
    if said not in LANGUAGES:
        return False
    return bool(said == language)


def _passages(text: str, language: str, kind: Kind, labels: dict[Dimension, int], group: str) -> Iterator[Passage]:
    """A passage and, where it is clean, each of its sentences: a message is judged by the sentence as well."""
    reading = read(text, language=language, maskable=maskable_words(()))
    lexicon, around = load_lexicon(language), surroundings(reading)
    spoken = dict.fromkeys((language, *_languages(reading)))
    looks = [load_lexicon(name).look(reading) for name in spoken]
    listed = list(find_listed(reading, looks, kind, _PLAIN, around))
    sentences = [sentence_words(reading, sentence, lexicon, around) for sentence in reading.sentences]
    levels = tuple(labels[dimension] for dimension in FITTED)
    whole = Passage(
        tuple(sentences),
        kind,
        levels,
        not any(labels.values()),
        group,
        evidence_of(listed),
        frozenset(finding.dimension for finding in listed),
    )
    yield whole
    if whole.is_clean and len(sentences) > 1:
        for sentence, words in zip(reading.sentences, sentences, strict=True):
            if len(words) >= FEWEST:
                inside = [f for f in listed if sentence.start <= f.start < sentence.end]
                found = frozenset(finding.dimension for finding in inside)
                yield whole._replace(sentences=(words,), evidence=evidence_of(inside), listed=found, is_part=True)


def _languages(reading: Reading) -> Iterable[str]:
    return (name for sentence in reading.sentences for name in LANGUAGES if name in sentence.languages)
