"""Mails that do not say on which commit they were made, or name one that the repository lacks.

Three of four postings have no `base-commit:`, and every robot and maintainer has to guess then.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "base-unstated"


def _check(submission: Submission) -> Iterator[Remark]:
    base, history = submission.series.base.base_commit, submission.history
    if not base:
        if submission.posted:
            message = "the mails do not say which commit they were made on"
            hint = "git format-patch --base=auto, with an upstream set"
            yield remark(ID, (Severity.NOTE, Confidence.HIGH), message, hint=hint)
    elif history is not None and history.complete and not history.commits(base):
        message = f"the repository has no commit {base[:12]}, the base that the mails name"
        yield remark(ID, (Severity.NOTE, Confidence.HIGH), message)


RULE = SubmitRule(ID, "nothing says which commit the series was made on", _check)
