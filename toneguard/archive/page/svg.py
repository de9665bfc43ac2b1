"""A figure of matplotlib as inline SVG that takes its colours and its font from the page around it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any, Final

from toneguard.output.bidi import safe

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, LINE, CARD = "#0a0a01", "#0a0a02", "#0a0a03", "#0a0a04"
GOOD, MILD_INK, STRONG_INK, ASKED, ANSWERED = "#0a0a05", "#0a0a06", "#0a0a07", "#0a0a08", "#0a0a09"
"""Stand-ins, which no figure has by itself, for the page's colours."""

_COLOURS: Final = {
    INK: "var(--ink)", SOFT: "var(--soft)", LINE: "var(--line)", CARD: "var(--card)", GOOD: "var(--good)",
    MILD_INK: "var(--mild)", STRONG_INK: "var(--strong)", ASKED: "var(--asked)", ANSWERED: "var(--answered)",
}  # fmt: skip
_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none", "svg.hashsalt": "toneguard", "svg.image_inline": True, "font.size": 9.0, "hatch.linewidth": 1.4,
    "text.color": INK, "axes.edgecolor": LINE, "axes.labelcolor": SOFT, "xtick.color": LINE, "ytick.color": LINE,
    "xtick.labelcolor": SOFT, "ytick.labelcolor": SOFT, "grid.color": LINE, "grid.linewidth": 0.7, "axes.grid.axis": "y",
    "axes.grid": True, "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False,
    "axes.spines.left": False, "ytick.major.size": 0, "xtick.major.size": 2.5, "path.simplify": False,
    "text.parse_math": False, "lines.linewidth": 1.8, "lines.markersize": 4, "axes.xmargin": 0.01,
}  # fmt: skip
_UNITS: Final = 72
"""Units of an SVG to matplotlib's inch."""

_HEAD: Final = re.compile(r"^.*?<svg[^>]*?viewBox=\"([^\"]*)\"[^>]*>|<metadata>.*?</metadata>", re.DOTALL)
_OWN_STYLE: Final = re.compile(r"<defs>\s*<style type=\"text/css\">.*?</style>\s*</defs>", re.DOTALL)
_TURNED: Final = re.compile(r" transform=\"rotate\(-?0 [^\"]*\"")
_FONT: Final = re.compile(r"font-family: [^;\"]*(?:; )?")
_GROUP_ID: Final = re.compile(r"<g id=\"[^\"]*\"")
_ID: Final = re.compile(r"(id=\"|url\(#|xlink:href=\"#)")
_FILL: Final = re.compile(r" fill=\"(#[0-9a-f]{6})\"")
_LABEL: Final = re.compile(r">@(\d+)@<")
_PLACE: Final = re.compile(r"(\d+\.\d\d)\d+")


@contextmanager
def drawing(
    width: float, height: float, *, left: float, bottom: float, right: float = 8
) -> Iterator[tuple[Figure, Axes]]:
    """A figure of so many units with one pair of axes inside these margins, in the page's style and nobody else's."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        figure = Figure(figsize=(width / _UNITS, height / _UNITS))
        inner = (left / width, bottom / height, (width - left - right) / width, (height - bottom - 10) / height)
        yield figure, figure.add_axes(inner)


def label(number: int) -> str:
    """What stands in a figure for the text number so-and-so: matplotlib's fonts need not have its letters."""
    return f"@{number}@"


def as_svg(figure: Figure, name: str, said: str, labels: Sequence[str] = ()) -> str:
    """The figure as an element of the page: `name` keeps its ids apart from other figures', `said` is its alternative.

    Call inside `drawing`. Equal figures give equal bytes.
    """
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = drawn.getvalue()
    box = text.partition('viewBox="')[2].partition('"')[0]
    text = _OWN_STYLE.sub("", _HEAD.sub("", text)).removesuffix("</svg>\n")
    text = _GROUP_ID.sub("<g", _FONT.sub("", _TURNED.sub("", text)))
    text = _ID.sub(rf"\g<1>{name}-", _FILL.sub(r' style="fill: \1"', text))
    text = _PLACE.sub(r"\1", " ".join(text.split())).replace("> <", "><").replace(" z ", "z")
    for stand_in, colour in _COLOURS.items():
        text = text.replace(stand_in, colour)
    text = _LABEL.sub(lambda match: f">{escape(safe(labels[int(match[1])]))}<", text)
    return f'<svg role="img" aria-label="{escape(safe(said))}" viewBox="{box}">{text.strip()}</svg>'
