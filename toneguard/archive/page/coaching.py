"""What a writer of replies does well and may work on: shares held against those of all who write replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from toneguard.advising.guidance import HELP
from toneguard.archive.page.groups import Agent
from toneguard.archive.page.stats import Stats

ENOUGH: Final = 10
"""Replies of which a share says something: of fewer, one more or less moves it by more than ten points."""

HIGH: Final = 0.9
LOW: Final = 0.6
"""By convention: nine of ten is done well; fewer than six of ten is worth work, whatever others do."""

_ERRORS: Final = 2
"""Standard errors from the share of all that are no chance: nineteen in twenty differences by chance are smaller."""

POINTS: Final = {
    "calm": "Stays calm",
    "greeting": "Greets the customer",
    "next_step": "Says what happens next",
    "timeframe": "Says by when",
    "answers": "Answers every question",
    "clarity": "Writes clearly",
    "spelling": "Spells well",
}
_ADVICE: Final = {
    "calm": "Read the reply once as the customer will; the findings below say which words to change.",
    "clarity": "One matter a sentence, and what the customer wants to know first.",
    "spelling": "A look at the marked words before sending.",
}

COMPLAINT_POINTS: Final = {"facts": "Says what happened", "outcome": "Says what is wanted", "time": "Gives time"}


class Part(NamedTuple):
    """How many of how many."""

    done: int
    of: int

    @property
    def share(self) -> float:
        """0 to 1; 0 of none."""
        return self.done / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Remark:
    """One point about an agent: its id, the agent's part, the share of all agents, and what to do; "" for a strength."""

    point: str
    part: Part
    others: float
    advice: str = ""


def parts(stats: Stats) -> dict[str, Part]:
    """For every point that was looked at, how many replies have it."""
    found = {"calm": Part(stats.calm, stats.heated)}
    found |= {key: Part(met, asked) for key, (met, asked) in sorted(stats.guidance.items())}
    found |= {"clarity": Part(*stats.well("clarity")), "spelling": Part(*stats.well("spelling"))}
    ordered = [*(key for key in POINTS if key in found), *(key for key in found if key not in POINTS)]
    return {key: found[key] for key in ordered if found[key].of}


def strengths(agent: Agent, everyone: Stats) -> list[Remark]:
    """What the agent does well: often, or more often than others beyond chance; the best first."""
    base = parts(everyone)
    found = [
        Remark(point, part, base[point].share)
        for point, part in parts(agent.stats).items()
        if part.of >= ENOUGH
        and (
            _beyond(part, base[point].share) > _ERRORS
            or (part.share >= HIGH and _beyond(part, base[point].share) > -_ERRORS)
        )
    ]
    return sorted(found, key=lambda remark: (-_beyond(remark.part, remark.others), remark.point))


def work(agent: Agent, everyone: Stats) -> list[Remark]:
    """What the agent may work on: seldom done, or less often than others do it beyond chance; the largest gap first."""
    base = parts(everyone)
    found = [
        Remark(point, part, base[point].share, _ADVICE.get(point) or HELP.get(point, ""))
        for point, part in parts(agent.stats).items()
        if part.of >= ENOUGH and (_beyond(part, base[point].share) < -_ERRORS or part.share < LOW)
    ]
    return sorted(found, key=lambda remark: (_beyond(remark.part, remark.others), remark.point))


def _beyond(part: Part, share: float) -> float:
    """How many standard errors (of a binomial share) the part lies above the share of all."""
    error = (share * (1 - share) / part.of) ** 0.5
    return (part.share - share) / error if error else 0.0


def direction(months: Sequence[Part]) -> Literal["up", "down", "level"] | None:
    """Whether the later half of the months has more than the earlier, beyond chance; None with too few replies."""
    half = len(months) // 2
    earlier, later = (
        Part(sum(m.done for m in some), sum(m.of for m in some)) for some in (months[:half], months[half:])
    )
    if earlier.of < ENOUGH or later.of < ENOUGH:
        return None
    pooled = (earlier.done + later.done) / (earlier.of + later.of)
    error = (pooled * (1 - pooled) * (1 / earlier.of + 1 / later.of)) ** 0.5
    gap = later.share - earlier.share
    return "level" if abs(gap) <= _ERRORS * error else "up" if gap > 0 else "down"
