"""A Fixes tag that names a commit which the history does not have, or which is called something else.

Asked of the repository that the series is for. An id that is not there is often one of the author's own
tree before a rebase; the commit with that very subject is then named. Where the repository lacks part of
its history it proves little that one is not found, which is then only noted; and a commit may be in a
maintainer's repository alone, so that it is of medium confidence at the most. What is not found out in
half a minute is not known, and held against nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import Commit, Submission, SubmitRule, remark
from patchkit.submit.fixes_form import FIXES
from patchkit.submit.tags import Tag, tags_of

ID = "fixes-commit"

_FEWEST = 12
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_ELLIPSES = ("...", "\N{HORIZONTAL ELLIPSIS}")


class _Named(Struct, frozen=True):
    """A Fixes tag, the id and the subject it gives, and the commits that have such an id."""

    patch: Patch
    tag: Tag
    id: str
    subject: str
    found: Sequence[Commit]

    @property
    def right(self) -> bool:
        """Tells whether one commit has the id, and the subject."""
        return len(self.found) == 1 and _agree(self.subject, self.found[0].subject)


def _check(submission: Submission) -> Iterator[Remark]:
    history = submission.history
    if history is None:
        return
    named = [
        _Named(patch, tag, match["id"], match["subject"], history.commits(match["id"]))
        for patch in submission.series.patches
        for tag in tags_of(patch.body, "fixes")
        if (match := FIXES.match(tag.value)) is not None
    ]
    beyond = history.beyond({one.found[0].id for one in named if len(one.found) == 1})
    doubtful = [one for one in named if not one.right or one.found[0].id in beyond]
    meant = history.titled({one.subject for one in doubtful if len(one.found) < 2})
    for one in doubtful:
        same = meant.get(one.subject)
        hint = f"“{one.subject}” is {same.id[:_FEWEST]}" if same else ""
        if not one.found:
            yield _absent(one, hint, complete=history.complete)
        elif len(one.found) > 1:
            yield _wrong(one, f"{one.id} is the start of {len(one.found)} commits' ids here")
        elif not one.right:
            message = f"{one.id} is “{one.found[0].subject}”, which is not what this Fixes tag says"
            yield _wrong(one, message, hint=hint)
        else:
            message = f"{one.id} is in the repository, and not in the history of the series' base"
            yield _wrong(one, message, Confidence.MEDIUM, hint)


def _wrong(
    one: _Named, message: str, confidence: Confidence = Confidence.HIGH, hint: str = ""
) -> Remark:
    weight = (Severity.WARNING, confidence)
    return remark(ID, weight, message, one.patch, quote=one.tag.line, hint=hint)


def _absent(one: _Named, known: str, *, complete: bool) -> Remark:
    """Says that there is no such commit, and which one has the subject (`known`, "" for none)."""
    message = f"there is no commit {one.id} " + (f"here; {known}" if known else "in the repository")
    if complete:
        return _wrong(one, message, Confidence.HIGH if known else Confidence.MEDIUM)
    # A vendor's or a stable tree has the commit under an id of its own.
    message += "; it does not have the kernel's whole history"
    weight = (Severity.NOTE, Confidence.LOW)
    return remark(ID, weight, message, one.patch, quote=one.tag.line)


def _agree(told: str, subject: str) -> bool:
    """Tells whether a quoted subject is the commit's; white space and a cut-off end do not count.

    Nor does what follows a character of a commit that does not say in which charset it is.
    """
    mine, real = " ".join(told.split()), " ".join(subject.split())
    known = real.find(_UNREADABLE)
    if known >= 0:
        return mine[:known] == real[:known]
    for ellipsis in _ELLIPSES:
        if mine.endswith(ellipsis) and real.startswith(mine.removesuffix(ellipsis).rstrip()):
            return True
    return mine == real


RULE = SubmitRule(ID, "a Fixes tag names another commit than it says, or none", _check)
