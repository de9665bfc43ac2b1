"""The same rows on Apache Spark: as a function for data frames of yours, and as the engine of `toneguard archive`.

Executors need toneguard installed; with the engine they also need the sources under the same paths as the driver, as on a
network file system. Each Python worker of an executor warms up once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from toneguard.archive.columns import NoTextError, records_of
from toneguard.archive.index import Task
from toneguard.archive.records import Record, Scoring
from toneguard.archive.rows import COLUMNS, Type, arrow_schema
from toneguard.archive.scoring import score_records, warm_up
from toneguard.archive.workers import Scored, WorkerError, chunked, score_chunk

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pyspark.sql import SparkSession

WAVE: Final = 32
"""Chunks, a core, that are given to Spark at once: some seconds of work, and some megabytes of rows to come back."""

_OURS: Final = ("row", "source", "position", "answered", "content", "path", "modificationTime", "length")

_TYPES: Final[Mapping[Type, str]] = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "text": "STRING",
    "texts": "ARRAY<STRING>",
    "guidance": "ARRAY<STRUCT<id: STRING, met: BOOLEAN>>",
    "findings": "ARRAY<STRUCT<rule: STRING, dimension: STRING, level: STRING, `start`: BIGINT, `end`: BIGINT, "
    "quote: STRING, message: STRING>>",
}


def spark_schema() -> str:
    """The schema of the rows as Spark takes it."""
    return ", ".join(
        f"`{column.name}` {_TYPES[column.type]}{' NOT NULL' if column.required else ''}" for column in COLUMNS
    )


def arrow_scorer(
    scoring: Scoring | None = None, text_column: str | None = None
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function for `df.mapInArrow(arrow_scorer(), spark_schema())`.

    `df` is what Spark's `binaryFile` reads, a mail a file, or a table whose columns are known by their names as those of
    a .jsonl are, with `text_column` where they are not. Columns `row`, `source` and `position` come back as they are, 0
    where there are none; a column `answered` holds the message that this one answers.
    """
    asked = scoring or Scoring()

    def score(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        _warm(asked)
        for batch in batches:
            rows = list(score_records(_records(batch.to_pylist(), text_column), asked))
            yield pa.RecordBatch.from_pylist(rows, schema=arrow_schema())

    return score


def pandas_scorer(
    scoring: Scoring | None = None, text_column: str | None = None
) -> Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """A function for `df.mapInPandas(pandas_scorer(), spark_schema())`; see `arrow_scorer`, which is faster."""
    asked = scoring or Scoring()

    def score(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        import pandas as pd

        _warm(asked)
        for frame in frames:
            lines = ({name: _plain(value) for name, value in line.items()} for line in frame.to_dict("records"))
            rows = score_records(_records(lines, text_column), asked)
            yield pd.DataFrame(list(rows), columns=[column.name for column in COLUMNS], dtype=object)

    return score


def _plain(value: object) -> object:
    """What pandas has for null as None, and its arrays as lists."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN
        return None
    whole = getattr(value, "tolist", None)
    return whole() if whole is not None else value


def _records(table: Iterable[Mapping[Any, Any]], text_column: str | None) -> Iterator[Record]:
    for line in table:
        place = (
            int(line.get("row") or 0),
            str(line.get("source") or line.get("path") or ""),
            int(line.get("position") or 0),
        )
        before = line.get("answered")
        answered = {"text": before} if isinstance(before, str) else before if isinstance(before, bytes) else None
        if isinstance(content := line.get("content"), (bytes, bytearray)):
            yield Record(*place, bytes(content), answered=answered)
            continue
        fields = {name: value for name, value in line.items() if name not in _OURS}
        try:
            for found in records_of(fields, text_column):
                yield Record(*place, found, answered=answered)
        except NoTextError as error:
            yield Record(*place, str(error))


@lru_cache(maxsize=4)
def _warm(scoring: Scoring) -> None:
    """Warm this Python worker up, once."""
    warm_up(scoring)


def score_on_spark(tasks: Iterable[Task], scoring: Scoring, master: str | None) -> Generator[Scored, None, None]:
    """The rows of the tasks, in order, as `score_tasks` gives them. `master`: a Spark URL, None for what Spark is set to.

    Raises WorkerError where Spark fails, ImportError without pyspark.
    """
    from py4j.protocol import Py4JError

    if scoring.settings.lexicons:
        warm_up(scoring)  # says what is wrong with them, where an executor could only fail
    session = _session(master)
    try:
        context = session.sparkContext
        chunks = chunked(tasks)
        while wave := list(islice(chunks, WAVE * context.defaultParallelism)):
            yield from context.parallelize(wave, len(wave)).map(_work(scoring)).collect()
    except Py4JError as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WorkerError(f"Spark failed ({said[:200]}); the same command goes on from there") from None
    finally:
        session.stop()


def _work(scoring: Scoring) -> Callable[[list[Task]], Scored]:
    def work(chunk: list[Task]) -> Scored:
        _warm(scoring)
        return score_chunk(chunk, scoring)

    return work


def _session(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("toneguard").config("spark.ui.showConsoleProgress", "false")
    if master is not None:
        builder = builder.master(master)
    if (master or "").startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # what the machine's name leads to need not be there
        builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "localhost")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
