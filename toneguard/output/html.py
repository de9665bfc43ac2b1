"""Reports as one self-contained page: nothing is loaded from anywhere, nothing runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from toneguard.output.bidi import direction, has_rtl, runs, safe
from toneguard.output.differences import Change, changes, spaced
from toneguard.output.marking import Mark, Piece, marks, pieces
from toneguard.output.style import STYLE
from toneguard.output.wording import SAID, Say, about, cut_short, shared_reason, spoken, weight, word
from toneguard.report import DIMENSIONS, TONE, Guidance, ToneReport, UiLanguage

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_Cut = tuple[str, str, str]


def as_html(reports: Sequence[tuple[str, ToneReport]], *, language: UiLanguage | None = None) -> str:
    """One page with every report: the message marked, light and dark, each line in the direction it is read.

    `language`: of our own words; None for each message's own, and for the page that of the only message, else English.
    """
    page, say = spoken(reports[0][1] if len(reports) == 1 else None, language)
    overview = _overview(reports, say) if len(reports) > 1 else ""
    body = "\n".join(_report(number, name, report, language) for number, (name, report) in enumerate(reports, 1))
    return (
        f'<!doctype html>\n<html lang="{page}" dir="{_reading(page)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>toneguard report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{overview}{body}\n"
        f"<footer>{say('Made by toneguard on this machine. Scores are advice; you know the case.')}</footer>\n"
        "</main>\n</body>\n</html>\n"
    )


def _reading(language: UiLanguage) -> str:
    return "rtl" if language == "ur" else "ltr"


def _overview(reports: Sequence[tuple[str, ToneReport]], say: Say) -> str:
    rows = "".join(
        f'<li><a href="#r{number}"><i class="dot {report.verdict}"></i>{_text(_name(name, say))}</a> '
        f"{say(SAID[report.verdict])}</li>"
        for number, (name, report) in enumerate(reports, 1)
    )
    return f'<nav class="card"><h2>{len(reports)} {say("messages")}</h2><ul>{rows}</ul></nav>\n'


def _name(name: str, say: Say) -> str:
    return say("standard input") if name == "-" else name


def _text(text: str) -> str:
    """`text` as HTML, its control characters as pictures."""
    return escape(safe(text))


def _report(number: int, name: str, report: ToneReport, language: UiLanguage | None) -> str:
    chosen, say = spoken(report, language)
    marked = marks(report.findings)
    blocks = {
        "Message": _lines(_marked(report.text, marked, number), report),
        "Scores": _scores(report, say),
        "Findings": _list("ol", "findings", (_finding(mark, report, number, say) for mark in marked)),
        "Checklist": _list("ul", "checklist", _guidance(report, say)),
        "Rewrite": "" if report.rewrite is None else _rewrite(report, report.rewrite, say),
    }
    cards = (
        f'<section class="card"><h2>{say(title)}</h2>{inner}</section>' for title, inner in blocks.items() if inner
    )
    source = f"<bdi>{_text(_name(name, say))}</bdi> · <bdi>{_text(about(report, say))}</bdi>"
    head = f"<h1>{say(SAID[report.verdict])}</h1><p>{source}</p>"
    return (
        f'<article id="r{number}" lang="{chosen}" dir="{_reading(chosen)}">\n<header class="card {report.verdict}">{head}</header>\n'
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


def _scores(report: ToneReport, say: Say) -> str:
    if (reason := shared_reason(report)) is not None:
        return f"<p>{say('not measured')}: <bdi>{_text(reason)}</bdi></p>"
    return f'<dl class="scores">{"".join(_score_rows(report, say))}</dl>'


def _score_rows(report: ToneReport, say: Say) -> Iterator[str]:
    reasons = dict(report.reasons)
    for dimension in DIMENSIONS:
        score = getattr(report.scores, dimension)
        if score is None:
            reason = _text(reasons.get(dimension, say("no reason given")))
            yield f"<dt>{say(dimension)}</dt><dd>{say('not measured')}: <bdi>{reason}</bdi></dd>"
            continue
        best = "" if dimension in TONE else f" <small>{say('1 is best')}</small>"
        yield (
            f'<dt>{say(dimension)}</dt><dd><span class="bar {weight(dimension, score)}">'
            f'<i style="width:{score * 100:.0f}%"></i></span> '
            f"<b>{score:.2f}</b> <em>{say(word(dimension, score))}</em>{best}</dd>"
        )


def _finding(mark: Mark, report: ToneReport, number: int, say: Say) -> str:
    quoted = _text(cut_short(report.text[mark.start : mark.end], 160))
    offered = "".join(f'<li dir="auto">{_text(better)}</li>' for better in mark.replacements[:3] if better.strip())
    trying = f'<ul class="try" aria-label="{say("Write instead")}">{offered}</ul>' if offered else ""
    carried = f" {say('and')} ".join(map(say, mark.dimensions))
    return (
        f'<li id="r{number}f{mark.number}" class="{mark.level}"><q dir="auto">{quoted}</q>'
        f'<p dir="auto">{_text(mark.message)}</p>{trying}'
        f'<small>{say(mark.level)} · {carried} · <code dir="ltr">{_text(mark.rule)}</code></small></li>'
    )


def _guidance(report: ToneReport, say: Say) -> Iterator[str]:
    for item in report.guidance:
        state = "met" if item.met else "unmet"
        label = say("Done" if item.met else "To do")
        said = f'<div><p dir="auto">{_text(item.message)}</p>{_quotations(item, say)}</div>'
        yield f'<li class="{state}"><span role="img" aria-label="{label}"></span>{said}</li>'


def _quotations(item: Guidance, say: Say) -> str:
    """The words by which an item is met on one line, each question that is open on its own."""
    words = " ".join(f'<q dir="auto">{_text(cut_short(passage.quote, 80))}</q>' for passage in item.evidence)
    met = f"<small>{say('in your words')}: {words}</small>" if words else ""
    asked = "".join(f'<li><q dir="auto">{_text(question)}</q></li>' for question in item.unanswered)
    return met + (f'<ul aria-label="{say("not answered")}">{asked}</ul>' if asked else "")


def _rewrite(report: ToneReport, rewrite: str, say: Say) -> str:
    changed = changes(report.text, rewrite)
    clean = _lines(_changed(change for change in changed if change.kind != "gone"), report)
    full = _lines(_changed(changed), report)
    return f"{clean}<details><summary>{say('What was changed')}</summary>{full}</details>"


def _changed(changed: Iterable[Change]) -> Iterator[_Cut]:
    tags = {"same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}
    for kind, text in spaced(changed):
        before, after = tags[kind]
        yield before, safe(text), after
