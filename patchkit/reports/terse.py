"""The report as checkpatch prints its own: `file:line: SEVERITY:RULE: message`, one a line.

For editors, `grep` and b4's check hooks. A place without a line is line 0, without a file `-`.
"""

from __future__ import annotations

from typing import TextIO

from patchkit.model.report import Report
from patchkit.reports.remarks import Remark, remarks
from patchkit.reports.text import printable


def render(report: Report, out: TextIO) -> None:
    """Writes a line for each rejected, fuzzy, doubtful or unjudged hunk, finding and incident."""
    encoding = getattr(out, "encoding", None)
    for remark in remarks(report):
        out.write(printable(line_of(remark), encoding) + "\n")


def line_of(remark: Remark) -> str:
    """Returns a remark in checkpatch's form: caller-not-updated is CALLER_NOT_UPDATED."""
    rule = remark.rule.upper().replace("-", "_")
    place = f"{remark.path or '-'}:{remark.line}"
    return f"{place}: {remark.severity.upper()}:{rule}: {remark.message}"
