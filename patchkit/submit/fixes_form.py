"""A Fixes tag that is not of the form the kernel's tools read.

It is `Fixes: 54a4f0239f2e ("KVM: MMU: make kvm_mmu_zap_page() return the number")`: twelve digits at the
least, the subject in quotes and brackets, one line however long. Prose that starts with "Fixes:" outside
of the tags at the end is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.tags import Tag, read_tags

ID = "fixes-form"

FIXES = re.compile(r'(?P<id>[0-9a-f]{7,40})\s+\("(?P<subject>.*)"\)')
_ID = re.compile(r"(commit\s+)?([0-9a-fA-F]{7,40})\b")
_FEWEST = 12


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        ending = {trailer.value for trailer in patch.trailers if trailer.key.lower() == "fixes"}
        for tag in read_tags(patch.body):
            if tag.key == "fixes":
                yield from _tag(patch, tag, in_block=any(one.startswith(tag.value) for one in ending))


def _tag(patch: Patch, tag: Tag, *, in_block: bool) -> Iterator[Remark]:
    found = _ID.match(tag.value)
    if found is None:
        if in_block:
            message = "this Fixes tag names no commit"
            hint = "a report's address goes behind Closes: or Link:"
            yield remark(
                ID, (Severity.WARNING, Confidence.MEDIUM), message, patch, quote=tag.line, hint=hint
            )
        return
    for message in _faults(tag, found):
        hint = "git log -1 --abbrev=12 --format='Fixes: %h (\"%s\")' COMMIT"
        yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, patch, quote=tag.line, hint=hint)


def _faults(tag: Tag, found: re.Match[str]) -> Iterator[str]:
    if len(found[2]) < _FEWEST:
        yield f"the id in this Fixes tag has {len(found[2])} digits, at least {_FEWEST} are wanted"
    if found[1]:
        yield "the word “commit” in this Fixes tag is too much"
    elif FIXES.match(tag.value) is None:
        if '("' in tag.value and '")' not in tag.value and tag.more:
            yield "this Fixes tag is wrapped; it has to stay on one line"
        else:
            yield 'this Fixes tag has no subject in ("...") behind the id'


RULE = SubmitRule(ID, "a Fixes tag has not the form that tools read", _check)
