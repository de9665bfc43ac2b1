"""The plots: each a function from numbers to inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from toneguard.archive.page.svg import (
    ANSWERED,
    ASKED,
    CARD,
    GOOD,
    INK,
    LINE,
    MILD_INK,
    SOFT,
    STRONG_INK,
    as_svg,
    drawing,
    label,
)  # fmt: skip
from toneguard.output.wording import weight
from toneguard.report import MILD, STRONG, TONE, Dimension

if TYPE_CHECKING:
    from matplotlib.axes import Axes

VERDICTS: Final = (("pass", GOOD, ""), ("revise", MILD_INK, "////"), ("hold", STRONG_INK, "xxxx"))
"""Name, colour and hatching: whoever sees no colours sees the hatching."""

KINDS: Final = {"complaint": (ASKED, "--", "o"), "reply": (ANSWERED, "-", "s")}
"""Colour, dashes and marker of a kind's line."""

_WIDE, _HALF, _PANEL = 720, 380, 240
_WEIGHTS: Final = {"good": (GOOD, ""), "mild": (MILD_INK, "////"), "strong": (STRONG_INK, "xxxx")}
_TICKS: Final = 12
"""Names of periods that fit below a wide plot without touching; four below a panel."""


def verdicts_over_time(name: str, said: str, periods: Sequence[str], counts: Mapping[str, Sequence[int]]) -> str:
    """Bars of messages by verdict, one a period."""
    from matplotlib.ticker import MaxNLocator

    with drawing(_WIDE, 190, left=44, bottom=24) as (figure, axes):
        base = [0] * len(periods)
        for verdict, colour, hatch in VERDICTS:
            axes.bar(range(len(periods)), counts[verdict], 0.78, base, color=colour, hatch=hatch, edgecolor=CARD, lw=0)
            base = [below + count for below, count in zip(base, counts[verdict], strict=True)]
        _name_periods(axes, periods, _TICKS)
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        return as_svg(figure, name, said)


def scores_over_time(
    name: str,
    said: str,
    periods: Sequence[str],
    means: Mapping[str, Sequence[float | None]],
    *,
    top: float,
    bottom: float,
) -> str:
    """Lines of a mean score by kind, one point a period; a gap where nothing was measured."""
    with drawing(_PANEL, 130, left=26, bottom=22) as (figure, axes):
        for kind, values in means.items():
            colour, dashes, marker = KINDS.get(kind, (INK, ":", "^"))
            shown = marker if len(periods) <= 16 or _has_lone_points(values) else ""
            points = [float("nan") if value is None else value for value in values]
            axes.plot(range(len(periods)), points, color=colour, ls=dashes, marker=shown, clip_on=False)
        axes.set_ylim(bottom, top)
        axes.set_xlim(-0.5, len(periods) - 0.5)
        _name_periods(axes, periods, 3)
        return as_svg(figure, name, said)


def _has_lone_points(values: Sequence[float | None]) -> bool:
    """Whether a line alone would not show some value: both its neighbours are missing."""
    around = [None, *values, None]
    return any(
        b is not None and a is None and c is None for a, b, c in zip(around, around[1:], around[2:], strict=False)
    )


def distribution(name: str, said: str, dimension: Dimension, shares: Sequence[float]) -> str:
    """Bars of the share of messages by score; the thresholds as dotted lines."""
    from matplotlib.ticker import MaxNLocator

    with drawing(_PANEL, 130, left=34, bottom=22) as (figure, axes):
        width = 1 / len(shares)
        for number, value in enumerate(shares):
            middle = (number + 0.5) * width
            colour, hatch = _WEIGHTS[weight(dimension, middle)]
            axes.bar(middle, 100 * value, 0.9 * width, color=colour, hatch=hatch, edgecolor=CARD, lw=0)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(100 * max(shares, default=0) * 1.2, 1))
        for bad, word in ((MILD, "mild"), (STRONG, "strong")):
            at = bad if dimension in TONE else 1 - bad
            axes.axvline(at, color=SOFT, ls=":", lw=1)
            axes.annotate(
                word,
                (at, 1),
                (3, -7),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                color=SOFT,
                size=8,
            )
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
        axes.yaxis.set_major_locator(MaxNLocator(4))
        return as_svg(figure, name, said)


def verdicts_by_group(name: str, said: str, groups: Sequence[str], counts: Sequence[tuple[int, int, int]]) -> str:
    """A bar a group, from 0 to 100 %, cut by verdict; the share at hold stands beside it."""
    with drawing(_HALF, 24 * len(groups) + 32, left=124, bottom=20, right=56) as (figure, axes):
        for at, found in enumerate(counts):
            whole, start = float(max(sum(found), 1)), 0.0
            for (_, colour, hatch), count in zip(VERDICTS, found, strict=True):
                width = 100 * count / whole
                axes.barh(at, width, 0.66, start, color=colour, hatch=hatch, edgecolor=CARD, lw=0)
                start += width
            axes.text(101.5, at, f"{100 * found[2] / whole:.0f} % hold", va="center", color=SOFT)
        _name_rows(axes, len(groups))
        return as_svg(figure, name, said, groups)


def shares(name: str, said: str, groups: Sequence[str], values: Sequence[float], colour: str) -> str:
    """A bar a group, from 0 to 100 %, its share beside it."""
    with drawing(_HALF, 24 * len(groups) + 32, left=124, bottom=20, right=56) as (figure, axes):
        axes.barh(range(len(groups)), [100] * len(groups), 0.5, color=LINE, alpha=0.6, lw=0)
        axes.barh(range(len(groups)), [100 * value for value in values], 0.5, color=colour, lw=0)
        for at, value in enumerate(values):
            axes.text(101.5, at, f"{100 * value:.0f} %", va="center", color=INK)
        _name_rows(axes, len(groups))
        return as_svg(figure, name, said, groups)


def trend(name: str, said: str, periods: Sequence[str], values: Sequence[float | None]) -> str:
    """A line of a share by period, 0 to 100 %."""
    with drawing(300, 84, left=36, bottom=20, right=14) as (figure, axes):
        points = [float("nan") if value is None else 100 * value for value in values]
        axes.plot(range(len(periods)), points, color=ANSWERED, marker="s", markersize=3, clip_on=False)
        axes.set_ylim(0, 104)
        axes.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"])
        _name_periods(axes, periods, 2)
        return as_svg(figure, name, said)


def _name_periods(axes: Axes, periods: Sequence[str], most: int) -> None:
    step = max(1, -(-len(periods) // most))
    places = range(0, len(periods), step)
    axes.set_xticks(places, [periods[at] for at in places])


def _name_rows(axes: Axes, count: int) -> None:
    axes.set_yticks(range(count), [label(number) for number in range(count)])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    axes.grid(visible=False)
