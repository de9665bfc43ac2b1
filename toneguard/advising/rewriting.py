"""The whole message with every improvement made: the demand and every fact stay, the tone changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from toneguard.advising.edits import Edit, applied, edits_of
from toneguard.advising.facts import Span, find_facts
from toneguard.advising.mending import calmed, lowered, mended
from toneguard.advising.requests import as_request
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding, Level


class _Part(NamedTuple):
    """A sentence with its findings, the facts in it, and the words that say what is wanted or to be known."""

    sentence: Sentence
    findings: list[Finding]
    facts: list[Span]
    essence: list[Span]


def rewrite(
    reading: Reading, findings: Sequence[Finding], *, drops: Mapping[str, str], keep: frozenset[int] = frozenset()
) -> str | None:
    """The message as the writer might send it, or None where there is nothing to improve.

    `drops` says what to leave out for a rule without replacements: `phrase`, `clause` or `sentence`. `keep` numbers the
    sentences that hold what the writer wants or tells, which never go whole. Only sentences with findings are touched;
    quoted mail, signatures, code and links are left as they are.
    """
    if not findings:
        return None
    edits = [edit for part in _parts(reading, findings, keep) if (edit := _edit(reading, part, drops)) is not None]
    if not edits:
        return None
    better = applied(reading.text, 0, len(reading.text), edits)
    return better if better != reading.text and any(char.isalnum() for char in better) else None


def _parts(reading: Reading, findings: Sequence[Finding], keep: frozenset[int]) -> Iterable[_Part]:
    starts = [sentence.start for sentence in reading.sentences]
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        found.setdefault(bisect_right(starts, finding.start) - 1, []).append(finding)
    facts: dict[int, list[Span]] = {}
    threats = [f for f in findings if f.dimension == "entitlement" and f.level == Level.STRONG]
    for start, end in find_facts(reading):
        if reading.text[start:end].isalpha() and any(f.start <= start and end <= f.end for f in threats):
            continue  # the court, the agency or the station that is threatened with goes with the threat
        facts.setdefault(bisect_right(starts, start) - 1, []).append((start, end))
    for number, own in sorted(found.items()):
        sentence = reading.sentences[number]
        essence = _essence(reading, sentence, own) if number in keep else []
        yield _Part(sentence, own, facts.get(number, []), essence)


def _essence(reading: Reading, sentence: Sentence, findings: Sequence[Finding]) -> list[Span]:
    """The longer words of the sentence that no finding covers."""
    words = [token for token in reading.words(sentence) if token.kind == "word" and len(token.folded) > 4]  # noqa: PLR2004
    return [(t.start, t.end) for t in words if not any(f.start < t.end and t.start < f.end for f in findings)]


def _edit(reading: Reading, part: _Part, drops: Mapping[str, str]) -> Edit | None:
    start, end = part.sentence.start, part.sentence.end
    before = reading.text[start:end]
    after = _rewritten(reading, part, drops)
    facts = [reading.text[a:b] for a, b in part.facts if start <= a and b <= end]
    if any(fact not in after for fact in facts):
        small = after[:1].lower() + after[1:]  # a fact that has come to the front keeps its small letter
        after = small if all(fact in small for fact in facts) else _corrected(reading, part)
    if after == before:
        return None
    return Edit(start, end, after) if after else _without(reading.text, part.sentence)


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


def _rewritten(reading: Reading, part: _Part, drops: Mapping[str, str]) -> str:
    sentence, findings = part.sentence, part.findings
    before = reading.text[sentence.start : sentence.end]
    edits = edits_of(reading, sentence, findings, drops, [*part.facts, *part.essence])
    demands = [f for f in findings if f.dimension == "entitlement" and not f.replacements]
    if demands:  # an order is asked for in its own words, so what goes must go beside it
        said = [e for e in edits if e.text or not any(f.start < e.end and e.start < f.end for f in demands)]
        plain = calmed(applied(reading.text, sentence.start, sentence.end, said)).lstrip(" ,;:،؛")
        loud = any(f.rule == "style/shouting" for f in findings)
        asked = as_request(lowered(plain) if loud else plain, (sentence.languages or ("en",))[0])
        if asked is not None:
            return mended(asked, capital=before[:1].isupper())
    after = applied(reading.text, sentence.start, sentence.end, edits)
    if any(f.dimension in TONE for f in findings):
        after = calmed(after)
    first = next((char for char in before if char.isalnum()), "")
    return mended(after, capital=first.isupper() or not first.islower())


def _corrected(reading: Reading, part: _Part) -> str:
    """The sentence with only its spelling and its typing mended: what is left where more would lose a fact."""
    safe = [f for f in part.findings if f.dimension == "spelling" or f.rule.startswith("style/")]
    edits = edits_of(reading, part.sentence, safe, {}, part.facts)
    return applied(reading.text, part.sentence.start, part.sentence.end, edits)
