"""Counters that do not make one series: a patch missing, totals that differ, no number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "numbering"


def _check(submission: Submission) -> Iterator[Remark]:
    series = submission.series
    if series.missing:
        names = ", ".join(f"{number}/{series.expected}" for number in series.missing)
        yield remark(ID, (Severity.ERROR, Confidence.HIGH), f"{names} is not there")
    if not submission.posted or len(series.patches) < 2:
        return
    totals = Counter(
        mail.subject.total for mail in submission.own_mails if mail.subject.total is not None
    )
    usual = totals.most_common(1)[0][0] if totals else None
    for mail in submission.own_mails:
        subject = mail.subject
        if subject.number is None:
            if usual is not None:
                message = f"it has no number, the others are of {usual}"
                yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, mail)
        elif subject.total not in (usual, None):
            message = f"it is called {subject.number}/{subject.total}, the others are of {usual}"
            yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, mail)


RULE = SubmitRule(ID, "the counters do not make one series", _check)
