"""Time and memory of the page for more and more rows: `python tests/benchmarks/archive_page.py 1000 100000 1000000`.

Each number of rows is counted in a process of its own. Every third row begins a thread, every complaint has a new sender, and every
row a finding with a quote, over ten years: all that is bounded gets full.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from toneguard.archive.page import Tally, as_page
from toneguard.archive.rows import Row, new_row
from toneguard.report import DIMENSIONS


def rows(count: int) -> Iterator[Row]:
    """So many rows, one after another."""
    pick = random.Random(1)  # noqa: S311 - the same rows every time
    for number in range(1, count + 1):
        kind = "reply" if number % 2 else "complaint"
        who = f"agent{number % 60}@shop.example" if number % 2 else f"{number}@home.example"
        heat = pick.choice((0.0, 0.0, 0.4, 0.8))
        found = {"rule": f"en/anger/{pick.randrange(400)}", "dimension": "anger", "level": "mild", "start": 0, "end": 9}
        found |= {"quote": f"words {number}", "message": "Say what happened and what you need."}
        yield new_row(
            {
                "row": number, "from_address": who, "from_name": who, "thread": str(number // 3), "kind": kind, "channel": "email",
                "date": f"{2016 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02}T00:00:00Z", "team": f"team {number % 9}",
                "language": ("en", "ur", "tl", "ur-Latn")[number % 4], **dict.fromkeys(DIMENSIONS, heat), "findings": [found],
                "verdict": "hold" if heat > 0.7 else "pass", "guidance": [{"id": "greeting", "met": number % 3 > 0}],
                "text": "Where is my order? " * 20,
            }
        )  # fmt: skip


def measure(count: int) -> str:
    """A line with the figures."""
    began, tally = time.perf_counter(), Tally()
    for row in rows(count):
        tally.add(row)
    counted = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    page = as_page(tally)
    drawn = time.perf_counter() - counted
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{count:>9,} rows: counted in {counted - began:.1f} s at {peak:.0f} MB, "
        f"drawn in {drawn:.1f} s at {whole:.0f} MB, {len(page.encode()) / 1e6:.2f} MB of page"
    )


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(measure(int(sys.argv[1])))
    else:
        for said in sys.argv[1:]:
            subprocess.run([sys.executable, __file__, said], check=True)
