"""A row of an archive's output: its columns, once, for every format and for the documentation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

ROW_SCHEMA: Final = 1
"""The version of the rows; a column is only ever added, at the end."""

Row = dict[str, Any]
"""A row by column name, in the order of `COLUMNS`, of values that JSON has."""

Type = Literal["integer", "number", "text", "texts", "findings", "guidance"]


class Column(NamedTuple):
    """A column: its name, its type, and what it says. Every column but `required` ones may be null."""

    name: str
    type: Type
    meaning: str
    required: bool = False


_NO_SCORE: Final = "null where not measured"

COLUMNS: Final[tuple[Column, ...]] = (
    Column("row", "integer", "number of the row, from 1, in the order of the sources", required=True),
    Column("source", "text", "the file it was read from, as reached from the path given; `!` before what is inside it"),
    Column("position", "integer", "where in it: byte of an mbox, number of a table's record, 0 for a file of its own"),
    Column("message_id", "text", "Message-ID without brackets, or the id in the table"),
    Column("date", "text", "UTC, ISO 8601, to the second: `2026-03-01T12:00:00Z`"),
    Column("from_address", "text", "address of the writer, in small letters"),
    Column("from_name", "text", "name of the writer"),
    Column("to", "texts", "addresses of To and Cc"),
    Column("team", "text", "team, group or agent, where a table names one"),
    Column("subject_hash", "text", "BLAKE2 of the subject without `Re:` and the like: equal for equal subjects"),
    Column("thread", "text", "BLAKE2 of the id of the thread's first message: equal for the messages of a thread"),
    Column("in_reply_to", "text", "id of the message it answers, as it says itself"),
    Column("kind", "text", "`complaint` or `reply`: what it was taken for"),
    Column("channel", "text", "`email`, `chat`, `social` or `letter`: what it was judged as"),
    Column("language", "text", "BCP 47 tag of the main language; `und` without words"),
    Column("words", "integer", "words of the writer's own: without quoted mail, signature and the like"),
    Column("arrogance", "number", f"0 none to 1 severe; {_NO_SCORE}"),
    Column("entitlement", "number", f"0 none to 1 severe; {_NO_SCORE}"),
    Column("profanity", "number", f"0 none to 1 severe; {_NO_SCORE}"),
    Column("anger", "number", f"0 none to 1 severe; {_NO_SCORE}"),
    Column("clarity", "number", f"0 to 1 best; {_NO_SCORE}"),
    Column("spelling", "number", f"0 to 1 best; {_NO_SCORE}"),
    Column("reason", "text", "why scores are null, `anger: switched off; ...`; null where all were measured"),
    Column("verdict", "text", "`pass`, `revise` or `hold`"),
    Column("findings_mild", "integer", "number of mild findings"),
    Column("findings_strong", "integer", "number of strong findings"),
    Column("guidance", "guidance", "list of `id` and `met`: what a good message of its kind has"),
    Column("unanswered", "integer", "questions of the answered message that it leaves open"),
    Column("findings", "findings", "list of `rule`, `dimension`, `level`, `start`, `end`, `quote`, `message`"),
    Column("text", "text", "what was judged, which `start` and `end` count in; null without --with-text"),
    Column("rewrite", "text", "a better wording, null if there is none to make; null without --with-text"),
    Column("unchecked", "text", "why there was nothing to judge: `is encrypted`, `holds no text` ..."),
    Column("error", "text", "what went wrong reading or judging it; never holds its words"),
)

NAMES: Final = tuple(column.name for column in COLUMNS)
NESTED: Final = tuple(column.name for column in COLUMNS if column.type in ("texts", "findings", "guidance"))


def new_row(values: Mapping[str, Any]) -> Row:
    """A whole row in the order of the columns, null for what is not given. Raises KeyError for what is no column."""
    if unknown := values.keys() - set(NAMES):
        raise KeyError(f"no column of a row: {', '.join(sorted(unknown))}")
    return {name: values.get(name) for name in NAMES}


def to_line(row: Row) -> bytes:
    """The row as a line of JSON in UTF-8, its line end included; half a surrogate pair becomes a question mark."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def from_line(line: bytes) -> Row:
    """The row that `to_line` wrote. Raises ValueError for what is none."""
    row = json.loads(line)
    if not isinstance(row, dict) or tuple(row) != NAMES:
        raise ValueError("no row of an archive")
    return row


def described() -> str:
    """The columns as a table in Markdown."""
    lines = [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in COLUMNS]
    return "\n".join(("| column | type | meaning |", "|---|---|---|", *lines))


def arrow_schema() -> pa.Schema:
    """The schema of the rows in Arrow and Parquet. Raises ImportError without pyarrow."""
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    finding = [("rule", text), ("dimension", text), ("level", text), ("start", whole), ("end", whole)]
    types = {
        "integer": whole,
        "number": pa.float64(),
        "text": text,
        "texts": pa.list_(text),
        "guidance": pa.list_(pa.struct([("id", text), ("met", pa.bool_())])),
        "findings": pa.list_(pa.struct([*finding, ("quote", text), ("message", text)])),
    }
    fields = [pa.field(column.name, types[column.type], nullable=not column.required) for column in COLUMNS]
    return pa.schema(fields, metadata={"toneguard.rows": str(ROW_SCHEMA)})
