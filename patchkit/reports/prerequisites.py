"""The missing prerequisites of a report for the terminal: by file, what is nowhere in the tree first.

Names of which the same is to be said share a line. Refuses to say that a name is yet to come where it
may be gone: where else it is, and its origin, tell that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from patchkit.model.report import Prerequisite, Report
from patchkit.reports.page import Page
from patchkit.reports.patches import patch_label

_LISTED = 8  # lines of one file; verbose shows them all
_JOINED = 6  # names in one of them
_HEADING = "Missing prerequisites, or gone since: names the series expects, and the tree's file lacks"


def show_prerequisites(page: Page, report: Report, *, verbose: bool) -> None:
    """Writes the section; nothing when no name is missing."""
    if not report.prerequisites:
        return
    page.blank()
    page.line((_HEADING, "bold"))
    for path, names in groupby(report.prerequisites, lambda one: one.path):
        page.line((path, "bold"), indent=2)
        _file(page, list(names), report.series.expected, verbose=verbose)


def _file(page: Page, names: Sequence[Prerequisite], total: int, *, verbose: bool) -> None:
    groups: dict[tuple[str, tuple[str, ...]], list[Prerequisite]] = {}
    for one in sorted(names, key=lambda one: bool(one.gone_since)):
        groups.setdefault(_told(one, total), []).append(one)
    shown = list(groups.items()) if verbose else list(groups.items())[:_LISTED]
    for (sentence, changes), alike in shown:
        listed = alike if verbose else alike[:_JOINED]
        more = f" and {len(alike) - len(listed)} more" if len(alike) > len(listed) else ""
        joined = ", ".join(one.name for one in listed)
        page.line((f"{joined}{more}", "bold"), f": {sentence}", indent=4, hang=8)
        for change in changes:
            page.line(("brought by ", "cyan"), change, indent=8, hang=10)
    left = sum(len(alike) for _, alike in list(groups.items())[len(shown) :])
    if left:
        page.line(f"and {left} more (verbose lists them)", indent=4)


def _told(one: Prerequisite, total: int) -> tuple[str, tuple[str, ...]]:
    """Returns the sentence on a name, and its origins."""
    patches = ", ".join(patch_label(number, total) for number in one.expected_by)
    what = f"gone since {one.gone_since}" if one.gone_since else one.where_else
    return f"{what} ({patches})", one.introduced_by
