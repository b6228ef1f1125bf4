"""What a hook says of a series, and whether it stops git for it.

The rest is the report that `patchkit check` makes. Refuses to stop anybody for what is not sure: an
error of low confidence, or something that could not be looked at, is told and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from patchkit.model.findings import Confidence, Severity
from patchkit.model.report import Report
from patchkit.model.series import Series
from patchkit.search.means import Means
from patchkit.workflows.check import check_inputs
from patchkit.workflows.inputs import CheckOptions, read_inputs


class StopAt(StrEnum):
    """From what on a hook makes git stop."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was looked at (in words), the report on it, None when nothing could be, and why not."""

    what: str
    report: Report | None = None
    why_not: str = ""


def judge_series(series: Series, what: str, options: CheckOptions, means: Means | None) -> Judgement:
    """Returns what `patchkit check` says of the series on the tree that `options` name."""
    inputs = read_inputs(options, None, means, series=series)
    return Judgement(what, check_inputs(inputs, options, means=means))


def stops(judgement: Judgement, at: StopAt) -> bool:
    """Tells whether git is to stop for it."""
    if judgement.report is None or at is StopAt.NEVER:
        return False
    refused = any(patch.counts.rejected for patch in judgement.report.patches)
    sure = [one for one in judgement.report.findings if one.confidence is not Confidence.LOW]
    severities = {one.severity for one in sure}
    if refused or Severity.ERROR in severities:
        return True
    return at is StopAt.WARNING and Severity.WARNING in severities
