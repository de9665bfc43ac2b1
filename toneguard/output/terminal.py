"""A report for people at a terminal: marked text, bars, findings, a checklist, and what the rewrite changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from toneguard.output.bidi import isolated, safe
from toneguard.output.drawing import (
    BLUE,
    BOLD,
    DIM,
    GREEN,
    RED,
    STRUCK,
    UNDERLINED,
    YELLOW,
    Run,
    columns,
    lines,
    shortened,
    styled,
    wrapped,
)
from toneguard.output.marking import Mark, Piece, marks, pieces
from toneguard.output.wording import SAID, SHORT, Say, about, cut_short, shared_reason, spoken, weight, word
from toneguard.report import DIMENSIONS, TONE, Guidance, Level, ToneReport, UiLanguage, Verdict

PROSE: Final = 96
"""Columns of our own sentences, at most."""

BAR: Final = 24
NAMES: Final = 12
"""Columns of the dimensions' names: the longest is `entitlement`."""

_COLOURS: Final = {"good": GREEN, "mild": YELLOW, "strong": RED}
_VERDICTS: Final = {Verdict.PASS: GREEN, Verdict.REVISE: YELLOW, Verdict.HOLD: RED}
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_QUOTED: Final = 48


def as_text(
    report: ToneReport, *, colour: bool = False, width: int | None = None, language: UiLanguage | None = None
) -> str:
    """The report in lines of about `width` columns; with None the message keeps its own lines.

    `language`: of our own words; None for the message's own.

    With `colour`, marks are underlined in ANSI colours; else what was found stands in [brackets] with its number, and
    the rewrite shows [-what goes-] and {+what comes+}. Control characters of the message are shown, never sent.
    """
    _, say = spoken(report, language)
    marked = marks(report.findings)
    wide, prose = (width or 1 << 30) - 8, min(width or PROSE, PROSE)
    blocks = {
        "": (_verdict(report, say, colour=colour),),
        "Message": shortened(list(lines(_marked(report.text, marked, wide, colour=colour), colour=colour))),
        "Scores": _scores(report, say, colour=colour),
        "Findings": _findings(report.text, marked, prose, say, colour=colour),
        "Checklist": _checklist(report, prose, say, colour=colour),
        "Rewrite": _rewrite(report, wide, colour=colour),
    }
    drawn = (_block(isolated(say(title).lower()), tuple(inner), colour=colour) for title, inner in blocks.items())
    return "\n\n".join(block for block in drawn if block) + "\n"


def _block(title: str, inner: Sequence[str], *, colour: bool) -> str:
    if not any(inner):
        return ""
    head = f"{styled(title, BOLD, colour=colour)}\n" if title else ""
    return head + "\n".join(f"  {line}" if title and line else line for line in inner)


def _verdict(report: ToneReport, say: Say, *, colour: bool) -> str:
    said = f"{isolated(say(SHORT[report.verdict]))}  {isolated(say(SAID[report.verdict]))}"
    head = styled(said, f"{BOLD};{_VERDICTS[report.verdict]}", colour=colour)
    return f"{head}  {styled(isolated(f'({safe(about(report, say))})'), DIM, colour=colour)}"


def _marked(text: str, marked: Sequence[Mark], width: int, *, colour: bool) -> Iterator[Run]:
    kept = text.rstrip()
    shown = wrapped(safe(kept), width)
    for piece in pieces(len(kept), marked):
        if not colour:
            yield Run("[" * len(piece.opening))
        yield Run(shown[piece.start : piece.end], _style(piece), bool(piece.marks))
        for mark in piece.closing:
            number = str(mark.number).translate(_RAISED)
            yield Run(number if colour else f"]{number}", DIM)


def _style(piece: Piece) -> str:
    """Words in the colour of their level; a sentence that is marked as a whole is only underlined."""
    if not piece.marks:
        return ""
    first = piece.marks[0]
    return UNDERLINED if first.is_wide else f"{BOLD};{UNDERLINED};{_level(first.level)}"


def _level(level: Level) -> str:
    return RED if level == Level.STRONG else YELLOW


