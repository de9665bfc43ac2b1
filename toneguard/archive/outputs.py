"""From the journal to the file that was asked for, in constant memory."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from toneguard.archive.rows import NAMES, NESTED, Row, arrow_schema, from_line
from toneguard.archive.workspace import OutputError, Workspace, sync_folder, writing
from toneguard.errors import ToneguardError

if TYPE_CHECKING:
    import pyarrow as pa

BATCH: Final = 2000
"""Rows of a row group: some megabytes with text."""

TABLE: Final = "messages"
"""The name of the table in a .duckdb file."""


class FormatError(ToneguardError):
    """The ending of the output names no format, or one whose package is missing."""


def check_format(output: Path) -> None:
    """Raises FormatError where the output could not be written in the format that its ending names."""
    suffix = output.suffix.lower()
    if suffix != ".jsonl" and suffix not in _WRITERS:
        raise FormatError(f"{output}: the output ends in one of .jsonl, {', '.join(_WRITERS)}")
    for package in _NEEDS.get(suffix, ()):
        if importlib.util.find_spec(package) is None:
            raise FormatError(f"{output}: {suffix} needs toneguard[archive] ({package})")


def finish(workspace: Workspace) -> None:
    """Make the output of a whole journal; it is there whole or not at all. Raises OutputError."""
    write = _WRITERS.get(workspace.output.suffix.lower())
    done = workspace.journal if write is None else workspace.finished
    with writing(workspace.output):
        if write is not None:
            done.unlink(missing_ok=True)
            write(workspace.journal, done)
            _sync(done)
        done.replace(workspace.output)
        sync_folder(workspace.output.parent)
    workspace.remove()


def rows_of(journal: Path) -> Iterator[Row]:
    """The rows of a journal, or of a .jsonl output."""
    with journal.open("rb") as file:
        yield from map(from_line, file)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _csv(journal: Path, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(NAMES)
        writer.writerows([_cell(name, row[name]) for name in NAMES] for row in rows_of(journal))


def _cell(name: str, value: object) -> object:
    """A value in CSV: nothing for null, JSON for what is nested."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) if name in NESTED and value is not None else value
    )


def arrow_tables(journal: Path) -> Iterator[pa.Table]:
    """The rows in Arrow, `BATCH` at a time."""
    import pyarrow as pa

    schema = arrow_schema()
    rows = rows_of(journal)
    while batch := list(islice(rows, BATCH)):
        yield pa.Table.from_pylist(batch, schema=schema)


def _parquet(journal: Path, path: Path) -> None:
    from pyarrow import parquet

    with parquet.ParquetWriter(path, arrow_schema(), compression="zstd") as writer:
        for table in arrow_tables(journal):
            writer.write_table(table)


def _duckdb(journal: Path, path: Path) -> None:
    import duckdb

    try:
        with duckdb.connect(str(path), config={"threads": 1, "memory_limit": "512MB"}) as database:
            database.register("batch", arrow_schema().empty_table())
            database.execute(f"CREATE TABLE {TABLE} AS SELECT * FROM batch")  # noqa: S608 - our own name
            for table in arrow_tables(journal):
                database.register("batch", table)
                database.execute(f"INSERT INTO {TABLE} SELECT * FROM batch")  # noqa: S608 - our own name
    except duckdb.Error as error:
        raise OutputError(f"{path}: {str(error).splitlines()[0]}; run the same command again") from None


_WRITERS: Final[Mapping[str, Callable[[Path, Path], None]]] = {".csv": _csv, ".parquet": _parquet, ".duckdb": _duckdb}
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {".parquet": ("pyarrow",), ".duckdb": ("pyarrow", "duckdb")}
