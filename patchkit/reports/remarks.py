"""A report's remarks: one for each thing that asks for somebody's eyes, at its place, in one order.

What the line-by-line formats (terse, sarif) have in common: hunks that did not go in (or only with fuzz
or by a merge, or were not looked at), findings of the series, incidents; not what the tree shows without
the series. Refuses to know how they are written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.model.findings import Finding, Incident, Severity
from patchkit.model.placement import FilePlacement, Outcome, Placement
from patchkit.model.report import PatchReport, Report

_SHOWN = {
    Outcome.REJECTED: (Severity.ERROR, "rejected"),
    Outcome.FUZZ: (Severity.WARNING, "fuzz"),
    Outcome.THREE_WAY: (Severity.NOTE, "three-way"),
    Outcome.NOT_ANALYSED: (Severity.NOTE, "not-analysed"),
}
_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d+)")


class Remark(Struct, frozen=True):
    """What is to be said at one place.

    `path` is "" without a file, `line` is 1-based and 0 without a line. `rule` is a kebab-case word.
    `finding` is the finding it tells, `incident` the incident, both None for a hunk.
    """

    path: str
    line: int
    severity: Severity
    rule: str
    message: str
    finding: Finding | None = None
    incident: Incident | None = None


def remarks(report: Report) -> Iterator[Remark]:
    """Yields the remarks of a report in its order: hunks by patch, findings, incidents."""
    total = report.series.expected
    for patch in report.patches:
        yield from _patch(patch, f"patch {patch.number}/{total}")
    for finding in report.findings:
        yield _finding(finding, total)
    for incident in report.incidents:
        yield _incident(incident)


def _patch(patch: PatchReport, label: str) -> Iterator[Remark]:
    for file in patch.files:
        for hunk in file.hunks:
            which = f"{label} hunk {hunk.index + 1}"
            if hunk.outcome in _SHOWN:
                yield _placed(file.path, "hunk", hunk, which)
            if hunk.doubt:
                message = f"{which}: {hunk.doubt}"
                yield Remark(file.path, hunk.line or 0, Severity.WARNING, "hunk-doubtful", message)
        if not file.hunks and file.outcome in _SHOWN:
            yield _placed(file.path, "file", file, label)


def _placed(path: str, what: str, placed: FilePlacement | Placement, label: str) -> Remark:
    severity, word = _SHOWN[placed.outcome]
    line = (placed.line or 0) if isinstance(placed, Placement) else 0
    fuzz = f"fuzz {placed.fuzz}" if isinstance(placed, Placement) and placed.fuzz else ""
    why = [part for part in (fuzz, placed.reason, placed.detail) if part]
    return Remark(path, line, severity, f"{what}-{word}", ": ".join([label, *why]))


def _finding(finding: Finding, total: int) -> Remark:
    cause = f"patch {finding.caused_by}/{total}: " if finding.caused_by else ""
    place, message = finding.primary, f"{cause}{finding.message}"
    return Remark(place.path, place.line, finding.severity, finding.rule, message, finding=finding)


def _incident(incident: Incident) -> Remark:
    severity = Severity.NOTE if incident.harmless else Severity.WARNING
    if place := _PLACE.fullmatch(incident.where):
        path, line, message = place["path"], int(place["line"]), incident.message
    else:
        where = f"{incident.where}: " if incident.where else ""
        path, line, message = "", 0, f"{where}{incident.message}"
    return Remark(path, line, severity, incident.kind, message, incident=incident)
