"""The index of a run: every place in order, who answers whom, what came before; in SQLite, so in constant memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from toneguard.archive.places import Place

_LONGEST_THREAD: Final = 200
"""Answers to answers that are followed on the way to a thread's first message."""

_BATCH: Final = 2000

_TABLES: Final = """
CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT, shown TEXT);
CREATE TABLE places (n INTEGER PRIMARY KEY, file INTEGER, position INTEGER, offset INTEGER, length INTEGER, form TEXT,
                     key BLOB, parents BLOB, thread BLOB, talk INTEGER, answers INTEGER, error TEXT);
CREATE TABLE talks (thread BLOB PRIMARY KEY, last INTEGER, who BLOB, other INTEGER) WITHOUT ROWID;
"""
_SIZE: Final = 16


class Spot(NamedTuple):
    """The bytes of one message: what a worker needs to read it."""

    path: str
    offset: int
    length: int
    form: str


class Task(NamedTuple):
    """One message to score: its row number, what its row says about its place, where it is, what it answers."""

    row: int
    shown: str
    position: int
    spot: Spot
    thread: str | None
    answered: Spot | None
    error: str | None


class Index:
    """The index in a file; `build` fills it once, `tasks` reads it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA synchronous = OFF")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def build(self, places: Iterable[Place], *, unique: bool, said: Callable[[int], None]) -> int:
        """Take in all places; how many there were comes back, and `said` hears it now and then.

        With `unique`, only the first of each id is left then.
        """
        self._db.executescript(f"PRAGMA journal_mode = OFF; {_TABLES}")
        rows: list[tuple[object, ...]] = []
        file = (0, "", "")
        n = 0
        for n, place in enumerate(places, 1):
            if (str(place.path), place.shown) != file[1:]:
                file = (file[0] + 1, str(place.path), place.shown)
                self._db.execute("INSERT INTO files VALUES (?, ?, ?)", (file[0], *map(_storable, file[1:])))
            answers = self._talked(n, place) if place.talk and not place.parents else None
            rows.append(
                (n, file[0], *place[2:7], b"".join(place.parents), place.thread, place.talk, answers, place.error)
            )
            if len(rows) == _BATCH:
                self._insert(rows)
                said(n)
        self._insert(rows)
        self._db.execute("CREATE INDEX keys ON places (key) WHERE key IS NOT NULL")
        if unique:
            first = "SELECT min(n) FROM places WHERE key IS NOT NULL GROUP BY key"
            self._db.execute(f"DELETE FROM places WHERE key IS NOT NULL AND n NOT IN ({first})")  # noqa: S608
        self._db.execute("DROP TABLE talks")
        self._db.commit()
        return n

    def _insert(self, rows: list[tuple[object, ...]]) -> None:
        self._db.executemany(f"INSERT INTO places VALUES ({', '.join('?' * 12)})", rows)  # noqa: S608
        rows.clear()

    def _talked(self, n: int, place: Place) -> int | None:
        """The place in a talk that this one answers: the last one by somebody else."""
        found = self._db.execute("SELECT last, who, other FROM talks WHERE thread = ?", (place.thread,)).fetchone()
        last, who, other = found or (None, None, None)
        answers = other if last is not None and place.who == who else last
        self._db.execute("INSERT OR REPLACE INTO talks VALUES (?, ?, ?, ?)", (place.thread, n, place.who, answers))
        return answers if place.who else None

    def total(self) -> int:
        """How many rows there will be."""
        return int(self._db.execute("SELECT count(*) FROM places").fetchone()[0])

    def tasks(self, after: int) -> Iterator[Task]:
        """What is to be scored, in order, without the first `after`."""
        rows = self._db.execute(
            "SELECT n, path, shown, position, offset, length, form, key, parents, thread, talk, answers, error "
            "FROM places JOIN files ON files.id = places.file ORDER BY n LIMIT -1 OFFSET ?",
            (after,),
        )
        for number, row in enumerate(rows, after + 1):
            n, path, shown, position, offset, length, form, key, parents, thread, talk, answers, error = row
            parent = answers or self._parent(n, parents)
            root = thread if talk or parent is None else self._root(key, parent)
            yield Task(
                number,
                shown,
                position,
                Spot(path, offset, length, form),
                root.hex() if root else None,
                None if parent is None else self._spot(parent),
                error,
            )

    def _parent(self, n: int, parents: bytes) -> int | None:
        for start in range(0, len(parents), _SIZE):
            key = parents[start : start + _SIZE]
            found = self._db.execute("SELECT min(n) FROM places WHERE key = ?", (key,)).fetchone()[0]
            if found is not None and found != n:
                return int(found)
        return None

    def _root(self, key: bytes | None, parent: int) -> bytes | None:
        """The thread that the first message says it belongs to, reached from answer to answer."""
        seen = {key}
        at: int | None = parent
        thread = None
        for _ in range(_LONGEST_THREAD):
            row = self._db.execute("SELECT key, parents, thread FROM places WHERE n = ?", (at,)).fetchone()
            if row is None or (row[0] in seen and row[0] is not None):
                break
            thread = row[2] or thread
            seen.add(row[0])
            if at is None or (further := self._parent(at, row[1])) is None:
                break
            at = further
        return thread

    def _spot(self, n: int) -> Spot | None:
        row = self._db.execute(
            "SELECT path, offset, length, form FROM places JOIN files ON files.id = file WHERE n = ?", (n,)
        ).fetchone()
        return None if row is None or row[3] == "broken" else Spot(*row)


def _storable(text: str) -> bytes | str:
    """A path for SQLite, which takes no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")
    return text
