"""The exit codes, in one place (docs/architecture.md)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

# Every verb needs the codes, `--version` and `cache` need no report.
if TYPE_CHECKING:
    from patchkit.model.matrix import MatrixReport
    from patchkit.model.report import Report
    from patchkit.reports.port import PortReport


class Exit(IntEnum):
    """What the shell is told; 128 and more mean that git or another tool failed."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    TOOL_FAILED = 128
    INTERRUPTED = 130


def of_report(report: Report) -> Exit:
    """Returns the exit code of a check: incomplete beats findings, since more may be wrong."""
    from patchkit.model.report import Verdict

    if any(not incident.harmless for incident in report.incidents):
        return Exit.INCOMPLETE
    if report.verdict in (Verdict.DOES_NOT_APPLY, Verdict.FINDINGS) or report.findings:
        return Exit.FINDINGS
    return Exit.CLEAN


def of_port(report: PortReport) -> Exit:
    """Returns the exit code of a port: what could not be read beats what was left out."""
    if any(not incident.harmless for incident in report.incidents):
        return Exit.INCOMPLETE
    return Exit.CLEAN if report.complete else Exit.FINDINGS


def of_matrix(report: MatrixReport) -> Exit:
    """Returns the exit code of a matrix: what could not be judged beats what was found."""
    from patchkit.model.report import Verdict

    cells = [cell for row in report.rows for cell in row.cells]
    told = [*report.incidents, *(incident for cell in cells for incident in cell.incidents)]
    if not report.complete or any(not incident.harmless for incident in told):
        return Exit.INCOMPLETE
    found = any(
        cell.verdict in (Verdict.DOES_NOT_APPLY, Verdict.FINDINGS)
        or any(one.errors or one.remarks for one in cell.patches)
        for cell in cells
    )
    return Exit.FINDINGS if found else Exit.CLEAN
