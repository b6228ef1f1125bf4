"""A Co-developed-by without the sign-off of the same person.

Documentation/process/submitting-patches.rst: "every Co-developed-by: must be immediately followed by a
Signed-off-by: of the associated co-author". That it follows at once is a matter of order and only noted.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.people import same_person
from patchkit.submit.tags import tags_of

ID = "co-developer-unsigned"


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        tags = tags_of(patch.body, "co-developed-by", "signed-off-by")
        signers = [tag for tag in tags if tag.key == "signed-off-by"]
        for at, tag in enumerate(tags):
            if tag.key != "co-developed-by":
                continue
            if not any(same_person(tag.person, one.person) for one in signers):
                severity = Severity.NOTE if patch.subject.rfc else Severity.WARNING
                message = f"{tag.person} developed it too and did not sign it off"
                yield remark(ID, (severity, Confidence.HIGH), message, patch, quote=tag.line)
            elif not any(same_person(tag.person, one.person) for one in tags[at + 1 : at + 2]):
                message = f"the sign-off of {tag.person} does not follow the Co-developed-by at once"
                yield remark(ID, (Severity.NOTE, Confidence.HIGH), message, patch, quote=tag.line)


RULE = SubmitRule(ID, "a co-developer did not sign off", _check)
