"""A Link or Closes tag that holds no address.

Tools follow these tags: a message-id, a bug's number or a bare word leads nowhere. Judged are tags in
the trailer block only; elsewhere "Link:" opens a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "link-without-address"

_ADDRESS = re.compile(r"https?://\S")


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        for trailer in patch.trailers:
            if trailer.key.lower() in ("link", "closes") and not _ADDRESS.search(trailer.value):
                message = f"this {trailer.key}: holds no address"
                quote = f"{trailer.key}: {trailer.value}"
                yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, patch, quote=quote)


RULE = SubmitRule(ID, "a Link or Closes tag holds no address", _check)
