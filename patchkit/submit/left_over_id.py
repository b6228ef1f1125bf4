"""A Change-Id of a review server in the commit message; the kernel's maintainers want none of them.

b4's `change-id:` in a cover letter is another thing and wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "left-over-id"

_GERRIT = re.compile(r"^Change-Id:[ \t]*I[0-9a-f]{6,40}\s*$", re.IGNORECASE | re.MULTILINE)


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        match = _GERRIT.search(patch.body)
        if match is not None:
            message = "a review server's Change-Id is in the commit message"
            yield remark(ID, (Severity.ERROR, Confidence.HIGH), message, patch, quote=match[0].strip())


RULE = SubmitRule(ID, "a review server's Change-Id is left over", _check)
