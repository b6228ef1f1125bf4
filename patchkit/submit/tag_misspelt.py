"""A tag that tools will not see: misspelt, without its colon, or below the `---`.

Misspelt is what one or two letters make a tag of, in a line that names a person or a commit as that tag
does. Tags below `---` are dropped by `git am`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Patch
from patchkit.submit.base import Submission, SubmitRule, remark
from patchkit.submit.tags import PEOPLE, tags_of

ID = "tag-misspelt"

_NAMES = tuple(one for one in PEOPLE if one != "cc")
_PERSON = r"[^:<>@]{2,60}<[^<>\s]+@[^<>\s]+>[ \t]*$"
_TAG = re.compile(rf"([A-Za-z][A-Za-z -]{{5,24}}[A-Za-z])[ \t]*[:;][ \t]*{_PERSON}")
_NO_COLON = re.compile(rf"({'|'.join(_NAMES)})[ \t;]+{_PERSON}", re.IGNORECASE)
_COMMIT = re.compile(
    r'(fix|fixs|fixed|fixe|fixies|fexes|fixess)[ \t]*:[ \t]*[0-9a-f]{7,40}\s+\("', re.IGNORECASE
)
# Words that are near to a tag's and are words of their own.
_OTHERS = ("reposted-by", "rested-by", "requested-by")
_NEAR = 2


def _check(submission: Submission) -> Iterator[Remark]:
    for patch in submission.series.patches:
        for line in patch.body.split("\n"):
            message = _fault(line)
            if message:
                yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, patch, quote=line)
        for tag in tags_of(patch.body, *_NAMES):
            if "<" in tag.value and ">" not in tag.value:
                message = "the address in this tag is not closed"
                yield remark(ID, (Severity.WARNING, Confidence.HIGH), message, patch, quote=tag.line)
        yield from _below(patch)


def _below(patch: Patch) -> Iterator[Remark]:
    """Yields that tags stand below the `---`: by mistake where the sign-off does, else perhaps not."""
    below = tags_of(patch.notes, *_NAMES)
    if not below:
        return
    signed = any(tag.key == "signed-off-by" for tag in below)
    mistake = signed and not tags_of(patch.body, "signed-off-by")
    severity = Severity.WARNING if mistake else Severity.NOTE
    count = f"{len(below)} tags stand" if len(below) > 1 else "this tag stands"
    message = f"{count} below a ---, where git am drops what follows"
    sure = Confidence.HIGH if mistake else Confidence.LOW
    yield remark(ID, (severity, sure), message, patch, quote=below[0].line)


def _fault(line: str) -> str:
    match = _COMMIT.match(line)
    if match is not None:
        return f"“{match[1]}:” is no tag, Fixes: is"
    match = _NO_COLON.match(line)
    if match is not None:
        return f"the colon behind {match[1]} is missing"
    match = _TAG.match(line)
    word = match[1].strip() if match is not None else ""
    if not word or word.lower() in (*_NAMES, *_OTHERS):
        return ""
    meant = next((one for one in _NAMES if _distance(word.lower(), one) <= _NEAR), "")
    return f"“{word}” is no tag, {meant.capitalize()}: is" if meant else ""


def _distance(one: str, other: str) -> int:
    """Returns the edits between two words, a swap of neighbours being one (optimal string alignment)."""
    if abs(len(one) - len(other)) > _NEAR:
        return _NEAR + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        current = [at]
        for to, wanted in enumerate(other, 1):
            cost = min(row[to] + 1, current[to - 1] + 1, row[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, before[to - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1]


RULE = SubmitRule(ID, "a tag is written so that no tool will see it", _check)
