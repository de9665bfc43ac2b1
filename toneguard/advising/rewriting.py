"""The whole message with every improvement made: the demand and every fact stay, the tone changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toneguard.advising.assembling import Candidate
from toneguard.advising.candidates import candidates, turns
from toneguard.advising.clauses import is_torn
from toneguard.advising.edits import Edit, applied, edits_of, is_passage, sentence_case
from toneguard.advising.facts import Span, find_facts, is_shouted_through
from toneguard.advising.gaps import closed_up, with_a_word, without
from toneguard.advising.mending import has_words, mended
from toneguard.advising.parts import CALM, Case, Part, Strength, strength
from toneguard.advising.requests import as_request, softened
from toneguard.advising.splitting import split_run_on
from toneguard.advising.troubled import Task, parts_of
from toneguard.advising.wording import load_wording
from toneguard.reading.model import Reading, Sentence
from toneguard.report import TONE, Finding


def rewrite(reading: Reading, findings: Sequence[Finding], task: Task) -> str | None:
    """The message as the writer might send it, or None where there is nothing to improve.

    Only sentences with findings are touched, and courtesy in the others of an angry message; quoted mail, signatures,
    code and links are left as they are. Of several wordings of a sentence the first is taken that is calm, whole, and
    keeps every fact and demand; where none is, the calmest that keeps them.
    """
    if not findings:
        return None
    edits = with_a_word(reading, list(_edits(reading, findings, task)), task.kind)
    if not edits:
        return None
    better = applied(reading.text, 0, len(reading.text), closed_up(reading.text, edits))
    return better if better != reading.text and has_words(better) else None


class _Done(NamedTuple):
    """A sentence and how it will read; `part` where something was found in it."""

    sentence: Sentence
    part: Part | None
    text: str


def _edits(reading: Reading, findings: Sequence[Finding], task: Task) -> Iterator[Edit]:
    """The edits of the sentences, each judged behind the one before it as that one will read."""
    parts = {part.sentence: part for part in parts_of(reading, findings, task)}
    toned = any(f.dimension in TONE for f in findings)
    facts = find_facts(reading) if toned else ()
    done: list[_Done] = []
    for sentence in reading.sentences:
        near = _near(done, sentence)
        part, text = parts.get(sentence), reading.text[sentence.start : sentence.end]
        language = (sentence.languages or ("",))[0]
        if part is not None:
            text = _mended(reading, part, task, near)
            if near and text and any(is_passage(f) for f in part.findings) and _weight(task, near, text) != CALM:
                done[-1] = _eased(reading, done[-1], task, text)
        elif toned and language:
            better = None
            if _may_turn(text, language):
                better = _turned(reading, _unmarked(reading, sentence, facts, task), task, near)
            text = _raised(text, language) if better is None else better
        done.append(_Done(sentence, part, text))
    for sentence, _, text in done:
        if text != reading.text[sentence.start : sentence.end]:
            yield Edit(sentence.start, sentence.end, text) if text else without(reading.text, sentence)


def _may_turn(text: str, language: str) -> bool:
    """Whether a sentence in which nothing was found is no courtesy, so that its words may be a jab or an order."""
    patterns = load_wording(language).patterns
    return not any(patterns[name].match(text) for name in ("farewell", "greeted")) and not patterns["polite"].search(
        text
    )


def _unmarked(reading: Reading, sentence: Sentence, facts: Sequence[Span], task: Task) -> Part:
    """A sentence of an angry message in which nothing was found: a turn may know it all the same."""
    wanted = task.hear(reading.text[sentence.start : sentence.end]).wants
    own = tuple(span for span in facts if sentence.start <= span[0] < sentence.end)
    return Part(sentence, (), own, task.kind, wanted, spare=True)


def _near(done: Sequence[_Done], sentence: Sentence) -> str:
    """What stands before a sentence in its paragraph, as it will read: the last sentence that stays."""
    before = (item.text for item in reversed(done) if item.sentence.paragraph == sentence.paragraph and item.text)
    return next(before, "")


def _eased(reading: Reading, done: _Done, task: Task, following: str) -> _Done:
    """The sentence before one that reads hard only behind it, in the first wording that both are calm with."""
    if done.part is None or not done.text or _weight(task, "", following) != CALM:
        return done
    facts = [reading.text[a:b] for a, b in done.part.facts]
    for candidate in candidates(reading, done.part, task.drops, lambda said: not task.hear(said).findings):
        text = _kept(candidate.text, facts)
        if text is None or (not candidate.bare and _is_torn(reading, done.part, candidate, facts=bool(facts))):
            continue
        if _still_wants(done.part, task, candidate, text) and _weight(task, "", f"{text} {following}".strip()) == CALM:
            return done._replace(text=text)
    return done


def _mended(reading: Reading, part: Part, task: Task, near: str) -> str:
    """The sentence as it will read; empty where it goes."""
    safe = _corrected(reading, part)
    if not any(f.dimension in TONE for f in part.findings):
        return _first_whole(reading, part, task) or safe
    if is_shouted_through(reading, part.sentence):
        return sentence_case(reading, part.sentence)  # what else is in it is mended when it is read again
    facts = [reading.text[a:b] for a, b in part.facts]
    plain = [f for f in part.findings if not f.rule.startswith("style/")]
    listed = any(f.dimension in TONE and not is_passage(f) for f in plain)  # these stay until they are mended
    best, least = safe, strength(plain) if listed else _weight(task, near, safe)
    if least == CALM:
        if (text := _turned(reading, part, task, near)) is not None:
            return text
        return _raised(safe, part.language) if any(not is_passage(f) for f in part.findings) else safe
    for candidate in candidates(reading, part, task.drops, lambda said: not task.hear(said).findings):
        text = _kept(candidate.text, facts)
        if text is None or (not candidate.bare and _is_torn(reading, part, candidate, facts=bool(facts))):
            continue
        weight = _weight(task, near, text)
        if weight >= least or not _still_wants(part, task, candidate, text):
            continue
        best, least = text, weight
        if least == CALM:
            break
    return _split(part, best, facts)


def _turned(reading: Reading, part: Part, task: Task, near: str) -> str | None:
    """The sentence as a courteous writer puts it, where a turn fits it and leaves it calm with every fact in it."""
    facts = [reading.text[a:b] for a, b in part.facts]
    for candidate in turns(Case(reading, part, edits_of(reading, part.sentence, part.findings), task.drops)):
        text = _kept(candidate.text, facts)
        if text is not None and _weight(task, near, text) == CALM and _still_wants(part, task, candidate, text):
            return text
    return None


def _is_torn(reading: Reading, part: Part, candidate: Candidate, *, facts: bool) -> bool:
    """Whether a wording is no whole sentence; what was made a request is one."""
    before = reading.text[part.sentence.start : part.sentence.end]
    languages = (part.language,) if candidate.request else dict.fromkeys((part.language, reading.language))
    return any(is_torn(candidate.text, before, language, facts=facts) for language in languages)


def _first_whole(reading: Reading, part: Part, task: Task) -> str | None:
    """A sentence whose tone is fine: its words and its length mended."""
    facts = [reading.text[a:b] for a, b in part.facts]
    for candidate in candidates(reading, part, task.drops, lambda _: True):
        text = _kept(candidate.text, facts)
        if text and not _is_torn(reading, part, candidate, facts=bool(facts)):
            return _split(part, text, facts)
    return None


def _split(part: Part, text: str, facts: Sequence[str]) -> str:
    """The sentence as several, where it runs on."""
    if not text or not any(f.rule == "clarity/run-on" for f in part.findings):
        return text
    split = split_run_on(text, part.language)
    return split if all(fact in split for fact in facts) else text


def _kept(text: str, facts: Sequence[str]) -> str | None:
    """The text where every fact is in it; a fact that has come to the front keeps its small letter."""
    for said in (text, text[:1].lower() + text[1:]):
        if all(fact in said for fact in facts):
            return said
    return None


def _weight(task: Task, near: str, text: str) -> Strength:
    if not text:
        return CALM
    heard = task.hear(f"{near} {text}" if near else text)
    return strength([f for f in heard.findings if f.end > len(near)])


def _still_wants(part: Part, task: Task, candidate: Candidate, text: str) -> bool:
    """Whether a wording goes on saying what is wanted. One that leaves nothing is offered only where nothing was."""
    return not part.wanted or candidate.asks or len(text.split()) < 3 or task.hear(text).wants  # noqa: PLR2004


def _corrected(reading: Reading, part: Part) -> str:
    """The sentence with its spelling and its typing mended: what is left where more would lose a fact."""
    found = [f for f in part.findings if f.dimension == "spelling" or f.rule.startswith("style/")]
    before = reading.text[part.sentence.start : part.sentence.end]
    safe = applied(reading.text, part.sentence.start, part.sentence.end, edits_of(reading, part.sentence, found).safe)
    return before if safe == before else mended(safe, capital=before[:1].isupper(), cut=False)


def _raised(text: str, language: str) -> str:
    """A sentence of an angry message, itself calm, in the pronouns of courtesy where its language has them."""
    raised = (as_request(text, language) if _may_turn(text, language) else None) or text
    if not load_wording(language).verb_first:
        raised = softened(raised, language)
    return raised if all(raised.count(mark) == text.count(mark) for mark in "'\"‘“") and raised else text
