"""The rows of a finished output, whatever its format, one after another."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from toneguard.archive.outputs import BATCH, TABLE, check_format
from toneguard.archive.rows import COLUMNS, NAMES, NESTED, Row, from_line
from toneguard.errors import UnreadableError

_NO_ROWS: Final = "holds no rows of toneguard archive, or damaged ones"


def finished_rows(path: Path) -> Iterator[Row]:
    """The rows in the file. Raises FormatError for an ending of no output, UnreadableError where there are no rows in it."""
    check_format(path)
    try:
        yield from _READERS[path.suffix.lower()](path)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or type(error).__name__}") from None
    except (ValueError, csv.Error):
        raise UnreadableError(f"{path}: {_NO_ROWS}") from None


def _json_lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        yield from map(from_line, file)


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        _check(next(lines, []))
        for cells in lines:
            yield {name: _value(name, cell) for name, cell in zip(NAMES, cells, strict=True)}


_NUMBERS: Final[Mapping[str, Callable[[str], object]]] = {
    column.name: int if column.type == "integer" else float
    for column in COLUMNS
    if column.type in ("integer", "number")
}


def _value(name: str, cell: str) -> object:
    """What stood in the row; an empty cell is null."""
    if not cell:
        return None
    return json.loads(cell) if name in NESTED else _NUMBERS.get(name, str)(cell)


def _parquet(path: Path) -> Iterator[Row]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:  # its errors are ValueErrors
        _check(file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=BATCH):
            yield from batch.to_pylist()


def _duckdb(path: Path) -> Iterator[Row]:
    import duckdb

    if not path.is_file():
        raise FileNotFoundError(2, "No such file or directory")
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            found: Any = database.execute(f"SELECT * FROM {TABLE} ORDER BY row")  # noqa: S608 - our own name
            _check([column[0] for column in found.description])
            while batch := found.fetchmany(BATCH):
                yield from (dict(zip(NAMES, values, strict=True)) for values in batch)
    except duckdb.Error:
        raise ValueError(_NO_ROWS) from None


def _check(names: Sequence[str]) -> None:
    if tuple(names) != NAMES:
        raise ValueError(_NO_ROWS)


_READERS: Final[Mapping[str, Callable[[Path], Iterator[Row]]]] = {
    ".jsonl": _json_lines,
    ".csv": _csv,
    ".parquet": _parquet,
    ".duckdb": _duckdb,
}
