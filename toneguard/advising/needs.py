"""What must stand in a text before a pattern can fit it: strings of which one is there, for several places of it.

A pattern takes milliseconds to make, and a text is met by few of a thousand. So it is worked out once, when the
artifact is built, which strings it cannot do without (Cox, "Regular Expression Matching with a Trigram Index", 2012).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import _parser as parser  # type: ignore[attr-defined]  # the only parser of patterns there is
from typing import Any, Final

Strings = frozenset[str]

_MOST: Final = 60
"""Strings that one place is told by at most."""

_SHORTEST: Final = 3
_PLACES: Final = 2
"""Places that are kept for a pattern: those with the fewest strings."""

_EMPTY: Final[Strings] = frozenset({""})


def needs(pattern: str) -> tuple[tuple[str, ...], ...]:
    """The places of a pattern, each as the strings, in small letters, of which one must stand in a text that it fits.

    >>> needs(r"(?:how|why) (?:can|must) (?P<x>.+) take so long")
    (('how can ', 'how must ', 'why can ', 'why must '), (' take so long',))
    """
    found = dict.fromkeys(_places(parser.parse(pattern)))
    best = sorted(found, key=lambda strings: (len(strings), -min(map(len, strings))))[:_PLACES]
    return tuple(tuple(sorted(strings)) for strings in found if strings in best)


def _places(items: Iterable[Any]) -> Iterator[Strings]:
    said = _EMPTY
    for item in items:
        own = _strings(item)
        if own is not None and len(said) * len(own) <= _MOST:
            said = frozenset(a + b for a in said for b in own)
            continue
        yield from _if_telling(said)
        said = own or _EMPTY
        if own is None:
            yield from _inside(item)
    yield from _if_telling(said)


def _if_telling(strings: Strings) -> Iterator[Strings]:
    if all(len(string) >= _SHORTEST for string in strings):
        yield strings


def _strings(item: Any) -> Strings | None:  # noqa: ANN401
    """All that a piece of a pattern can stand for, in small letters; None where that is too much to list."""
    kind, what = str(item[0]), item[1]
    if kind == "LITERAL":
        return frozenset({chr(what).lower()})
    if kind in ("AT", "ASSERT_NOT"):
        return _EMPTY
    if kind == "IN" and all(str(one) == "LITERAL" for one, _ in what):
        return frozenset(chr(code).lower() for _, code in what)
    if kind == "SUBPATTERN":
        return _sequence(what[3])
    if kind == "BRANCH":
        return _union(_sequence(items) for items in what[1])
    if kind == "MAX_REPEAT" and what[1] == 1:
        once = _sequence(what[2])
        return once if what[0] or once is None else once | _EMPTY
    return None


def _sequence(items: Iterable[Any]) -> Strings | None:
    said = _EMPTY
    for item in items:
        own = _strings(item)
        if own is None or len(said) * len(own) > _MOST:
            return None
        said = frozenset(a + b for a in said for b in own)
    return said


def _union(sets: Iterable[Strings | None]) -> Strings | None:
    joined: Strings = frozenset()
    for strings in sets:
        if strings is None or len(joined | strings) > _MOST:
            return None
        joined |= strings
    return joined


def _inside(item: Any) -> Iterator[Strings]:  # noqa: ANN401
    """The places inside a piece that is too much to list as a whole."""
    kind, what = str(item[0]), item[1]
    if kind == "SUBPATTERN":
        yield from _places(what[3])
    elif kind == "MAX_REPEAT" and what[0]:
        yield from _places(what[2])
    elif kind == "ASSERT":
        yield from _places(what[1])
    elif kind == "BRANCH":
        joined = _union(min(_places(items), key=len, default=None) for items in what[1])
        if joined:
            yield joined
