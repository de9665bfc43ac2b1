"""Archives: every kind of source is read, every message becomes one right row, in every format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import mailbox
import random
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from toneguard import Settings
from toneguard.archive import COLUMNS, Record, Scoring, score_frame, score_records
from toneguard.archive import mbox as splitter
from toneguard.archive.columns import NoTextError, find_columns
from toneguard.archive.outputs import FormatError
from toneguard.archive.rows import NAMES, from_line, to_line
from toneguard.archive.run import Plan, run
from toneguard.archive.said import to_utc
from toneguard.errors import UnreadableError

RUDE = "You people are useless liars. Refund my order KT-20417 right now!"
CIVIL = "Could you please send me a new lid for order KT-20417 by the end of next week?\n\nThank you, Amber"


def mail(number: int, text: str = CIVIL, **headers: str) -> EmailMessage:
    """A message of a customer's; `headers` by names with _ for -."""
    made = EmailMessage()
    rows = {"From": "Ana Cruz <ana@home.example>", "To": "help@shop.example", "Subject": f"Lid {number}"}
    rows |= {"Message-ID": f"<{number}@home.example>", "Date": "Sun, 01 Mar 2026 17:00:00 +0500"}
    for name, value in (rows | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def scored(output: Path, *paths: Path | str, **asked: Any) -> list[dict[str, Any]]:
    """The rows of a run into a .jsonl file."""
    names = {"unique", "text_column", "workers", "restart"}
    scoring = Scoring(**{key: value for key, value in asked.items() if key not in names})
    plan = {key: value for key, value in asked.items() if key in names}
    run(Plan(tuple(map(str, paths)), output, scoring, quiet=True, **plan))
    return [from_line(line) for line in output.read_bytes().splitlines(keepends=True)]


def as_mbox(messages: list[EmailMessage]) -> bytes:
    """An mbox with nothing escaped."""
    return b"".join(b"From ana@home.example Sun Mar  1 12:00:00 2026\n" + bytes(m) + b"\n" for m in messages)


MANY = [mail(number, RUDE if number % 3 == 0 else CIVIL) for number in range(12)]
IDS = [f"{number}@home.example" for number in range(12)]


def make_mbox(folder: Path) -> Path:
    """An mbox."""
    (folder / "inbox.mbox").write_bytes(as_mbox(MANY))
    return folder / "inbox.mbox"


def make_gz(folder: Path) -> Path:
    """An mbox, compressed."""
    (folder / "inbox.mbox.gz").write_bytes(gzip.compress(as_mbox(MANY)))
    return folder / "inbox.mbox.gz"


def make_crlf(folder: Path) -> Path:
    """An mbox with the line ends of Windows and no ending in its name."""
    (folder / "inbox").write_bytes(as_mbox(MANY).replace(b"\n", b"\r\n"))
    return folder / "inbox"


def make_takeout(folder: Path) -> Path:
    """A Takeout with other files beside the mail."""
    with zipfile.ZipFile(folder / "takeout.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Takeout/Mail/User Settings/Filters.json", '{"filters": [{"from": "x"}]}')
        packed.writestr("Takeout/archive_browser.html", "<html><p>From: x</p></html>")
        packed.writestr("Takeout/Mail/All mail.mbox", as_mbox(MANY))
    return folder / "takeout.zip"


def make_maildir(folder: Path) -> Path:
    """A Maildir, half a message still in its tmp."""
    box = mailbox.Maildir(folder / "maildir")
    for message in MANY:
        box.add(mailbox.MaildirMessage(message))
    (folder / "maildir" / "tmp" / "half").write_bytes(bytes(MANY[0]))
    return folder / "maildir"


def make_mh(folder: Path) -> Path:
    """A folder as MH has it."""
    box = mailbox.MH(folder / "mh")
    for message in MANY:
        box.add(message)
    return folder / "mh"


def make_eml(folder: Path) -> Path:
    """Folders of messages, and a page beside them."""
    (folder / "eml" / "inner").mkdir(parents=True)
    for number, message in enumerate(MANY):
        (folder / "eml" / ("inner" if number % 2 else ".") / f"{number:02}.eml").write_bytes(bytes(message))
    (folder / "eml" / "readme.html").write_text("<p>From: nobody</p>")
    return folder / "eml"


def make_emlx(folder: Path) -> Path:
    """Messages of Apple Mail."""
    (folder / "emlx").mkdir()
    for number, message in enumerate(MANY):
        raw = bytes(message)
        plist = b'<?xml version="1.0"?><plist><dict><key>flags</key><integer>1</integer></dict></plist>\n'
        (folder / "emlx" / f"{number}.emlx").write_bytes(f"{len(raw)}\n".encode() + raw + plist)
    return folder / "emlx"


def make_pst(folder: Path) -> Path:
    """A file that is taken for a PST; what reads it is the stand-in that the test puts in the path."""
    (folder / "mail.pst").write_bytes(b"!BDN" + bytes(100))
    tool = folder / "bin" / "readpst"
    tool.parent.mkdir()
    make_eml(folder)
    tool.write_text(
        f"#!{sys.executable}\nimport shutil, sys\n"
        f"shutil.copytree({str(folder / 'eml')!r}, sys.argv[sys.argv.index('-o') + 1] + '/Inbox')\n"
    )
    tool.chmod(0o755)
    return folder / "mail.pst"


MAIL_SOURCES = (
    make_mbox, make_gz, make_crlf, make_takeout, make_maildir, make_mh, make_eml, make_emlx, make_pst,
)  # fmt: skip


@pytest.mark.parametrize("make", MAIL_SOURCES)
def test_every_kind_of_mail_source_gives_the_same_rows(make: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """Every message once, with the scores that its record alone gets; only the place and the order may differ."""
    path = make(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    rows = scored(tmp_path / "out.jsonl", path)
    assert sorted(row["message_id"] for row in rows) == sorted(IDS)
    assert [row["row"] for row in rows] == list(range(1, 13))
    alone = {row["message_id"]: row for row in score_records([Record(0, "", 0, bytes(m)) for m in MANY], Scoring())}
    places = ("row", "source", "position")
    for row in rows:
        assert {k: v for k, v in row.items() if k not in places} == {
            k: v for k, v in alone[row["message_id"]].items() if k not in places
        }
        assert row["error"] is None
        assert row["verdict"] == ("hold" if int(row["message_id"].split("@")[0]) % 3 == 0 else "pass")


def test_an_mbox_is_split_where_its_messages_begin_and_nowhere_else() -> None:
    """Sentences that begin with "From", escaped or not, and quoted separators split nothing, wherever blocks end."""
    chance = random.Random(5)  # noqa: S311 - nothing secret
    bodies = ["From what I see, nothing works.", "From me to you: 12:30 on Monday", ">From 2026 on", "From", "From "]
    for end in (b"\n", b"\r\n"):
        starts, whole = [], b""
        for number in range(40):
            starts.append(len(whole))
            lines = [b"From a@b.example Mon Mar  2 12:00:00 2026", b"Subject: x", b"", b"Hello", b""]
            lines += [chance.choice(bodies).encode(), b"x" * chance.randrange(300), b"", b""]
            whole += end.join(lines[: None if number % 7 else 4] + [b"", b""] * (number % 7 == 0))
        for block in (1, 5, 64, 997, splitter.BLOCK):
            found = list(splitter.split(_Blocks(whole, block)))
            assert [offset for offset, _ in found] == starts
            assert sum(length for _, length in found) == len(whole)


class _Blocks(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, whole: bytes, block: int) -> None:
        super().__init__(whole)
        self._block = block

    def read(self, _: int | None = -1) -> bytes:
        return super().read(self._block)


def test_an_escaped_from_line_is_the_writers_own_again(tmp_path: Path) -> None:
    """A line that begins with ">From" is no quotation in an mbox: what follows is judged."""
    message = as_mbox([mail(1, "Hello\n\nX")]).replace(b"X", b">From the start you people are useless liars.")
    (tmp_path / "a.mbox").write_bytes(message)
    assert scored(tmp_path / "out.jsonl", tmp_path / "a.mbox")[0]["verdict"] == "hold"


TICKETS = [
    {
        "id": 7, "subject": "Lid", "requester": {"id": 1, "email": "ana@home.example"}, "group": "Kitchen",
        "comments": [
            {"id": 70, "author_id": 1, "plain_body": f"{RUDE} When will it come?", "created_at": "2026-03-01T12:00:00Z"},
            {"id": 71, "author_id": 2, "plain_body": "Dear Ana, thank you for writing.", "created_at": 1772452800},
        ],
    },
    {
        "id": 8, "source": {"id": 80, "body": f"<p>{RUDE}</p>", "author": {"type": "user", "email": "bo@home.example"}},
        "conversation_parts": {
            "conversation_parts": [
                {"id": 81, "part_type": "assignment", "author": {"type": "bot", "id": 1}, "body": None},
                {"id": 82, "body": "<p>Hello Bo, we will call you on Friday.</p>", "author": {"type": "admin", "id": 3}},
            ]
        },
    },
]  # fmt: skip


def test_help_desk_exports_become_a_row_a_comment(tmp_path: Path) -> None:
    """Zendesk's comments and Intercom's parts: who is customer and who agent, one thread a ticket, answers matched."""
    path = tmp_path / "tickets.jsonl"
    path.write_text("\n".join(map(json.dumps, TICKETS)))
    rows = scored(tmp_path / "out.jsonl", path)
    assert [row["message_id"] for row in rows] == ["70", "71", "80", "82"]
    assert [row["kind"] for row in rows] == ["complaint", "reply"] * 2
    assert [row["verdict"] for row in rows][::2] == ["hold"] * 2
    assert rows[0]["thread"] == rows[1]["thread"] != rows[2]["thread"] == rows[3]["thread"]
    assert (rows[0]["team"], rows[0]["from_address"], rows[1]["date"]) == (
        "Kitchen",
        "ana@home.example",
        "2026-03-02T12:00:00Z",
    )
    assert rows[1]["unanswered"] == 1


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "tsv", "parquet"])
def test_tables_are_read_by_the_names_of_their_columns(kind: str, tmp_path: Path) -> None:
    """The same rows from every kind of table; line ends and quotes in the text stay."""
    texts = [f'{RUDE}\nHe said "no", twice; then\twent.', CIVIL, ""]
    table = [
        {
            "Ticket ID": str(number),
            "Requester": f"u{number}@home.example",
            "Description": text,
            "Created At": "2026-03-01",
        }
        for number, text in enumerate(texts)
    ]
    path = tmp_path / f"table.{kind}"
    _write_table(path, table)
    rows = scored(tmp_path / "out.jsonl", path, with_text=True)
    assert [(row["message_id"], row["from_address"]) for row in rows] == [
        (str(n), f"u{n}@home.example") for n in range(3)
    ]
    assert [row["text"] for row in rows] == [*texts[:2], None]
    assert [row["verdict"] for row in rows] == ["hold", "pass", None]
    assert rows[2]["unchecked"] == "holds no text"
    assert {row["date"] for row in rows} == {"2026-03-01T00:00:00Z"}


def _write_table(path: Path, table: list[dict[str, str]]) -> None:
    if path.suffix == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist(table), path)
    elif path.suffix in (".csv", ".tsv"):
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]), delimiter="," if path.suffix == ".csv" else "\t")
            writer.writeheader()
            writer.writerows(table)
    else:
        lines = [json.dumps(row) for row in table]
        path.write_text("\n".join(lines) if path.suffix == ".jsonl" else f"[{','.join(lines)}]")


