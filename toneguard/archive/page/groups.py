"""Who and what messages are grouped by: senders, agents, findings, threads; each of bounded size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from toneguard.archive.page.bounded import Sample
from toneguard.archive.page.periods import day_of
from toneguard.archive.page.stats import Stats, heat, kind_of
from toneguard.archive.rows import Row

NAMES: Final = 500
"""Teams, languages and channels told apart; more than any archive has that is not broken."""

RULES: Final = 2_000
"""Rules told apart: more than the lexicons have."""

EXAMPLES: Final = 3
"""Passages shown of each rule."""


@dataclass(slots=True)
class Sides:
    """Both sides of a team, a language or a channel: the stats by kind."""

    messages: int = 0
    by_kind: dict[str, Stats] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Count one message in."""
        self.messages += 1
        self.by_kind.setdefault(kind_of(row), Stats()).add(row)

    def of(self, kind: str) -> Stats:
        """The stats of one kind, empty ones where there is none."""
        return self.by_kind.get(kind, Stats())


@dataclass(slots=True)
class Sender:
    """Who wrote: the last name given, and how often which kind, team and language."""

    stats: Stats = field(default_factory=Stats)
    name: str = ""
    address: str = ""
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        """Messages written."""
        return self.stats.messages

    def add(self, row: Row) -> None:
        """Count one message in."""
        self.stats.add(row)
        self.name = row["from_name"] or self.name
        self.address = row["from_address"] or self.address
        for key in ("kind", "team", "language"):
            if row[key] is not None and (len(self.told) < NAMES or (key, row[key]) in self.told):
                self.told[key, row[key]] += 1

    def mostly(self, key: str) -> str:
        """The most frequent kind, team or language; "" where none was named."""
        found = [(-count, value) for (name, value), count in self.told.items() if name == key]
        return min(found, default=(0, ""))[1]


@dataclass(slots=True)
class Agent(Sender):
    """A writer of replies: by month how many, and how many of them calm; by rule how many findings."""

    months: dict[str, list[int]] = field(default_factory=dict)
    rules: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        """Count one reply in."""
        before = self.stats.calm
        Sender.add(self, row)
        if day := day_of(row):
            month = self.months.setdefault(day[:7], [0, 0])
            month[0] += 1
            month[1] += self.stats.calm - before
        for finding in row["findings"] or ():
            if len(self.rules) < RULES or finding["rule"] in self.rules:
                self.rules[finding["rule"]] += 1


@dataclass(slots=True)
class Found:
    """What one rule found at one level: how often, in how many messages, where, and what it says to the writer."""

    messages: int = 0
    count: int = 0
    rule: str = ""
    dimension: str = ""
    level: str = ""
    advice: str = ""
    is_english: bool = False
    replies: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    examples: Sample[Example] = field(default_factory=lambda: Sample(EXAMPLES))


@dataclass(frozen=True, slots=True)
class Example:
    """A passage: its words where the rows hold them, else None; its length in characters, and its row."""

    quote: str | None
    length: int
    row: int


@dataclass(slots=True)
class Thread:
    """Messages of one thread; `calmly` where every reply in it passes."""

    stats: Stats = field(default_factory=Stats)
    replies: Stats = field(default_factory=Stats)
    asked_heat: float = 0.0
    first: str = ""
    last: str = ""
    row: int = 0
    language: str = ""
    team: str = ""
    people: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Count one message in."""
        self.stats.add(row)
        self.row = self.row or row["row"]
        if row["kind"] == "reply":
            self.replies.add(row)
        else:
            self.asked_heat = max(self.asked_heat, heat(row) or 0.0)
        if row["date"]:
            self.first = min(self.first or row["date"], row["date"])
            self.last = max(self.last, row["date"])
        self.language = self.language or row["language"] or ""
        self.team = row["team"] or self.team
        person = row["from_name"] or row["from_address"] or ""
        if person and person not in self.people and len(self.people) < 4:
            self.people.append(person)

    @property
    def badness(self) -> tuple[float, ...]:
        """What the worst threads have most of: messages at hold, then mean heat, then at revise."""
        return (self.stats.held, self.stats.mean_heat or 0.0, self.stats.revised)

    @property
    def goodness(self) -> tuple[float, ...]:
        """What the best threads have most of: guidance met by the replies, then heat that they answered."""
        met, asked = self.replies.met()
        return (met / asked if asked else 0.0, self.asked_heat, self.replies.messages)

    @property
    def is_well_handled(self) -> bool:
        """Whether there is a reply, and every one of them passes."""
        return 0 < self.replies.messages == self.replies.passed


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the list: its row without what is nested, the beginning of its text where the row holds it."""

    row: Row
    text: str | None
