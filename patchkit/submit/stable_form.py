"""A Cc to the stable team that its scripts would not see.

Documentation/process/stable-kernel-rules.rst: `Cc: stable@vger.kernel.org`, versions and reasons behind
a `#`. `stable@kernel.org` and `stable+noautosel@kernel.org` are of the team too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.tags import tags_of

ID = "stable-form"

_TEAM = re.compile(r"stable(?:\+[\w.-]+)?@(?:vger\.)?kernel\.org", re.IGNORECASE)
_MEANT = re.compile(r"\bstable\b(?!\.)", re.IGNORECASE)
_NEAR = re.compile(r"\bstable(?:\+[\w.-]+)?@[\w.-]*(?:kernel|vger)[\w.-]*", re.IGNORECASE)
_BARE = re.compile(r"(?:linux-)?stable(?:\s*(?:#.*|\(.*|\[.*)?)?", re.IGNORECASE)
_WANTED = "Cc: stable@vger.kernel.org # 6.1.x"


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        for tag in tags_of(patch.body, "cc"):
            message = _fault(tag.value)
            if message:
                yield remark(
                    ID, (Severity.WARNING, Confidence.HIGH), message, patch, quote=tag.line, hint=_WANTED
                )


def _fault(value: str) -> str:
    if _TEAM.search(value) or not _MEANT.search(value):
        return ""
    near = _NEAR.search(value)
    if near is not None:
        return f"{near[0]} is not the stable team's address"
    return "this names the stable team without its address" if _BARE.fullmatch(value) else ""


RULE = SubmitRule(ID, "a Cc to stable is not of the form that its scripts read", _check)
