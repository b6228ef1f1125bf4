"""The author, or who sends the patch, has not signed it off.

The kernel takes no patch without the author's `Signed-off-by`, and everybody who passes one on adds his
own. A name or an address of the author will do (checkpatch asks for both to be the same). Senders that
are relays or mailing lists sign nothing. An RFC is not to be applied yet, so there it is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.people import is_relay, same_person
from patchkit.submit.tags import tags_of

ID = "sign-off-missing"


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        yield from _patch(patch)


def _patch(patch: Patch) -> Iterator[Remark]:
    severity = Severity.NOTE if patch.subject.rfc else Severity.ERROR
    signers = [tag.person for tag in tags_of(patch.body, "signed-off-by")]
    if not signers:
        if str(patch.author):
            yield remark(ID, (severity, Confidence.HIGH), "nobody signed it off", patch)
        return
    if str(patch.author) and not any(same_person(patch.author, one) for one in signers):
        sure = Confidence.LOW if is_relay(patch.author) else Confidence.HIGH
        message = f"the author, {patch.author}, did not sign it off"
        yield remark(
            ID, (severity, sure), message, patch, hint="or the From: line names the wrong person"
        )
    sender = patch.sender
    sent_by_author = not str(sender) or same_person(sender, patch.author) or is_relay(sender)
    if not sent_by_author and not any(same_person(sender, one) for one in signers):
        message = f"{sender} sends it for {patch.author} and did not sign it off"
        softer = Severity.NOTE if patch.subject.rfc else Severity.WARNING
        # Without a name nobody can tell whose private address this is.
        sure = Confidence.HIGH if sender.name else Confidence.LOW
        yield remark(ID, (softer, sure), message, patch)


RULE = SubmitRule(ID, "the author or the sender did not sign off", _check)
