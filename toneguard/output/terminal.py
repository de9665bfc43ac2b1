"""A report for people at a terminal: marked text, bars, findings, a checklist, and the rewrite as a diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Final

from toneguard.output.marking import pieces
from toneguard.report import DIMENSIONS, TONE, Finding, Level, ToneReport, Verdict

BAR: Final = 20
_SAID: Final = {
    Verdict.PASS: "pass: ready to send",
    Verdict.REVISE: "revise: have another look",
    Verdict.HOLD: "hold: better not sent like this",
}
_BOLD, _DIM, _RED, _YELLOW, _GREEN, _UNDERLINE, _OFF = "1", "2", "31", "33", "32", "4", "0"
# First strong isolate and its end keep an Urdu passage and a code inside it in their places.
_ISOLATE, _END = "\u2068", "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def as_text(report: ToneReport, *, colour: bool = False) -> str:
    """The report in lines; with `colour` in ANSI colours, else plain with [brackets] around what was found."""
    blocks = [
        _marked(report, colour=colour),
        "\n".join(_scores(report, colour=colour)),
        "\n".join(_findings(report, colour=colour)),
        "\n".join(_guidance(report, colour=colour)),
        "\n".join(_rewrite(report, colour=colour)),
        _style(f"verdict  {_SAID[report.verdict]}", _BOLD, colour=colour),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _style(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[{_OFF}m" if colour and text else text


def _safe(text: str) -> str:
    """Control characters, which a terminal would obey, shown as a replacement character."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def _isolated(text: str) -> str:
    return f"{_ISOLATE}{text}{_END}" if _RTL.search(text) else text


def _marked(report: ToneReport, *, colour: bool) -> str:
    drawn: list[str] = []
    for piece in pieces(report.text, report.findings):
        text = _safe(piece.text)
        if not piece.findings:
            drawn.append(text)
        elif colour:
            code = f"{_UNDERLINE};{_RED if piece.findings[0].level == Level.STRONG else _YELLOW}"
            drawn.extend(_style(part, code, colour=True) if part != "\n" else part for part in re.split(r"(\n)", text))
        else:
            drawn.append(f"[{text}]")
    return "\n".join(f"  {_isolated(line)}" if line.strip() else "" for line in "".join(drawn).strip().split("\n"))


def _scores(report: ToneReport, *, colour: bool) -> Iterator[str]:
    reasons = dict(report.reasons)
    for dimension in DIMENSIONS:
        score = getattr(report.scores, dimension)
        if score is None:
            yield f"{dimension:<12} not measured: {reasons.get(dimension, '')}"
            continue
        bad = score if dimension in TONE else 1 - score
        code = _RED if bad >= 0.7 else _YELLOW if bad >= 0.3 else _GREEN  # noqa: PLR2004 - STRONG and MILD
        filled = round(BAR * score)
        bar = _style("█" * filled, code, colour=colour) + "·" * (BAR - filled)
        yield f"{dimension:<12} {bar} {score:.2f}{'' if dimension in TONE else '  (1 is best)'}"


def _findings(report: ToneReport, *, colour: bool) -> Iterator[str]:
    for finding in report.findings:
        yield _finding(finding, colour=colour)


def _finding(finding: Finding, *, colour: bool) -> str:
    code = _RED if finding.level == Level.STRONG else _YELLOW
    quote = _safe(" ".join(finding.quote.split()))
    quote = quote if len(quote) <= 72 else quote[:69] + "..."  # noqa: PLR2004 - the width of a terminal line
    head = f"{_style(f'{finding.level:<6}', code, colour=colour)} {_isolated(f'“{quote}”')}"
    lines = [head, f"       {finding.message}"]
    if offered := [better for better in finding.replacements[:3] if better]:
        lines.append("       " + "try: " + " / ".join(_isolated(_safe(better)) for better in offered))
    lines.append(_style(f"       {finding.rule}", _DIM, colour=colour))
    return "\n".join(lines)


def _guidance(report: ToneReport, *, colour: bool) -> Iterator[str]:
    for item in report.guidance:
        mark = _style("✓", _GREEN, colour=colour) if item.met else _style("○", _YELLOW, colour=colour)
        yield f"{mark} {item.message}"
        for question in item.unanswered:
            yield f"    {_isolated('“' + _safe(' '.join(question.split())) + '”')}"


def _rewrite(report: ToneReport, *, colour: bool) -> Iterator[str]:
    if report.rewrite is None:
        return
    yield "rewrite"
    before, after = _safe(report.text).splitlines(), _safe(report.rewrite).splitlines()
    for line in difflib.unified_diff(before, after, lineterm="", n=1):
        if not line.startswith(("---", "+++", "@@")):
            code = {"-": _RED, "+": _GREEN}.get(line[0], _DIM)
            yield _style(f"  {line[0]} {_isolated(line[1:])}", code, colour=colour)
