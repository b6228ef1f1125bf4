"""A new version that does not say what changed since the last one.

Looked for in the cover letter and under each patch's `---`, by words alone: "changes", "v2", "since" and
their like. A resend of the same version needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "changelog-missing"

_WORDS = re.compile(
    r"\b(?:changes?|changed|changelog|changeset|diff|differences?|delta|since|history|previous(?:ly)?"
    r"|revisions?|rebased?|range-diff|updates?|updated|(?:rfc|patch)?-?v\s?\d+|version|series|resend)\b",
    re.IGNORECASE,
)


def _check(submission: Submission) -> Iterator[Remark]:
    series = submission.series
    subjects = [mail.subject for mail in submission.mails]
    if series.version < 2 or any(subject.resend for subject in subjects):
        return
    texts = [series.cover.body] if series.cover else []
    texts += [text for patch in series.patches for text in (patch.notes, patch.body)]
    if not any(_WORDS.search(text) for text in texts):
        message = f"nothing says what changed since v{series.version - 1}"
        yield remark(ID, (Severity.NOTE, Confidence.MEDIUM), message)


RULE = SubmitRule(ID, "a new version does not say what changed", _check)
