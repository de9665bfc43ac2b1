"""What a run comes to: counts over its rows, and what is said of them at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from toneguard.archive.rows import Row

COUNTED: Final = ("verdict", "language", "kind")


def counts(row: Row) -> Counter[str]:
    """What one row adds to the counts, by names such as `verdict pass`."""
    found = Counter({f"{name} {row[name]}": 1 for name in COUNTED if row[name] is not None})
    found["error"] = int(row["error"] is not None)
    found["unchecked"] = int(row["unchecked"] is not None)
    found["strong"] = row["findings_strong"] or 0
    found["mild"] = row["findings_mild"] or 0
    return found


def summary(tally: Mapping[str, int], rows: int, scored: int, seconds: float, dropped: int) -> str:
    """The lines at the end of a run: `rows` in all, `scored` now in so many `seconds`, `dropped` as duplicates."""
    lines = [f"{rows:,} messages"]
    lines += [f"{name:<10} {_listed(tally, name)}" for name in COUNTED if _listed(tally, name)]
    lines.append(f"findings   {tally.get('strong', 0):,} strong, {tally.get('mild', 0):,} mild")
    lines.append(f"unchecked  {tally.get('unchecked', 0):,}")
    lines.append(f"errors     {tally.get('error', 0):,}")
    if dropped:
        lines.append(f"duplicates {dropped:,} left out")
    if scored:
        lines.append(
            f"rate       {scored / max(seconds, 1e-9):,.0f} messages a second ({scored:,} in {seconds:,.1f} s)"
        )
    return "\n".join(lines) + "\n"


def _listed(tally: Mapping[str, int], name: str) -> str:
    found = [(count, key.split(" ", 1)[1]) for key, count in tally.items() if key.startswith(f"{name} ")]
    return ", ".join(f"{value} {count:,}" for count, value in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:12])
