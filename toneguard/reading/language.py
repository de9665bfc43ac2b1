"""The language of each run: the script first, then the words themselves, langdetect only where neither settles it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from toneguard.artifacts import lexicon_root
from toneguard.reading.folding import fold
from toneguard.reading.model import Sentence, Token
from toneguard.reading.wordlist import word_list

_ENGLISH: Final = ("en",)
OURS: Final = ("en", "ur", "ur-Latn", "tl")
_SHORT: Final = 8
_URDU_ENOUGH: Final = 350
"""A few words in letters that Arabic has too are Urdu where they are frequent Urdu words (centi-zipf)."""

LONGEST_SAMPLE: Final = 1_000

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_URDU_LETTERS = frozenset("ٹڈڑںےھۓ")
_PERSIAN_WORDS = frozenset("است می را های این آن شد شده کرد خود بود باشد نیست هستند کند برای ای اند".split())  # noqa: SIM905
_ARABIC_LETTERS = frozenset("يكةىإؤ")
_SCRIPTS: Final = {
    "DEVANAGARI": "hi", "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "BENGALI": "bn", "TAMIL": "ta", "GURMUKHI": "pa",
    "GUJARATI": "gu", "TELUGU": "te", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip


class Tagged(NamedTuple):
    """What the language stage adds to a Reading."""

    tokens: list[Token]
    sentences: list[Sentence]
    runs: list[tuple[int, int, str]]
    language: str


def tag_languages(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], forced: str | None) -> Tagged:
    """Tokens and sentences with their languages, the runs, and the main language of the message.

    `forced`: take everything as this language. A message without words is `und`.
    """
    named = [forced or _own_language(token) for token in tokens]
    main = forced or _main(text, tokens, named)
    if forced is None and main == "en" and sum(name not in _ALL_ENGLISH for name in named) <= 0.04 * len(named):
        return _english(tokens, named, sentences)
    if main not in OURS:
        runs = [(tokens[0].start, tokens[-1].end, main)] if tokens else []
        return Tagged(list(tokens), list(sentences), runs, main)
    tagged: list[Token] = [
        Token(token.start, token.end, token.folded, token.kind, name)  # four times faster than _replace
        for token, name in zip(tokens, _settled(named, main, sentences), strict=True)
    ]
    told = [s._replace(languages=_of_sentence(tagged[s.first : s.last], main)) for s in sentences]
    return Tagged(tagged, told, list(_runs(tagged, main)), main)


_ALL_ENGLISH: Final = frozenset({"en", "en?", "?", ""})


def _english(tokens: Sequence[Token], named: Sequence[str], sentences: Sequence[Sentence]) -> Tagged:
    """The common case made short: English with at most a stray word of another language, which belongs to none."""
    tagged = [
        Token(t.start, t.end, t.folded, t.kind, "en" if name in ("en", "en?") else "")
        for t, name in zip(tokens, named, strict=True)
    ]
    told = [Sentence(s.start, s.end, s.first, s.last, s.paragraph, _ENGLISH) for s in sentences]
    return Tagged(tagged, told, [(tokens[0].start, tokens[-1].end, "en")], "en")


def _own_language(token: Token) -> str:
    """The language that the word itself shows: one of ours, "?" for a word of none, "" for no word, "en?" in doubt."""
    return _word_language(token.folded) if token.kind == "word" else ""


@lru_cache(maxsize=1 << 16)
def _word_language(word: str) -> str:
    if not word.isascii():
        return _by_script(word)
    plain = word.replace("'", "")
    cues = _cues()
    owners = [language for language in ("ur-Latn", "tl", "en") if plain in cues[language]]
    if len(owners) == 1:
        return owners[0]
    english, tagalog = word_list("en").frequency(word), word_list("tl").frequency(word)
    if "'" in word and word_list("en").frequency(word.partition("'")[0]):
        return "en"
    if english > max(tagalog, 300):
        return "en" if english >= tagalog + 60 else "en?"
    if len(plain) > 2 and tagalog > english + 60:  # noqa: PLR2004 - shorter ones are abbreviations everywhere
        return "tl"
    return "en?" if english else "?"


def _by_script(word: str) -> str:
    if _ARABIC.search(word):
        return "ur" if word_list("ur").frequency(word) or _URDU_LETTERS & set(word) else "ar?"
    name = unicodedata.name(word[0], "")
    script = next((code for script, code in _SCRIPTS.items() if name.startswith(script)), None)
    return script or "?"


@cache
def _cues() -> dict[str, frozenset[str]]:
    """Frequent words that name their language, from the lists beside the lexicons."""
    root: Path = lexicon_root()
    found = {}
    for language in ("en", "ur-Latn", "tl"):
        path = root / language / "function-words.txt"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        found[language] = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    return found


def _main(text: str, tokens: Sequence[Token], named: Sequence[str]) -> str:
    votes = Counter(name.rstrip("?") if name != "?" else "?" for name in named if name)
    if not votes:
        return "und"
    words = sum(votes.values())
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    best = ranked[0][0] if ranked[0][0] != "?" or len(ranked) == 1 else ranked[1][0]
    roman = votes["ur-Latn"] + votes["tl"]
    if best == "en" and roman >= max(2, 0.2 * words):
        best = "ur-Latn" if votes["ur-Latn"] >= votes["tl"] else "tl"
    if best in ("ur", "ar"):
        return _arabic_script(text, tokens)
    if votes["?"] > 0.5 * words and words >= 4 and best in (*OURS, "?"):
        said = _second_opinion(text[:LONGEST_SAMPLE], best)
        # No profile knows Roman Urdu, and it looks like Indonesian, Swahili or Dutch to the others.
        return "ur-Latn" if votes["ur-Latn"] >= 2 and said not in ("en", "es", "tl") else said  # noqa: PLR2004
    return best if best != "?" else "und"


def _arabic_script(text: str, tokens: Sequence[Token]) -> str:
    words = [text[token.start : token.end] for token in tokens if _ARABIC.search(text[token.start : token.end])]
    urdu = sum(bool(_URDU_LETTERS & set(word)) for word in words)
    persian = sum(word in _PERSIAN_WORDS for word in words)
    if urdu > persian and urdu >= 0.12 * len(words):
        return "ur"
    if persian > sum(bool(_ARABIC_LETTERS & set(word)) for word in words):
        return "fa"
    listed = sum(word_list("ur").frequency(fold(word)) > _URDU_ENOUGH for word in words)
    return "ur" if listed > 0.6 * len(words) and not persian and len(words) < _SHORT else "ar"


def _second_opinion(sample: str, best: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detectors().create()
    detector.append(sample)
    try:
        said = str(detector.detect())
    except LangDetectException:
        return "und"
    return best if said in ("unknown", "so", "sw") and best != "?" else said


@cache
def _detectors() -> Any:  # noqa: ANN401 - langdetect has no types
    """A factory of our own with a seed of its own; the module-level one belongs to every user of the process."""
    import langdetect
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    folder = Path(langdetect.__file__).parent / "profiles"
    names = ("en", "tl", "id", "es", "fr", "de", "pt", "it", "nl", "so", "sw", "vi", "tr", "pl")
    profiles = [(folder / name).read_text("utf-8") for name in names]
    factory.load_json_profile(profiles)
    factory.seed = 0
    return factory


def _settled(named: Sequence[str], main: str, sentences: Sequence[Sentence]) -> list[str]:
    """A doubtful word goes with its sentence; a word of no list belongs to no language in particular."""
    settled = list(named)
    for sentence in sentences:
        votes = Counter(name for name in named[sentence.first : sentence.last] if name in OURS)
        local = max(votes, key=lambda name: (votes[name], name == main), default=main)
        for at in range(sentence.first, sentence.last):
            if settled[at] == "en?":
                settled[at] = "en" if votes["en"] or local == "en" else local
            elif settled[at] not in OURS:
                settled[at] = ""
    return settled


def _of_sentence(tokens: Sequence[Token], main: str) -> tuple[str, ...]:
    votes = Counter(token.language for token in tokens if token.language)
    words = sum(votes.values())
    kept = [name for name, count in votes.most_common() if count >= max(1, 0.15 * words)]
    return tuple(kept) if kept else (main,)


def _runs(tokens: Sequence[Token], main: str) -> list[tuple[int, int, str]]:
    runs: list[tuple[int, int, str]] = []
    language = next((token.language for token in tokens if token.language), main)
    placed = []
    for token in tokens:
        language = token.language or language
        placed.append((token.start, token.end, language))
    for name, group in groupby(placed, key=lambda item: item[2]):
        members = list(group)
        runs.append((members[0][0], members[-1][1], name))
    return runs