def test_a_table_whose_text_is_not_known_names_its_columns(tmp_path: Path) -> None:
    """The error lists them; --text-column settles it, in any spelling, and wins over names that are known."""
    path = tmp_path / "a.csv"
    path.write_text(f"Nr,What They Wrote,body\n1,{RUDE},hello\n")
    with pytest.raises(NoTextError, match=r"'nope'.*--text-column; the columns are Nr, What They Wrote, body"):
        find_columns(("Nr", "What They Wrote", "body"), "nope")
    assert scored(tmp_path / "out.jsonl", path, text_column="what_they_wrote")[0]["verdict"] == "hold"
    path.write_text("Nr,Schrieb\n1,hello\n")
    with pytest.raises(UnreadableError, match=r"a\.csv: .*Nr, Schrieb"):
        scored(tmp_path / "out.jsonl", path)


def test_a_reply_is_checked_against_the_message_it_answers_and_has_its_thread(tmp_path: Path) -> None:
    """By In-Reply-To or References, wherever in the archive the other message lies."""
    asked = mail(1, "When will my parcel arrive? Can I return the lid as well?")
    replies = [
        mail(2, "Dear Ana, thank you.", From="Jo <jo@shop.example>", In_Reply_To="<1@home.example>"),
        mail(3, "Dear Ana, your parcel will arrive on Friday.", From="jo@shop.example",
             References="<gone@x.example> <1@home.example>"),
        mail(4, "Dear Ana, thank you.", From="jo@shop.example", References="<2@home.example> <3@home.example>"),
        mail(5, "Dear Ana, thank you.", From="jo@shop.example"),
    ]  # fmt: skip
    (tmp_path / "a.mbox").write_bytes(as_mbox([*replies, asked]))
    rows = scored(tmp_path / "out.jsonl", tmp_path / "a.mbox", own_domains=("shop.example",))
    assert [row["kind"] for row in rows] == ["reply"] * 4 + ["complaint"]
    assert rows[0]["unanswered"] == 2
    assert rows[1]["unanswered"] < 2
    assert [row["unanswered"] for row in rows[3:]] == [0, 0]
    assert rows[0]["thread"] == rows[1]["thread"] == rows[2]["thread"] == rows[4]["thread"] != rows[3]["thread"]
    assert rows[1]["in_reply_to"] == "1@home.example"


