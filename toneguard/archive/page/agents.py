"""The coaching section: what replies have, and each agent's strengths, work and trend."""

from __future__ import annotations

from typing import Final

from toneguard.archive.page import plots
from toneguard.archive.page.blocks import card, figure, in_percent, note, person, section, side_by_side
from toneguard.archive.page.coaching import (
    COMPLAINT_POINTS,
    ENOUGH,
    POINTS,
    Part,
    Remark,
    direction,
    parts,
    strengths,
    work,
)
from toneguard.archive.page.groups import Agent
from toneguard.archive.page.stats import Stats, share
from toneguard.archive.page.svg import ANSWERED, ASKED
from toneguard.archive.page.tables import Cell, count, mix, numbers, own, percent, plain, score, table, text
from toneguard.archive.page.tallying import Tally
from toneguard.report import TONE

CARDS = 40
"""Agents with a card of their own: what a support lead can talk with; the table has more."""

LISTED = 200

_HEADS: Final = (
    "Agent", "Team ?", "Replies #", "Calm #", "Guidance met #", "pass · revise · hold % #", "Heat #", "Open questions #", "Clarity #",
    "Spelling #",
)  # fmt: skip
_SAID: Final = (
    "A point is a strength from nine of ten, or where it is above all agents together by more than chance. "
    f"Who wrote at least {ENOUGH} replies has a card below; fewer say too little."
)
_WAYS: Final = {
    "up": "Calm more often in the later half than in the earlier.",
    "down": "Calm less often in the later half than in the earlier.",
    "level": "As calm in the later half as in the earlier.",
}


def coaching(tally: Tally) -> str:
    """Guidance met, the agents at a glance, and a card for each."""
    shown = tally.agents.largest(LISTED)
    everyone = tally.kinds.get("reply", Stats())
    advice = {found.rule: found.advice for _, found in tally.found if found.dimension in TONE}
    cards = "".join(
        _agent(at, key, agent, everyone, advice)
        for at, (key, agent) in enumerate(shown[:CARDS], 1)
        if agent.messages >= ENOUGH
    )
    left = f" Cards are those of the {CARDS} with most replies." if len(shown) > CARDS else ""
    asked = tally.kinds.get("complaint", Stats())
    replies = _points("reply", "Share of replies that have it", parts(everyone), POINTS, ANSWERED)
    complaints = _points("complaint", "Share of complaints that have it", _asked(asked), COMPLAINT_POINTS, ASKED)
    return section(
        "coaching",
        "Coaching",
        card("What messages have", side_by_side(replies, complaints)),
        card("Agents", note(_SAID + left), _overview(shown), f'<div class="agents">{cards}</div>') if shown else "",
    )


def _asked(stats: Stats) -> dict[str, Part]:
    return {key: part for key, part in parts(stats).items() if key in stats.guidance}


def _points(name: str, title: str, found: dict[str, Part], said: dict[str, str], colour: str) -> str:
    if not found:
        return ""
    labels = [said.get(point, point) for point in found]
    values = [part.share for part in found.values()]
    told = f"{title}: " + "; ".join(f"{label} {in_percent(value)}" for label, value in zip(labels, values, strict=True))
    rows = [
        (label, f"{part.done:,}", f"{part.of:,}", in_percent(part.share))
        for label, part in zip(labels, found.values(), strict=True)
    ]
    return figure(
        plots.shares(f"points-{name}", told, labels, values, colour), "", ("", "have it", "of", "share"), rows, title
    )


def _overview(shown: list[tuple[str, Agent]]) -> str:
    return table("agents-table", "Agents", _HEADS, [_line(at, key, agent) for at, (key, agent) in enumerate(shown, 1)])


def _line(at: int, key: str, agent: Agent) -> tuple[Cell, ...]:
    stats = agent.stats
    said = person(
        agent.name, agent.address or key, link=f"#agent-{at}" if at <= CARDS and agent.messages >= ENOUGH else ""
    )
    return (
        Cell(said, f"{agent.name} {agent.address}".strip() or key), plain(agent.mostly("team")), count(stats.messages),
        percent(stats.calm, stats.heated), percent(*stats.met()), mix(stats), score(stats.mean_heat), count(stats.unanswered),
        score(stats.mean("clarity")), score(stats.mean("spelling")),
    )  # fmt: skip


def _agent(at: int, key: str, agent: Agent, everyone: Stats, advice: dict[str, str]) -> str:
    stats = agent.stats
    calm, met = in_percent(share(stats.calm, stats.heated)), in_percent(share(*stats.met()))
    well = _remarks("Does well", "well", strengths(agent, everyone))
    more = _remarks("To work on", "more", work(agent, everyone)) + _recurring(agent, advice)
    return (
        f'<details class="agent" id="agent-{at}"{" open" * (at == 1)}><summary><h4>{own(agent.name or agent.address or key)}</h4>'
        f"<span>{stats.messages:,} replies · {calm} calm · {met} guidance met</span></summary>"
        f'<div class="columns"><div>{well}</div><div>{more}</div><div>{_trend(at, agent)}</div></div></details>'
    )


def _remarks(title: str, kind: str, remarks: list[Remark]) -> str:
    if not remarks:
        return ""
    rows = "".join(
        f"<li><b>{text(POINTS.get(r.point, r.point))}</b>: {in_percent(r.part.share)} of {r.part.of:,} "
        f"<small>(all agents {in_percent(r.others)})</small>"
        + (f"<p>{text(r.advice)}</p>" if r.advice else "")
        + "</li>"
        for r in remarks
    )
    return f'<h5>{title}</h5><ul class="{kind}">{rows}</ul>'


def _recurring(agent: Agent, advice: dict[str, str]) -> str:
    found = sorted(((-number, rule) for rule, number in agent.rules.items() if rule in advice))[:3]
    rows = "".join(
        f'<li>{-number:,} × <code>{own(rule)}</code><p dir="auto">{text(advice[rule])}</p></li>'
        for number, rule in found
    )
    return f'<h5>Tone findings most often</h5><ul class="more">{rows}</ul>' if rows else ""


def _trend(at: int, agent: Agent) -> str:
    names = sorted(agent.months)
    if len(names) < 2:
        return ""
    found = [Part(agent.months[name][1], agent.months[name][0]) for name in names]
    span = f"from {names[0]} to {names[-1]}: first {in_percent(found[0].share)}, last {in_percent(found[-1].share)}."
    said = f"Share of calm replies by month {span}"
    drawn = plots.trend(f"trend-{at}", said, names, [part.share for part in found])
    rows = [(name, f"{part.of:,}", in_percent(part.share)) for name, part in zip(names, found, strict=True)]
    way = direction(found)
    return f"<h5>Calm replies by month</h5>{drawn}{note(_WAYS[way] if way else '')}{numbers(('month', 'replies', 'calm'), rows)}"
