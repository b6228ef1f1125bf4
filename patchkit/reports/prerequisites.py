"""The missing prerequisites of a report for the terminal: by file, what is nowhere in the tree first.

Refuses to say whether a name is yet to come or gone; where else it is, and its origin, tell that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from patchkit.model.report import Prerequisite, Report
from patchkit.reports.page import Page
from patchkit.reports.patches import patch_label

_LISTED = 8  # names of one file; verbose shows them all
_WIDEST = 24  # columns for a name; longer ones push the text on


def show_prerequisites(page: Page, report: Report, *, verbose: bool) -> None:
    """Writes the section; nothing when no name is missing."""
    if not report.prerequisites:
        return
    page.blank()
    page.line(("Missing prerequisites: names the series expects, and the tree's file lacks", "bold"))
    for path, names in groupby(report.prerequisites, lambda one: one.path):
        page.line((path, "bold"), indent=2)
        _file(page, list(names), report.series.expected, verbose=verbose)


def _file(page: Page, names: Sequence[Prerequisite], total: int, *, verbose: bool) -> None:
    shown = names if verbose else names[:_LISTED]
    gutter = min(max(len(one.name) for one in shown), _WIDEST) + 2
    for one in shown:
        patches = ", ".join(patch_label(number, total) for number in one.expected_by)
        hang = 4 + gutter
        page.line(f"{one.name:{gutter - 2}}  ", f"{patches}: {one.where_else}", indent=4, hang=hang)
        for change in one.introduced_by:
            page.line(("brought by ", "cyan"), change, indent=hang, hang=hang + 2)
    if len(names) > len(shown):
        page.line(f"and {len(names) - len(shown)} more (verbose lists them)", indent=4)
