"""Reports as one self-contained page: nothing is loaded from anywhere, nothing runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from toneguard.output.bidi import direction, has_rtl, runs, safe
from toneguard.output.differences import Change, changes, spaced
from toneguard.output.marking import Mark, Piece, marks, pieces
from toneguard.output.style import STYLE
from toneguard.output.wording import SAID, about, cut_short, shared_reason, weight, word
from toneguard.report import DIMENSIONS, TONE, ToneReport

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_Cut = tuple[str, str, str]


def as_html(reports: Sequence[tuple[str, ToneReport]]) -> str:
    """One page with every report: the message marked, light and dark, each line in the direction it is read."""
    overview = _overview(reports) if len(reports) > 1 else ""
    body = "\n".join(_report(number, name, report) for number, (name, report) in enumerate(reports, 1))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>toneguard report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{overview}{body}\n"
        "<footer>Made by toneguard on this machine. Scores are advice; you know the case.</footer>\n"
        "</main>\n</body>\n</html>\n"
    )


def _overview(reports: Sequence[tuple[str, ToneReport]]) -> str:
    rows = "".join(
        f'<li><a href="#r{number}"><i class="dot {report.verdict}"></i>{_text(_name(name))}</a> '
        f"{SAID[report.verdict]}</li>"
        for number, (name, report) in enumerate(reports, 1)
    )
    return f'<nav class="card"><h2>{len(reports)} messages</h2><ul>{rows}</ul></nav>\n'


def _name(name: str) -> str:
    return "standard input" if name == "-" else name


def _text(text: str) -> str:
    """`text` as HTML, its control characters as pictures."""
    return escape(safe(text))


def _report(number: int, name: str, report: ToneReport) -> str:
    marked = marks(report.findings)
    blocks = {
        "Message": _lines(_marked(report.text, marked, number), report),
        "Scores": _scores(report),
        "Findings": _list("ol", "findings", (_finding(mark, report, number) for mark in marked)),
        "Checklist": _list("ul", "checklist", _guidance(report)),
        "Rewrite": "" if report.rewrite is None else _rewrite(report, report.rewrite),
    }
    cards = (f'<section class="card"><h2>{title}</h2>{inner}</section>' for title, inner in blocks.items() if inner)
    head = f"<h1>{SAID[report.verdict]}</h1><p>{_text(_name(name))} · {_text(about(report))}</p>"
    return (
        f'<article id="r{number}">\n<header class="card {report.verdict}">{head}</header>\n'
        + "\n".join(cards)
        + "\n</article>"
    )


def _list(tag: str, kind: str, items: Iterable[str]) -> str:
    inner = "".join(items)
    return f'<{tag} class="{kind}">{inner}</{tag}>' if inner else ""


def _marked(text: str, marked: Sequence[Mark], number: int) -> Iterator[_Cut]:
    """The text in cuts, each with what stands before and after it."""
    shown = safe(text)
    for piece in pieces(len(text), marked):
        before, after = _tags(piece, number)
        yield before, shown[piece.start : piece.end], after
        for mark in piece.closing:
            yield "", "", f'<sup aria-hidden="true">{mark.number}</sup>'


def _tags(piece: Piece, number: int) -> tuple[str, str]:
    if not piece.marks:
        return "", ""
    first = piece.marks[0]
    said = _text(" ".join(dict.fromkeys(mark.message for mark in piece.marks)))
    kind = f"{first.level} {'wide' if first.is_wide else 'narrow'}"
    return f'<a class="{kind}" href="#r{number}f{first.number}" data-tip="{said}"><mark>', "</mark></a>"


def _lines(cuts: Iterable[_Cut], report: ToneReport) -> str:
    """Each line a paragraph in a direction of its own, so that Urdu stands right and English left."""
    lines: list[list[_Cut]] = [[]]
    for before, text, after in cuts:
        first, *others = text.split("\n")
        lines[-1].append((before, first, after))
        lines.extend([(before, part, after)] for part in others)
    while len(lines) > 1 and not any(text.strip() for _, text, _ in lines[-1]):
        lines.pop()
    language = _text(report.language)
    return f'<div class="text" lang="{language}">{"".join(map(_line, lines))}</div>'


def _line(cuts: Sequence[_Cut]) -> str:
    plain = "".join(text for _, text, _ in cuts)
    right = direction(plain) == "rtl"
    body = "".join(
        before + _framed(text, right=right) + after if text else after * (not before) for before, text, after in cuts
    )
    return f'<p dir="{"rtl" if right else "ltr" if has_rtl(plain) else "auto"}">{body}</p>'


def _framed(text: str, *, right: bool) -> str:
    """Codes, links and numbers held together inside a line that is read from the right."""
    if not right:
        return escape(text)
    return "".join(f'<bdi dir="ltr">{escape(run)}</bdi>' if own else escape(run) for run, own in runs(text))


def _scores(report: ToneReport) -> str:
    if (reason := shared_reason(report)) is not None:
        return f"<p>Not measured: {_text(reason)}.</p>"
    return f'<dl class="scores">{"".join(_score_rows(report))}</dl>'


def _score_rows(report: ToneReport) -> Iterator[str]:
    reasons = dict(report.reasons)
    for dimension in DIMENSIONS:
        score = getattr(report.scores, dimension)
        if score is None:
            yield f"<dt>{dimension}</dt><dd>not measured: {_text(reasons.get(dimension, 'no reason given'))}</dd>"
            continue
        best = "" if dimension in TONE else " <small>1 is best</small>"
        yield (
            f'<dt>{dimension}</dt><dd><span class="bar {weight(dimension, score)}">'
            f'<i style="width:{score * 100:.0f}%"></i></span> '
            f"<b>{score:.2f}</b> <em>{word(dimension, score)}</em>{best}</dd>"
        )


def _finding(mark: Mark, report: ToneReport, number: int) -> str:
    quoted = _text(cut_short(report.text[mark.start : mark.end], 160))
    offered = "".join(f'<li dir="auto">{_text(better)}</li>' for better in mark.replacements[:3] if better.strip())
    trying = f'<ul class="try" aria-label="Write instead">{offered}</ul>' if offered else ""
    return (
        f'<li id="r{number}f{mark.number}" class="{mark.level}"><q dir="auto">{quoted}</q>'
        f'<p dir="auto">{_text(mark.message)}</p>{trying}'
        f"<small>{mark.level} · {' and '.join(mark.dimensions)} · <code>{_text(mark.rule)}</code></small></li>"
    )


def _guidance(report: ToneReport) -> Iterator[str]:
    for item in report.guidance:
        asked = "".join(f'<li><q dir="auto">{_text(question)}</q></li>' for question in item.unanswered)
        inner = f"<ul>{asked}</ul>" if asked else ""
        state = "met" if item.met else "unmet"
        label = "Done" if item.met else "To do"
        said = f'<div dir="auto">{_text(item.message)}{inner}</div>'
        yield f'<li class="{state}"><span role="img" aria-label="{label}"></span>{said}</li>'


def _rewrite(report: ToneReport, rewrite: str) -> str:
    changed = changes(report.text, rewrite)
    clean = _lines(_changed(change for change in changed if change.kind != "gone"), report)
    full = _lines(_changed(changed), report)
    return f"{clean}<details><summary>What was changed</summary>{full}</details>"


def _changed(changed: Iterable[Change]) -> Iterator[_Cut]:
    tags = {"same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}
    for kind, text in spaced(changed):
        before, after = tags[kind]
        yield before, safe(text), after
