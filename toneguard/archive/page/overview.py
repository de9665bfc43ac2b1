"""The first sections: what it all comes to, and how it went over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toneguard.archive.page import plots
from toneguard.archive.page.blocks import (
    KIND_KEY,
    VERDICT_KEY,
    card,
    counted,
    figure,
    in_percent,
    in_score,
    note,
    panels,
    section,
)
from toneguard.archive.page.coaching import POINTS, Part, direction, parts
from toneguard.archive.page.periods import Course
from toneguard.archive.page.stats import Stats, share
from toneguard.archive.page.tables import own, text
from toneguard.archive.page.tallying import Tally
from toneguard.report import DIMENSIONS, TONE

KIND_NAMES: Final = {"complaint": "Complaints", "reply": "Replies", "unknown": "Of no kind"}
_SCALE: Final = (
    "Arrogance to anger from 0, none, to 1, severe; clarity and spelling to 1, best. "
    "Heat is the highest of the four tone scores of a message."
)


def headline(tally: Tally, course: Course) -> str:
    """The heading of the page, with the numbers that matter first."""
    dated = sorted(tally.calendar.days)
    period = "no dates" if not dated else dated[0] if len(dated) == 1 else f"{dated[0]} to {dated[-1]}"
    if course.before or course.after:
        strays = f"{course.before + course.after:,}"
        period = f"{course.periods[0].name} to {course.periods[-1].name}, and {strays} with dates far outside"
    whole = tally.whole
    tiles = [_tile(f"{whole.messages:,}", "messages", period)]
    for number, name, said in (
        (whole.passed, "pass", "ready to send"),
        (whole.revised, "revise", "worth another look"),
        (whole.held, "hold", "better not sent like this"),
    ):
        tiles.append(_tile(in_percent(share(number, whole.judged)), f"{name} · {number:,}", said, name))
    left = (
        "none"
        if not tally.errors + tally.unchecked
        else f"{tally.unchecked:,} held no text to judge, {tally.errors:,} could not be read"
    )
    tiles.append(_tile(f"{tally.errors + tally.unchecked:,}", "not judged", left))
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _tile(number: str, name: str, said: str, kind: str = "") -> str:
    return f'<div class="tile {kind}"><b>{text(number)}</b><span>{text(name)}</span><small>{text(said)}</small></div>'


def glance(tally: Tally, course: Course) -> str:
    """What stands out, in sentences, and the mean scores by kind."""
    said = "".join(f"<li>{sentence}</li>" for sentence in _outstanding(tally, course))
    return section(
        "glance",
        "At a glance",
        card("What stands out", f"<ul>{said}</ul>" if said else ""),
        card("Mean scores", _means(tally)),
        card("What could not be judged", _errors(tally)),
    )


def _outstanding(tally: Tally, course: Course) -> Iterator[str]:
    replies, asked = tally.kinds.get("reply", Stats()), tally.kinds.get("complaint", Stats())
    if replies.heated:
        calm = in_percent(share(replies.calm, replies.heated))
        yield f"<b>{calm}</b> of {counted(replies.heated, 'reply is', 'replies are')} calm: no tone score at mild or above."
    if asked.heated:
        calm = in_percent(share(asked.calm, asked.heated))
        yield f"<b>{calm}</b> of {counted(asked.heated, 'complaint is', 'complaints are')} calm."
    points = {point: part for point, part in parts(replies).items() if part.of}
    if points:
        best, least = (pick(points, key=lambda point: points[point].share) for pick in (max, min))
        yield (
            f"Best kept in replies: <b>{_point(best)}</b> ({in_percent(points[best].share)}); "
            f"least: <b>{_point(least)}</b> ({in_percent(points[least].share)})."
        )
    if replies.unanswered:
        left = counted(replies.unanswered, "question</b> of a customer was", "questions</b> of customers were")
        yield f"<b>{left} left open by the reply that came."
    months = [Part(p.by_kind["reply"].calm, p.by_kind["reply"].heated) for p in course.periods if "reply" in p.by_kind]
    if way := direction(months):
        told = {"up": "more often than", "down": "less often than", "level": "as often as"}[way]
        yield f"In the later half of the time replies are calm <b>{told}</b> in the earlier half."
    found = [f for _, f in tally.found if f.dimension in TONE and f.replies]
    if found:
        most = max(found, key=lambda f: f.replies)
        yield f"Most frequent tone finding in replies ({most.replies:,}): <code>{own(most.rule)}</code>. {text(most.advice)}"


def _point(point: str) -> str:
    said = POINTS.get(point, point)
    return text(said[0].lower() + said[1:])


def _means(tally: Tally) -> str:
    heads = "".join(f'<th scope="col" class="n">{name}</th>' for name in DIMENSIONS)
    rows = "".join(
        f'<tr><th scope="row">{KIND_NAMES[kind]}</th><td class="n">{stats.messages:,}</td>'
        + "".join(f'<td class="n">{in_score(stats.mean(name))}</td>' for name in DIMENSIONS)
        + f'<td class="n">{in_score(stats.mean_heat)}</td></tr>'
        for kind, stats in sorted(tally.kinds.items())
    )
    if not rows:
        return ""
    head = f'<th scope="col">kind</th><th scope="col" class="n">messages</th>{heads}<th scope="col" class="n">heat</th>'
    return (
        f'{note(_SCALE)}<div class="scroll" tabindex="0" role="region" aria-label="Mean scores"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _errors(tally: Tally) -> str:
    found = sorted(tally.error_kinds.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    rows = "".join(f"<li>{count:,} × {own(error)}</li>" for error, count in found)
    return f"<ul>{rows}</ul>" if rows else ""


def over_time(tally: Tally, course: Course) -> str:
    """Verdicts and mean scores by period."""
    if not course.periods:
        return ""
    names = [period.name for period in course.periods]
    by = f"By {course.unit}" + (", named by its Monday" if course.unit == "week" else "")
    left = [
        f"{number:,} {where}"
        for number, where in (
            (course.before, "before"),
            (course.after, "after"),
            (tally.calendar.undated, "without a date"),
        )
        if number
    ]
    said = f"{by}." + (f" Not drawn: {', '.join(left)}." if left else "")
    return section(
        "time",
        "Over time",
        note(said),
        card("Messages by verdict", _volume(course, names)),
        card("Mean scores", _lines(course, names)),
    )


def _volume(course: Course, names: list[str]) -> str:
    wholes = [period.whole for period in course.periods]
    counts = {
        "pass": [w.passed for w in wholes],
        "revise": [w.revised for w in wholes],
        "hold": [w.held for w in wholes],
    }
    sums = ", ".join(f"{sum(numbers):,} {verdict}" for verdict, numbers in counts.items())
    said = f"Bars of messages by {course.unit} from {names[0]} to {names[-1]}, cut by verdict: {sums}."
    rows = ((name, *(f"{counts[v][at]:,}" for v in counts)) for at, name in enumerate(names))
    return figure(plots.verdicts_over_time("volume", said, names, counts), VERDICT_KEY, (course.unit, *counts), rows)


def _lines(course: Course, names: list[str]) -> str:
    kinds = sorted({kind for period in course.periods for kind in period.by_kind})
    means = {
        name: {
            kind: [p.by_kind[kind].mean(name) if kind in p.by_kind else None for p in course.periods] for kind in kinds
        }
        for name in DIMENSIONS
    }
    tone = [value for name in TONE for values in means[name].values() for value in values if value is not None]
    best = [
        value
        for name in ("clarity", "spelling")
        for values in means[name].values()
        for value in values
        if value is not None
    ]
    drawn = []
    for name in DIMENSIONS:
        bottom, top = (0.0, max([0.1, *tone]) * 1.1) if name in TONE else (min([0.8, *best]) - 0.05, 1.02)
        said = f"Mean {name} by {course.unit}, " + "; ".join(
            f"{KIND_NAMES[kind].lower()} {_range(means[name][kind])}" for kind in kinds
        )
        drawn.append(
            (
                f"{name} ({'0' if name in TONE else '1'} is best)",
                plots.scores_over_time(f"mean-{name}", said, names, means[name], top=top, bottom=bottom),
            )
        )
    head = (course.unit, *(f"{name}, {KIND_NAMES[kind].lower()}" for name in DIMENSIONS for kind in kinds))
    rows = (
        (label, *(in_score(means[name][kind][at]) for name in DIMENSIONS for kind in kinds))
        for at, label in enumerate(names)
    )
    return panels(drawn, KIND_KEY, head, rows)


def _range(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"between {min(known):.2f} and {max(known):.2f}, last {known[-1]:.2f}" if known else "not measured"
