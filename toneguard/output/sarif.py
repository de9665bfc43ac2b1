"""Reports as SARIF 2.1.0 (OASIS, 2020), with fixes, for code hosts and editors."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import quote

from toneguard.output.json import as_text
from toneguard.output.marking import Mark, marks
from toneguard.report import Level, ToneReport

_LEVELS: Final = {Level.MILD: "warning", Level.STRONG: "error"}


def as_sarif(reports: Sequence[tuple[str, ToneReport]], version: str) -> str:
    """One run with a result for each passage; columns count code points, as the report does."""
    marked = [marks(report.findings) for _, report in reports]
    rules = {mark.rule: mark for found in marked for mark in found}
    order = {rule: number for number, rule in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "toneguard",
                "version": version,
                "semanticVersion": version,
                "rules": [_rule(rules[rule]) for rule in order],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "artifacts": [_artifact(name, report) for name, report in reports],
        "results": [
            result
            for number, ((name, report), found) in enumerate(zip(reports, marked, strict=True))
            for result in _results({"uri": _uri(name), "index": number}, report.text, found, order)
        ],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return as_text({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _uri(name: str) -> str:
    """A file name as a URI reference; standard input has none of its own."""
    return "stdin" if name == "-" else quote(name.replace("\\", "/"), errors="surrogateescape")


def _artifact(name: str, report: ToneReport) -> dict[str, Any]:
    wire = report.to_dict()
    said = {key: wire[key] for key in ("kind", "language", "verdict", "scores")}
    return {"location": {"uri": _uri(name)}, "encoding": "UTF-8", "properties": said}


def _rule(mark: Mark) -> dict[str, Any]:
    slug = mark.rule.rsplit("/", 1)[-1]
    offered = "".join(f"\n- {better}" for better in mark.replacements if better.strip())
    tried = f"\n\nWrite instead, for example:\n{offered}" if offered else ""
    more = f"\n\n`toneguard explain {mark.rule}` shows its examples."
    return {
        "id": mark.rule,
        "name": "".join(part.capitalize() for part in slug.split("-")),
        "shortDescription": {"text": f"{' and '.join(mark.dimensions)}: {slug.replace('-', ' ')}"},
        "fullDescription": {"text": mark.message},
        "help": {"text": mark.message + tried + more, "markdown": mark.message + tried + more},
        "defaultConfiguration": {"level": _LEVELS[mark.level]},
        "properties": {"tags": list(mark.dimensions)},
    }


def _results(
    location: dict[str, Any], text: str, found: Sequence[Mark], order: dict[str, int]
) -> Iterator[dict[str, Any]]:
    place = {"artifactLocation": location}
    line_starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    seen: Counter[str] = Counter()
    for mark in found:
        quoted = text[mark.start : mark.end]
        region = _region(line_starts, mark.start, mark.end)
        fingerprint = _fingerprint(mark.rule, quoted)
        seen[fingerprint] += 1
        yield {
            "ruleId": mark.rule,
            "ruleIndex": order[mark.rule],
            "level": _LEVELS[mark.level],
            "message": {"text": mark.message},
            "locations": [{"physicalLocation": {**place, "region": {**region, "snippet": {"text": quoted}}}}],
            "partialFingerprints": {"passage/v1": f"{fingerprint}:{seen[fingerprint]}"},
            **({"fixes": [_fix(place, region, better) for better in mark.replacements]} if mark.replacements else {}),
            "properties": {"dimensions": list(mark.dimensions)},
        }


def _fingerprint(rule: str, quoted: str) -> str:
    """The same for the same words wherever they stand; the caller counts repetitions."""
    return blake2b(f"{rule}\0{' '.join(quoted.split())}".encode(errors="surrogatepass"), digest_size=12).hexdigest()


def _fix(place: dict[str, Any], region: dict[str, int], better: str) -> dict[str, Any]:
    change = {"deletedRegion": region, "insertedContent": {"text": better}}
    said = f'Write "{better}"' if better.strip() else "Leave it out"
    return {"description": {"text": said}, "artifactChanges": [{**place, "replacements": [change]}]}


def _region(line_starts: Sequence[int], start: int, end: int) -> dict[str, int]:
    """Lines and columns from 1, the end column after the last character."""
    first = bisect_right(line_starts, start) - 1
    last = bisect_right(line_starts, max(end - 1, start)) - 1
    return {
        "startLine": first + 1,
        "startColumn": start - line_starts[first] + 1,
        "endLine": last + 1,
        "endColumn": end - line_starts[last] + 1,
        "charOffset": start,
        "charLength": end - start,
    }
