"""From records to rows: the one function that a single machine, a notebook and a cluster share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from toneguard.archive.pseudonyms import Pseudonyms, digest
from toneguard.archive.records import Record, Scoring
from toneguard.archive.rows import Row, new_row
from toneguard.archive.said import Said, bare_subject, read_data
from toneguard.check import check_tone
from toneguard.errors import LexiconError, SettingsError
from toneguard.mail.check import MailReport, judge_body
from toneguard.reading.zones import find_zones
from toneguard.report import DIMENSIONS, Finding, Kind, Level, ToneReport

_WARM: Final = "I recieved a broken kettle, you liars. Mera refund kab milega? شکریہ۔ Salamat po sa tulong ninyo."


def warm_up(scoring: Scoring) -> None:
    """Load what the first message would wait for. Raises LexiconError for a lexicon of the user's with a mistake."""
    check_tone(_WARM, settings=scoring.settings, in_reply_to=_WARM, kind="reply")


def score_records(records: Iterable[Record], scoring: Scoring) -> Iterator[Row]:
    """A row for each record, in order; the same record and scoring give the same row anywhere. Raises nothing for any record."""
    return (score_record(record, scoring) for record in records)


def score_record(record: Record, scoring: Scoring) -> Row:
    """The row of one record; what cannot be read or judged has an `error` instead of scores."""
    place: dict[str, Any] = {"row": record.row, "source": record.source, "position": record.position}
    if isinstance(record.data, str):
        return new_row({**place, "error": record.data})
    if isinstance(record.data, bytes) and not record.data.strip():
        return new_row({**place, "unchecked": "is empty"})
    try:
        said = read_data(record.data)
    except Exception as error:  # noqa: BLE001 - whatever a broken message does to the parser, the run goes on
        return new_row({**place, "error": f"cannot be parsed ({type(error).__name__})"})
    try:
        known = {**place, **_known(said, record, scoring)}
    except Exception as error:  # noqa: BLE001 - as above
        return new_row({**place, "error": f"its headers cannot be read ({type(error).__name__})"})
    try:
        return new_row({**known, **_judged(said, record, scoring)})
    except (LexiconError, SettingsError):
        raise  # every message would say so
    except Exception as error:  # noqa: BLE001 - as above
        return new_row({**known, "error": f"made the checker fail ({type(error).__name__})"})


def _known(said: Said, record: Record, scoring: Scoring) -> dict[str, Any]:
    """What the row says without judging the text."""
    names = Pseudonyms(scoring.key)
    thread = record.thread or (digest(said.thread).hex() if said.thread else None)
    return {
        "message_id": names.name(said.message_id) or None,
        "date": said.date,
        "from_address": names.name(said.from_address) or None,
        "from_name": names.name(said.from_name) or None,
        "to": [names.name(address) for address in said.to],
        "team": said.team or names.name(said.agent) or None,
        "subject_hash": names.hashed(bare_subject(said.subject)) if bare_subject(said.subject) else None,
        "thread": names.name(thread),
        "in_reply_to": names.name(said.in_reply_to) or None,
        "kind": _kind(said, scoring),
        "channel": said.channel or scoring.channel,
    }


def _kind(said: Said, scoring: Scoring) -> Kind | None:
    """What the message is taken for before it is read; None: judged from its words."""
    if scoring.kind or said.kind:
        return scoring.kind or said.kind
    if not scoring.own_domains or not said.from_address:
        return None
    domain = said.from_address.rpartition("@")[2]
    own = any(domain == name or domain.endswith(f".{name}") for name in scoring.own_domains)
    return "reply" if own else "complaint"


def _judged(said: Said, record: Record, scoring: Scoring) -> dict[str, Any]:
    kind = _kind(said, scoring)
    answered = None if kind == "complaint" else _answered_text(record.answered, scoring)
    channel = said.channel or scoring.channel
    mail = judge_body(
        said.chosen, said.body, kind, channel, scoring.settings, None, answered, with_rewrite=scoring.with_text
    )
    if mail.report is None:
        return {"error" if mail.failed else "unchecked": mail.unchecked}
    return {"words": _words(mail.text), **_told(mail, mail.report, with_text=scoring.with_text)}


def _answered_text(data: bytes | Mapping[str, Any] | None, scoring: Scoring) -> str | None:
    """The text of the answered message; None where it cannot be had: the answer is judged without it then."""
    if data is None:
        return None
    try:
        said = read_data(data)
    except Exception:  # noqa: BLE001 - it has, or will get, a row of its own that says so
        return None
    text = f"{said.chosen}\n\n{said.body.text}" if said.chosen else said.body.text
    return text if text.strip() and len(text) <= scoring.settings.limit_chars else None


def _words(text: str) -> int:
    """Words with a letter in what is the writer's own."""
    own = (text[zone.start : zone.end] for zone in find_zones(text)[0] if zone.kind == "own")
    return sum(any(map(str.isalpha, word)) for part in own for word in part.split())


def _told(mail: MailReport, report: ToneReport, *, with_text: bool) -> dict[str, Any]:
    """What a report says in a row."""
    strong = sum(finding.level == Level.STRONG for finding in report.findings)
    return {
        "kind": report.kind,
        "language": report.language,
        **{name: getattr(report.scores, name) for name in DIMENSIONS},
        "reason": "; ".join(f"{name}: {why}" for name, why in report.reasons) or None,
        "verdict": str(report.verdict),
        "findings_mild": len(report.findings) - strong,
        "findings_strong": strong,
        "guidance": [{"id": item.id, "met": item.met} for item in report.guidance],
        "unanswered": sum(len(item.unanswered) for item in report.guidance),
        "findings": [_finding(finding, with_text=with_text) for finding in report.findings],
        "text": mail.text if with_text else None,
        "rewrite": report.rewrite if with_text else None,
    }


def _finding(finding: Finding, *, with_text: bool) -> dict[str, Any]:
    shown = finding if with_text else replace(finding, message=without_words(finding.message))
    return {
        "rule": shown.rule,
        "dimension": shown.dimension,
        "level": str(shown.level),
        "start": shown.start,
        "end": shown.end,
        "quote": shown.quote if with_text else None,
        "message": shown.message,
    }


def without_words(message: str) -> str:
    """The advice without the writer's words, which some advice names in brackets at its end."""
    return message.rpartition(" (")[0] if message.endswith(")") and " (" in message else message
