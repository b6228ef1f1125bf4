"""A subject that was left over from work (fixup!, squash!), or has not the form of a subject.

The kernel's is `subsystem: what the patch does`, without a full stop; 75 characters are the most that
Documentation/process/submitting-patches.rst allows the summary, which is what stands behind the prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "subject-form"

_LEFT_OVER = re.compile(r"(?:fixup|squash|amend)! ")
_WIDEST = 75


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        text = patch.subject.text
        if _LEFT_OVER.match(text):
            message = "the subject says that it belongs into another commit"
            hint = "git rebase --interactive --autosquash"
            yield remark(ID, (Severity.ERROR, Confidence.HIGH), message, patch, quote=text, hint=hint)
            continue
        for message in _faults(text):
            yield remark(ID, (Severity.NOTE, Confidence.HIGH), message, patch, quote=text)


def _faults(text: str) -> Iterator[str]:
    if text.endswith(".") and not text.endswith(".."):
        yield "the subject ends with a full stop"
    summary = text.rpartition(": ")[2]
    if len(summary) > _WIDEST and not text.startswith("Revert "):
        yield f"the summary has {len(summary)} characters, more than {_WIDEST}"
    if text and ":" not in text and not text.startswith(("Revert ", "Reapply ", "Linux ", "[")):
        yield "the subject names no subsystem"


RULE = SubmitRule(ID, "a subject is left over from work or has not a subject's form", _check)
