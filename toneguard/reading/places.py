"""Places of a text that do not overlap."""

from __future__ import annotations

from bisect import bisect_right

Place = tuple[int, int]
"""A start and an end, half-open."""


def claim(taken: list[Place], place: Place) -> bool:
    """Whether no place in `taken` (in order, apart) overlaps `place`; it is then put among them.

    >>> taken = [(0, 4)]
    >>> claim(taken, (3, 5)), claim(taken, (4, 6)), taken
    (False, True, [(0, 4), (4, 6)])
    """
    at = bisect_right(taken, place)
    if at > 0 and taken[at - 1][1] > place[0]:
        return False
    if at < len(taken) and place[1] > taken[at][0]:
        return False
    taken.insert(at, place)
    return True
