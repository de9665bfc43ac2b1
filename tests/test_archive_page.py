"""The page of an archive: right numbers, safe with any name, the same bytes for the same rows, in bounded memory."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toneguard.archive import Scoring
from toneguard.archive.finished import finished_rows
from toneguard.archive.page import Tally, as_page, periods, tallying, write_page
from toneguard.archive.page.bounded import Best, Groups, Sample
from toneguard.archive.page.coaching import Part, direction, strengths, work
from toneguard.archive.page.groups import Agent, Sides
from toneguard.archive.page.periods import course
from toneguard.archive.page.stats import Stats, merged
from toneguard.archive.rows import Row, new_row
from toneguard.archive.run import Plan, run
from toneguard.cli import main
from toneguard.report import DIMENSIONS

pytest.importorskip("matplotlib", reason="the page needs toneguard[archive]")

HOSTILE = "\"'><script>window.hacked=1</script></svg><img src=x onerror='window.hacked=1'>\u202e@0@ $x^2$"
URDU = "نادیہ اقبال"


def make_row(number: int, **values: Any) -> Row:
    """A civil message; whatever `values` say instead."""
    row: dict[str, Any] = {
        "row": number,
        "source": "desk.jsonl",
        "position": number,
        "message_id": f"{number}@desk.example",
    }
    row |= {
        "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00Z",
        "thread": f"t{number // 2}",
        "words": 30,
    }
    row |= {"from_address": f"c{number % 7}@home.example", "from_name": f"Customer {number % 7}", "kind": "complaint"}
    row |= {"channel": "email", "language": "en", **dict.fromkeys(DIMENSIONS[:4], 0.0), "clarity": 1.0, "spelling": 1.0}
    row |= {
        "verdict": "pass",
        "findings_mild": 0,
        "findings_strong": 0,
        "guidance": [],
        "findings": [],
        "unanswered": 0,
    }
    return new_row(row | values)


def reply(number: int, who: str, name: str = "", *, calm: bool = True, greets: bool = True) -> Row:
    """An agent's reply."""
    said = {"anger": 0.0 if calm else 0.8, "verdict": "pass" if calm else "hold", "findings_strong": int(not calm)}
    found = {"rule": "en/anger/calm-down", "dimension": "anger", "level": "strong", "start": 3, "end": 12}
    found |= {"quote": None, "message": "Say what you can do."}
    guidance = [{"id": "greeting", "met": greets}, {"id": "timeframe", "met": number % 3 > 0}]
    return make_row(
        number, kind="reply", from_address=who, from_name=name or who, team=f"Team {number // 2 % 2}", guidance=guidance,
        findings=[] if calm else [found], **said,
    )  # fmt: skip


def desk(count: int = 400) -> list[Row]:
    """A help desk of four agents, one of them with an Urdu name, one with a hostile one."""
    pick = random.Random(5)  # noqa: S311 - the same rows every time
    agents = (
        ("ana@shop.example", "Ana"),
        ("nadia@shop.example", URDU),
        ("x@shop.example", HOSTILE),
        ("joe@shop.example", "Joe"),
    )
    rows = []
    for number in range(1, count + 1):
        if number % 2:
            heat = pick.choice((0.0, 0.0, 0.4, 0.85))
            verdict = "hold" if heat > 0.7 else "revise" if heat else "pass"
            rows.append(
                make_row(number, entitlement=heat, verdict=verdict, language=pick.choice(("en", "ur", "tl", "ur-Latn")))
            )
        else:
            rows.append(reply(number, *pick.choice(agents), calm=pick.random() > 0.2, greets=pick.random() > 0.3))
    return rows


def page_of(rows: list[Row], title: str = "Desk") -> str:
    """The page of these rows."""
    tally = Tally()
    for row in rows:
        tally.add(row)
    return as_page(tally, title)


