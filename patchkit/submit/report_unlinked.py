"""A Reported-by without a link to the report.

Documentation/process/5.Posting.rst wants a `Closes:` (or `Link:`) behind it, "unless the report is not
available on the web". Nobody but the author knows whether it is, so this is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.tags import LINKS, read_tags

ID = "report-unlinked"


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        tags = read_tags(patch.body)
        reports = [tag for tag in tags if tag.key == "reported-by"]
        linked = any(tag.key in LINKS for tag in tags) or "://" in patch.body
        if reports and not linked:
            message = f"the report of {reports[0].person} is not linked"
            hint = "Closes: URL behind the Reported-by, where the report is on the web"
            yield remark(
                ID, (Severity.NOTE, Confidence.HIGH), message, patch, quote=reports[0].line, hint=hint
            )


RULE = SubmitRule(ID, "a report is named and not linked", _check)
