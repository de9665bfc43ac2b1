"""Rows in, once; out of them everything the page shows, in memory that does not grow with their number."""

from __future__ import annotations

from collections import Counter, OrderedDict
from functools import partial
from typing import Any, Final

from toneguard.archive.page.bounded import Best, Groups, Sample
from toneguard.archive.page.groups import NAMES, RULES, Agent, Example, Found, Sender, Shown, Sides, Thread
from toneguard.archive.page.periods import Calendar
from toneguard.archive.page.stats import Stats, heat, kind_of
from toneguard.archive.rows import Row
from toneguard.archive.scoring import without_words
from toneguard.output.wording import cut_short
from toneguard.report import DIMENSIONS

SENDERS: Final = 10_000
AGENTS: Final = 1_000
"""Told apart at once: some 30 MB when both are full."""

OPEN_THREADS: Final = 10_000
"""Threads that may go on; past that the one that was silent for longest is closed."""

THREADS: Final = 25
MESSAGES: Final = 100
BINS: Final = 20
"""Shown of each; a bin is 0.05 wide."""

_SHOWN: Final = (
    "row", "source", "message_id", "date", "from_address", "from_name", "team", "kind", "channel", "language",
    *DIMENSIONS, "verdict", "findings_mild", "findings_strong",
)  # fmt: skip


class Tally:
    """Everything that is counted; `add` is called once for each row."""

    def __init__(self) -> None:
        self.whole = Stats()
        self.kinds: dict[str, Stats] = {}
        self.errors = self.unchecked = 0
        self.error_kinds: Counter[str] = Counter()
        self.calendar = Calendar()
        self.senders = Groups(SENDERS, Sender)
        self.agents = Groups(AGENTS, Agent)
        self.teams = Groups(NAMES, Sides)
        self.languages = Groups(NAMES, Sides)
        self.channels = Groups(NAMES, Sides)
        self.found = Groups(RULES, Found)
        self.bins = {name: [0] * BINS for name in DIMENSIONS}
        self.ends = dict.fromkeys(DIMENSIONS, 0)
        self.threads_closed = 0
        self.with_text = False
        self.worst_messages: Best[Shown] = Best(MESSAGES)
        self.some_messages: Sample[Shown] = Sample(MESSAGES)
        self._open: OrderedDict[str, Thread] = OrderedDict()
        self._worst: Best[Thread] = Best(THREADS)
        self._best: Best[Thread] = Best(THREADS)

    def add(self, row: Row) -> None:
        """Count one row in."""
        self.whole.add(row)
        if row["error"] is not None:
            self.errors += 1
            if len(self.error_kinds) < NAMES or row["error"] in self.error_kinds:
                self.error_kinds[row["error"]] += 1
            return
        if row["unchecked"] is not None:
            self.unchecked += 1
            return
        self.kinds.setdefault(kind_of(row), Stats()).add(row)
        self.calendar.add(row)
        self._group(row)
        self._bin(row)
        self._find(row)
        self._thread(row)
        key = (row["verdict"] == "hold", heat(row) or 0.0, row["findings_strong"] or 0, row["findings_mild"] or 0)
        self.worst_messages.add(key, partial(_shown, row))
        self.some_messages.add(str(row["row"]), partial(_shown, row))

    def _group(self, row: Row) -> None:
        for name, groups in (("team", self.teams), ("language", self.languages), ("channel", self.channels)):
            if row[name] is not None:
                groups[row[name]].add(row)
        if who := row["from_address"] or row["from_name"]:
            self.senders[who].add(row)
        if row["kind"] == "reply" and (who := who or row["team"]):
            self.agents[who].add(row)

    def _bin(self, row: Row) -> None:
        for name, bins in self.bins.items():
            if (score := row[name]) is not None:
                bins[min(int(score * BINS), BINS - 1)] += 1
                self.ends[name] += score == _perfect(name)

    def _find(self, row: Row) -> None:
        seen = set()
        for finding in row["findings"] or ():
            key = f"{finding['rule']}\0{finding['dimension']}\0{finding['level']}"
            found = self.found[key]
            found.count += 1
            if key not in seen:
                seen.add(key)
                found.rule, found.dimension, found.level = finding["rule"], finding["dimension"], finding["level"]
                english = row["language"] == "en"
                if not found.advice or (english and not found.is_english):  # the page is in English
                    found.advice, found.is_english = without_words(finding["message"]), english
                found.messages += 1
                found.replies += row["kind"] == "reply"
                if len(found.languages) < NAMES or row["language"] in found.languages:
                    found.languages[row["language"] or "und"] += 1
            self.with_text = self.with_text or finding["quote"] is not None
            name = f"{row['row']}:{finding['start']}" if finding["quote"] is None else finding["quote"].casefold()
            found.examples.add(name, partial(_example, finding, row["row"]))

    def _thread(self, row: Row) -> None:
        if (name := row["thread"]) is None:
            return
        thread = self._open.get(name)
        if thread is None:
            if len(self._open) >= OPEN_THREADS:
                self.threads_closed += 1
                _close(self._open.popitem(last=False)[1], self._worst, self._best)
            thread = self._open[name] = Thread()
        self._open.move_to_end(name)
        thread.add(row)

    def threads(self) -> tuple[list[Thread], list[Thread]]:
        """The worst threads, and the best handled ones."""
        worst, best = self._worst.copy(), self._best.copy()
        for thread in self._open.values():
            _close(thread, worst, best)
        return worst.best(), best.best()


def _perfect(dimension: str) -> float:
    return 1.0 if dimension in ("clarity", "spelling") else 0.0


def _shown(row: Row) -> Shown:
    return Shown({name: row[name] for name in _SHOWN}, None if row["text"] is None else cut_short(row["text"], 180))


def _example(finding: dict[str, Any], row: int) -> Example:
    quote = finding["quote"]
    return Example(None if quote is None else cut_short(quote, 80), finding["end"] - finding["start"], row)


def _close(thread: Thread, worst: Best[Thread], best: Best[Thread]) -> None:
    if thread.stats.held or thread.stats.revised:
        worst.add(thread.badness, lambda: thread)
    if thread.is_well_handled:
        best.add(thread.goodness, lambda: thread)