class Seen(HTMLParser):
    """What is in a page: its elements with their attributes, in order, and its text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if self._inside not in ("script", "style"):
            self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for name, attributes in self.elements if name == tag]


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    """In any process, whatever its hash seed and whatever style matplotlib is set to."""
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\nfont.size: 30\n")
    (tmp_path / "rows.json").write_text(json.dumps(desk(120)))
    code = (
        "import json, hashlib; from toneguard.archive.page import Tally, as_page; tally = Tally()\n"
        "for row in json.load(open('rows.json')): tally.add(row)\n"
        "print(hashlib.sha256(as_page(tally, 'Desk').encode()).hexdigest())"
    )
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    said = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert said == {hashlib.sha256(page_of(desk(120)).encode()).hexdigest()}


def test_nothing_breaks_out() -> None:
    """A name, team, rule, advice, quote, text, error or title that is markup is shown as the text it is."""
    finding = {
        "rule": HOSTILE,
        "dimension": "anger",
        "level": HOSTILE,
        "start": 0,
        "end": 9,
        "quote": HOSTILE,
        "message": HOSTILE,
    }
    values = dict.fromkeys(
        ("from_name", "from_address", "team", "channel", "language", "text", "date", "thread"), HOSTILE
    )
    both = [(n, kind) for n in range(1, 40) for kind in ("reply", "complaint")]
    rows = [make_row(n, **values, kind=kind, verdict="hold", anger=1.0, findings=[finding]) for n, kind in both]
    rows.append(make_row(90, error=HOSTILE))
    seen = Seen(page_of(rows, HOSTILE))
    assert len(seen.named("script")) == 1
    assert not seen.named("img")
    assert not [name for _, attributes in seen.elements for name in attributes if name.startswith("on")]
    assert not [at for _, at in seen.elements for name in ("src", "srcset", "action") if at.get(name)]
    assert sum("<script>window.hacked=1</script>" in words for words in seen.words) > 20
    assert "\u202e" not in "".join(seen.words)


def test_nothing_is_loaded() -> None:
    """No address outside the page; the policy allows nothing but its own style and the script whose hash it names."""
    page = page_of(desk())
    seen = Seen(page)
    links = [value for _, attributes in seen.elements for name, value in attributes.items() if name.endswith("href")]
    assert links
    assert all(link and link.startswith("#") for link in links)
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(link)[1:] for link in links} <= set(ids)
    policy = next(str(meta["content"]) for meta in seen.named("meta") if meta.get("http-equiv"))
    script = page.partition("<script>")[2].partition("</script>")[0]
    assert b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'")
    assert "://" not in page.replace("http://www.w3.org/", "")
    assert len(page.encode()) < 2_000_000


def test_everyone_can_read_it() -> None:
    """Headings go down a level at a time, plots have an alternative and their numbers, heads of columns a scope."""
    seen = Seen(page_of(desk()))
    levels = [int(tag[1]) for tag, _ in seen.elements if tag in ("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    plots = [attributes for attributes in seen.named("svg") if attributes.get("role") == "img"]
    assert len(plots) > 15
    assert all(len(str(plot["aria-label"])) > 20 for plot in plots)
    assert all("scope" in head for head in seen.named("th"))
    wide = sum(1 for figure in seen.named("figure") if figure.get("class") == "wide")
    assert sum(1 for d in seen.named("details") if d.get("class") == "numbers") >= wide + 2


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "0"),
        ([make_row(n, error="cannot be parsed (ValueError)", verdict=None) for n in range(1, 4)], "3 × "),
        ([new_row({"row": 1, "unchecked": "is encrypted"})], "1 held no text to judge"),
        ([make_row(1)], "2026-02-02"),
        ([reply(1, "ana@shop.example")], "Agents"),
    ],
    ids=["none", "errors", "unchecked", "complaint", "reply"],
)
def test_small_archives(rows: list[Row], words: str) -> None:
    """Nothing, nothing but errors, one message: a whole page that says so, and divides nothing by nothing."""
    page = page_of(rows)
    assert words in page
    assert page.endswith("</html>\n")
    shown = " ".join(Seen(page).words)
    assert "nan" not in shown.lower()
    assert "None" not in shown


def test_numbers_are_right() -> None:
    """Counts, shares and means are those of the rows."""
    rows = [
        *(reply(n, "ana@shop.example", calm=n > 5) for n in range(1, 21)),
        make_row(21, anger=0.5, verdict="revise"),
    ]
    tally = Tally()
    for row in rows:
        tally.add(row)
    stats = tally.kinds["reply"]
    assert (stats.messages, stats.passed, stats.held, stats.calm) == (20, 15, 5, 15)
    assert stats.mean("anger") == pytest.approx(0.2)
    assert stats.mean_heat == pytest.approx(0.2)
    assert [(f.rule, f.count, f.replies) for _, f in tally.found] == [("en/anger/calm-down", 5, 5)]
    page = page_of(rows)
    assert "<b>75 %</b> of 20 replies are calm" in page
    assert "<b>71 %</b>" in page  # 15 of 21 pass


def test_words_only_with_text() -> None:
    """Rows without text show no word of a message; rows with quotes show them, and advice without the words it named."""
    found = {"rule": "en/anger/liars", "dimension": "anger", "level": "mild", "start": 4, "end": 9}
    masked = page_of([make_row(1, findings=[{**found, "quote": None, "message": "Leave it out."}])])
    assert "5 characters" in masked
    assert "--with-text" in masked
    shown = page_of(
        [make_row(1, text="You liars!", findings=[{**found, "quote": "liars", "message": "Leave it out. (liars)"}])]
    )
    assert '<q dir="auto">liars</q>' in shown
    assert "You liars!" in shown
    assert "(liars)" not in shown


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every sender, thread, rule, team, day and error a new one, nothing that is kept goes past its limit."""
    monkeypatch.setattr(tallying, "OPEN_THREADS", 50)
    monkeypatch.setattr(periods, "_DAYS", 100)
    tally = Tally()
    tally.senders, tally.agents, tally.teams = Groups(60, tally.senders._make), Groups(60, Agent), Groups(60, Sides)
    finding = {"dimension": "anger", "level": "mild", "start": 0, "end": 4, "quote": None, "message": "Say it calmly."}
    for n in range(1, 3001):
        day = f"{1970 + n % 120}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        own = {
            "from_address": f"{n}@x.example",
            "thread": str(n),
            "team": str(n),
            "date": f"{day}T00:00:00Z",
            "text": "long " * 500,
        }
        row = make_row(
            n, **own, kind="reply", findings=[{**finding, "rule": f"r{n}"}], error=None if n % 3 else f"error {n}"
        )
        tally.add(row)
    assert len(tally.senders) <= 60 >= len(tally.agents)
    assert len(tally.teams) <= 60
    assert tally.senders.forgotten > 1000
    assert len(tally._open) == 50
    assert len(tally.found) <= tallying.RULES
    assert len(tally.calendar.days) <= 130 * 12
    assert len(tally.error_kinds) <= tallying.NAMES
    assert len(tally.worst_messages.best()) <= tallying.MESSAGES >= len(tally.some_messages.items())
    assert max(len(shown.text or "") for shown in tally.some_messages.items()) < 300
    assert tally.whole.messages == 3000


