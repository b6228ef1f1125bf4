"""A commit message that has a subject and tags, and says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.tags import read_tags

ID = "message-empty"


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        tagged = {tag.at for tag in read_tags(patch.body)}
        known = {f"{one.key}: {one.value}" for one in patch.trailers}
        lines = patch.body.split("\n")
        said = [line for at, line in enumerate(lines) if at not in tagged and line.strip() not in known]
        if str(patch.author) and not any(line.strip() for line in said):
            severity = Severity.NOTE if patch.subject.rfc else Severity.WARNING
            message = "nothing says why this change is made"
            yield remark(ID, (severity, Confidence.HIGH), message, patch)


RULE = SubmitRule(ID, "a commit message says nothing", _check)
