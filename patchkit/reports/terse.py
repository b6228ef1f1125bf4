"""The report as checkpatch prints its own: `file:line: SEVERITY:RULE: message`, one a line.

For editors, `grep` and b4's check hooks. Prints what asks for somebody's eyes: hunks that did not go in
(or only with fuzz or by a merge, or were not looked at), findings of the series, incidents; not what
the tree shows without the series. A place without a line is line 0, without a file `-`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from patchkit.model.findings import Finding, Incident
from patchkit.model.placement import FilePlacement, Outcome, Placement
from patchkit.model.report import PatchReport, Report
from patchkit.reports.text import printable

_SHOWN = {
    Outcome.REJECTED: ("ERROR", "REJECTED"),
    Outcome.FUZZ: ("WARNING", "FUZZ"),
    Outcome.THREE_WAY: ("NOTE", "THREE_WAY"),
    Outcome.NOT_ANALYSED: ("NOTE", "NOT_ANALYSED"),
}
_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d+)")


def render(report: Report, out: TextIO) -> None:
    """Writes a line for each rejected, fuzzy, doubtful or unjudged hunk, finding and incident."""
    encoding = getattr(out, "encoding", None)
    for line in _lines(report):
        out.write(printable(line, encoding) + "\n")


def _lines(report: Report) -> Iterator[str]:
    total = report.series.expected
    for patch in report.patches:
        yield from _patch(patch, f"patch {patch.number}/{total}")
    for finding in report.findings:
        yield _finding(finding, total)
    for incident in report.incidents:
        yield _incident(incident)


def _patch(patch: PatchReport, label: str) -> Iterator[str]:
    for file in patch.files:
        for hunk in file.hunks:
            if hunk.outcome in _SHOWN:
                yield _placed(file.path, "HUNK", hunk, f"{label} hunk {hunk.index + 1}")
            if hunk.doubt:
                place = f"{file.path}:{hunk.line or 0}"
                yield f"{place}: WARNING:HUNK_DOUBTFUL: {label} hunk {hunk.index + 1}: {hunk.doubt}"
        if not file.hunks and file.outcome in _SHOWN:
            yield _placed(file.path, "FILE", file, label)


def _placed(path: str, what: str, placed: FilePlacement | Placement, label: str) -> str:
    severity, word = _SHOWN[placed.outcome]
    line = (placed.line or 0) if isinstance(placed, Placement) else 0
    fuzz = f"fuzz {placed.fuzz}" if isinstance(placed, Placement) and placed.fuzz else ""
    why = [part for part in (fuzz, placed.reason, placed.detail) if part]
    return f"{path}:{line}: {severity}:{what}_{word}: {': '.join([label, *why])}"


def _finding(finding: Finding, total: int) -> str:
    place = f"{finding.primary.path or '-'}:{finding.primary.line}"
    cause = f"patch {finding.caused_by}/{total}: " if finding.caused_by else ""
    return f"{place}: {finding.severity.upper()}:{_shouted(finding.rule)}: {cause}{finding.message}"


def _incident(incident: Incident) -> str:
    severity = "NOTE" if incident.harmless else "WARNING"
    rule = _shouted(incident.kind)
    if place := _PLACE.fullmatch(incident.where):
        return f"{place['path']}:{place['line']}: {severity}:{rule}: {incident.message}"
    where = f"{incident.where}: " if incident.where else ""
    return f"-:0: {severity}:{rule}: {where}{incident.message}"


def _shouted(kebab: str) -> str:
    """Returns a rule's name in checkpatch's spelling: caller-not-updated is CALLER_NOT_UPDATED."""
    return kebab.upper().replace("-", "_")
