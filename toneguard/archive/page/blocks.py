"""The pieces that sections are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from toneguard.archive.page.tables import numbers, own, text
from toneguard.output.wording import LANGUAGE_NAMES

_VERDICTS: Final = '<i class="key pass"></i>pass <i class="key revise"></i>revise <i class="key hold"></i>hold'
_LINE: Final = '<svg class="key" viewBox="0 0 24 8" aria-hidden="true"><path d="M0 4H24" class="{}"/></svg>{}'

VERDICT_KEY: Final = f'<p class="keys">{_VERDICTS}</p>'
KIND_KEY: Final = '<p class="keys">{}</p>'.format(
    " ".join(_LINE.format(name, said) for name, said in (("asked", "complaints"), ("answered", "replies")))
)


def section(name: str, title: str, *inner: str) -> str:
    """A section under a heading of the second order; nothing where nothing is in it."""
    body = "\n".join(part for part in inner if part)
    return (
        f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{text(title)}</h2>\n{body}\n</section>'
        if body
        else ""
    )


def card(title: str, *inner: str) -> str:
    """A card under a heading of the third order; nothing where nothing is in it."""
    body = "\n".join(part for part in inner if part)
    return f'<div class="card"><h3>{text(title)}</h3>\n{body}\n</div>' if body else ""


def note(said: str) -> str:
    """A remark below a heading; nothing for none."""
    return f'<p class="note">{text(said)}</p>' if said else ""


def figure(drawn: str, key: str, head: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> str:
    """A plot, what its colours mean, and the table of its numbers; the heading above is its title if it has none."""
    caption = f"<figcaption>{text(title)}</figcaption>" if title else ""
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="{text(title or "Plot")}">{drawn}</div>'
    return f'<figure class="wide">{caption}{key}{scroll}{numbers(head, rows)}</figure>'


def panels(drawn: Iterable[tuple[str, str]], key: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Small plots side by side, each under its title, with one table of their numbers."""
    inner = "".join(f"<figure><figcaption>{text(title)}</figcaption>{plot}</figure>" for title, plot in drawn)
    return f'{key}<div class="panels">{inner}</div>{numbers(head, rows)}'


def language(tag: str) -> str:
    """The name of a language, or its tag."""
    return LANGUAGE_NAMES.get(tag, tag)


def person(name: str, address: str, link: str = "") -> str:
    """Who wrote, as HTML: the name, linked where asked, and the address below it."""
    said = own(name or address)
    said = f'<a href="{link}">{said}</a>' if link else said
    return f"{said}<br><small>{own(address)}</small>" if name and address and name != address else said


def counted(number: int, one: str, many: str) -> str:
    """A number and what it counts."""
    return f"{number:,} {one if number == 1 else many}"


def in_percent(part: float | None) -> str:
    """A share for a table of numbers."""
    return "–" if part is None else f"{100 * part:.0f} %"


def in_score(value: float | None) -> str:
    """A score for a table of numbers."""
    return "–" if value is None else f"{value:.2f}"


def side_by_side(*figures: str) -> str:
    """Plots beside each other where there is room."""
    return f'<div class="pair">{"".join(figures)}</div>' if any(figures) else ""
