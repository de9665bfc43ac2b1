"""In a worker: from a place to the record that lies there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

from toneguard.archive.index import Spot, Task
from toneguard.archive.mbox import unwrapped
from toneguard.archive.records import Record

_FRAME: Final = 1 << 20
"""Bytes that a form may have around a message: an .emlx ends in a property list of a few hundred."""


def load(task: Task, size_limit: int) -> Record:
    """The record of a task; what cannot be read is one that says why."""
    data: bytes | Mapping[str, Any] | str
    answered = None
    if task.error is not None:
        data = task.error
    elif task.spot.length > size_limit + _FRAME:
        data = f"is larger than {size_limit} bytes"
    else:
        try:
            data = _data(task.spot)
        except OSError as error:
            data = f"cannot be read: {error.strerror or type(error).__name__}"
        except ValueError:
            data = "is not what it was when the run began"
        if isinstance(data, bytes) and len(data) > size_limit:
            data = f"is larger than {size_limit} bytes"
    if task.answered is not None and task.answered.length <= size_limit:
        try:
            answered = _data(task.answered)
        except (OSError, ValueError):
            answered = None
    return Record(task.row, task.shown, task.position, data, task.thread, answered)


def _data(spot: Spot) -> bytes | Mapping[str, Any]:
    raw = _bytes(spot)
    if spot.form == "table":
        fields: Mapping[str, Any] = json.loads(raw.decode("utf-8", "surrogatepass"))
        return fields
    if spot.form == "mbox":
        return unwrapped(raw)
    return _without_frame(raw) if spot.form == "emlx" else raw


def _bytes(spot: Spot) -> bytes:
    path: str | bytes = spot.path
    with open(os.fsdecode(path), "rb") as file:  # noqa: PTH123 - a path of bytes where it is no text
        file.seek(spot.offset)
        return file.read(spot.length)


def _without_frame(raw: bytes) -> bytes:
    """The message in an .emlx of Apple Mail: a line with its length, the message, a property list."""
    count, _, rest = raw.partition(b"\n")
    return rest[: int(count)] if count.strip().isdigit() else raw