@given(st.lists(st.integers(0, 50)), st.integers(1, 10))
def test_best_is_the_head_of_the_sorted_list(keys: list[int], size: int) -> None:
    """Of equal keys the first ones stay."""
    best: Best[int] = Best(size)
    for at, key in enumerate(keys):
        best.add((key,), lambda at=at: at)  # type: ignore[misc]
    assert best.best() == sorted(range(len(keys)), key=lambda at: (-keys[at], at))[:size]


@given(st.lists(st.text(max_size=5)), st.integers(1, 10), st.randoms())
def test_sample_knows_no_order(names: list[str], size: int, shuffle: random.Random) -> None:
    """The same names in any order, any number of times, give the same sample of different names."""
    mixed = names * 2
    shuffle.shuffle(mixed)
    one: Sample[str] = Sample(size)
    two: Sample[str] = Sample(size)
    for sample, some in ((one, names), (two, mixed)):
        for name in some:
            sample.add(name, lambda name=name: name)  # type: ignore[misc]
    assert one.items() == two.items()
    assert len(set(one.items())) == len(one.items()) == min(size, len(set(names)))


@settings(max_examples=30)
@given(st.lists(st.integers(1, 60), max_size=40), st.integers(0, 40))
def test_parts_come_to_the_whole(numbers: list[int], cut: int) -> None:
    """Stats of two halves together are the stats of all."""
    rows = [reply(n, "ana@shop.example", calm=n % 4 > 0) for n in numbers]
    halves, whole = (Stats(), Stats()), Stats()
    for at, row in enumerate(rows):
        halves[at < cut].add(row)
        whole.add(row)
    together = merged(halves)
    assert together.sums == pytest.approx(whole.sums)
    together.sums, together.heat = whole.sums, whole.heat
    assert together == whole


