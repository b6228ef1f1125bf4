"""The report as SARIF, which code forges show beside the changed lines.

SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"): a result for each remark of the terse
form, incidents as notifications of the run, so that what was not looked at is not lost on the way.
Paths are relative to the tree (`%SRCROOT%`). Refuses to write lines that the tree does not have: a place
in the patched file only is given as its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote

from patchkit.model.findings import Finding, Severity, Span
from patchkit.model.report import Report
from patchkit.reports import json
from patchkit.reports.remarks import Remark, remarks

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_VERSION = "2.1.0"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(report: Report, out: TextIO) -> None:
    """Writes the report as one SARIF log with one run."""
    told = list(remarks(report))
    rules = sorted({one.rule for one in told if one.incident is None})
    run = {
        "tool": {
            "driver": {
                "name": "patchkit",
                "version": report.patchkit_version,
                "rules": [{"id": rule} for rule in rules],
            }
        },
        "invocations": [_invocation(report, told)],
        "results": [_result(one, rules) for one in told if one.incident is None],
        "columnKind": "unicodeCodePoints",
    }
    json.dump({"$schema": SCHEMA, "version": _VERSION, "runs": [run]}, out)


def _invocation(report: Report, told: list[Remark]) -> dict[str, Any]:
    """Returns what the run was, and its incidents; it was a success when nothing was left out."""
    incidents = [one for one in told if one.incident is not None]
    return {
        "executionSuccessful": all(one.incident and one.incident.harmless for one in incidents),
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": one.rule},
                "level": _LEVELS[one.severity],
                "message": {"text": one.message},
                "locations": _locations(one.path, one.line),
            }
            for one in incidents
        ],
        "properties": {"verdict": report.verdict, "sentence": report.sentence},
    }


def _result(remark: Remark, rules: list[str]) -> dict[str, Any]:
    finding = remark.finding
    here = remark.line if finding is None or not finding.primary.patched else 0
    result: dict[str, Any] = {
        "ruleId": remark.rule,
        "ruleIndex": rules.index(remark.rule),
        "level": _LEVELS[remark.severity],
        "message": {"text": remark.message},
        "locations": _locations(remark.path, here if finding is not None else 0),
    }
    if finding is not None:
        related = [one for place in finding.related for one in _related(place)]
        result |= {"relatedLocations": related} if related else {}
        result |= {"partialFingerprints": {"patchkitKey/v1": finding.key}} if finding.key else {}
        result["properties"] = dict(_properties(finding))
    return result


def _properties(finding: Finding) -> Iterator[tuple[str, Any]]:
    yield "confidence", finding.confidence
    yield "causedBy", finding.caused_by
    yield "mendedBy", finding.mended_by
    yield "arch", finding.arch
    yield "patchedLine", finding.primary.line if finding.primary.patched else None


def _related(place: Span) -> Iterator[dict[str, Any]]:
    for location in _locations(place.path, 0 if place.patched else place.line):
        yield location | ({"message": {"text": place.label}} if place.label else {})


def _locations(path: str, line: int) -> list[dict[str, Any]]:
    if not path:
        return []
    uri = quote(path.encode("utf-8", "surrogateescape"))
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}}
    if line:
        physical["region"] = {"startLine": line}
    return [{"physicalLocation": physical}]
