"""Lines for a terminal: styled runs of text, wrapped, in their own direction, with what is of no interest left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from unicodedata import combining, east_asian_width

from toneguard.output.bidi import LRI, PDI, RLI, direction, framed, has_rtl

BOLD, DIM, STRUCK = "1", "2", "9"
RED, GREEN, YELLOW, BLUE = "31", "32", "33", "34"
UNDERLINED: Final = "4"

ROOM: Final = 40
"""Lines that are shown whole; of a longer text only what is near something of interest."""
_NEAR: Final = 2


class Run(NamedTuple):
    """Text in one style, an SGR code or "" for none; `matters` where the line it stands on is to be shown."""

    text: str
    style: str = ""
    matters: bool = False


class Line(NamedTuple):
    """A drawn line, and whether something of interest stands on it."""

    text: str
    matters: bool


def styled(text: str, style: str, *, colour: bool) -> str:
    """`text` in an SGR style where colours are wanted."""
    return f"\x1b[{style}m{text}\x1b[0m" if colour and style and text else text


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: none for a combining mark, two for a wide letter."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> str:
    """`text` with a line feed for a space wherever a line gets longer than `width` columns; a long word stays whole."""
    return "\n".join(_wrapped_line(line, width) for line in text.split("\n"))


def _wrapped_line(line: str, width: int) -> str:
    if columns(line) <= width:
        return line
    drawn: list[str] = []
    used = 0
    for number, word in enumerate(line.split(" ")):
        size = columns(word)
        fits = used + 1 + size <= width or not word
        drawn.append(("" if not number else " " if fits else "\n") + word)
        used = used + 1 + size if fits else size
    return "".join(drawn)


def lines(runs: Iterable[Run], *, colour: bool) -> Iterator[Line]:
    """The runs cut at their line feeds, each line in the direction it is read."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(run._replace(text=first))
        for part in others:
            yield _line(line, colour=colour)
            line = [run._replace(text=part)]
    yield _line(line, colour=colour)


def _line(runs: Sequence[Run], *, colour: bool) -> Line:
    plain = "".join(run.text for run in runs)
    matters = any(run.matters and run.text for run in runs)
    if not has_rtl(plain):
        return Line("".join(styled(run.text, run.style, colour=colour) for run in runs), matters)
    right = direction(plain) == "rtl"
    drawn = "".join(styled(framed(r.text) if right else r.text, r.style, colour=colour) for r in runs)
    return Line(f"{RLI if right else LRI}{drawn}{PDI}", matters)


def shortened(drawn: Sequence[Line]) -> Iterator[str]:
    """The lines, or of a long text those that matter and two around each; what is left out is counted."""
    near = {at + by for at, line in enumerate(drawn) if line.matters for by in range(-_NEAR, _NEAR + 1)}
    left_out = 0
    for at, line in enumerate(drawn):
        if len(drawn) <= ROOM or at in near:
            if left_out:
                yield f"⋯ {left_out} lines"
            left_out = 0
            yield line.text
        else:
            left_out += 1
    if left_out:
        yield f"⋯ {left_out} lines"
