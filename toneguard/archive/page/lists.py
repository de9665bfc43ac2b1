"""The sections that lead to single messages: threads, findings, messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from toneguard.archive.page.blocks import card, language, note, person, section
from toneguard.archive.page.groups import Example, Found, Shown, Thread
from toneguard.archive.page.tables import Cell, count, date, own, percent, plain, score, table, text
from toneguard.archive.page.tallying import MESSAGES, OPEN_THREADS, Tally
from toneguard.report import TONE

FINDINGS_SHOWN = 200

_FOUND: Final = (
    "Rule", "Dimension ?", "Level ?", "Messages #", "of them replies #", "Times #", "Language ?", "Examples", "What to do",
)  # fmt: skip
_THREAD: Final = (
    "Between", "From", "To", "Team ?", "Language ?", "Messages #", "hold #", "revise #", "Heat #", "Replies: guidance met #",
    "First row #",
)  # fmt: skip
_MESSAGE: Final[tuple[str, ...]] = (
    "Date", "From", "Verdict ?", "Hottest ?", "Heat #", "Clarity #", "Spelling #", "Strong + mild #", "Kind ?", "Language ?", "Team ?",
    "Channel ?", "Row #",
)  # fmt: skip
_MASKED: Final = (
    "The rows hold no words of the messages: an example is the length of a passage, and its row. "
    "Rows made --with-text show the words."
)
_ROW: Final = "The row is the number of the message in the output."


def threads(tally: Tally) -> str:
    """The threads to look at first, and those that were handled best."""
    worst, best = tally.threads()
    cut = (
        f" Of more than {OPEN_THREADS:,} threads, one that went on after a long silence is counted in parts."
        if tally.threads_closed
        else ""
    )
    return section(
        "threads",
        "Threads",
        card(
            "To look at first",
            note(f"Most messages at hold, then the hottest.{cut}"),
            _threads("worst", "Threads to look at first", worst),
        )
        if worst
        else "",
        card(
            "Well handled",
            note("Every reply passes; most guidance met, then the hottest complaint answered."),
            _threads("best", "Threads that were well handled", best),
        )
        if best
        else "",
    )


def _threads(name: str, caption: str, found: Sequence[Thread]) -> str:
    return table(f"threads-{name}", caption, _THREAD, [_thread(thread) for thread in found], first=10)


def _thread(thread: Thread) -> tuple[Cell, ...]:
    stats = thread.stats
    people = "<br>".join(own(name) for name in thread.people) or '<span class="none">–</span>'
    return (
        Cell(people, " ".join(thread.people)), date(thread.first[:10]), date(thread.last[:10]), plain(thread.team),
        plain(language(thread.language)), count(stats.messages), count(stats.held), count(stats.revised),
        score(stats.mean_heat), percent(*thread.replies.met()), count(thread.row),
    )  # fmt: skip


def findings(tally: Tally) -> str:
    """What was found most often, with examples and what to do."""
    shown = [found for _, found in tally.found.largest(FINDINGS_SHOWN)]
    masked = "" if tally.with_text else _MASKED
    body = note(masked) + table("findings-table", "Findings", _FOUND, [_found(found) for found in shown])
    return section("findings", "Most frequent findings", f'<div class="card">{body}</div>') if shown else ""


def _found(found: Found) -> tuple[Cell, ...]:
    examples = "".join(f"<li>{_example(example)}</li>" for example in found.examples.items())
    mostly = min(((-number, tag) for tag, number in found.languages.items()), default=(0, ""))[1]
    return (
        Cell(f"<code>{own(found.rule)}</code>", found.rule), plain(found.dimension), Cell(_level(found.level), found.level),
        count(found.messages), count(found.replies), count(found.count), plain(language(mostly)),
        Cell(f'<ul class="examples">{examples}</ul>'), Cell(f'<span dir="auto">{text(found.advice)}</span>'),
    )  # fmt: skip


def _level(level: str) -> str:
    return f'<span class="level {"strong" if level == "strong" else "mild"}">{text(level)}</span>'


def _example(example: Example) -> str:
    where = f"<small>row {example.row:,}</small>"
    if example.quote is None:
        unit = "character" if example.length == 1 else "characters"
        return f"{example.length:,} {unit} {where}"
    return f'<q dir="auto">{text(example.quote)}</q> {where}'


def messages(tally: Tally) -> str:
    """The messages that need a look, and some by chance so that the rest is seen, too."""
    shown = {message.row["row"]: message for message in (*tally.worst_messages.best(), *tally.some_messages.items())}
    said = f"The {MESSAGES} hottest, and {MESSAGES} more by chance. " if len(shown) < tally.whole.messages else ""
    texts = ("Text",) if tally.with_text else ()
    heads = (*_MESSAGE[:3], *texts, *_MESSAGE[3:])
    rows = [_message(message, with_text=tally.with_text) for message in shown.values()]
    body = note(f"{said}{_ROW}") + table("messages-table", "Messages", heads, rows, first=20)
    return section("messages", "Messages", f'<div class="card">{body}</div>') if rows else ""


def _message(message: Shown, *, with_text: bool) -> tuple[Cell, ...]:
    row = message.row
    name, address, verdict = (row[key] or "" for key in ("from_name", "from_address", "verdict"))
    strong, mild = row["findings_strong"] or 0, row["findings_mild"] or 0
    words = (Cell(f'<span class="said" dir="auto">{text(message.text or "")}</span>'),) if with_text else ()
    hottest = max(TONE, key=lambda key: row[key] or 0.0)
    return (
        date((row["date"] or "").replace("T", " ")[:16]), Cell(person(name, address), f"{name} {address}".strip()),
        Cell(f'<span class="verdict {text(verdict)}">{text(verdict)}</span>', verdict), *words, plain(hottest if row[hottest] else ""),
        score(row[hottest]), score(row["clarity"]), score(row["spelling"]), Cell(f"{strong} + {mild}", str(strong + mild / 1000)),
        plain(row["kind"] or ""), plain(language(row["language"] or "")), plain(row["team"] or ""), plain(row["channel"] or ""),
        count(row["row"]),
    )  # fmt: skip
