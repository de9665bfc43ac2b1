"""A civil opening and close for a rewritten letter that has neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from toneguard.advising.parts import strength
from toneguard.advising.wording import load_wording
from toneguard.reading.model import Reading, Sentence
from toneguard.report import Channel, Finding

_SENTENCES: Final = 3
"""From which a message is a letter: a line or two by mail go without."""

_ADDRESS: Final = 6
"""Words that the line of an address (`Sam,`) has at most."""

_CLOSING: Final = 4
"""Lines at the end among which a close is looked for: it, a name, what they are, where."""

_FAREWELL: Final = 2
"""Sentences at the end of which one may be a friendly last line: behind it a name may stand."""

_SAYS: Final = 3
"""Words from which a sentence says something."""

_SIGNED: Final = 10
"""Words that a name with its reference under a letter has at most."""


def with_courtesy(reading: Reading, channel: Channel) -> str:
    """The text with an opening and a close of its language where it is an e-mail or a letter and wholly lacks them.

    For the rewrite of a message of which something else was mended; a short message stays as it is.
    """
    own = [sentence for sentence in reading.sentences if sentence.languages]
    if channel not in ("email", "letter") or sum(_says_something(reading, sentence) for sentence in own) < _SENTENCES:
        return reading.text
    first, last = own[0], own[-1]
    if next((char for char in reading.text[first.start : first.end] if char.isalpha()), "").islower():
        return reading.text  # written as one chats, whatever carries it
    languages = dict.fromkeys((*(first.languages or ()), reading.language, "en"))
    wording = load_wording(reading.language)
    text = reading.text
    if not _is_closed(reading, own):
        at = _close_at(reading, last)
        text = f"{text[:at].rstrip()}\n\n{wording.closing}{_gap(text[at:])}{text[at:].lstrip()}"
    if not _is_addressed(reading, first, tuple(languages)):
        text = f"{text[: first.start]}{wording.opening}\n\n{text[first.start :]}"
    return text


def is_angry(findings: Sequence[Finding]) -> bool:
    """Whether so much tone was found that its rewrite is a letter of another sort: more than one mild expression."""
    return sum(strength(findings)) > 1


def _says_something(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is more than a greeting, a name or a reference."""
    return sum(token.kind == "word" for token in reading.words(sentence)) >= _SAYS


def _gap(after: str) -> str:
    return "\n\n" if after.strip() else after


def _is_addressed(reading: Reading, first: Sentence, languages: tuple[str, ...]) -> bool:
    line = reading.text[: first.end].strip().split("\n", 1)[0]
    short = len(line.split()) <= _ADDRESS and line.rstrip().endswith((",", "،", "!", ":"))
    said = reading.text[first.start : first.end]
    return short or any(load_wording(language).patterns["greeted"].match(said) for language in languages)


def _is_closed(reading: Reading, own: list[Sentence]) -> bool:
    tail = reading.text[own[-_CLOSING:][0].start :]
    last = [reading.text[sentence.start : sentence.end] for sentence in own[-_FAREWELL:]]
    patterns = [load_wording(language).patterns for language in (reading.language, "en")]
    return any(each["closed"].search(tail) or any(map(each["farewell"].match, last)) for each in patterns)


def _close_at(reading: Reading, last: Sentence) -> int:
    """Where the close goes: before the name at the end where there is one, else behind the last sentence."""
    said = reading.text[last.start : last.end]
    alone = "\n" in reading.text[max(0, last.start - 2) : last.start]
    signed = alone and len(said.split()) <= _SIGNED and not said.rstrip().endswith((".", "!", "?", "۔", "؟"))
    return last.start if signed else last.end
