"""Clarity: does a busy reader get it in one pass. From our own counts; thresholds per language.

The score is a product of what each trouble leaves of 1, so that every further trouble lowers it and none alone decides
unless it makes the message hard for everyone. Chat may be terse: shortness is never a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from toneguard.judging.joining import JOINING, Joining
from toneguard.judging.model import Judgement, Rule
from toneguard.judging.syllables import syllables
from toneguard.reading.model import Reading, Sentence, Token
from toneguard.reading.wordlist import word_list
from toneguard.report import Channel, Finding, Kind, Level

RULES: Final = (
    Rule("clarity/long-sentence", "clarity", "A sentence so long that the reader loses the start before the end."),
    Rule("clarity/run-on", "clarity", "Many clauses strung together without a full stop."),
    Rule("clarity/long-paragraph", "clarity", "A paragraph without a break that is too long to take in."),
    Rule("clarity/jargon", "clarity", "Abbreviations and codes piled up that an outsider does not know."),
    Rule("clarity/vague-reference", "clarity", "`That one`, `the other thing`: the reader cannot tell what is meant."),
    Rule("clarity/long-words", "clarity", "Mostly long words, where short ones would do."),
    Rule("clarity/no-point", "clarity", "Nothing says what happened or what is wanted."),
    Rule("clarity/says-nothing", "clarity", "A reply of set phrases without a fact, a date or a next step."),
)
SAY: Final = {
    "clarity/long-sentence": "This sentence is long. Split it: one thought, one full stop.",
    "clarity/run-on": "Several thoughts run together here. Give each its own sentence, in the order they happened.",
    "clarity/long-paragraph": "This paragraph is long. Break it where the subject changes.",
    "clarity/jargon": "The reader may not know these abbreviations. Say in plain words what happened and what comes next.",
    "clarity/vague-reference": "It is hard to tell which thing is meant. Name each one: the item, the date, the number.",
    "clarity/long-words": "Many long words slow the reader down. Use the short everyday ones.",
    "clarity/no-point": "It does not say what happened or what you would like. Add one sentence for each.",
    "clarity/says-nothing": "This is polite but says nothing yet. Add what was done, what happens next, and by when.",
}


class _Limits(NamedTuple):
    """Words from which a sentence is long and from which very long; words of a long paragraph."""

    long: int
    very_long: int
    paragraph: int


# Plain-language guides ask for 15 to 20 words a sentence and call 30 and more hard (Cutts, Oxford Guide to Plain
# English, 2013). Urdu and Tagalog write particles as words of their own, about a fifth more words for the same sentence.
_LIMITS: Final = {
    "en": _Limits(32, 48, 160),
    "ur": _Limits(40, 58, 190),
    "ur-Latn": _Limits(40, 58, 190),
    "tl": _Limits(38, 56, 190),
}

# What each trouble leaves of the score: one alone keeps a message above 0.7 unless it is severe.
_LEAVES: Final = {
    "clarity/long-sentence": 0.88,
    "clarity/run-on": 0.62,
    "clarity/long-paragraph": 0.92,
    "clarity/jargon": 0.5,
    "clarity/vague-reference": 0.6,
    "clarity/long-words": 0.85,
    "clarity/no-point": 0.65,
    "clarity/says-nothing": 0.6,
}
_FOG_LEAVES: Final = {Level.MILD: 0.97, Level.STRONG: 0.9}

_KNOWN_SHORT: Final = frozenset(
    "usb pin vat sms pdf atm otp id tv uk us usa eu gps sim ac dc ceo hr it faq eta po pm am ok ref no nos tel "
    "led lcd hd dvd cd pc rs pkr php usd gbp eur aed sar nhs iban cnic nic sss bir dob ltd plc inc vip diy mot gp "
    "a&e app url isbn imei ip wifi cctv bbq asap fyi tbc tba mr mrs ms dr st nd rd th via vs qty km kg cm mm ml "
    "mb gb mbps kwh lg hp ikea oled qled hdmi ssd ram cpu gpu bmw vw kfc dhl ups fedex hsbc bbc cnn tnt msc klm "
    "pia ptcl ufone nadra wapda lesco k-electric sm pldt bdo bpi gsis ltfrb asus acer dell amd nvidia ios bt ee "
    "o2 tui aa rac rspca dvla hmrc icu er cbt mri ecg xl xxl pvc abs mdf uv lpg cng rpm mph gmt utc est pst".split()  # noqa: SIM905
)
_LONG_WORD: Final = 3
_CAPITALS = re.compile(r"[A-Z]{2}")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,5}(?:'[ds]|s)?\Z")


def check_clarity(reading: Reading, *, kind: Kind, channel: Channel, fog: Sequence[Finding]) -> Judgement:
    """The passages that are hard to follow and a score: 1 clear, below 0.7 a busy reader stumbles.

    `fog`: the findings of the clarity lexicon; each weighs little, many make a message foggy.
    """
    if not reading.word_count:
        return Judgement((), None, "there are no words")
    found = [*_sentences(reading, channel), *_paragraphs(reading), *_whole(reading, kind, fog)]
    score = 1.0
    for finding in (*found, *fog):
        score *= _LEAVES.get(finding.rule, _FOG_LEAVES[finding.level])
    return Judgement((*fog, *sorted(found, key=lambda f: (f.start, f.end, f.rule))), round(score, 3))


def _finding(rule: str, reading: Reading, start: int, end: int, level: Level = Level.MILD) -> Finding:
    return Finding(rule, "clarity", level, start, end, reading.text[start:end], SAY[rule])


def _sentences(reading: Reading, channel: Channel) -> Iterator[Finding]:
    for sentence in reading.sentences:
        tokens = reading.words(sentence)
        rule = _trouble(reading, sentence, tokens, channel)
        if rule is not None:
            yield _finding(rule, reading, sentence.start, sentence.end)
        if _is_jargon(reading, tokens):
            yield _finding("clarity/jargon", reading, sentence.start, sentence.end, Level.STRONG)


def _trouble(reading: Reading, sentence: Sentence, tokens: Sequence[Token], channel: Channel) -> str | None:
    limits, words_of = _LIMITS[_language(sentence)], JOINING[_language(sentence)]
    words = len(tokens)
    if words < 14:  # noqa: PLR2004 - a short sentence is read in one glance
        return None
    breaks = sum(reading.text.count(mark, sentence.start, sentence.end) for mark in ",;:()–—،؛\n")
    chained = sum(token.folded in words_of.chain for token in tokens)
    joined = sum(token.folded in words_of.joiners for token in tokens)
    vague = _vagueness(tokens, words_of)
    if vague >= 3 and vague >= 0.12 * words:  # noqa: PLR2004 - set on 40 own messages, clear and unclear
        return "clarity/vague-reference"
    if words > limits.long and chained >= 4 and words > 9 * breaks:  # noqa: PLR2004
        return "clarity/run-on"
    if words > limits.very_long and (words > 12 * (breaks + 1) or joined >= 10):  # noqa: PLR2004
        return "clarity/run-on"
    slack = 8 if channel in ("letter", "email") else 14
    return "clarity/long-sentence" if words > limits.long + slack and words > 7 * breaks else None


def _language(sentence: Sentence) -> str:
    return sentence.languages[0] if sentence.languages and sentence.languages[0] in JOINING else "en"


def _vagueness(tokens: Sequence[Token], words_of: Joining) -> int:
    """How often a word points at a thing without naming it: `that one`, `the other thing`, `the one before`."""
    count = 0
    for before, token in pairwise(tokens):
        pointed = before.folded in words_of.pointing or before.folded in words_of.vague
        count += token.folded in words_of.vague and pointed
    return count


def _is_jargon(reading: Reading, tokens: Sequence[Token]) -> bool:
    """Three and more abbreviations that few people know, in one sentence."""
    if not _CAPITALS.search(reading.text, tokens[0].start, tokens[-1].end):
        return False
    strange = {
        token.folded
        for token in tokens
        if _ACRONYM.match(surface := reading.surface(token)) and not _is_familiar(token.folded, surface)
    }
    shouted = sum(reading.surface(token).isupper() for token in tokens if token.kind == "word")
    return len(strange) >= 3 and shouted < 0.5 * len(tokens)  # noqa: PLR2004 - two are a name and a brand


@lru_cache(maxsize=1 << 12)
def _is_familiar(folded: str, surface: str) -> bool:
    plain = folded.split("'", maxsplit=1)[0]
    listed = max(word_list("en").frequency(plain), word_list("tl").frequency(plain))
    return plain in _KNOWN_SHORT or surface[-1] == "." or listed > 480  # noqa: PLR2004


def _paragraphs(reading: Reading) -> Iterator[Finding]:
    sizes: dict[int, list[Sentence]] = {}
    for sentence in reading.sentences:
        sizes.setdefault(sentence.paragraph, []).append(sentence)
    for sentences in sizes.values():
        words = sentences[-1].last - sentences[0].first
        limits = _LIMITS[_language(sentences[0])]
        lines = reading.text.count("\n", sentences[0].start, sentences[-1].end)
        if words > limits.paragraph and lines < words / 20:
            yield _finding("clarity/long-paragraph", reading, sentences[0].start, sentences[-1].end)


def _whole(reading: Reading, kind: Kind, fog: Sequence[Finding]) -> Iterator[Finding]:
    english = [token for token in reading.tokens if token.language == "en" and token.kind == "word"]
    long = sum(syllables(token.folded) > _LONG_WORD for token in english)
    if len(english) >= 25 and long > 0.22 * len(english):  # noqa: PLR2004 - ordinary mail has 4 to 10 in 100
        yield _finding("clarity/long-words", reading, reading.sentences[0].start, reading.sentences[-1].end)
    if kind == "reply" and len(fog) >= 2 and not _is_specific(reading):  # noqa: PLR2004
        yield _finding("clarity/says-nothing", reading, fog[0].start, fog[-1].end, Level.STRONG)


def _is_specific(reading: Reading) -> bool:
    """Whether anything in the message could not stand in every other one: a number, a code, a link."""
    return any(token.kind in ("number", "code", "link", "address") for token in reading.tokens)
