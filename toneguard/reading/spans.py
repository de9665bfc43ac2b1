"""Spans of a text that do not overlap."""

from __future__ import annotations

from bisect import bisect_right

Span = tuple[int, int]
"""A start and an end, half-open."""


def claim(taken: list[Span], span: Span) -> bool:
    """Whether no span in `taken` (in order, apart) overlaps `span`; it is then put among them.

    >>> taken = [(0, 4)]
    >>> claim(taken, (3, 5)), claim(taken, (4, 6)), taken
    (False, True, [(0, 4), (4, 6)])
    """
    at = bisect_right(taken, span)
    if at > 0 and taken[at - 1][1] > span[0]:
        return False
    if at < len(taken) and span[1] > taken[at][0]:
        return False
    taken.insert(at, span)
    return True
