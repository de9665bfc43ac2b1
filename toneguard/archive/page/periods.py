"""Time in the page: days as they come, then days, weeks, months or years as the span asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from toneguard.archive.page.stats import Stats, kind_of, merged
from toneguard.archive.rows import Row

Unit = Literal["day", "week", "month", "year"]

FIRST: Final = "1970"
LAST: Final = "2099"
"""Years that are believed: mail did not exist long before, and a later one is a clock gone wrong."""

_DAYS: Final = 3000
"""Days kept apart, eight years: a longer archive is drawn by month or year anyway."""

_LONGEST: Final[Mapping[Unit, int]] = {"day": 45, "week": 45 * 7, "month": 366 * 6}
"""Days of a span that is drawn in this unit: some fifty periods fit on a line of the page; months up to six years."""

_STRAY: Final = 0.005
"""Messages at either end that may be left out: real archives have one or two in a thousand with a wrong clock."""

ByKind = dict[str, Stats]


def day_of(row: Row) -> str | None:
    """The day of a row as `2026-03-01`; None without a date, or with one that cannot be believed."""
    said = (row["date"] or "")[:10]
    if not FIRST <= said[:4] <= LAST:
        return None
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return None


class Calendar:
    """Stats by day and kind; once there are too many days, by month."""

    def __init__(self) -> None:
        self.days: dict[str, ByKind] = {}
        self.undated = 0
        self._letters = 10

    def add(self, row: Row) -> None:
        """Count one row in; one without a date that can be believed is counted in `undated`."""
        day = day_of(row)
        if day is None:
            self.undated += 1
            return
        by_kind = self.days.setdefault(day[: self._letters], {})
        by_kind.setdefault(kind_of(row), Stats()).add(row)
        if self._letters == 10 and len(self.days) > _DAYS:
            self._coarsen()

    def _coarsen(self) -> None:
        days, self.days, self._letters = self.days, {}, 7
        for day, by_kind in days.items():
            month = self.days.setdefault(day[:7], {})
            for kind, stats in by_kind.items():
                month[kind] = merged((month.get(kind, Stats()), stats))


@dataclass(frozen=True, slots=True)
class Period:
    """One day, week, month or year: its name, and its stats by kind."""

    name: str
    by_kind: Mapping[str, Stats]

    @property
    def whole(self) -> Stats:
        """Of all kinds together."""
        return merged(self.by_kind.values())


@dataclass(frozen=True, slots=True)
class Course:
    """The periods of a span without gaps, and how many messages lie before and after it."""

    unit: Unit
    periods: tuple[Period, ...]
    before: int
    after: int


def course(calendar: Calendar) -> Course:
    """How the messages went over time; without periods where no message has a date."""
    days = {_day(name): by_kind for name, by_kind in sorted(calendar.days.items())}
    if not days:
        return Course("day", (), 0, 0)
    kept = _without_strays(days)
    first, last = min(kept), max(kept)
    unit: Unit = next((name for name, longest in _LONGEST.items() if (last - first).days < longest), "year")
    if any(len(name) == 7 for name in calendar.days) and unit in ("day", "week"):
        unit = "month"
    found: dict[str, list[ByKind]] = {name: [] for name in _names(first, last, unit)}
    for day, by_kind in kept.items():
        found[_name(day, unit)].append(by_kind)
    periods = tuple(Period(name, _together(parts)) for name, parts in found.items())
    before, after = (sum(_count(days[day]) for day in days if out(day)) for out in (first.__gt__, last.__lt__))
    return Course(unit, periods, before, after)


def _day(name: str) -> date:
    return date.fromisoformat(name if len(name) == 10 else f"{name}-01")


def _count(by_kind: ByKind) -> int:
    return sum(stats.messages for stats in by_kind.values())


def _together(parts: list[ByKind]) -> ByKind:
    kinds = sorted({kind for part in parts for kind in part})
    return {kind: merged(part[kind] for part in parts if kind in part) for kind in kinds}


def _without_strays(days: Mapping[date, ByKind]) -> Mapping[date, ByKind]:
    """The days without a few far ones at either end, where that at least halves the span."""
    allowed = _STRAY * sum(map(_count, days.values()))
    ordered = list(days)
    start, end = _stray(days, ordered, allowed), len(ordered) - _stray(days, ordered[::-1], allowed)
    inner = ordered[start:end]
    if not inner or 2 * (inner[-1] - inner[0]).days >= (ordered[-1] - ordered[0]).days:
        return days
    return {day: days[day] for day in inner}


def _stray(days: Mapping[date, ByKind], ordered: list[date], allowed: float) -> int:
    """How many of the first days hold no more messages than are allowed to stray."""
    seen = 0
    for at, day in enumerate(ordered):
        seen += _count(days[day])
        if seen > allowed:
            return at
    return len(ordered)


def _name(day: date, unit: Unit) -> str:
    if unit == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


def _names(first: date, last: date, unit: Unit) -> Iterator[str]:
    """Every period from the first day to the last, also those without messages."""
    before = ""
    for number in range((last - first).days + 1):
        name = _name(first + timedelta(days=number), unit)
        if name != before:
            yield name
        before = name
