"""Collections that never grow past what they were made for, whatever is added: what a million rows are kept in."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Generic, Protocol, TypeVar


class _Counted(Protocol):
    @property
    def messages(self) -> int: ...


Item = TypeVar("Item")
Group = TypeVar("Group", bound=_Counted)


class Best(Generic[Item]):
    """The `size` items with the largest keys; of equal keys those that came first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[tuple[float, ...], int, Item]] = []
        self._added = 0

    def add(self, key: tuple[float, ...], make: Callable[[], Item]) -> None:
        """Take the item in if its key is among the largest; only then it is made."""
        self._added += 1
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, (key, -self._added, make()))
        elif key > self._heap[0][0]:
            heapq.heapreplace(self._heap, (key, -self._added, make()))

    def best(self) -> list[Item]:
        """The items, those with the largest keys first."""
        return [item for _, _, item in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]

    def copy(self) -> Best[Item]:
        """The same items, to be added to apart."""
        made: Best[Item] = Best(self._size)
        made._heap, made._added = list(self._heap), self._added
        return made


class Sample(Generic[Item]):
    """`size` items with different names, each name as likely as any other; the same names give the same sample.

    Kept are the names with the smallest hashes (bottom-k sampling: Cohen and Kaplan, 2007).
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: dict[bytes, Item] = {}
        self._largest = b""

    def add(self, name: str, make: Callable[[], Item]) -> None:
        """Take an item in if its name falls into the sample and is not there; only then it is made."""
        hashed = blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
        full = len(self._items) >= self._size
        if hashed in self._items or (full and hashed > self._largest):
            return
        self._items[hashed] = make()
        if full:
            del self._items[self._largest]
        self._largest = max(self._items)

    def items(self) -> list[Item]:
        """The items in an order that depends on their names alone."""
        return [self._items[hashed] for hashed in sorted(self._items)]


class Groups(Generic[Group]):
    """Groups by name, at most `limit`; with one more the smaller half is forgotten, and `forgotten` counts them.

    After that a count is "at least": a group that comes back begins anew (as in lossy counting: Manku and Motwani, 2002).
    """

    def __init__(self, limit: int, make: Callable[[], Group]) -> None:
        self._limit = limit
        self._make = make
        self._groups: dict[str, Group] = {}
        self.forgotten = 0

    def __getitem__(self, name: str) -> Group:
        """The group of that name, made where there is none."""
        found = self._groups.get(name)
        if found is None:
            if len(self._groups) >= self._limit:
                self._forget()
            found = self._groups[name] = self._make()
        return found

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[tuple[str, Group]]:
        return iter(self.largest(len(self._groups)))

    def largest(self, count: int) -> list[tuple[str, Group]]:
        """The groups with the most messages and their names, largest first; equal ones by name."""
        ranked = sorted(self._groups.items(), key=lambda pair: (-pair[1].messages, pair[0]))
        return ranked[:count]

    def _forget(self) -> None:
        kept = self.largest(self._limit // 2)
        self.forgotten += len(self._groups) - len(kept)
        self._groups = dict(kept)
