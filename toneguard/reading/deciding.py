"""The language of a stretch of words, from the tags of its words; langdetect only where they say nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.reading.cues import OURS, UNKNOWN, sounds_urdu

UNDECIDED: Final = "und"
LONGEST_SAMPLE: Final = 1_000
"""Characters that langdetect is shown: its time grows with them, its answer does not change."""

_SAMPLE: Final = 4
"""Fewer words tell langdetect nothing, and where some word is ours it takes twice as many to overrule that."""

# How much a word tells. Chosen on toneguard's labelled passages and public sentences of eight languages.
_OWN: Final = 1.0
_SHARED: Final = 0.6
_ORDINARY: Final = 0.5
_DOUBTFUL: Final = 0.2
_SOUNDS: Final = 0.3
_KEYBOARD: Final = 0.25
_ENOUGH: Final = 0.9
_PLAIN_URDU: Final = 0.4
"""From this weight a word on Urdu needs no second look: its grammar alone is that much of it."""

MIXED: Final = 0.18
"""Taglish and Urdu-English are the other language from this share of known words on: English lends more than it borrows."""

_MIXING: Final[tuple[str, ...]] = ("tl", "ur-Latn", "ur")
_ENGLISH_ALONE: Final = frozenset({"en"})
_ARABIC_KEYS: Final = re.compile("[ةأإىيك]")
_EASTERN_KEYS: Final = re.compile("[یکہھےںٹڈڑۓگپچ]")

_ANSWERS: Final = "en tl id es fr de pt it nl so sw vi tr pl ro hu".split()
_BELIEVED: Final = frozenset(_ANSWERS) - {"tl", "id", "so", "sw"}
"""The rest of the answers is what Roman Urdu and chat Tagalog look like to it."""


class Weights(NamedTuple):
    """What the words of a stretch say for each language: all told, and in words that none of ours knows but it."""

    score: dict[str, float]
    sole: dict[str, float]


def weigh(counts: Mapping[str, int]) -> Weights:
    """The weights of the languages that some word speaks for. `counts`: how many words have each tag."""
    score: dict[str, float] = {}
    sole: dict[str, float] = {}
    for tag, count in counts.items():
        for language, told, alone in _told(tag):
            score[language] = score.get(language, 0.0) + told * count
            if alone:
                sole[language] = sole.get(language, 0.0) + told * count
    return Weights(score, sole)


@lru_cache(maxsize=1 << 10)
def _told(tag: str) -> tuple[tuple[str, float, bool], ...]:
    """The languages of a tag, how much it tells for each, and whether it can be none of ours but that one."""
    owners = tag.rstrip(".?").split()
    told = _ORDINARY if tag[-1:] == "." else _DOUBTFUL if tag[-1:] == "?" else _OWN
    alone = len(owners) == 1 or not any(owner in OURS for owner in owners)
    return tuple((owner, told if alone else told * _SHARED, alone) for owner in owners)


@lru_cache(maxsize=1 << 10)
def speaks_for_others(tag: str) -> bool:
    """Whether a word is known to languages that are not ours, and only to them."""
    return any(alone and owner not in OURS for owner, _, alone in _told(tag))


def foreign(weights: Weights) -> str | None:
    """The language that is not ours where it outweighs all of ours, else None."""
    score, sole = weights
    others = [name for name in sole if name not in OURS]
    if not others:
        return None
    best = min(others, key=lambda name: (-score[name], -sole[name], name))
    mine = max((score[name] for name in OURS if name in score), default=0.0)
    return best if sole[best] >= _ORDINARY and score[best] > mine else None


def decide(counts: Mapping[str, int], text: str = "", words: Sequence[str] = ()) -> str:
    """The main language: one of ours, the code of another, or `und`.

    `text` and `words` (those of no list, folded) are looked at only where the tags do not settle it.
    """
    weights = weigh(counts)
    total = sum(counts.values()) - counts.get("", 0)
    unknown = counts.get(UNKNOWN, 0)
    if unknown > 0.25 * total and weights.score.keys() - _ENGLISH_ALONE:
        _listen(weights, words)
    if 0 < weights.score.get("ur", 0.0) < _PLAIN_URDU * total or "fa" in weights.score:
        _look_at_letters(weights, text, total)
    if (other := foreign(weights)) is not None:
        return other
    mine = _mine(weights, counts, total - unknown)
    enough = _SAMPLE if mine == UNDECIDED else 2 * _SAMPLE
    if unknown > 0.5 * total and total >= enough and weights.score.get(mine, 0.0) < 0.3 * total:
        return _second_opinion(text[:LONGEST_SAMPLE], mine)
    return mine


def _mine(weights: Weights, counts: Mapping[str, int], known: int) -> str:
    """Which of ours it is; a mix is the one that English words stand in."""
    strength = {name: _without_english(counts, name) for name in _MIXING if name in weights.score}
    english = weights.score.get("en", 0.0)
    if "ur-Latn" in strength:
        strength["ur-Latn"] = max(strength["ur-Latn"], weights.sole.get("ur-Latn", 0.0))
    best: str = max(strength, key=lambda name: (strength[name], weights.sole.get(name, 0.0)), default="en")
    told = strength.get(best, 0.0)
    if told > english or (best in weights.sole and told >= max(_ENOUGH, MIXED * known)):
        return best
    return "en" if english else UNDECIDED


def _without_english(counts: Mapping[str, int], name: str) -> float:
    return sum(
        told * count
        for tag, count in counts.items()
        if tag[:2] != "en"
        for language, told, _ in _told(tag)
        if language == name
    )


def _listen(weights: Weights, words: Sequence[str]) -> None:
    """Add what words of no list sound like, where something else is Roman Urdu too."""
    score, sole = weights
    told = score.get("ur-Latn", 0.0)
    if (len(words) < 2 and not told) or sole.get("tl", 0.0) > told:  # one alone may be a name
        return
    if alike := sum(word.isascii() and sounds_urdu(word) for word in words):
        for sums in (score, sole):
            sums["ur-Latn"] = sums.get("ur-Latn", 0.0) + _SOUNDS * alike


def _look_at_letters(weights: Weights, text: str, total: int) -> None:
    """Add what the keyboard tells: folding evens the letters out, since Urdu is typed on Arabic keyboards too."""
    arabic, eastern = len(_ARABIC_KEYS.findall(text)), len(_EASTERN_KEYS.findall(text))
    if arabic > eastern:
        for sums in weights:
            sums["ar"] = sums.get("ar", 0.0) + _KEYBOARD * total


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