def _scores(report: ToneReport, say: Say, *, colour: bool) -> Iterator[str]:
    if (reason := shared_reason(report)) is not None:
        yield f"{isolated(say('not measured'))}: {safe(reason)}"
        return
    reasons = dict(report.reasons)
    for dimension in DIMENSIONS:
        score = getattr(report.scores, dimension)
        if score is None:
            reason = safe(reasons.get(dimension, say("no reason given")))
            yield f"{_column(say(dimension))} {isolated(say('not measured'))}: {reason}"
            continue
        style = _COLOURS[weight(dimension, score)]
        filled = round(BAR * score)
        bar = styled("█" * filled, style, colour=colour) + styled("░" * (BAR - filled), DIM, colour=colour)
        best = "" if dimension in TONE else styled(f"  {isolated(say('1 is best'))}", DIM, colour=colour)
        said = styled(isolated(say(word(dimension, score))), style, colour=colour)
        yield f"{_column(say(dimension))} {bar} {score:.2f}  {said}{best}"


def _column(word: str) -> str:
    """The word, and spaces up to where the bars begin."""
    return isolated(word) + " " * max(NAMES - columns(word), 0)


def _findings(text: str, marked: Sequence[Mark], width: int, say: Say, *, colour: bool) -> Iterator[str]:
    for mark in marked:
        number = str(mark.number).translate(_RAISED)
        carried = isolated(f" {say('and')} ".join(map(say, mark.dimensions)))
        head = styled(f"{number} {isolated(say(mark.level))}", f"{BOLD};{_level(mark.level)}", colour=colour)
        quoted = _quoted(text[mark.start : mark.end])
        yield f"{head} {carried}  {quoted}  {styled(mark.rule, DIM, colour=colour)}"
        yield from _indented(mark.message, width)
        if offered := [_quoted(better) for better in mark.replacements[:3] if better.strip()]:
            tried = styled(isolated(say("try")), BLUE, colour=colour)
            between = f" {isolated(say('or'))} "
            yield f"    {tried} {between.join(offered)}"


def _indented(text: str, width: int) -> Iterator[str]:
    return (f"    {isolated(line)}" for line in wrapped(safe(text), width - 6).split("\n"))


def _quoted(text: str) -> str:
    return isolated(f"“{safe(cut_short(text, _QUOTED))}”")


def _checklist(report: ToneReport, width: int, say: Say, *, colour: bool) -> Iterator[str]:
    for item in report.guidance:
        box = styled("✓", GREEN, colour=colour) if item.met else styled("○", YELLOW, colour=colour)
        first, *others = wrapped(safe(item.message), width - 6).split("\n")
        yield f"{box} {isolated(first)}"
        yield from (f"  {isolated(line)}" for line in others)
        yield from _quotations(item, say, colour=colour)


def _quotations(item: Guidance, say: Say, *, colour: bool) -> Iterator[str]:
    """The words by which an item is met, on one line; each question that is open on its own."""
    if item.evidence:
        head = styled(isolated(say("in your words")), DIM, colour=colour)
        yield f"    {head} {' '.join(_quoted(passage.quote) for passage in item.evidence)}"
    head = styled(isolated(say("not answered")), YELLOW, colour=colour)
    yield from (f"    {head} {_quoted(question)}" for question in item.unanswered)


def _rewrite(report: ToneReport, width: int, *, colour: bool) -> Iterator[str]:
    if report.rewrite is None:
        return iter(())
    from toneguard.output.differences import changes, spaced

    changed = changes(report.text.rstrip(), report.rewrite.rstrip())
    changed = tuple(spaced(changed)) if colour else changed
    shown = wrapped(safe("".join(change.text for change in changed)), width)
    return shortened(list(lines(_changed(shown, changed, colour=colour), colour=colour)))


def _changed(shown: str, changed: Sequence[tuple[str, str]], *, colour: bool) -> Iterator[Run]:
    signs = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    styles = {"same": "", "gone": f"{STRUCK};{RED}", "new": f"{BOLD};{GREEN}"}
    at = 0
    for kind, text in changed:
        before, after = ("", "") if colour else signs[kind]
        yield Run(f"{before}{shown[at : at + len(text)]}{after}", styles[kind], kind != "same")
        at += len(text)
