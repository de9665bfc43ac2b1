"""Reports as JSON: one object, or a list of them where several files were checked."""

from __future__ import annotations

import json
from collections.abc import Sequence

from toneguard.report import ToneReport


def as_json(reports: Sequence[tuple[str, ToneReport]]) -> str:
    """The wire form, in letters as they are, with a line end; several reports come as a list with their file names."""
    if len(reports) == 1:
        return _text(reports[0][1].to_dict())
    return _text([{"file": name, **report.to_dict()} for name, report in reports])


def _text(value: object) -> str:
    # A lone surrogate cannot be written as UTF-8; JSON has an escape for it.
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return (text if text.isprintable() or _encodable(text) else json.dumps(value, indent=2)) + "\n"


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
