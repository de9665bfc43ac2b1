"""Tables that sort and filter where the script runs, and are whole tables where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

from toneguard.archive.page.stats import Stats
from toneguard.output.bidi import safe


class Cell(NamedTuple):
    """A cell: its HTML, and what it is sorted by and chosen by; that is the text itself where None."""

    html: str
    value: str | None = None


def text(said: object) -> str:
    """Any words as HTML, control characters as pictures."""
    return escape(safe(str(said)))


def own(said: str) -> str:
    """A name, address or quotation as HTML that keeps its own direction and turns nothing around it."""
    return f"<bdi>{text(said)}</bdi>" if said else ""


def plain(said: str) -> Cell:
    """A cell with what came from the rows."""
    return Cell(own(said), said)


def count(number: int) -> Cell:
    """A cell with a whole number."""
    return Cell(f"{number:,}", str(number))


def score(value: float | None) -> Cell:
    """A cell with a score, or a dash for none, which sorts last."""
    return Cell('<span class="none">–</span>', "") if value is None else Cell(f"{value:.2f}", f"{value:.4f}")


def percent(part: float, whole: float) -> Cell:
    """A cell with a share."""
    return score(None) if not whole else Cell(f"{100 * part / whole:.0f} %", f"{part / whole:.4f}")


def mix(stats: Stats) -> Cell:
    """A cell with the verdicts as a bar and as numbers; sorted by the share at hold."""
    if not stats.judged:
        return score(None)
    parts = [100 * number / stats.judged for number in (stats.passed, stats.revised, stats.held)]
    bar = "".join(
        f'<i class="{name}" style="width:{part:.1f}%"></i>'
        for name, part in zip(("pass", "revise", "hold"), parts, strict=True)
    )
    numbers = " · ".join(f"{part:.0f}" for part in parts)
    return Cell(
        f'<span class="mix" aria-hidden="true">{bar}</span> <span class="nums">{numbers}</span>', f"{parts[2]:.4f}"
    )


def table(name: str, caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, first: int = 15) -> str:
    """A table by the id `name`; the script shows its `first` rows until asked for all.

    A head that ends in ` #` has numbers below it, one that ends in ` ?` words to choose from. A column with
    nothing in it is left out.
    """
    rows = list(rows)
    kept = [at for at in range(len(heads)) if at == 0 or any(row[at].html for row in rows)]
    heads, rows = [heads[at] for at in kept], [[row[at] for at in kept] for row in rows]
    signs = [head[-1] if head.endswith((" #", " ?")) else "" for head in heads]
    said = "".join(_head(head.removesuffix(f" {sign}"), sign) for head, sign in zip(heads, signs, strict=True))
    body = "".join(f"<tr>{_cells(signs, row)}</tr>" for row in rows)
    return (
        f'<div class="table" id="{name}" data-first="{first}"><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{text(caption)}"><table><caption>{text(caption)}</caption><thead><tr>{said}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></div>"
    )


def _head(head: str, sign: str) -> str:
    kind = {"#": ' data-type="number"', "?": " data-choose"}.get(sign, "")
    return f'<th scope="col"{kind}>{text(head)}</th>'


_CLASSES: Final = {"#": ' class="n"', "?": ' class="w"', "": ""}


def _cells(signs: Sequence[str], row: Sequence[Cell]) -> str:
    made = []
    for at, (sign, cell) in enumerate(zip(signs, row, strict=True)):
        value = "" if cell.value is None else f' data-v="{text(cell.value)}"'
        tag, scope = ("td", "") if at else ("th", ' scope="row"')
        made.append(f"<{tag}{scope}{_CLASSES[sign]}{value}>{cell.html}</{tag}>")
    return "".join(made)


def date(said: str) -> Cell:
    """A cell with a date, or a date and a time."""
    return Cell(f"<time>{text(said)}</time>", said)


def numbers(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The numbers of a plot, behind a switch."""
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{own(cell)}</th>' if not at else f'<td class="n">{text(cell)}</td>'
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        '<details class="numbers"><summary>The numbers</summary><div class="scroll" tabindex="0" role="region" '
        f'aria-label="The numbers"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></details>'
    )