def test_duplicates_count_once_on_request(tmp_path: Path) -> None:
    """The first of each Message-ID stays, messages without one all stay, rows are numbered without gaps."""
    (tmp_path / "a.mbox").write_bytes(as_mbox(MANY))
    nameless = mail(99)
    del nameless["Message-ID"]
    (tmp_path / "b.mbox").write_bytes(as_mbox([nameless, *MANY, nameless]))
    paths = [tmp_path / "a.mbox", tmp_path / "b.mbox"]
    assert len(scored(tmp_path / "out.jsonl", *paths)) == 26
    rows = scored(tmp_path / "out.jsonl", *paths, unique=True)
    assert [row["message_id"] for row in rows] == [*IDS, None, None]
    assert [row["row"] for row in rows] == list(range(1, 15))


def test_what_is_broken_becomes_a_row_and_never_the_end(tmp_path: Path) -> None:
    """Garbage, a torn archive, a message over the limit, encrypted and empty mail: a row each, its words in none."""
    folder = tmp_path / "in"
    folder.mkdir()
    whole = gzip.compress(as_mbox(MANY))
    (folder / "a.mbox.gz").write_bytes(whole[: len(whole) - 12])
    (folder / "b.eml").write_bytes(bytes(mail(50, "secret-word " * 3000)))
    (folder / "c.eml").write_bytes(b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\xff\xfe\x00" * 50)
    (folder / "d.eml").write_bytes(b"")
    (folder / "e.eml").write_bytes(
        b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nq\n--x--\n"
    )
    (folder / "f.jsonl").write_text('{"text": "hello"}\n{"text": "torn secret-word\n[1]\n{"other": "x"}\n')
    (folder / "g.zip").write_bytes(b"PK\x03\x04 secret-word")
    (folder / "h.eml").write_bytes(b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 400)
    rows = {Path(row["source"]).name: row for row in scored(tmp_path / "out.jsonl", folder, size_limit=20_000)}
    assert "is damaged or cut short" in rows["a.mbox.gz"]["error"]
    assert rows["b.eml"]["error"] == "is larger than 20000 bytes"
    assert rows["d.eml"]["unchecked"] == "is empty"
    assert rows["e.eml"]["unchecked"] == "is encrypted"
    assert rows["f.jsonl"]["error"] == "has no text"
    assert "zip" in rows["g.zip"]["error"]
    assert (tmp_path / "out.jsonl").read_text().count('"error":null') >= 12
    assert "secret-word" not in (tmp_path / "out.jsonl").read_text()


def test_a_run_does_not_read_what_runs_write(tmp_path: Path) -> None:
    """An output in the folder that is read, its journal, and the output of another run are no sources."""
    make_eml(tmp_path)
    first = scored(tmp_path / "eml" / "a.jsonl", tmp_path / "eml", with_text=True)
    again = scored(tmp_path / "eml" / "a.jsonl", tmp_path / "eml", with_text=True)
    other = scored(tmp_path / "eml" / "b.jsonl", tmp_path / "eml", with_text=True)
    assert len(first) == 12
    assert first == again == other


def test_what_is_called_an_mbox_and_is_none_is_told_or_read_as_mail(tmp_path: Path) -> None:
    """A lone message, rubbish, and rubbish before the first message."""
    (tmp_path / "a.mbox").write_bytes(bytes(MANY[1]))
    (tmp_path / "b.mbox").write_bytes(b"rubbish\n" * 9)
    (tmp_path / "c.mbox").write_bytes(b"rubbish\n\n" + as_mbox(MANY[:2]))
    rows = scored(tmp_path / "out.jsonl", *sorted(tmp_path.glob("*.mbox")))
    assert [(row["message_id"], row["error"]) for row in rows] == [
        (IDS[1], None), (None, "is no mbox"), (IDS[0], None), (IDS[1], None),
    ]  # fmt: skip


def test_text_stands_in_rows_only_on_request(tmp_path: Path) -> None:
    """Without --with-text no word of a message is in its row; with it, every quote is where it says."""
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(mail(1, f"{RUDE}\n\nThe zanzibar kettel was recieved, you morons.", Subject="Zanzibar")))
    hidden = scored(tmp_path / "out.jsonl", path)
    said = (tmp_path / "out.jsonl").read_text().lower()
    assert not any(word in said for word in ("zanzibar", "recieved", "kettel", "liars.", "kt-20417", "morons"))
    [row] = scored(tmp_path / "out.jsonl", path, with_text=True)
    assert row["findings"]
    assert all(row["text"][f["start"] : f["end"]] == f["quote"] for f in row["findings"])
    assert "Zanzibar" in row["text"]
    assert row["rewrite"]
    assert [f["quote"] for f in hidden[0]["findings"]] == [None] * len(row["findings"])


