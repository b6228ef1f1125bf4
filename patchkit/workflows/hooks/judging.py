"""What a hook says of a series, and whether it stops git for it.

The rest is the report that `patchkit check` makes. Refuses to stop anybody for what is not sure: an
error of low confidence, or something that could not be looked at, is told and no more.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.model.report import Report
from patchkit.model.review import Remark, Review
from patchkit.model.series import Series
from patchkit.search.means import Means
from patchkit.workflows.check import check_inputs
from patchkit.workflows.inputs import CheckOptions, read_inputs


class StopAt(StrEnum):
    """From what on a hook makes git stop."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Judgement(Struct, frozen=True):
    """What was looked at (in words), and what is to be said of it: a check's report, or a review.

    Neither when nothing could be looked at; `why_not` says why.
    """

    what: str
    report: Report | None = None
    review: Review | None = None
    why_not: str = ""


def judge_series(series: Series, what: str, options: CheckOptions, means: Means | None) -> Judgement:
    """Returns what `patchkit check` says of the series on the tree that `options` name."""
    inputs = read_inputs(options, None, means, series=series)
    return Judgement(what, check_inputs(inputs, options, means=means))


def stops(judgement: Judgement, at: StopAt) -> bool:
    """Tells whether git is to stop for it."""
    found: list[Finding | Remark] = []
    refused = False
    if judgement.report is not None:
        found += judgement.report.findings
        refused = any(patch.counts.rejected for patch in judgement.report.patches)
    if judgement.review is not None:
        found += judgement.review.remarks
    severities = {one.severity for one in found if one.confidence is not Confidence.LOW}
    if at is StopAt.NEVER:
        return False
    if refused or Severity.ERROR in severities:
        return True
    return at is StopAt.WARNING and Severity.WARNING in severities
