"""A report as one self-contained page: nothing is loaded from anywhere, nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from toneguard.output.marking import pieces
from toneguard.report import DIMENSIONS, TONE, Finding, ToneReport, Verdict

_SAID: Final = {
    Verdict.PASS: "Ready to send",
    Verdict.REVISE: "Have another look",
    Verdict.HOLD: "Better not sent like this",
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_STYLE: Final = """
:root{color-scheme:light dark;--ink:#1d2330;--paper:#fbfaf7;--card:#fff;--line:#e3e0d8;--soft:#6a7080;--mild:#b7791f;
--strong:#c53030;--good:#2f855a;--mildbg:#fdf3dc;--strongbg:#fde3e1}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--paper:#16181d;--card:#1f2229;--line:#343842;--soft:#9aa1b1;
--mild:#ecc06a;--strong:#ff8a80;--good:#7fd1a3;--mildbg:#3a3018;--strongbg:#46201e}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.6 system-ui,"Noto Sans","Noto Nastaliq Urdu",sans-serif}
main{max-width:46rem;margin:0 auto;padding:2rem 1rem}section,header{background:var(--card);border:1px solid var(--line);
border-radius:10px;padding:1rem 1.25rem;margin:0 0 1rem}h1{font-size:1.25rem;margin:0}h2{font-size:.8rem;letter-spacing:.06em;
text-transform:uppercase;color:var(--soft);margin:0 0 .6rem}.verdict{border-left:6px solid var(--good)}
.verdict.revise{border-left-color:var(--mild)}.verdict.hold{border-left-color:var(--strong)}.meta{color:var(--soft);margin:0}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}.text p{margin:0;min-height:1.6em;unicode-bidi:plaintext}
mark{color:inherit;border-radius:3px;padding:0 .1em}mark.mild{background:var(--mildbg);border-bottom:2px solid var(--mild)}
mark.strong{background:var(--strongbg);border-bottom:2px solid var(--strong)}
table{width:100%;border-collapse:collapse}th{text-align:start;font-weight:500;width:8rem}td.n{width:3.5rem;text-align:end;
font-variant-numeric:tabular-nums}meter{width:100%;height:.8rem}li{margin:.3rem 0}ul{margin:0;padding-inline-start:1.2rem}
.findings>li{list-style:none;border-inline-start:4px solid var(--mild);padding-inline-start:.8rem;margin:.8rem 0}
.findings{padding:0}.findings>li.strong{border-color:var(--strong)}q{font-weight:600;unicode-bidi:isolate}
.rule{color:var(--soft);font-size:.85em}.met{list-style:"✓  "}.unmet{list-style:"○  "}
@media print{body{background:#fff}section,header{break-inside:avoid}}
"""


def as_html(reports: Sequence[tuple[str, ToneReport]]) -> str:
    """One page with every report, the message marked, readable in light and dark and from right to left."""
    body = "\n".join(_report(name, report) for name, report in reports)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>toneguard report</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _clean(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", text))


def _report(name: str, report: ToneReport) -> str:
    blocks = [
        f'<header class="verdict {report.verdict}"><h1>{_SAID[report.verdict]}</h1>'
        f'<p class="meta">{_clean(name)} · {report.kind} · {_clean(report.language)}</p></header>',
        f"<section><h2>Message</h2>{_marked(report)}</section>",
        f"<section><h2>Scores</h2><table>{''.join(_scores(report))}</table></section>",
    ]
    if report.findings:
        items = "".join(map(_finding, report.findings))
        blocks.append(f'<section><h2>Findings</h2><ul class="findings">{items}</ul></section>')
    if report.guidance:
        blocks.append(f"<section><h2>Checklist</h2><ul>{''.join(_guidance(report))}</ul></section>")
    if report.rewrite is not None:
        blocks.append(f"<section><h2>Rewrite</h2>{_lines(_clean(report.rewrite))}</section>")
    return "\n".join(blocks)


def _marked(report: ToneReport) -> str:
    drawn: list[str] = []
    for piece in pieces(report.text, report.findings):
        if not piece.findings:
            drawn.append(_clean(piece.text))
            continue
        first = piece.findings[0]
        title = _clean(" ".join(dict.fromkeys(finding.message for finding in piece.findings)))
        opening = f'<mark class="{first.level}" title="{title}">'
        drawn.append(opening + _clean(piece.text).replace("\n", f"</mark>\n{opening}") + "</mark>")
    return _lines("".join(drawn))


def _lines(text: str) -> str:
    """Each line in a direction of its own, so that Urdu stands right and English left."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    return '<div class="text">' + "".join(f'<p dir="auto">{line}</p>' for line in lines) + "</div>"


def _scores(report: ToneReport) -> Iterator[str]:
    reasons = dict(report.reasons)
    for dimension in DIMENSIONS:
        score = getattr(report.scores, dimension)
        if score is None:
            yield f'<tr><th>{dimension}</th><td colspan="2">not measured: {_clean(reasons.get(dimension, ""))}</td></tr>'
            continue
        bounds = 'low="0.3" high="0.7" optimum="0"' if dimension in TONE else 'low="0.3" high="0.7" optimum="1"'
        yield (
            f'<tr><th>{dimension}</th><td><meter min="0" max="1" {bounds} value="{score}">{score}</meter></td>'
            f'<td class="n">{score:.2f}</td></tr>'
        )


def _finding(finding: Finding) -> str:
    offered = " · ".join(f"<q>{_clean(better)}</q>" for better in finding.replacements[:3] if better)
    trying = f"<br>Try: {offered}" if offered else ""
    return (
        f'<li class="{finding.level}"><q dir="auto">{_clean(finding.quote)}</q> <span class="rule">{finding.dimension}, '
        f"{_clean(finding.rule)}</span><br>{_clean(finding.message)}{trying}</li>"
    )


def _guidance(report: ToneReport) -> Iterator[str]:
    for item in report.guidance:
        open_questions = "".join(f'<li><q dir="auto">{_clean(question)}</q></li>' for question in item.unanswered)
        inner = f"<ul>{open_questions}</ul>" if open_questions else ""
        yield f'<li class="{"met" if item.met else "unmet"}">{_clean(item.message)}{inner}</li>'
