"""A series of several patches without a cover letter, or with one that nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "cover-missing"

# What git format-patch --cover-letter and b4 prep leave to be replaced.
_TEMPLATES = (
    "*** SUBJECT HERE ***",
    "*** BLURB HERE ***",
    "EDITME: cover title",
    "EDITME: describe",
)


def _check(submission: Submission) -> Iterator[Remark]:
    cover = submission.series.cover
    if cover is None:
        if submission.posted and submission.series.expected > 1:
            count = submission.series.expected
            message = f"no cover letter says what these {count} patches are for"
            yield remark(ID, (Severity.NOTE, Confidence.HIGH), message)
        return
    for template in _TEMPLATES:
        if template in cover.subject.text or template in cover.body:
            message = "the cover letter is a template still"
            yield remark(ID, (Severity.ERROR, Confidence.HIGH), message, cover, quote=template)
            return


RULE = SubmitRule(ID, "there is no cover letter, or only a template", _check)
