"""One rule, explained."""

from __future__ import annotations

from collections.abc import Iterator

from toneguard.lexicon.entries import Entry
from toneguard.rules import Known


def explained(known: Known) -> str:
    """What the rule looks for, what it says to the writer, what it offers, and its examples."""
    lines = [f"{known.id}  ({known.dimension})", ""]
    lines.extend(_entry_lines(known.entry) if known.entry is not None else (known.summary,))
    return "\n".join(lines) + "\n"


def _entry_lines(entry: Entry) -> Iterator[str]:
    yield f"level    {entry.level}, in {'complaints and replies' if entry.kind == 'both' else entry.kind}"
    yield f"says     {entry.message}"
    for phrase in entry.phrases:
        yield f"finds    {phrase}"
    for phrase in entry.unless:
        yield f"not in   {phrase}"
    for better in entry.replacements:
        yield f"offers   {better}"
    for example in entry.match:
        yield f"fires    {example}"
    for example in entry.near_miss:
        yield f"silent   {example}"
    yield f"kept in  {entry.place}"
