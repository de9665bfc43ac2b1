"""The language of a stretch of words, from the tags of its words; langdetect only where they say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.reading.cues import OURS, UNKNOWN, sounds_urdu

UNDECIDED: Final = "und"
LONGEST_SAMPLE: Final = 1_000
"""Characters that langdetect is shown: its time grows with them, its answer does not change."""

# How much a word tells. Chosen on toneguard's labelled passages and public sentences of eight languages.
_OWN: Final = 1.0
_SHARED: Final = 0.6
_ORDINARY: Final = 0.5
_DOUBTFUL: Final = 0.2
_SOUNDS: Final = 0.3

MIXED: Final = 0.18
"""Taglish and Urdu-English are the other language from this share of words on: English lends more than it borrows."""

_ANSWERS: Final = ("en", "tl", "id", "es", "fr", "de", "pt", "it", "nl", "so", "sw", "vi", "tr", "pl", "ro", "hr", "hu", "fi")
_BELIEVED: Final = frozenset({"en", "it", "nl", "vi", "tr", "pl", "ro", "hu", "hr", "fi", "es", "fr", "de", "pt"})
"""The rest of the answers is what Roman Urdu and chat Tagalog look like to it."""


class Weight(NamedTuple):
    """What the words of a stretch say for one language: all told, and in words that no other group of languages has."""

    score: float = 0.0
    sole: float = 0.0


_NOTHING: Final = Weight()


def weigh(counts: Mapping[str, int]) -> dict[str, Weight]:
    """The weight of each language that some word speaks for. `counts`: how many words have each tag."""
    found: dict[str, Weight] = {}
    for tag, count in counts.items():
        for language, score, sole in _told(tag):
            before = found.get(language, _NOTHING)
            found[language] = Weight(before.score + score * count, before.sole + sole * count)
    return found


@lru_cache(maxsize=1 << 10)
def _told(tag: str) -> tuple[tuple[str, float, float], ...]:
    """The languages of a tag, each with what it adds to score and sole."""
    owners = tag.rstrip(".?").split()
    told = _ORDINARY if tag[-1:] == "." else _DOUBTFUL if tag[-1:] == "?" else _OWN
    ours = [owner for owner in owners if owner in OURS]
    if not ours:
        return tuple((owner, told, told) for owner in owners)
    if len(owners) == 1:
        return ((owners[0], told, told),)
    # A word of English and another may be either; one of two that are not English shows at least that.
    told *= _SHARED
    return tuple((owner, told, 0.0) for owner in owners)


def foreign(weights: Mapping[str, Weight]) -> str | None:
    """The language that is not ours where it outweighs all of ours, else None."""
    best, weight = None, Weight(0.0, 0.0)
    for language in sorted(weights):
        if language not in OURS and weights[language] > weight:
            best, weight = language, weights[language]
    mine = max((weights[language].score for language in OURS if language in weights), default=0.0)
    return best if weight.sole >= _ORDINARY and weight.score > mine else None


def decide(counts: Mapping[str, int], text: str = "", words: Iterable[str] = ()) -> str:
    """The main language: one of ours, the code of another, or `und`.

    `text` and `words` (folded) are looked at only where the tags do not settle it.
    """
    weights = weigh(counts)
    total = sum(count for tag, count in counts.items() if tag)
    unknown = counts.get(UNKNOWN, 0)
    if unknown > 0.25 * total and set(weights) != {"en"}:
        _listen(weights, words)
    if (other := foreign(weights)) is not None:
        return other
    mine = _mine(weights, counts, total)
    told = weights.get(mine, _NOTHING).score
    if unknown > 0.5 * total and total >= 4 and told < 0.3 * total:  # noqa: PLR2004 - fewer words tell langdetect nothing
        return _second_opinion(text[:LONGEST_SAMPLE], mine)
    return mine


def _mine(weights: Mapping[str, Weight], counts: Mapping[str, int], total: int) -> str:
    """Which of ours it is; a mix is the one that English words stand in."""
    strength = {name: -inf for name in OURS}
    for name in ("tl", "ur-Latn", "ur"):
        if name in weights and weights[name].sole >= _DOUBTFUL:
            strength[name] = _without_english(counts, name) + (weights[name].sole - weights[name].score) * 1e-3
    best = max(("tl", "ur-Latn", "ur"), key=lambda name: (strength[name], weights.get(name, _NOTHING).score))
    english = weights.get("en", _NOTHING).score
    if strength[best] > -inf and (strength[best] >= max(0.9, MIXED * total) or strength[best] >= english):
        return best
    return "en" if english else UNDECIDED


def _without_english(counts: Mapping[str, int], name: str) -> float:
    return sum(
        score * count
        for tag, count in counts.items()
        if not tag.startswith("en")
        for language, score, _ in _told(tag)
        if language == name
    )


def _listen(weights: dict[str, Weight], words: Iterable[str]) -> None:
    """Add what words of no list sound like, where something else is Roman Urdu too."""
    alike = sum(map(sounds_urdu, words))
    before = weights.get("ur-Latn", _NOTHING)
    if alike and (before.score or alike > 1):
        weights["ur-Latn"] = Weight(before.score + _SOUNDS * alike, before.sole + _SOUNDS * alike)


def _second_opinion(sample: str, mine: str) -> str:
    """What langdetect calls the text, where it is a language that it knows better than we do."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detectors().create()
    detector.append(sample)
    try:
        said = str(detector.detect())
    except LangDetectException:
        return mine
    return said if said in _BELIEVED else mine


@cache
def _detectors() -> Any:  # noqa: ANN401 - langdetect has no types
    """A factory of our own with a seed of its own; the module-level one belongs to every user of the process."""
    import langdetect
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    folder = Path(langdetect.__file__).parent / "profiles"
    factory.load_json_profile([(folder / name).read_text("utf-8") for name in _ANSWERS])
    factory.seed = 0
    return factory
