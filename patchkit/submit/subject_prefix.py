"""A subject whose prefix the history of the touched files does not know.

The newest commits of each file the patch changes say how people name it ("mm/memory_hotplug:"). Spoken
of is a prefix that none of them has, where one of theirs is used by most; a patch to many places, to new
files or one that reverts is left alone. Habits differ, so it is a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import History, Submission, SubmitRule, remark

ID = "subject-prefix"

_PREFIX = re.compile(r"([^\s:][^:]{0,60}?)\s*:\s")
_FEWEST = 4  # commits that make a habit
_MOST_FILES = 6
_WORD = re.compile(r"[a-z0-9_+-]+")


def _check(submission: Submission) -> Iterator[Remark]:
    history = submission.history
    for patch in submission.series.patches if history is not None else ():
        if history is not None and 0 < len(patch.files) <= _MOST_FILES:
            yield from _patch(patch, history)


def _patch(patch: Patch, history: History) -> Iterator[Remark]:
    mine = _prefix(patch.subject.text)
    if not mine:
        return
    seen = [one for file in patch.files for one in history.subjects(file.source)]
    used = Counter(prefix for one in dict.fromkeys(seen) if (prefix := _prefix(one)))
    if used.total() < _FEWEST:
        return
    habit, count = used.most_common(1)[0]
    if count * 2 <= used.total() or any(_kindred(mine, one) for one in used):
        return
    message = f"“{mine}:” is no prefix of the last {used.total()} commits here, {count} have “{habit}:”"
    yield remark(ID, (Severity.NOTE, Confidence.MEDIUM), message, patch, quote=patch.subject.text)


def _prefix(subject: str) -> str:
    """Returns all that stands before the last colon of the prefix ("net: phy: realtek")."""
    found: list[str] = []
    at = 0
    while match := _PREFIX.match(subject, at):
        if " " in match[1].strip() and found:
            break
        found.append(match[1].strip())
        at = match.end()
    return ": ".join(found)


def _kindred(one: str, other: str) -> bool:
    """Tells whether two prefixes share a word: "x86/mm" and "x86, mm" are one habit."""
    return bool(set(_WORD.findall(one.lower())) & set(_WORD.findall(other.lower())))


RULE = SubmitRule(ID, "a subject's prefix is unknown to the touched files' history", _check)
