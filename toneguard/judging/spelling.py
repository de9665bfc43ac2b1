"""Spelling: typos with corrections, words that are right elsewhere, missing apostrophes, doubled and joined words.

Unknown is not misspelt: a word is flagged only where a likely correction exists, and never where it may be a name, a
code, a product, or a word of another language. Each language has a check of its own, loaded when a sentence needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toneguard.judging.context import surroundings
from toneguard.judging.model import Judgement, Rule
from toneguard.judging.slips import Checker, Place, Verdict
from toneguard.reading.model import Reading, Sentence
from toneguard.report import Channel, Finding, Level

RULES: Final = (
    Rule("spelling/typo", "spelling", "A word that no list has, with a likely correction one or two slips away."),
    Rule("spelling/real-word", "spelling", "A word that is right somewhere else, given away by its neighbours."),
    Rule("spelling/apostrophe", "spelling", "A missing apostrophe."),
    Rule("spelling/doubled-word", "spelling", "The same word twice in a row."),
    Rule("spelling/joined", "spelling", "Two words written as one (Urdu)."),
    Rule(
        "spelling/letter-form",
        "spelling",
        "Arabic letters typed for the Urdu ones, which other programs will not find.",
    ),
)
SAY: Final = {
    "spelling/typo": "This looks like a slip. Correct spelling makes a message easier to take seriously.",
    "spelling/real-word": "This is a word, but another one seems to be meant here.",
    "spelling/apostrophe": "An apostrophe is missing here.",
    "spelling/doubled-word": "The same word stands here twice.",
    "spelling/joined": "These are two words, and are easier to read apart.",
    "spelling/letter-form": "An Arabic letter stands here for the Urdu one; a search for the word would not find it.",
}
_SPOKEN: Final = ("chat", "social")


def check_spelling(reading: Reading, *, channel: Channel, allow: frozenset[str]) -> Judgement:
    """The misspelt words and a score: 1 clean, 0.92 for one slip in 100 words.

    The score is 1 - 5 e / max(n, 20) - 0.03 e for e slips in n words, not below 0: the share is what a reader feels,
    and each slip is noticed for itself. `allow` holds folded words that are never flagged.
    """
    words = reading.word_count
    if not words:
        return Judgement((), None, "there are no words")
    if not any(_checker(sentence, reading.language) for sentence in reading.sentences):
        return Judgement((), None, f"spelling is not checked in {reading.language}")
    found = tuple(_findings(reading, channel in _SPOKEN, allow))
    score = max(0.0, 1.0 - 5.0 * len(found) / max(words, 20) - 0.03 * len(found))
    return Judgement(found, round(score, 3))


_MISTAKEN: Final = frozenset({("tl", "ur-Latn"), ("ur-Latn", "tl")})
"""A sentence of the one in a message of the other: nobody mixes the two, and short ones look alike."""


def _checker(sentence: Sentence, main: str) -> Checker | None:
    """The check of a sentence's main language, in a message mainly in `main`; only that one is imported."""
    language = sentence.languages[0] if sentence.languages else ""
    match main if (language, main) in _MISTAKEN else language:
        case "en":
            from toneguard.judging.spelling_en import CHECKER
        case "ur":
            from toneguard.judging.spelling_ur import CHECKER
        case "tl":
            from toneguard.judging.spelling_tl import CHECKER
        case "ur-Latn":
            from toneguard.judging.spelling_mixed import CHECKER
        case _:
            return None
    return CHECKER


def _findings(reading: Reading, spoken: bool, allow: frozenset[str]) -> Iterator[Finding]:  # noqa: FBT001
    around = surroundings(reading)
    for sentence in reading.sentences:
        if (checker := _checker(sentence, reading.language)) is None:
            continue
        before = ""
        for at in range(sentence.first, sentence.last):
            token = reading.tokens[at]
            repeated, before = token.folded == before, token.folded
            if token.kind != "word" or (not repeated and checker.passes(reading, token)):
                continue
            if token.folded in allow or around.covers(token.start, token.end):
                continue
            place = Place(reading, sentence, at, spoken)
            if (verdict := checker.judge(place)) is not None:
                yield _finding(place, verdict)


def _finding(place: Place, verdict: Verdict) -> Finding:
    rule, right = verdict
    surface, token = place.surface, place.token
    better = tuple(_cased(r, surface) for r in right)
    return Finding(rule, "spelling", Level.MILD, token.start, token.end, surface, SAY[rule], better)


def _cased(right: str, surface: str) -> str:
    if surface.isupper() and len(surface) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if surface[:1].isupper() else right
