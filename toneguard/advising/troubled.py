"""The sentences in which something was found, each with what in it must stay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toneguard.advising.edits import applied, edits_of, is_passage
from toneguard.advising.facts import facts_by_sentence
from toneguard.advising.parts import Part
from toneguard.advising.wording import load_wording
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding, Kind


class Heard(NamedTuple):
    """How a few sentences come across by themselves: findings of tone, and whether they say what is wanted."""

    findings: tuple[Finding, ...]
    wants: bool


Hear = Callable[[str], Heard]


@dataclass(frozen=True, slots=True)
class Task:
    """What a rewrite goes by beside the Reading and its findings.

    `drops` says what to leave out for a rule without replacements: `phrase`, `clause` or `sentence`. `keep` numbers the
    sentences that hold what the writer wants or tells, which never go whole. `hear` judges a wording.
    """

    kind: Kind
    drops: Mapping[str, str]
    keep: frozenset[int]
    hear: Hear


def parts_of(reading: Reading, findings: Sequence[Finding], task: Task) -> Iterator[Part]:
    """The parts of a message, in order: a finding of a whole passage belongs to each of its sentences."""
    starts = [sentence.start for sentence in reading.sentences]
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        first = bisect_right(starts, finding.start) - 1
        last = bisect_right(starts, finding.end - 1) - 1 if is_passage(finding) else first
        for number in range(first, last + 1):
            found.setdefault(number, []).append(finding)
    facts = facts_by_sentence(reading, findings)
    for number, own in sorted(found.items()):
        sentence = reading.sentences[number]
        told = tuple(facts.get(number, ()))
        # an agent's passage that talks down tells the customer something only where it names a fact
        idle = task.kind == "reply" and not told and any(is_passage(f) for f in own)
        others = (n for n in task.keep if n != number)
        spare = any(facts.get(n) or not any(f.dimension in TONE for f in found.get(n, ())) for n in others)
        wanted = number in task.keep and not idle and _wants_beside(reading, sentence, own, task)
        yield Part(sentence, tuple(own), told, task.kind, wanted, spare)


def _wants_beside(reading: Reading, sentence: Sentence, findings: Sequence[Finding], task: Task) -> bool:
    """Whether what is wanted is said beside the insults of a sentence, and not only in their words."""
    insults = [f for f in findings if f.dimension in ("arrogance", "anger", "profanity") and not is_passage(f)]
    if not insults or any(f.dimension == "entitlement" for f in findings):
        return True
    rest = applied(reading.text, sentence.start, sentence.end, edits_of(reading, sentence, insults).cuts).rstrip(
        " .!?۔؟"
    )
    torn = load_wording((sentence.languages or ("en",))[0]).patterns["torn_end"]
    return torn.search(rest) is None and task.hear(rest).wants
