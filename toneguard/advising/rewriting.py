"""The whole message with every improvement made: the demand and every fact stay, the tone changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from toneguard.advising.accepting import is_torn_in, kept, still_wants, weight
from toneguard.advising.assembling import Candidate
from toneguard.advising.candidates import candidates
from toneguard.advising.edits import Edit, applied, edits_of, is_passage, sentence_case
from toneguard.advising.facts import find_facts, is_shouted_through
from toneguard.advising.gaps import closed_up, with_a_word, without
from toneguard.advising.mending import has_words, mended
from toneguard.advising.parts import CALM, Part, strength
from toneguard.advising.splitting import split_run_on
from toneguard.advising.troubled import Task, parts_of
from toneguard.advising.unmarked import gentler, raised, turned_whole
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


_LONGEST: Final = 3000
"""Characters of the longest sentence that is reworded."""


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
        if len(text) > _LONGEST:
            pass  # no rewording of it would be read, and each is weighed against every finding in it
        elif part is not None:
            text = _mended(reading, part, task, near)
            if near and text and any(is_passage(f) for f in part.findings) and weight(task, near, text) != CALM:
                done[-1] = _eased(reading, done[-1], task, text)
        elif toned:
            text = gentler(reading, sentence, facts, task, near)
        done.append(_Done(sentence, part, _sorry_once(reading, done, sentence, text)))
    for sentence, _, text in done:
        if text != reading.text[sentence.start : sentence.end]:
            yield Edit(sentence.start, sentence.end, text) if text else without(reading.text, sentence)


def _sorry_once(reading: Reading, done: Sequence[_Done], sentence: Sentence, text: str) -> str:
    """A sentence as it will read, without words of regret that are ours where such began one before it."""
    regret = load_wording((sentence.languages or (reading.language,))[0]).patterns["regret"]
    ours = regret.match(text)
    if ours is None or regret.match(reading.text, sentence.start) or not any(regret.match(d.text) for d in done):
        return text
    return text[ours.end() :][:1].upper() + text[ours.end() :][1:]


def _near(done: Sequence[_Done], sentence: Sentence) -> str:
    """What stands before a sentence in its paragraph, as it will read: the last sentence that stays."""
    before = (item.text for item in reversed(done) if item.sentence.paragraph == sentence.paragraph and item.text)
    return next(before, "")


def _eased(reading: Reading, done: _Done, task: Task, following: str) -> _Done:
    """The sentence before one that reads hard only behind it, in the first wording that both are calm with."""
    if done.part is None or not done.text or weight(task, "", following) != CALM:
        return done
    for candidate, text in _standing(reading, done.part, task):
        if still_wants(done.part, task, candidate, text) and weight(task, "", f"{text} {following}".strip()) == CALM:
            return done._replace(text=text)
    return done


def _standing(reading: Reading, part: Part, task: Task) -> Iterator[tuple[Candidate, str]]:
    """The wordings of a sentence that are whole and keep every fact, each with how it then reads."""
    facts = [reading.text[a:b] for a, b in part.facts]
    for candidate in candidates(reading, part, task.drops, lambda said: not task.hear(said).findings):
        text = kept(candidate.text, facts)
        if text is not None and (candidate.bare or not is_torn_in(reading, part, candidate, facts=bool(facts))):
            yield candidate, text


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
    best, least = safe, strength(plain) if listed else weight(task, near, safe)
    if least == CALM:
        if (text := turned_whole(reading, part, task, near)) is not None:
            return text
        return raised(safe, part.language, facts)
    for candidate, text in _standing(reading, part, task):
        weighed = weight(task, near, text)
        if weighed >= least or not still_wants(part, task, candidate, text):
            continue
        best, least = text, weighed
        if least == CALM:
            break
    return _split(part, best, facts)


def _first_whole(reading: Reading, part: Part, task: Task) -> str | None:
    """A sentence whose tone is fine: its words and its length mended."""
    facts = [reading.text[a:b] for a, b in part.facts]
    for candidate in candidates(reading, part, task.drops, lambda _: True):
        text = kept(candidate.text, facts)
        if text and not is_torn_in(reading, part, candidate, facts=bool(facts)):
            return _split(part, text, facts)
    return None


def _split(part: Part, text: str, facts: Sequence[str]) -> str:
    """The sentence as several, where it runs on."""
    if not text or not any(f.rule == "clarity/run-on" for f in part.findings):
        return text
    split = split_run_on(text, part.language)
    return split if all(fact in split for fact in facts) else text


def _corrected(reading: Reading, part: Part) -> str:
    """The sentence with its spelling and its typing mended: what is left where more would lose a fact."""
    found = [f for f in part.findings if f.dimension == "spelling" or f.rule.startswith("style/")]
    before = reading.text[part.sentence.start : part.sentence.end]
    safe = applied(reading.text, part.sentence.start, part.sentence.end, edits_of(reading, part.sentence, found).safe)
    return before if safe == before else mended(safe, capital=before[:1].isupper(), cut=False)
