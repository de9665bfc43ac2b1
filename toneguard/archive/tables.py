"""Tables, row by row: JSON Lines, JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final

from toneguard.errors import UnreadableError

LARGEST_JSON: Final = 512 << 20
"""Bytes of a .json file, which is read whole; JSON Lines has no such limit."""

_LISTS: Final = ("tickets", "conversations", "data", "results", "items", "messages", "comments", "records")

Rows = Iterator[tuple[int, Mapping[str, Any] | str]]
"""Number of a row in its table, from 1, and the row, or what is wrong with it."""


def read_table(kind: str, path: Path) -> Rows:
    """The rows of a table. Raises OSError, ImportError for Parquet without pyarrow, UnreadableError."""
    return READERS[kind](path)


def _json_lines(path: Path) -> Rows:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                yield number, "is no JSON"
                continue
            yield number, row if isinstance(row, dict) else "is no JSON object"


def _json(path: Path) -> Rows:
    if path.stat().st_size > LARGEST_JSON:
        raise UnreadableError(f"is larger than {LARGEST_JSON >> 20} MB: make JSON Lines of it, one object a line")
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        yield from _json_lines(path)
        return
    if isinstance(whole, dict):
        whole = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), [whole])
    for number, row in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield number, row if isinstance(row, dict) else "is no JSON object"


def _csv(path: Path) -> Rows:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file, delimiter=_delimiter(file), restkey="")
        number = 0
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield number, "is no row of CSV"
                continue
            yield number, {name: value for name, value in row.items() if name and value is not None}


def _delimiter(file: IO[str]) -> str:
    """The sign that parts the columns: the most frequent one in the first line."""
    line = file.readline(1 << 20)
    file.seek(0)
    return max((",", ";", "\t", "|"), key=line.count)


def _parquet(path: Path) -> Rows:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UnreadableError("is Parquet, which needs toneguard[archive]") from None
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1000):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except pa.ArrowInvalid:
        raise UnreadableError("is no Parquet file, or a damaged one") from None


READERS: Final[Mapping[str, Callable[[Path], Rows]]] = {
    "jsonl": _json_lines,
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
}


def as_json(fields: Mapping[str, Any]) -> bytes:
    """A record as a line of JSON; dates in ISO 8601, other types as Python shows them."""
    text = json.dumps(fields, ensure_ascii=False, default=_simple, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _simple(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        with suppress(UnicodeDecodeError):
            return value.decode("utf-8")
    return str(value)
