"""A Fixes tag that names a commit which the history does not have, or which is called something else.

Asked of the repository that the series is for. An id that is not there is often one of the author's own
tree before a rebase; the commit with that very subject is then named. Where the repository lacks part of
its history it proves little that one is not found, which is then only noted; and a commit may be in a
maintainer's repository alone, so that it is of medium confidence at the most. What is not found out in
half a minute is not known, and held against nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import Commit, History, Submission, SubmitRule, remark
from patchkit.submit.fixes_form import FIXES
from patchkit.submit.tags import Tag, tags_of

ID = "fixes-commit"

_FEWEST = 12
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_ELLIPSES = ("...", "\N{HORIZONTAL ELLIPSIS}")


def _check(submission: Submission) -> Iterator[Remark]:
    history = submission.history
    for patch in submission.series.patches if history is not None else ():
        for tag in tags_of(patch.body, "fixes"):
            match = FIXES.match(tag.value)
            if match is not None and history is not None:
                yield from _tag(patch, tag, (match["id"], match["subject"]), history)


def _tag(patch: Patch, tag: Tag, named: tuple[str, str], history: History) -> Iterator[Remark]:
    commit, subject = named
    found = history.commits(commit)
    if not found:
        yield from _absent(patch, tag, named, history)
    elif len(found) > 1:
        message = f"{commit} is the start of {len(found)} commits' ids here"
        yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, patch, quote=tag.line)
    elif not _agree(subject, found[0].subject):
        message = f"{commit} is “{found[0].subject}”, which is not what this Fixes tag says"
        yield remark(
            ID,
            (Severity.WARNING, Confidence.HIGH),
            message,
            patch,
            quote=tag.line,
            hint=_hint(subject, history),
        )
    elif history.reaches(found[0].id) is False:
        message = f"{commit} is in the repository, and not in the history of the series' base"
        yield remark(
            ID,
            (Severity.WARNING, Confidence.MEDIUM),
            message,
            patch,
            quote=tag.line,
            hint=_hint(subject, history),
        )


def _absent(patch: Patch, tag: Tag, named: tuple[str, str], history: History) -> Iterator[Remark]:
    commit, subject = named
    same = history.titled(subject)
    if same:
        message, sure = (
            f"there is no commit {commit} here; “{subject}” is {_short(same[0])}",
            Confidence.HIGH,
        )
    else:
        message, sure = f"there is no commit {commit} in the repository", Confidence.MEDIUM
    severity = Severity.WARNING
    if not history.complete:
        # A vendor's or a stable tree has the commit under an id of its own.
        message += "; it does not have the kernel's whole history"
        severity, sure = Severity.NOTE, Confidence.LOW
    yield remark(ID, (severity, sure), message, patch, quote=tag.line)


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


def _hint(subject: str, history: History) -> str:
    same = history.titled(subject)
    return f"“{subject}” is {_short(same[0])}" if same else ""


def _short(commit: Commit) -> str:
    return commit.id[:_FEWEST]


RULE = SubmitRule(ID, "a Fixes tag names another commit than it says, or none", _check)
