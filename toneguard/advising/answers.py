"""The customer's questions, and which of them a reply leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from toneguard.lexicon.matching import Look, sentences_with
from toneguard.reading.model import Reading

ENOUGH: Final = 0.34
"""Share of a question's content words that a reply must take up to count as an answer."""

TOUCHED: Final = 0.25
"""The same where the reply holds the sort of answer that the question asks for; both set on 23 labelled replies."""

_STEM: Final = 4
_AND = re.compile(
    r",? (?:and|or|also)(?: also)? (?=(?:when|how|what|why|where|which|who|is|are|can|will|do|does|did|has|have|should)\b)",
    re.IGNORECASE,
)
_EMPTY: Final = frozenset(
    "a an the i you he she it we they me my your our their is are was were be been do does did has have had will would can "
    "could should may might to of in on at for from by with about and or if that this these those when how what why where "
    "which who whether please tell let know there any some still also just get not so as than then am us hi hello thank "
    "thanks dear it's i'm i've one yet now actually long much many soon anyone someone need want like".split()  # noqa: SIM905
)
_SAME: Final = (
    "refund money back pay paid payment reimburs credit return cost charge charged fee price free amount",
    "deliver delivery arrive arrives ship shipped sent send courier parcel package dispatch driver post",
    "replace replacement exchange swap new another",
    "cancel cancelled leave quit end terminate contract",
    "open opening hours close closed",
    "repair fix fixed engineer technician mend broken faulty",
    "book booking reserve reserved reservation appointment slot",
    "compensation compensate voucher money discount",
    "call phone ring number telephone contact",
)
_GROUPS: Final = {word: str(number) for number, group in reversed(list(enumerate(_SAME))) for word in group.split()}
_WHEN = re.compile(r"\b(?:when|how long|how soon|what time|what date|by when)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\bhow much\b|\bcost\b|\bprice\b|\bfee\b", re.IGNORECASE)
_YES_NO = re.compile(r"\b(?:yes|no|unfortunately|of course|certainly|sure|afraid|indeed|sorry)\b", re.IGNORECASE)


def unanswered(question: Sequence[Look], reply: Sequence[Look]) -> tuple[str, ...]:
    """The questions that the reply leaves open, each an exact substring of the customer's message."""
    if not question or not reply:
        return ()
    text = question[0].reading.text
    asked = [text[start:end] for start, end in _questions(question)]
    return tuple(passage for passage in asked if not _is_answered(passage, reply, alone=len(asked) == 1))


def _questions(looks: Sequence[Look]) -> Iterator[tuple[int, int]]:
    question = looks[0].reading
    indirect = sentences_with(looks, "question_indirect")
    for number, sentence in enumerate(question.sentences):
        text = question.text[sentence.start : sentence.end]
        direct = text.rstrip("\"'”’) ").endswith(("?", "؟"))
        if not direct and number not in indirect:
            continue
        at = sentence.start
        for joint in _AND.finditer(text) if direct else ():
            if joint.start() > 8:  # noqa: PLR2004 - what stands before must be a question of its own
                yield at, sentence.start + joint.start()
                at = sentence.start + joint.end()
        yield at, sentence.end


def _is_answered(asked: str, looks: Sequence[Look], *, alone: bool) -> bool:
    reply = looks[0].reading
    topics = _topics(re.findall(r"[^\W_]+", asked.casefold()))
    said = _topics([token.folded for token in reply.tokens])
    shared = len(topics & said) / len(topics) if topics else 0.0
    return shared >= ENOUGH or (_fits(asked, reply, looks) and (alone or shared > TOUCHED))


def _fits(asked: str, reply: Reading, looks: Sequence[Look]) -> bool:
    """Whether the reply holds the sort of answer that the question asks for: a time, an amount, a yes or no."""
    if _WHEN.search(asked):
        return any(look.with_cue("timeframe") for look in looks)
    if _AMOUNT.search(asked):
        return any(token.kind == "number" for token in reply.tokens)
    return any(_YES_NO.search(reply.text, s.start, s.end) for s in reply.sentences)


def _topics(words: Sequence[str]) -> frozenset[str]:
    """What the words are about: their first letters, or the number of the group of like words they belong to."""
    return frozenset(_topic(word) for word in words if word not in _EMPTY and len(word) > 2)  # noqa: PLR2004


def _topic(word: str) -> str:
    return _GROUPS.get(word) or word[: max(_STEM, len(word) - 3)]
