"""Shouting: words in capitals and piled-up marks, told from brands, codes, headings and thanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from toneguard.judging.context import Around
from toneguard.judging.model import Rule
from toneguard.judging.sentiment import polarity
from toneguard.lexicon.matching import Look, sentences_with
from toneguard.reading.folding import fold
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.reading.wordlist import word_list
from toneguard.report import Finding, Level

RULES: Final = (
    Rule("style/shouting", "anger", "Ordinary words in capitals, told from brands, abbreviations, codes and headings."),
    Rule("style/exclamation", "anger", "Piled-up exclamation and question marks outside thanks and good wishes."),
    Rule("style/grawlix", "profanity", "A swear word drawn with marks alone, such as a row of @, #, $ and %."),
)
SAY: Final = {
    "style/shouting": "Capitals read as shouting. Write it in ordinary letters; the facts will carry the weight.",
    "style/grawlix": "Everybody reads the swear word behind the marks. Leave it out.",
    "style/exclamation": "Piled-up marks read as anger. One full stop or question mark says the same calmly.",
}

ORDINARY: Final = 420
"""Centi-zipf: a word of 16 in a million and more is an ordinary word, so that its capitals are a choice."""

ORDINARY_LONG: Final = 340
"""The same for words of five letters and more, which are rarely abbreviations."""

_ABBREVIATIONS: Final = frozenset(
    "it us uk eu am pm tv id ok pin vat sim atm ac ad ceo cfo cv diy eta faq gps hr ip iva la mr mrs ms no nhs pa po pr "
    "qr re rs sms st tba tbc to ups usa usb vip wc web id's pcs kg cm mm gb mb tb hd fm pc llc ltd inc plc asap fyi "
    "cc bcc pdf csv url app otp atm nb ps ref cnic sss bir nbi lto map art cap bat gas dvd cd ion sc asus dell visa "
    "ford shell gap next boots apple delta orange target subway uber sky sea fair plus may".split()  # noqa: SIM905
)
_CAPITALS = re.compile(r"[A-ZÑ]{2}")
_GRAWLIX = re.compile(r"(?<![\w@#$%&*!])(?=[@#$%&*!]{4,24}(?![\w@#$%&*!]))[@#$%&*!]*")
_DRAWN: Final = 3
"""Different marks in a row that draw a swear word: a row of one or two is a line or a price."""
_PILED = re.compile(r"[!?]{2,}")
_GLAD_POLARITY: Final = 0.4
_WORD_LISTS: Final = {"en": "en", "ur-Latn": "en", "tl": "tl"}


def find_shouting(reading: Reading, looks: Sequence[Look], around: Around, *, calm: bool) -> Iterator[Finding]:
    """Shouted words and piled-up marks, by the sentence; a sentence of thanks or a quotation has none.

    `calm`: nothing else was found in the message, so that joy is worth asking VADER for.
    """
    yield from _grawlixes(reading, around)
    glad = sentences_with(looks, "glad")
    for number, sentence in enumerate(reading.sentences):
        runs = list(_runs(reading, sentence, around))
        marks = list(_PILED.finditer(reading.text, reading.tokens[sentence.first].end, sentence.end))
        if (runs or marks) and not _is_glad(reading, number, glad, calm=calm):
            yield from _sentence_findings(reading, sentence, runs, marks)


def _grawlixes(reading: Reading, around: Around) -> Iterator[Finding]:
    for zone in reading.zones:
        if zone.kind == "own" and zone.end - zone.start > _DRAWN:
            for match in _GRAWLIX.finditer(reading.text, zone.start, zone.end):
                if len(set(match.group())) >= _DRAWN and not around.covers(*match.span()):
                    start, end = match.span()
                    yield Finding(
                        "style/grawlix", "profanity", Level.STRONG, start, end, match.group(), SAY["style/grawlix"]
                    )


def _sentence_findings(
    reading: Reading, sentence: Sentence, runs: list[list[Token]], marks: list[re.Match[str]]
) -> Iterator[Finding]:
    shouted = sum(len(run) for run in runs)
    words = sum(token.kind == "word" for token in reading.words(sentence))
    loud = shouted >= 4 or (shouted >= 3 and shouted == words)  # noqa: PLR2004 - a clause, or all there is
    exclaimed = [mark for mark in marks if "!" in mark.group() or len(mark.group()) > 2]  # noqa: PLR2004
    if shouted >= 2 or (runs and exclaimed) or loud:  # noqa: PLR2004 - one word in capitals is emphasis
        level = Level.STRONG if loud and exclaimed else Level.MILD
        for run in runs:
            yield _finding("style/shouting", level, reading, run[0].start, run[-1].end)
    elif exclaimed:
        mark = exclaimed[0]
        yield _finding("style/exclamation", Level.MILD, reading, mark.start(), mark.end())


def _finding(rule: str, level: Level, reading: Reading, start: int, end: int) -> Finding:
    return Finding(rule, "anger", level, start, end, reading.text[start:end], SAY[rule])


def _runs(reading: Reading, sentence: Sentence, around: Around) -> Iterator[list[Token]]:
    """Neighbouring shouted words; numbers and the word I may stand between them."""
    if not _CAPITALS.search(reading.text, sentence.start, sentence.end) or _is_heading(reading, sentence):
        return
    if sentence.languages[:1] == ("ur",):  # Urdu has no capitals: Latin ones in it are names of things
        return
    words = reading.words(sentence)
    run: list[Token] = []
    for token in words:
        surface = reading.surface(token)
        if _is_shouted(surface, token) and not _inside(token, around):
            run.append(token)
        elif run and not (token.kind == "number" or surface == "I"):
            yield run
            run = []
    if run:
        yield run


def _is_heading(reading: Reading, sentence: Sentence) -> bool:
    """A subject line: the first sentence, on a line of its own, without a mark of exclamation."""
    if sentence.first or "\n" not in reading.text[sentence.end : sentence.end + 3]:
        return False
    return not reading.text[: sentence.end].rstrip().endswith(("!", "?", "."))


def _inside(token: Token, around: Around) -> bool:
    return around.covers(token.start, token.end)


def is_shouted_word(surface: str) -> bool:
    """Whether a word as typed is an ordinary word in capitals."""
    return surface.isupper() and (_is_ordinary(fold(surface), "en") or _is_ordinary(fold(surface), "tl"))


def is_abbreviation(word: str) -> bool:
    """Whether a folded word is an abbreviation that is no ordinary word as well: `atm`, not `it`."""
    return word in _ABBREVIATIONS and max(word_list(name).frequency(word) for name in ("en", "tl")) < ORDINARY


def _is_shouted(surface: str, token: Token) -> bool:
    return (
        token.kind == "word" and surface.isupper() and _is_ordinary(token.folded, _WORD_LISTS.get(token.language, "en"))
    )


@lru_cache(maxsize=1 << 14)
def _is_ordinary(word: str, language: str) -> bool:
    plain = word.replace("'", "")
    if len(plain) < 2 or plain in _ABBREVIATIONS:  # noqa: PLR2004 - single letters name things
        return False
    listed = word_list("tl" if language == "tl" else "en")
    enough = ORDINARY if len(plain) < 5 else ORDINARY_LONG  # noqa: PLR2004
    return max(listed.frequency(word), listed.frequency(plain)) >= enough


def _is_glad(reading: Reading, number: int, glad: frozenset[int], *, calm: bool) -> bool:
    if number in glad:
        return True
    sentence = reading.sentences[number]
    if not calm or sentence.languages[:1] != ("en",):
        return False
    return polarity(reading.text[sentence.start : sentence.end].lower()) >= _GLAD_POLARITY
