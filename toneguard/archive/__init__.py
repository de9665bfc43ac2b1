"""Many messages at once: archives of mail, help-desk exports, data frames.

`score_records` is the heart: records in, rows out, the same anywhere. `toneguard archive` reads sources and writes files
with it, `score_frame` takes a frame.
"""

from toneguard.archive.frames import score_frame
from toneguard.archive.records import Record, Scoring
from toneguard.archive.rows import COLUMNS, ROW_SCHEMA, Row, arrow_schema
from toneguard.archive.scoring import score_records

__all__ = ["COLUMNS", "ROW_SCHEMA", "Record", "Row", "Scoring", "arrow_schema", "score_frame", "score_records"]
