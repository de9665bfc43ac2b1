"""Reports as JSON: one object, or a list where several files were checked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from toneguard.report import ToneReport

_HALF = re.compile("[\ud800-\udfff]")


def as_json(reports: Sequence[tuple[str, ToneReport]]) -> str:
    """The wire form of `toneguard/schema.json`, in letters as they are, its keys in the order of the schema.

    Several reports come as a list of `{"file": name, "report": ...}`. Ends with a line feed.
    """
    if len(reports) == 1:
        return as_text(reports[0][1].to_dict())
    return as_text([{"file": name, "report": report.to_dict()} for name, report in reports])


def as_text(value: object) -> str:
    """`value` as JSON that UTF-8 can carry: half a character, which it cannot, stands as its escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"