def test_the_largest_are_not_forgotten() -> None:
    """Whoever writes often is there with the right count, however many others write once."""
    groups = Groups(40, Sides)
    for n in range(4000):
        groups["often" if n % 4 == 0 else f"once {n}"].add(make_row(n + 1))
    assert groups.largest(1)[0][0] == "often"
    assert groups.largest(1)[0][1].messages == 1000


@pytest.mark.parametrize(("days", "unit"), [(1, "day"), (30, "day"), (200, "week"), (900, "month"), (4000, "year")])
def test_periods_hold_every_message(days: int, unit: str) -> None:
    """The unit goes with the span; periods have no gap, and every dated message is in one or named as left out."""
    calendar = periods.Calendar()
    for n in range(0, days, 1 if days < 1000 else 3):
        calendar.add(make_row(1, date=f"{date(2015, 3, 1) + timedelta(n)}T00:00:00Z"))
    for wrong in (None, "", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "1a3b-zz-00"):
        calendar.add(make_row(1, date=wrong))
    went = course(calendar)
    assert went.unit == unit
    assert calendar.undated == 5
    assert sum(p.whole.messages for p in went.periods) + went.before + went.after == len(
        range(0, days, 1 if days < 1000 else 3)
    )


def test_a_wrong_clock_does_not_stretch_the_plot() -> None:
    """One message of 1971 among a thousand of one year is named, not drawn; the count of all still has it."""
    calendar = periods.Calendar()
    for n in range(1000):
        calendar.add(make_row(n + 1))
    calendar.add(make_row(1001, date="1971-01-01T00:00:00Z"))
    went = course(calendar)
    assert (went.unit, went.before, went.after) == ("month", 1, 0)


def test_many_days_become_months() -> None:
    """Counts survive the change from days to months."""
    calendar = periods.Calendar()
    for n in range(1, 5000):
        calendar.add(make_row(n, date=f"{1990 + n % 30}-{n % 12 + 1:02}-{n % 28 + 1:02}T00:00:00Z"))
    assert all(len(name) == 7 for name in calendar.days) or len(calendar.days) <= 3000
    assert sum(s.messages for kinds in calendar.days.values() for s in kinds.values()) == 4999


@pytest.mark.parametrize("open_at_once", [2, 1000])
def test_threads(monkeypatch: pytest.MonkeyPatch, open_at_once: int) -> None:
    """First those with most at hold; well handled is only where every reply passes; closing early changes nothing here."""
    monkeypatch.setattr(tallying, "OPEN_THREADS", open_at_once)
    hot = {"anger": 0.9, "verdict": "hold"}
    threads = {
        "rude": [make_row(1, **hot), reply(2, "ana@shop.example", calm=False)],
        "saved": [make_row(3, **hot), reply(4, "ana@shop.example")],
        "plain": [make_row(5), reply(7, "joe@shop.example")],
        "ignored": [make_row(8)],
    }
    tally = Tally()
    for name, rows in threads.items():
        for row in rows:
            tally.add({**row, "thread": name})
    worst, best = tally.threads()
    assert [thread.row for thread in worst] == [1, 3]
    assert [thread.row for thread in best] == [3, 5]
    assert [thread.row for thread in tally.threads()[0]] == [1, 3]


def test_coaching_says_what_is_done_well() -> None:
    """Who greets always where others seldom do is told so; who seldom does is told what to write; few replies say nothing."""
    tally = Tally()
    for n in range(1, 61):
        tally.add(reply(n, "ana@shop.example", greets=True))
        tally.add(reply(100 + n, "joe@shop.example", greets=n % 4 == 0, calm=n % 2 == 0))
    tally.add(reply(300, "new@shop.example", greets=False, calm=False))
    everyone = tally.kinds["reply"]
    agents = dict(tally.agents)
    assert [remark.point for remark in strengths(agents["ana@shop.example"], everyone)][:2] == ["greeting", "calm"]
    assert [remark.point for remark in work(agents["joe@shop.example"], everyone)][:2] == ["greeting", "calm"]
    assert "Dear [name]" in work(agents["joe@shop.example"], everyone)[0].advice
    assert not strengths(agents["new@shop.example"], everyone)
    assert not work(agents["new@shop.example"], everyone)


