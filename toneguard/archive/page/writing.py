"""From rows to the file."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path

from toneguard.archive.outputs import FormatError
from toneguard.archive.page.html import as_page
from toneguard.archive.page.tallying import Tally
from toneguard.archive.rows import Row
from toneguard.archive.workspace import writing


def check_plots(page: Path) -> None:
    """Raises FormatError where the page could not be made: its name ends otherwise, or the package for plots is missing."""
    if page.suffix.lower() not in (".html", ".htm"):
        raise FormatError(f"{page}: the page ends in .html")
    if importlib.util.find_spec("matplotlib") is None:
        raise FormatError(f"{page}: the page needs toneguard[archive] (matplotlib)")


def write_page(rows: Iterable[Row], page: Path, title: str = "Archive") -> None:
    """Write the page of the rows, which are read once; it is there whole or not at all. Raises OutputError."""
    tally = Tally()
    for row in rows:
        tally.add(row)
    whole = as_page(tally, title)
    part = page.with_name(page.name + ".part")
    with writing(page):
        part.write_text(whole, encoding="utf-8", errors="replace", newline="\n")
        part.replace(page)
