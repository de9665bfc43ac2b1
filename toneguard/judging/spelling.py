"""Spelling: typos with corrections, words that are right elsewhere, missing apostrophes, doubled words.

Unknown is not misspelt: a word is flagged only where a likely correction exists, and never where it may be a name, a
code, a product, or a word of another language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from toneguard.judging.context import surroundings
from toneguard.judging.corrections import corrections
from toneguard.judging.english import Spelling, english, is_english
from toneguard.judging.model import Judgement, Rule
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.reading.wordlist import word_list
from toneguard.report import Channel, Finding, Level

RULES: Final = (
    Rule("spelling/typo", "spelling", "A word that no list has, with a likely correction one or two slips away."),
    Rule("spelling/real-word", "spelling", "A word that is right somewhere else, given away by its neighbours."),
    Rule("spelling/apostrophe", "spelling", "A missing apostrophe."),
    Rule("spelling/doubled-word", "spelling", "The same word twice in a row."),
)
SAY: Final = {
    "spelling/typo": "This looks like a slip. Correct spelling makes a message easier to take seriously.",
    "spelling/real-word": "This is a word, but another one seems to be meant here.",
    "spelling/apostrophe": "An apostrophe is missing here.",
    "spelling/doubled-word": "The same word stands here twice.",
}
SURE: Final = 450
"""Centi-zipf that a correction needs where the word begins with a capital and may be a name."""
_MAY_DOUBLE: Final = frozenset(
    "had that is no yes very so ha bye please really now there well many long far hello thank".split()
)  # noqa: SIM905
_SPOKEN: Final = ("chat", "social")


def check_spelling(reading: Reading, *, channel: Channel, allow: frozenset[str]) -> Judgement:
    """The misspelt words and a score: 1 clean, 0.92 for one slip in 100 words.

    The score is 1 - 5 e / max(n, 20) - 0.03 e for e slips in n words, not below 0: the share is what a reader feels,
    and each slip is noticed for itself. `allow` holds folded words that are never flagged.
    """
    words = reading.word_count
    if not words:
        return Judgement((), None, "there are no words")
    if not any(sentence.languages[:1] == ("en",) for sentence in reading.sentences):
        return Judgement((), None, f"spelling is not checked in {reading.language}")
    found = tuple(_findings(reading, channel in _SPOKEN, allow))
    score = max(0.0, 1.0 - 5.0 * len(found) / max(words, 20) - 0.03 * len(found))
    return Judgement(found, round(score, 3))


def _findings(reading: Reading, spoken: bool, allow: frozenset[str]) -> Iterator[Finding]:  # noqa: FBT001
    around = surroundings(reading)
    for sentence in reading.sentences:
        if sentence.languages[:1] != ("en",):
            continue
        before = ""
        for at in range(sentence.first, sentence.last):
            token = reading.tokens[at]
            repeated, before = token.folded == before, token.folded
            if token.kind != "word" or (not repeated and _is_plain(token.folded)):
                continue
            if token.folded in allow or around.covers(token.start, token.end):
                continue
            if (found := _judged(reading, sentence, at, spoken)) is not None:
                yield _finding(reading, token, *found)


@lru_cache(maxsize=1 << 16)
def _is_plain(folded: str) -> bool:
    """Whether a word is right wherever it stands, so that nothing around it needs to be looked at."""
    known = english()
    return is_english(folded) and folded not in known.apostrophes and folded not in known.confused


def _judged(reading: Reading, sentence: Sentence, at: int, spoken: bool) -> tuple[str, tuple[str, ...]] | None:  # noqa: FBT001
    token = reading.tokens[at]
    surface = reading.surface(token)
    known = english()
    if _is_doubled(reading, sentence, at):
        return "spelling/doubled-word", ("",)
    if (right := known.apostrophes.get(token.folded)) is not None and not _is_name(surface, at, sentence):
        return "spelling/apostrophe", (right,)
    if (right := _confused(reading, sentence, at, known)) is not None:
        return "spelling/real-word", (right,)
    if token.language not in ("", "en") or (spoken and token.folded in known.informal):
        return None
    mixed = len(sentence.languages) > 1
    loud = surface.isupper() and _is_loud(reading, sentence)
    likely = _typo(token.folded, surface, first=at == sentence.first, mixed=mixed, loud=loud)
    return ("spelling/typo", likely) if likely else None


def _finding(reading: Reading, token: Token, rule: str, right: tuple[str, ...]) -> Finding:
    surface = reading.surface(token)
    return Finding(
        rule,
        "spelling",
        Level.MILD,
        token.start,
        token.end,
        surface,
        SAY[rule],
        tuple(_cased(r, surface) for r in right),
    )


def _is_loud(reading: Reading, sentence: Sentence) -> bool:
    """Whether most words of the sentence are in capitals, so that capitals do not mean a name."""
    words = [reading.surface(token) for token in reading.words(sentence) if token.kind == "word"]
    return len(words) > 2 and sum(word.isupper() for word in words) > 0.6 * len(words)  # noqa: PLR2004


def _cased(right: str, surface: str) -> str:
    if surface.isupper() and len(surface) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if surface[:1].isupper() else right


def _is_name(surface: str, at: int, sentence: Sentence) -> bool:
    return surface[0].isupper() and not surface.isupper() and at > sentence.first and surface != "Im"


def _is_doubled(reading: Reading, sentence: Sentence, at: int) -> bool:
    token = reading.tokens[at]
    if at == sentence.first or token.folded in _MAY_DOUBLE or token.language not in ("", "en"):
        return False
    before = reading.tokens[at - 1]
    between = reading.text[before.end : token.start]
    return (
        before.folded == token.folded
        and between.isspace()
        and reading.surface(token).islower()
        and len(token.folded) > 1
    )


def _confused(reading: Reading, sentence: Sentence, at: int, known: Spelling) -> str | None:
    token = reading.tokens[at]
    for rule in known.confused.get(token.folded, ()):
        before = reading.tokens[at - 1].folded if at > sentence.first else ""
        following = reading.tokens[at + 1] if at + 1 < sentence.last else None
        stop = reading.text[token.end : sentence.end][:1]
        after = following.folded if following and reading.text[token.end : following.start] == " " else stop
        if rule.fits(before, after):
            return rule.right
    return None


@lru_cache(maxsize=1 << 15)
def _typo(folded: str, surface: str, *, first: bool, mixed: bool, loud: bool) -> tuple[str, ...]:
    """Corrections of a misspelt word, or nothing where it is right, a name, or cannot be told."""
    if _is_abbreviation(surface, loud=loud) or is_english(folded):
        return ()
    found = corrections(folded)
    if not found or word_list("en").frequency(found[0]) < _needed(folded, surface, found[0], first, mixed, loud):
        return ()
    return found


def _is_abbreviation(surface: str, *, loud: bool) -> bool:
    """Capitals inside a word mark a name or a short form, unless everything around is in capitals too."""
    if surface.isupper() and len(surface) > 1:
        return len(surface) < 6 or not loud  # noqa: PLR2004 - RMA, IKEA
    return any(char.isupper() for char in surface[1:])


def _needed(folded: str, surface: str, best: str, first: bool, mixed: bool, loud: bool) -> int:  # noqa: FBT001
    """How frequent the best correction must be before the word is called misspelt, in centi-zipf."""
    if surface[0].isupper() and not surface.isupper():
        if best in english().proper and len(best) > 4:  # noqa: PLR2004 - Wednesday, February
            return 0
        return SURE if first and len(folded) > 4 else _NEVER  # noqa: PLR2004 - what else has a capital may be a name
    if len(folded) < 4:  # noqa: PLR2004 - short words are often names
        return _NEVER if mixed else SURE + 50
    return SURE + 50 if loud else SURE if mixed else 0


_NEVER: Final = 1_000
