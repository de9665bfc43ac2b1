"""Data frames of pandas and polars: the columns of a row beside the text they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from toneguard.archive.records import Record, Scoring
from toneguard.archive.rows import COLUMNS, Column
from toneguard.archive.scoring import score_records

Frame = TypeVar("Frame")

_BESIDE: Final = ("row", "source", "position", "message_id", "date", "from_address", "from_name", "to", "team")
_LEFT_OUT: Final = (*_BESIDE, "subject_hash", "thread", "in_reply_to", "channel", "text")

FRAME_COLUMNS: Final[tuple[Column, ...]] = tuple(column for column in COLUMNS if column.name not in _LEFT_OUT)
"""The columns that a frame gets: all that come from judging the text."""


def score_frame(
    df: Frame,
    text: str = "body",
    *,
    in_reply_to: str | None = None,
    scoring: Scoring | None = None,
    prefix: str = "",
) -> Frame:
    """The frame with the columns of `FRAME_COLUMNS` after its own, `prefix` before their names; the index is kept.

    `text` and `in_reply_to` name the columns with the messages and with the messages they answer; a text that looks
    like HTML is taken as such. Without `scoring`, quotes and rewrites are there, as the text is. Raises KeyError for a
    column that is not there, ValueError where the frame has a column of a new one's name, TypeError for no frame.
    """
    library = type(df).__module__.partition(".")[0]
    if library not in ("pandas", "polars"):
        raise TypeError(f"df must be a DataFrame of pandas or polars, not {type(df).__name__}")
    frame: Any = df
    for name in filter(None, (text, in_reply_to)):
        if name not in frame.columns:
            raise KeyError(f"no column {name!r}; the columns are {', '.join(map(str, frame.columns))}")
    names = {column.name: prefix + column.name for column in FRAME_COLUMNS}
    if taken := [name for name in names.values() if name in frame.columns]:
        raise ValueError(f"the frame has a column {taken[0]!r} already; give a prefix such as prefix='tone_'")
    answered = [None] * len(frame) if in_reply_to is None else frame[in_reply_to]
    rows = list(score_records(_records(frame[text], answered), scoring or Scoring(with_text=True)))
    values = {new: [row[name] for row in rows] for name, new in names.items()}
    added: Frame = (_pandas if library == "pandas" else _polars)(frame, values, prefix)
    return added


def _records(texts: Iterable[object], answered: Iterable[object]) -> Iterable[Record]:
    for number, (text, question) in enumerate(zip(texts, answered, strict=True), 1):
        before = {"text": question} if isinstance(question, str) else None
        yield Record(number, "", number, {"text": text if isinstance(text, str) else ""}, answered=before)


def _pandas(frame: Any, values: dict[str, list[Any]], prefix: str) -> Any:  # noqa: ANN401 - a frame
    import pandas as pd

    types = {"integer": "Int64", "number": "float64"}
    added = {
        prefix + column.name: pd.Series(
            values[prefix + column.name], index=frame.index, dtype=types.get(column.type, "object")
        )
        for column in FRAME_COLUMNS
    }
    return pd.concat([frame, pd.DataFrame(added, index=frame.index)], axis=1)


def _polars(frame: Any, values: dict[str, list[Any]], prefix: str) -> Any:  # noqa: ANN401 - a frame
    import polars as pl

    text, whole = pl.String(), pl.Int64()
    finding = {"rule": text, "dimension": text, "level": text, "start": whole, "end": whole}
    types: dict[str, Any] = {
        "integer": whole,
        "number": pl.Float64(),
        "text": text,
        "guidance": pl.List(pl.Struct({"id": text, "met": pl.Boolean()})),
        "findings": pl.List(pl.Struct({**finding, "quote": text, "message": text})),
    }
    added = [
        pl.Series(prefix + column.name, values[prefix + column.name], dtype=types[column.type])
        for column in FRAME_COLUMNS
    ]
    return frame.with_columns(added)