def test_direction_needs_more_than_chance() -> None:
    """A rise from half to all is one; one reply more is none; of few replies nothing is said."""
    assert direction([Part(10, 20), Part(10, 20), Part(20, 20), Part(20, 20)]) == "up"
    assert direction([Part(20, 20), Part(8, 20)]) == "down"
    assert direction([Part(10, 20), Part(11, 20)]) == "level"
    assert direction([Part(1, 2), Part(2, 2)]) is None


MAIL = (
    "From a@b.example Mon Mar  2 12:00:00 2026\nFrom: Ana <{who}>\nMessage-ID: <{n}@b.example>\n"
    "Date: Mon, 02 Mar 2026 12:00:0{n} +0000\n\n{text}\n\n"
)
TEXTS = (
    "You people are useless liars, refund me now!",
    "Dear Ana,\n\nWe will send it by Friday.\n\nThank you",
    "معاف کیجیے، آرڈر کب آئے گا؟",
)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An mbox of nine messages."""
    senders = ("ana@home.example", "help@shop.example")
    (tmp_path / "inbox.mbox").write_text(
        "".join(MAIL.format(n=n, who=senders[n % 2], text=TEXTS[n % 3]) for n in range(9)), encoding="utf-8"
    )
    return tmp_path / "inbox.mbox"


@pytest.mark.parametrize("with_text", [False, True])
def test_every_output_gives_its_rows_back(inbox: Path, *, with_text: bool) -> None:
    """The rows read from each format are those of the .jsonl."""
    pytest.importorskip("pyarrow", reason="Parquet needs toneguard[archive]")
    pytest.importorskip("duckdb", reason="DuckDB needs toneguard[archive]")
    read = []
    for suffix in (".jsonl", ".csv", ".parquet", ".duckdb"):
        output = inbox.with_name("rows" + suffix)
        run(Plan((str(inbox),), output, Scoring(with_text=with_text), quiet=True))
        read.append(list(finished_rows(output)))
    assert len(read[0]) == 9
    assert read[1:] == [read[0]] * 3


def test_command(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--report after a run and --from of its rows give the same page; what does not go together exits with 64."""
    rows, page, again = (inbox.with_name(name) for name in ("rows.jsonl", "page.html", "again.html"))
    assert (
        main(
            [
                "archive",
                str(inbox),
                "--out",
                str(rows),
                "--own-domain",
                "shop.example",
                "--report",
                str(page),
                "--quiet",
            ]
        )
        == 0
    )
    assert main(["archive", "--from", str(rows), "--report", str(again)]) == 0
    assert page.read_bytes() == again.read_bytes()
    assert b"9" in page.read_bytes()
    wrong = (
        ["--report", str(page)], ["--from", str(rows)], ["--from", str(rows), str(inbox), "--report", str(page)],
        [str(inbox), "--report", str(page)], [str(inbox), "--out", str(rows), "--report", str(inbox.with_name("page.pdf"))],
        ["--from", str(rows), "--report", str(inbox.with_name("no") / "page.html")],
    )  # fmt: skip
    assert [main(["archive", *words]) for words in wrong] == [64] * len(wrong)
    assert main(["archive", "--from", str(inbox.with_name("none.csv")), "--report", str(page)]) == 65
    (inbox.with_name("other.jsonl")).write_text('{"row": 1}\n')
    assert main(["archive", "--from", str(inbox.with_name("other.jsonl")), "--report", str(again)]) == 65
    assert page.read_bytes() == again.read_bytes()
    assert "Traceback" not in capsys.readouterr().err


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """It is replaced whole, or not at all."""

    def broken() -> Iterator[Row]:
        yield make_row(1)
        raise OSError(5, "Input/output error")

    (tmp_path / "page.html").write_text("old")
    with pytest.raises(OSError, match="Input"):
        write_page(broken(), tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text() == "old"
