"""Reports as SARIF 2.1.0, with fixes, for code hosts and editors."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

from toneguard.report import Finding, Level, ToneReport

_LEVELS: Final = {Level.MILD: "warning", Level.STRONG: "error"}


def as_sarif(reports: Sequence[tuple[str, ToneReport]], version: str) -> str:
    """One run with a result for each finding; columns count code points."""
    found = [(name, report, finding) for name, report in reports for finding in report.findings]
    rules = sorted({finding.rule: finding for _, _, finding in found}.items())
    order = {rule: number for number, (rule, _) in enumerate(rules)}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "toneguard", "version": version, "rules": [_rule(f) for _, f in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(name, report, finding, order[finding.rule]) for name, report, finding in found],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": f"{finding.dimension}: {finding.rule.rsplit('/', 1)[-1].replace('-', ' ')}"},
        "help": {"text": finding.message},
        "properties": {"dimension": finding.dimension},
    }


def _result(name: str, report: ToneReport, finding: Finding, number: int) -> dict[str, Any]:
    region = _region(report.text, finding.start, finding.end)
    place = {"artifactLocation": {"uri": name}}
    print_of = f"{finding.rule}\0{finding.quote}".encode(errors="surrogatepass")
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": _LEVELS[finding.level],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {**place, "region": region}}],
        "partialFingerprints": {"passage/v1": hashlib.blake2b(print_of, digest_size=16).hexdigest()},
    }
    if finding.replacements:
        result["fixes"] = [_fix(place, region, better) for better in finding.replacements]
    return result


def _fix(place: dict[str, Any], region: dict[str, int], better: str) -> dict[str, Any]:
    change = {"deletedRegion": region, "insertedContent": {"text": better}}
    return {"description": {"text": "Say it so"}, "artifactChanges": [{**place, "replacements": [change]}]}


def _region(text: str, start: int, end: int) -> dict[str, int]:
    lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    first, last = bisect_right(lines, start) - 1, bisect_right(lines, max(end - 1, start)) - 1
    return {
        "startLine": first + 1,
        "startColumn": start - lines[first] + 1,
        "endLine": last + 1,
        "endColumn": end - lines[last] + 1,
        "charOffset": start,
        "charLength": end - start,
    }