def test_pseudonyms_are_the_same_for_the_same_key_and_hide_who_wrote(tmp_path: Path) -> None:
    """Nobody's name, address or domain is left, threads and kinds stay what they were, another key gives other hashes."""
    first = mail(1, RUDE)
    second = mail(
        2, "Dear Ana", From='"Jo, Agent" <JO@shop.example>', To="Ana <ana@home.example>", In_Reply_To="<1@home.example>"
    )
    (tmp_path / "a.mbox").write_bytes(as_mbox([first, second]))
    options = {"own_domains": ("shop.example",)}
    plain = scored(tmp_path / "plain.jsonl", tmp_path / "a.mbox", **options)
    rows = scored(tmp_path / "out.jsonl", tmp_path / "a.mbox", key=b"k", **options)
    said = (tmp_path / "out.jsonl").read_text().lower()
    assert not any(word in said for word in ("ana", "home.example", "shop.example", "agent", plain[0]["thread"]))
    assert rows[0]["from_address"] == rows[1]["to"][0]
    assert rows[0]["message_id"] == rows[1]["in_reply_to"]
    assert rows[0]["thread"] == rows[1]["thread"]
    assert [row["kind"] for row in rows] == [row["kind"] for row in plain] == ["complaint", "reply"]
    again = scored(tmp_path / "again.jsonl", tmp_path / "a.mbox", key=b"k", **options)
    other = scored(tmp_path / "other.jsonl", tmp_path / "a.mbox", key=b"l", **options)
    assert again == rows
    assert not {row["from_address"] for row in other} & {row["from_address"] for row in rows}


