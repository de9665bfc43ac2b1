"""What a rewrite changes, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

LIMIT: Final = 1500
"""Words, or lines, of both texts that are compared with one another, which takes time by their square.

A longer stretch counts as changed whole. difflib lets words that make up more than a hundredth of 200 and more anchor
no match, for the same reason.
"""

_WORD = re.compile(r"\s*\S+|\s+\Z")


class Change(NamedTuple):
    """A stretch that both texts have ("same"), only the old one ("gone"), or only the new one ("new")."""

    kind: Literal["same", "gone", "new"]
    text: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """How to get from `before` to `after`: what is not gone makes up `after`, to the letter.

    Space in front of a change is told as "same".

    >>> changes("It is useless now.", "It is not working now.")[1:3]
    (Change(kind='gone', text='useless'), Change(kind='new', text='not working'))
    """
    return tuple(_joined(_outside(_by_lines(before, after))))


def spaced(changed: Iterable[Change]) -> Iterator[Change]:
    """The changes with a space between what goes and what comes instead, for where only colours tell them apart."""
    before = ""
    for change in changed:
        if before == "gone" and change.kind == "new":
            yield Change("same", " ")
        yield change
        before = change.kind


def _by_lines(before: str, after: str) -> Iterator[Change]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) > LIMIT:
        yield from _by_words(before, after)
        return
    for kind, i, j, m, n in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(new[m:n]))
        else:
            yield from _by_words("".join(old[i:j]), "".join(new[m:n]))


def _by_words(before: str, after: str) -> Iterator[Change]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    yield Change("same", "".join(new[:head]))
    rest_old, rest_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(rest_old) + len(rest_new) > LIMIT:
        yield from (Change("gone", "".join(rest_old)), Change("new", "".join(rest_new)))
    else:
        yield from _compared(rest_old, rest_new)
    yield Change("same", "".join(new[len(new) - tail :]))


def _shared(old: list[str], new: list[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one.split() != other.split()), min(len(old), len(new)))


def _compared(old: list[str], new: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(new[m:n]))
        else:
            yield from (Change("gone", "".join(old[i:j])), Change("new", "".join(new[m:n])))


def _outside(found: Iterable[Change]) -> Iterator[Change]:
    """Space in front of what is new told as the same, before what it replaces; what goes keeps apart from its next."""
    gone = ""
    for change in found:
        if change.kind == "gone":
            gone += change.text
        elif change.text:
            body = change.text.lstrip() if change.kind == "new" else change.text
            yield Change("same", change.text[: len(change.text) - len(body)])
            apart = " " if change.kind == "same" and gone[-1:].strip() and body[:1].strip() else ""
            yield Change("gone", (gone.lstrip() if change.kind == "new" else gone) + apart)
            yield Change(change.kind, body)
            gone = ""
    yield Change("gone", gone)


def _joined(found: Iterable[Change]) -> Iterator[Change]:
    """Neighbours of one kind as one, the empty ones left out."""
    held = Change("same", "")
    for change in found:
        if change.kind == held.kind:
            held = Change(held.kind, held.text + change.text)
        elif change.text:
            if held.text:
                yield held
            held = change
    if held.text:
        yield held
