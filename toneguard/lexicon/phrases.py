"""The little phrase language: one line of a lexicon -> what the automaton looks for, and the pattern that decides.

A sentence is matched as its folded words with a mark at both ends, ` | fix this now | `. A phrase becomes a pattern over
that string, and a few *anchors*: strings of which every match holds at least one. The automaton looks for the anchors of
all phrases at once; only where it finds one is the pattern of that phrase made and asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import log10
from typing import Final, NamedTuple

from toneguard.lexicon.matching import MARK

MOST_ANCHORS: Final = 400
GAP_WORDS: Final = 4
MOST_WITNESSES: Final = 3

_PIECE = re.compile(r"\.\.\.|>>|[()\[\]|^$]|<[\w-]+>|[^\s()\[\]|^$<>]+")
_OPEN = {"(": ")", "[": "]"}

Spell = Callable[[str], str]


class Phrase(NamedTuple):
    """A compiled phrase: the strings that announce it, and the pattern over the folded sentence.

    `witnesses`: further groups of words of which a sentence must hold one each; asked before the pattern, which costs
    0.3 ms to make and a microsecond to search, since most announcements are vain.
    """

    anchors: tuple[str, ...]
    pattern: str
    witnesses: tuple[tuple[str, ...], ...] = ()


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a phrase: its pattern, its anchors if it must be there, and its text where it is one literal."""

    pattern: str
    anchors: tuple[str, ...] | None = None
    literal: str | None = None
    groups: tuple[tuple[str, ...], ...] = ()


class Tongue(NamedTuple):
    """What a language gives to its phrases: word sets, the spelling of folded sentences, and how rare a word is.

    `rarity` is 0 for the most frequent words and grows with the logarithm of how seldom a word is met. `sound` is the
    part of the spelling that holds for the beginning of a word too.
    """

    sets: Mapping[str, tuple[str, ...]]
    spell: Spell
    rarity: Callable[[str], float] = len
    sound: Spell = str


def compile_phrase(phrase: str, tongue: Tongue) -> Phrase:
    """The compiled form of one phrase. Raises PhraseError.

    >>> compile_phrase("fix (this|it) [right] now", Tongue({}, str)).pattern
    '(?<= )fix (?:this |it )(?:right )?now '
    """
    pieces = _PIECE.findall(phrase)
    if not pieces:
        raise PhraseError("is empty: write at least one word")
    part, rest = _alternatives(pieces, 0, tongue)
    if rest != len(pieces):
        raise PhraseError(f"has a {pieces[rest]!r} that nothing opens")
    if not part.anchors:
        raise PhraseError("has no word that must be there: add one outside [ ] and ...")
    if len(part.anchors) > MOST_ANCHORS:
        raise PhraseError(f"stands for too many word sequences ({len(part.anchors)}): split it")
    others = [group for group in part.groups if group != part.anchors and all(word[-1] == " " for word in group)]
    witnesses = sorted(others, key=lambda group: _worth(group, tongue), reverse=True)[:MOST_WITNESSES]
    words = tuple(tuple(dict.fromkeys(max(w.split(), key=tongue.rarity) for w in group)) for group in witnesses)
    return Phrase(part.anchors, f"(?<= ){part.pattern}", words)


def _alternatives(pieces: list[str], at: int, tongue: Tongue) -> tuple[_Part, int]:
    branches: list[_Part] = []
    while True:
        branch, at = _sequence(pieces, at, tongue)
        branches.append(branch)
        if at == len(pieces) or pieces[at] != "|":
            return _either(branches), at
        at += 1


def _sequence(pieces: list[str], at: int, tongue: Tongue) -> tuple[_Part, int]:
    parts: list[_Part] = []
    while at < len(pieces) and pieces[at] not in ("|", ")", "]"):
        if pieces[at] == ">>":
            ahead, at = _sequence(pieces, at + 1, tongue)
            parts.append(_Part(f"(?={ahead.pattern})", ahead.anchors))
            break
        part, at = _one(pieces, at, tongue)
        parts.append(part)
    if not parts:
        raise PhraseError("has an empty alternative: use [ ] for what may be missing")
    return _joined(parts, tongue), at


def _one(pieces: list[str], at: int, tongue: Tongue) -> tuple[_Part, int]:
    piece = pieces[at]
    if piece not in _OPEN:
        return _simple(piece, tongue), at + 1
    inner, at = _alternatives(pieces, at + 1, tongue)
    if at == len(pieces) or pieces[at] != _OPEN[piece]:
        raise PhraseError(f"opens a {piece!r} that nothing closes")
    return (inner if piece == "(" else _Part(f"(?:{inner.pattern})?")), at + 1


def _simple(piece: str, tongue: Tongue) -> _Part:
    if piece == "...":
        return _Part(f"(?:[^ {MARK}]+ ){{0,{GAP_WORDS}}}?")
    if piece == "_":
        return _Part(f"[^ {MARK}]+ ")
    if piece == "^":
        return _Part(rf"(?<=\{MARK} )")
    if piece == "$":
        return _Part(rf"(?=\{MARK})")
    if piece[0] == "<":
        return _word_set(piece[1:-1], tongue)
    if piece.endswith("*") and len(piece) > 1:
        start = tongue.sound(piece.casefold()).removesuffix("*")  # the star keeps what holds for a word's end away
        return _Part(f"{re.escape(start)}[^ {MARK}]* ", (f" {start}",))
    return _literal(tongue.spell(piece))


def _word_set(name: str, tongue: Tongue) -> _Part:
    if name not in tongue.sets:
        raise PhraseError(f"names the word set <{name}>, which sets.toml does not have")
    members = {" ".join(tongue.spell(word) for word in member.split()) for member in tongue.sets[name]}
    # Longest first, so that "you people" is not read as "you".
    return _either([_literal(member) for member in sorted(members, key=lambda m: (-len(m), m))])


def _literal(words: str) -> _Part:
    return _Part(f"{re.escape(words).replace(chr(92) + ' ', ' ')} ", (f" {words} ",), words)


def _either(branches: list[_Part]) -> _Part:
    if len(branches) == 1:
        return branches[0]
    pattern = "(?:" + "|".join(branch.pattern for branch in branches) + ")"
    anchors: list[str] = []
    for branch in branches:
        if branch.anchors is None:
            return _Part(pattern)
        anchors.extend(branch.anchors)
    return _Part(pattern, tuple(dict.fromkeys(anchors)))


def _joined(parts: list[_Part], tongue: Tongue) -> _Part:
    pattern = "".join(part.pattern for part in parts)
    runs = list(_runs(parts))
    literal = runs[0].literal if len(runs) == 1 else None
    groups = tuple(run.anchors for run in runs if run.anchors)
    return _Part(pattern, max(groups, key=lambda group: _worth(group, tongue), default=None), literal, groups)


def _runs(parts: list[_Part]) -> Iterator[_Part]:
    """The parts with neighbouring literals made one."""
    words: list[str] = []
    for part in parts:
        if part.literal is not None:
            words.append(part.literal)
            continue
        if words:
            yield _literal(" ".join(words))
            words = []
        yield part
    if words:
        yield _literal(" ".join(words))


def _worth(anchors: tuple[str, ...], tongue: Tongue) -> float:
    """How rarely any of the anchors will be met, in the unit of `rarity`: minus the logarithm of their joint frequency."""
    return -100 * log10(sum(10 ** (-sum(map(tongue.rarity, anchor.split())) / 100) for anchor in anchors))
