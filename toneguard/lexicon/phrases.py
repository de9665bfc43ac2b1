"""The little phrase language: one line of a lexicon -> what the automaton looks for, and the pattern that decides.

A sentence is matched as its folded words with a mark at both ends, ` | fix this now | `. A phrase becomes a pattern over
that string, and a few *anchors*: strings of which every match holds at least one. The automaton looks for the anchors of
all phrases at once; only where it finds one is the pattern of that phrase made and asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

MARK: Final = "|"
MOST_ANCHORS: Final = 400
GAP_WORDS: Final = 4
MOST_WITNESSES: Final = 3

_PIECE = re.compile(r"\.\.\.|[()\[\]|^$]|<[\w-]+>|[^\s()\[\]|^$<>]+")
_OPEN = {"(": ")", "[": "]"}

# Words too frequent to be worth an anchor of their own; a run of them still is.
_COMMON = frozenset(
    "a an the i you he she it we they me him her us them my your his its our their this that these those is am are was "
    "were be been do does did have has had will would can could not no and or but if so as to of in on at for from by "
    "with about what who when where why how all any some one please get go just now".split()  # noqa: SIM905
)

Spell = Callable[[str], str]


class Phrase(NamedTuple):
    """A compiled phrase: the strings that announce it, and the pattern over the folded sentence.

    `witnesses`: further groups of strings of which a sentence must hold one each; asked before the pattern is made,
    since making one costs 0.3 ms and most announcements are vain.
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


def compile_phrase(phrase: str, sets: Mapping[str, tuple[str, ...]], spell: Spell) -> Phrase:
    """The compiled form of one phrase; `spell` brings each word to the spelling of the folded sentences.

    Raises PhraseError.

    >>> compile_phrase("fix (this|it) [right] now", {}, str).pattern
    '(?<= )fix (?:this |it )(?:right )?now '
    """
    pieces = _PIECE.findall(phrase)
    if not pieces:
        raise PhraseError("is empty: write at least one word")
    part, rest = _alternatives(pieces, 0, sets, spell)
    if rest != len(pieces):
        raise PhraseError(f"has a {pieces[rest]!r} that nothing opens")
    if not part.anchors:
        raise PhraseError("has no word that must be there: add one outside [ ] and ...")
    if len(part.anchors) > MOST_ANCHORS:
        raise PhraseError(f"stands for too many word sequences ({len(part.anchors)}): split it")
    witnesses = sorted((g for g in part.groups if g != part.anchors), key=_worth, reverse=True)
    return Phrase(part.anchors, f"(?<= ){part.pattern}", tuple(witnesses[:MOST_WITNESSES]))


def _alternatives(pieces: list[str], at: int, sets: Mapping[str, tuple[str, ...]], spell: Spell) -> tuple[_Part, int]:
    branches: list[_Part] = []
    while True:
        branch, at = _sequence(pieces, at, sets, spell)
        branches.append(branch)
        if at == len(pieces) or pieces[at] != "|":
            return _either(branches), at
        at += 1


def _sequence(pieces: list[str], at: int, sets: Mapping[str, tuple[str, ...]], spell: Spell) -> tuple[_Part, int]:
    parts: list[_Part] = []
    while at < len(pieces) and pieces[at] not in ("|", ")", "]"):
        part, at = _one(pieces, at, sets, spell)
        parts.append(part)
    if not parts:
        raise PhraseError("has an empty alternative: use [ ] for what may be missing")
    return _joined(parts), at


def _one(pieces: list[str], at: int, sets: Mapping[str, tuple[str, ...]], spell: Spell) -> tuple[_Part, int]:
    piece = pieces[at]
    if piece not in _OPEN:
        return _simple(piece, sets, spell), at + 1
    inner, at = _alternatives(pieces, at + 1, sets, spell)
    if at == len(pieces) or pieces[at] != _OPEN[piece]:
        raise PhraseError(f"opens a {piece!r} that nothing closes")
    return (inner if piece == "(" else _Part(f"(?:{inner.pattern})?")), at + 1


def _simple(piece: str, sets: Mapping[str, tuple[str, ...]], spell: Spell) -> _Part:
    if piece == "...":
        return _Part(f"(?:[^ {MARK}]+ ){{0,{GAP_WORDS}}}?")
    if piece == "_":
        return _Part(f"[^ {MARK}]+ ")
    if piece == "^":
        return _Part(rf"(?<=\{MARK} )")
    if piece == "$":
        return _Part(rf"(?=\{MARK})")
    if piece[0] == "<":
        return _word_set(piece[1:-1], sets, spell)
    if piece.endswith("*") and len(piece) > 1:
        start = re.escape(piece[:-1].casefold())
        return _Part(f"{start}[^ {MARK}]* ", (f" {piece[:-1].casefold()}",))
    return _literal(spell(piece))


def _word_set(name: str, sets: Mapping[str, tuple[str, ...]], spell: Spell) -> _Part:
    if name not in sets:
        raise PhraseError(f"names the word set <{name}>, which sets.toml does not have")
    members = {" ".join(spell(word) for word in member.split()) for member in sets[name]}
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


def _joined(parts: list[_Part]) -> _Part:
    pattern = "".join(part.pattern for part in parts)
    runs = list(_runs(parts))
    literal = runs[0].literal if len(runs) == 1 else None
    groups = tuple(run.anchors for run in runs if run.anchors)
    return _Part(pattern, max(groups, key=_worth, default=None), literal, groups)


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


def _worth(anchors: tuple[str, ...]) -> float:
    """How rarely these anchors will be met: letters of the uncommon words in the weakest, less for many anchors."""
    weakest = min(sum(1 if word in _COMMON else len(word) for word in anchor.split()) for anchor in anchors)
    return weakest - len(anchors) / 8
