"""Mails of one posting that say different versions, or of which some are RFC and the letter is not.

A reroll of single patches is legal and read as such (`v2 2/5` in answer to `v1 2/5`): then the letter is
older, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "version-mismatch"


def _check(submission: Submission) -> Iterator[Remark]:
    series = submission.series
    if any(one.kind == "partial-reroll" for one in series.incidents):
        return
    mails = submission.own_mails
    versions = sorted({mail.subject.version for mail in mails})
    if len(versions) > 1:
        for mail in mails:
            if mail.subject.version != series.version:
                message = f"it is v{mail.subject.version} of a series that is v{series.version}"
                yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, mail)
    cover = series.cover if series.cover in mails else None
    marks = {patch.subject.rfc for patch in series.patches}
    if cover is not None and marks == {not cover.subject.rfc}:
        message = (
            "the cover letter is RFC and no patch is"
            if cover.subject.rfc
            else "all patches are RFC and the cover letter is not"
        )
        yield remark(ID, (Severity.NOTE, Confidence.HIGH), message, cover)


RULE = SubmitRule(ID, "mails of one posting say different versions", _check)
