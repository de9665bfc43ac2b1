"""Rules, listed and explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toneguard.lexicon.model import Entry
from toneguard.output.bidi import isolated, safe
from toneguard.output.drawing import BOLD, DIM, styled, wrapped
from toneguard.output.terminal import PROSE
from toneguard.rules import Known

_FOR = {"both": "complaints and replies", "complaint": "complaints", "reply": "replies"}


def listed(rules: Iterable[Known]) -> str:
    """One line a rule: its id, its level and whom it is for, what it looks for."""
    return "".join(_row(known) for known in rules)


def _row(known: Known) -> str:
    level, kind = ("code", "both") if known.entry is None else (str(known.entry.level), known.entry.kind)
    return f"{known.id:<48} {level:<6} {kind:<9} {isolated(safe(known.summary))}\n"


def explained(known: Known, *, colour: bool = False, width: int | None = None) -> str:
    """What the rule looks for, what it says to the writer, what it offers instead, its examples, and its file."""
    entry = known.entry
    about = f"{known.dimension}, {'in code' if entry is None else f'{entry.level}, in {_FOR[entry.kind]}'}"
    lines = [f"{styled(known.id, BOLD, colour=colour)}  {styled(about, DIM, colour=colour)}"]
    lines.extend(
        wrapped(safe(known.summary if entry is None else entry.message), min(width or PROSE, PROSE)).split("\n")
    )
    for title, texts in () if entry is None else _parts(entry):
        if texts:
            lines.extend(("", styled(title, BOLD, colour=colour), *(f"  {isolated(safe(text))}" for text in texts)))
    lines.extend(("", styled(_kept(known), DIM, colour=colour)))
    return "\n".join(lines) + "\n"


def _parts(entry: Entry) -> Iterator[tuple[str, Sequence[str]]]:
    yield "looks for", entry.phrases
    yield "but not in", entry.unless
    yield "write instead", entry.replacements or ("nothing: no words can stand here", *_dropped(entry))
    yield "also", tuple(f"{level} {dimension}" for dimension, level in entry.also)
    yield "fires on the words in braces", entry.match
    yield "stays silent on", entry.near_miss


def _dropped(entry: Entry) -> Iterator[str]:
    if entry.drop is not None:
        yield f"a rewrite leaves the {entry.drop} out"


def _kept(known: Known) -> str:
    if known.path is None or known.entry is None:
        return f"to switch it off: --disable {known.id}"
    line = known.entry.place.rpartition(":")[2]
    return f"{known.path}:{line}\nto switch it off: --disable {known.id}"