def test_every_output_holds_the_same_rows(tmp_path: Path) -> None:
    """JSON Lines, CSV, Parquet and DuckDB, read back, are equal value for value, and run twice byte for byte."""
    import duckdb
    from pyarrow import parquet

    source = make_mbox(tmp_path)
    (tmp_path / "b.eml").write_bytes(
        b"From: x@y.example\nSubject: =?utf-8?b?2YU=?=\n\nSalamat po, pero sira ang takip.\n"
    )
    rows = scored(tmp_path / "out.jsonl", source, tmp_path / "b.eml", with_text=True)
    for suffix in ("csv", "parquet", "duckdb"):
        run(
            Plan(
                (str(source), str(tmp_path / "b.eml")), tmp_path / f"out.{suffix}", Scoring(with_text=True), quiet=True
            )
        )
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist() == rows
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as database:
        found = database.execute("SELECT * FROM messages ORDER BY row")
        names = [column[0] for column in found.description]
        assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == rows
    with (tmp_path / "out.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert tuple(table[0]) == NAMES
    for cells, row in zip(table, rows, strict=True):
        for name, value in row.items():
            nested = isinstance(value, list)
            assert (json.loads(cells[name]) if nested else cells[name]) == (
                value if nested else "" if value is None else str(value)
            )
    assert not [path for path in tmp_path.iterdir() if path.name.endswith((".part", ".toneguard-index"))]


def test_a_row_says_what_its_schema_says() -> None:
    """Columns in order, each value of its type; a row with half a surrogate pair is still UTF-8."""
    types = {"integer": int, "number": float, "text": str, "texts": list, "findings": list, "guidance": list}
    for data in (bytes(mail(1, RUDE)), b"\xff\xfe", {"text": "x\ud800 hello", "from": "x"}, "gone"):
        [row] = score_records([Record(1, "a", 0, data)], Scoring(with_text=True))
        assert tuple(row) == NAMES
        for column in COLUMNS:
            assert row[column.name] is None or isinstance(row[column.name], types[column.type])
            assert row[column.name] is not None or not column.required
        assert from_line(to_line(row)).keys() == row.keys()


def test_what_cannot_be_run_is_told_before_it_begins(tmp_path: Path) -> None:
    """A path that is not there, is no mail, holds none; an output of no known kind: nothing is left behind."""
    (tmp_path / "notes.bin").write_bytes(bytes(100))
    (tmp_path / "empty").mkdir()
    for path in ("gone.mbox", "notes.bin", "empty"):
        with pytest.raises(UnreadableError, match=path):
            scored(tmp_path / "out.jsonl", tmp_path / path)
    with pytest.raises(FormatError, match=r"\.parquet"):
        scored(tmp_path / "out.xlsx", make_mbox(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "inbox.mbox", "notes.bin"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_comes_back_with_its_scores(library: str) -> None:
    """The same frame type, its own columns and index first, then the scores; missing text is no error."""
    frames = pytest.importorskip(library)
    columns = {
        "n": [1, 2, 3],
        "body": [RUDE, None, "Dear Ana, thank you."],
        "asked": [None, None, "When will it come?"],
    }
    options = {"index": [5, 7, 9]} if library == "pandas" else {}
    before = frames.DataFrame(columns, **options)
    after = score_frame(before, in_reply_to="asked", scoring=Scoring(kind="reply"), prefix="tone_")
    assert type(after) is type(before)
    assert list(after.columns)[:4] == ["n", "body", "asked", "tone_kind"]
    assert next(iter(after["tone_verdict"])) == "hold"
    assert list(after["tone_unchecked"])[1] == "holds no text"
    assert list(after["tone_unanswered"])[2] == 1
    if library == "pandas":
        assert list(after.index) == [5, 7, 9]
    with pytest.raises(ValueError, match="prefix"):
        score_frame(after, prefix="tone_")
    with pytest.raises(KeyError, match="text"):
        score_frame(before, "text")
    with pytest.raises(TypeError):
        score_frame([RUDE])  # type: ignore[type-var]


def test_dates_come_out_in_utc_or_not_at_all() -> None:
    """Mail dates, ISO, seconds and milliseconds; nonsense is null."""
    good = "2026-03-01T12:00:00Z"
    for said in ("Sun, 1 Mar 2026 17:00:00 +0500", "2026-03-01T12:00:00+00:00", "2026-03-01 12:00:00 UTC",
                 "1 Mar 2026 12:00:00", 1772366400, "1772366400", 1772366400000):  # fmt: skip
        assert to_utc(said) == good
    assert {to_utc(said) for said in ("", "soon", None, "Sun, 99 Foo 2026", 1e300, "0001-01-01", True)} <= {
        None,
        "1970-01-01T00:00:01Z",
    }


def test_settings_reach_every_row(tmp_path: Path) -> None:
    """A dimension that is switched off has no score, and the row says why."""
    [row, *_] = scored(tmp_path / "out.jsonl", make_mbox(tmp_path), settings=Settings(disable=("anger",)))
    assert row["anger"] is None
    assert row["reason"] == "anger: switched off"
