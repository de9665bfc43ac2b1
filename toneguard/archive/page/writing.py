"""From rows to the file."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path

from toneguard.archive.outputs import FormatError
from toneguard.archive.page.html import as_page
from toneguard.archive.page.tallying import Tally
from toneguard.archive.rows import Row
from toneguard.archive.workspace import OutputError


def check_page(page: Path) -> None:
    """Raises FormatError where the page could not be made: a wrong ending, no such folder, no package for plots."""
    if page.suffix.lower() not in (".html", ".htm"):
        raise FormatError(f"{page}: the page ends in .html")
    if not page.parent.is_dir():
        raise FormatError(f"{page}: there is no folder {page.parent}; make it first")
    if importlib.util.find_spec("matplotlib") is None:
        raise FormatError(f"{page}: the page needs toneguard[archive] (matplotlib)")


def write_page(rows: Iterable[Row], page: Path, title: str = "Archive") -> None:
    """Write the page of the rows, which are read once; it is there whole or not at all. Raises OutputError."""
    tally = Tally()
    for row in rows:
        tally.add(row)
    whole = as_page(tally, title)
    part = page.with_name(page.name + ".part")
    try:
        part.write_text(whole, encoding="utf-8", errors="replace", newline="\n")
        part.replace(page)
    except OSError as error:
        part.unlink(missing_ok=True)
        said = error.strerror or type(error).__name__
        raise OutputError(f"{page}: {said}; the rows are whole: --from makes the page of them") from None
