"""The whole message with every improvement made: the demand and every fact stay, the tone changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from toneguard.advising.edits import Edit, applied, edits_of
from toneguard.advising.facts import Span, find_facts
from toneguard.advising.mending import calmed, mended
from toneguard.advising.requests import as_request
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding


def rewrite(reading: Reading, findings: Sequence[Finding], *, drops: Mapping[str, str]) -> str | None:
    """The message as the writer might send it, or None where there is nothing to improve.

    `drops` says what to leave out for a rule without replacements: `phrase`, `clause` or `sentence`.
    Only sentences with findings are touched; quoted mail, signatures, code and links are left as they are.
    """
    if not findings:
        return None
    facts = find_facts(reading)
    starts = [sentence.start for sentence in reading.sentences]
    found, known = _by_sentence(starts, findings), _facts_by_sentence(starts, facts)
    edits = [
        edit
        for number, own in sorted(found.items())
        if (edit := _sentence_edit(reading, reading.sentences[number], own, drops, known.get(number, []))) is not None
    ]
    if not edits:
        return None
    better = applied(reading.text, 0, len(reading.text), edits)
    return better if better != reading.text and any(char.isalnum() for char in better) else None


def _by_sentence(starts: list[int], findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    grouped: dict[int, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(bisect_right(starts, finding.start) - 1, []).append(finding)
    return grouped


def _facts_by_sentence(starts: list[int], facts: Sequence[Span]) -> dict[int, list[Span]]:
    grouped: dict[int, list[Span]] = {}
    for start, end in facts:
        grouped.setdefault(bisect_right(starts, start) - 1, []).append((start, end))
    return grouped


def _sentence_edit(
    reading: Reading, sentence: Sentence, findings: Sequence[Finding], drops: Mapping[str, str], facts: Sequence[Span]
) -> Edit | None:
    before = reading.text[sentence.start : sentence.end]
    after = _rewritten(reading, sentence, findings, drops, facts)
    inside = [reading.text[start:end] for start, end in facts if sentence.start <= start and end <= sentence.end]
    if any(fact not in after for fact in inside):
        after = _corrected(reading, sentence, findings)
    if after == before:
        return None
    return Edit(sentence.start, sentence.end, after) if after else _without(reading.text, sentence)


def _without(text: str, sentence: Sentence) -> Edit:
    """The sentence goes, with the space after it; a line that it was alone on goes too."""
    start, end = sentence.start, sentence.end
    while end < len(text) and text[end] in " \t":
        end += 1
    alone = start == 0 or text[start - 1] == "\n"
    while alone and end < len(text) and text[end] in "\r\n":
        end += 1
    if end == len(text) and not alone:
        while start and text[start - 1] in " \t":
            start -= 1
    return Edit(start, end, "")


def _rewritten(
    reading: Reading, sentence: Sentence, findings: Sequence[Finding], drops: Mapping[str, str], facts: Sequence[Span]
) -> str:
    text = reading.text
    before = text[sentence.start : sentence.end]
    edits = edits_of(reading, sentence, findings, drops, facts)
    if any(f.dimension == "entitlement" and not f.replacements for f in findings):
        mild = [e for e in edits if e.text or e.end - e.start < 0.5 * len(before)]
        asked = as_request(calmed(applied(text, sentence.start, sentence.end, [e for e in mild if e.text])))
        if asked is not None:
            return mended(asked, capital=before[:1].isupper())
    after = applied(text, sentence.start, sentence.end, edits)
    if any(f.dimension in TONE for f in findings):
        after = calmed(after)
    first = next((char for char in before if char.isalnum()), "")
    return mended(after, capital=first.isupper() or not first.islower())


def _corrected(reading: Reading, sentence: Sentence, findings: Sequence[Finding]) -> str:
    """The sentence with only its spelling mended: what is left where more would lose a fact."""
    spelling = [f for f in findings if f.dimension == "spelling" or f.rule.startswith("style/")]
    edits = edits_of(reading, sentence, spelling, {}, ())
    return applied(reading.text, sentence.start, sentence.end, edits)
