"""Whether a text may stand in place of another: facts, demands, tone and language side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz

from toneguard.advising.essential import ESSENTIAL, RewriteCheck, Side
from toneguard.advising.facts import kept_facts
from toneguard.advising.requests import as_request
from toneguard.lexicon.compiled import load_lexicon
from toneguard.lexicon.matching import sentences_with
from toneguard.lexicon.model import LANGUAGES
from toneguard.reading.folding import fold
from toneguard.reading.model import Reading
from toneguard.report import TONE, Kind, Scores

_ALIKE: Final = 60.0
"""Likeness from 0 to 100 from which a new fact is an old one changed: `KT-2014` for `KT-2041`, `$80` for `$90`."""

_MISSPELLED: Final = 85.0
"""Likeness from which a word is the same one, spelled right: `tomorow`."""

_SHARED: Final = 0.25
"""Share of the longer words of a demand that the other text must take up to ask for the same."""

_LONG: Final = 4
"""Letters by which two words count as one: `refund` and `refunded`."""


def compare(before: Side, after: Side, *, kind: Kind, mild: float) -> RewriteCheck:
    """What becomes of the facts, the demands, the tone and the language. `mild`: the score from which tone counts."""
    old, new = before.reading, after.reading
    lost = [fact for fact in kept_facts(old, before.findings) if not _tells(new.text, fact)]
    invented = [fact for fact in kept_facts(new, ()) if not _is_told(old.text.casefold(), fact.casefold())]
    changed = tuple(_pairs(lost, invented))
    taken = {fact for pair in changed for fact in pair}
    return RewriteCheck(
        facts_lost=tuple(fact for fact in lost if fact not in taken),
        facts_changed=changed,
        facts_invented=tuple(fact for fact in invented if fact not in taken),
        demands_lost=tuple(_demands_lost(before, after, kind)),
        before=before.scores,
        after=after.scores,
        better=_is_better(before.scores, after.scores, mild),
        language=new.language,
        same_language=new.language in LANGUAGES and new.language in (old.language, *_spoken(old)),
    )


def _spoken(reading: Reading) -> Iterator[str]:
    """The languages of the sentences: a mix may become more of the one than of the other."""
    return (language for sentence in reading.sentences for language in sentence.languages)


def _tells(text: str, fact: str) -> bool:
    """Whether a fact stands in a text: word for word, but that a word without a number may begin a sentence."""
    return fact in text or (not _has_digit(fact) and fact.casefold() in text.casefold())


def _is_told(text: str, fact: str) -> bool:
    """Whether a text of small letters holds a fact, though a word without a number may be misspelled there."""
    if fact in text or _has_digit(fact) or " " in fact:
        return fact in text
    return any(fuzz.ratio(fact, word) >= _MISSPELLED for word in text.split())


def _pairs(lost: Iterable[str], invented: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each lost fact with the new one most like it, where they are of a kind and alike."""
    free = list(invented)
    for fact in lost:
        alike = [(fuzz.ratio(fact, new), new) for new in free if _has_digit(fact) == _has_digit(new)]
        likeness, new = max(alike, default=(0.0, ""))
        if likeness >= _ALIKE:
            free.remove(new)
            yield fact, new


def _has_digit(fact: str) -> bool:
    return any(char.isdigit() for char in fact)


def _demands_lost(before: Side, after: Side, kind: Kind) -> Iterator[str]:
    wants = list(_demands(before, kind))
    answers = [*_demands(after, kind), *_questions(after)]
    said = _stems(after.reading.text, after.reading.language)
    for number, demand in enumerate(wants):
        stems = _stems(demand, before.reading.language)
        shared = len(stems & said) / len(stems) if stems else 1.0
        if not answers or (shared < _SHARED and number >= len(answers)):
            yield demand


def _demands(side: Side, kind: Kind) -> Iterator[str]:
    """The sentences that say what is wanted, or told; those that only insult in such words are none."""
    reading = side.reading
    cued = sentences_with(side.looks, ESSENTIAL[kind])
    for number, sentence in enumerate(reading.sentences):
        text = reading.text[sentence.start : sentence.end]
        orders = kind == "complaint" and any(as_request(text, language) for language in sentence.languages)
        if (number in cued or orders) and _free_words(side, number):
            yield text


def _questions(side: Side) -> Iterator[str]:
    """The questions, as which a demand may come back."""
    reading = side.reading
    texts = (reading.text[sentence.start : sentence.end] for sentence in reading.sentences)
    return (text for text in texts if text.rstrip().endswith(("?", "؟")))


def _free_words(side: Side, number: int) -> bool:
    """Whether some longer word of a sentence stands outside every insult in it."""
    sentence = side.reading.sentences[number]
    insults = [
        f for f in side.findings if f.dimension in ("anger", "arrogance", "profanity") and f.rule[:6] != "model/"
    ]
    return any(
        len(token.folded) > _LONG and not any(f.start < token.end and token.start < f.end for f in insults)
        for token in side.reading.words(sentence)
    )


def _stems(text: str, language: str) -> frozenset[str]:
    spell = load_lexicon(language).spell if language in LANGUAGES else str
    words = (spell(fold(word.strip(",.;:!?،؛۔؟\"'()"))) for word in text.split())
    return frozenset(word[:_LONG] for word in words if len(word) >= _LONG)


def _is_better(before: Scores, after: Scores, mild: float) -> bool:
    for name in TONE:
        old, new = getattr(before, name), getattr(after, name)
        if old is None and new is None:
            continue  # switched off
        if old is None or new is None or new >= max(old, mild):
            return False
    return any(getattr(before, name) is not None for name in TONE)
