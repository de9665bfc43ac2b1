"""The sections by group: teams, languages, channels and kinds; senders; how scores are spread."""

from __future__ import annotations

from typing import Final

from toneguard.archive.page import plots
from toneguard.archive.page.blocks import (
    VERDICT_KEY,
    card,
    figure,
    in_percent,
    language,
    note,
    panels,
    person,
    section,
    side_by_side,
)
from toneguard.archive.page.bounded import Groups
from toneguard.archive.page.groups import Sender, Sides
from toneguard.archive.page.overview import KIND_NAMES
from toneguard.archive.page.stats import Stats, share
from toneguard.archive.page.tables import Cell, count, mix, percent, plain, score, table
from toneguard.archive.page.tallying import BINS, Tally
from toneguard.report import DIMENSIONS, TONE

_DRAWN = 12
"""Groups in a plot, the largest; the table below has them all."""

SENDERS_SHOWN = 200

_SIDES: Final = (
    "Messages #", "Replies #", "Replies: pass · revise · hold % #", "Replies: heat #", "Replies: guidance met #", "Complaints #",
    "Complaints: pass · revise · hold % #", "Complaints: heat #",
)  # fmt: skip
_SENDER: Final = (
    "Sender", "Kind ?", "Team ?", "Language ?", "Messages #", "pass · revise · hold % #", "Heat #", "Clarity #", "Spelling #",
    "Strong findings #",
)  # fmt: skip
_SPREAD: Final = (
    "Bars are the shares of messages by score. Those with the best score, 0 for tone and 1 for clarity and spelling, are left out and "
    "named above the plot."
)


def groups(tally: Tally) -> str:
    """Teams, languages, channels and kinds, each as a plot and a table."""
    kinds = {KIND_NAMES[kind]: stats for kind, stats in sorted(tally.kinds.items())}
    return section(
        "groups",
        "Teams, languages, channels",
        card("By team", _group("team", tally.teams)),
        card("By language", _group("language", tally.languages)),
        card("By channel", _group("channel", tally.channels)),
        card("By kind", side_by_side(_mixes("kind", "Verdicts by kind", kinds))),
    )


def _group(name: str, found: Groups[Sides]) -> str:
    if not len(found):
        return ""
    named = [(language(key) if name == "language" else key, sides) for key, sides in found]
    drawn = [
        _mixes(
            f"{name}-{kind}",
            f"{KIND_NAMES[kind]}: verdicts by {name}",
            {key: sides.of(kind) for key, sides in named if sides.of(kind).judged},
        )
        for kind in ("reply", "complaint")
    ]
    rows = [_sides(key, sides) for key, sides in named]
    listed = table(f"by-{name}", f"By {name}", (name.capitalize(), *_SIDES), rows)
    return _forgotten(found.forgotten, f"{name}s") + side_by_side(*drawn) + listed


def _forgotten(number: int, what: str) -> str:
    return (
        note(f"There are so many {what} that {number:,} small ones were not kept; counts are at least what is said.")
        if number
        else ""
    )


def _sides(key: str, sides: Sides) -> tuple[Cell, ...]:
    replies, asked = sides.of("reply"), sides.of("complaint")
    return (
        plain(key), count(sides.messages), count(replies.messages), mix(replies), score(replies.mean_heat),
        percent(*replies.met()), count(asked.messages), mix(asked), score(asked.mean_heat),
    )  # fmt: skip


def _mixes(name: str, title: str, found: dict[str, Stats]) -> str:
    shown = {key: stats for key, stats in list(found.items())[:_DRAWN] if stats.judged}
    if not shown:
        return ""
    counts = [(stats.passed, stats.revised, stats.held) for stats in shown.values()]
    labels = [
        f"{key if len(key) <= 24 else key[:23] + '…'} ({sum(found):,})"
        for key, found in zip(shown, counts, strict=True)
    ]
    said = f"{title}. " + "; ".join(
        f"{key}: {in_percent(share(found[2], sum(found)))} hold" for key, found in zip(shown, counts, strict=True)
    )
    rows = [(key, *(f"{number:,}" for number in found)) for key, found in zip(shown, counts, strict=True)]
    return figure(
        plots.verdicts_by_group(name, said, labels, counts), VERDICT_KEY, ("", "pass", "revise", "hold"), rows, title
    )


def senders(tally: Tally) -> str:
    """Those who wrote most."""
    shown = tally.senders.largest(SENDERS_SHOWN)
    left = len(tally.senders) + tally.senders.forgotten - len(shown)
    said = f"The {len(shown):,} who wrote most; {left:,} others are not listed." if left else ""
    rows = [_sender(key, sender) for key, sender in shown]
    body = (
        note(said) + _forgotten(tally.senders.forgotten, "senders") + table("senders-table", "Senders", _SENDER, rows)
    )
    return section("senders", "Senders", f'<div class="card">{body}</div>') if rows else ""


def _sender(key: str, sender: Sender) -> tuple[Cell, ...]:
    stats = sender.stats
    return (
        Cell(person(sender.name, sender.address or key), f"{sender.name} {sender.address}".strip() or key),
        plain(sender.mostly("kind")), plain(sender.mostly("team")), plain(language(sender.mostly("language"))),
        count(stats.messages), mix(stats), score(stats.mean_heat), score(stats.mean("clarity")),
        score(stats.mean("spelling")), count(stats.strong),
    )  # fmt: skip


def spread(tally: Tally) -> str:
    """How the scores of each dimension are spread."""
    drawn, columns = [], {}
    for name in DIMENSIONS:
        whole = sum(tally.bins[name])
        if not whole:
            continue
        perfect = 0 if name in TONE else BINS - 1
        bins = [n - (tally.ends[name] if at == perfect else 0) for at, n in enumerate(tally.bins[name])]
        at_end = in_percent(share(tally.ends[name], whole))
        said = f"Shares of {whole} messages by {name}; {at_end} at {0 if name in TONE else 1} are not drawn."
        title = f"{name}: {at_end} at {'0, none' if name in TONE else '1, best'}"
        drawn.append((title, plots.distribution(f"spread-{name}", said, name, [n / whole for n in bins])))
        columns[name] = (f"{tally.ends[name]:,}", *(f"{n:,}" for n in bins))
    if not drawn:
        return ""
    labels = ["best score", *(f"{at / BINS:.2f} to {(at + 1) / BINS:.2f}" for at in range(BINS))]
    rows = [(label, *(values[at] for values in columns.values())) for at, label in enumerate(labels)]
    return section(
        "spread",
        "How scores are spread",
        card("Every dimension", note(_SPREAD), panels(drawn, "", ("score", *columns), rows)),
    )
