"""A diffstat that is not of these patches: the letter was written before the last change.

A cover letter's may be net or the patches' added up, and made by another diff algorithm. What every
honest one obeys: a file's count is odd or even as its lines grow by an odd or even number, and no less
than that number; that of a new file is its length; a file is left out only when its changes may cancel
out. What merely differs from both sums is told with low confidence. Renamed files, binary ones and paths
that were cut short beyond recognition are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.model.diff import FileChange, FilePatch
from patchkit.model.findings import Confidence, Severity
from patchkit.model.review import Remark
from patchkit.model.series import Cover, DiffstatEntry, Patch
from patchkit.readers.tags import parse_diffstat
from patchkit.submit.base import Submission, SubmitRule, remark

ID = "diffstat-mismatch"

_CUT = "..."
_MOVED = (FileChange.RENAMED, FileChange.COPIED)
_RENAME = re.compile(r"=>|[{}]")
_SUMMARY = re.compile(r"^ ?(\d{1,6}) files? changed", re.MULTILINE)
_MOST = 3


class _Change(Struct):
    """What patches do to one file: lines changed one by one, lines more or less, whether it is told."""

    changed: int = 0
    grown: int = 0
    patches: int = 0
    clear: bool = True
    whole: bool = True

    def excludes(self, count: int) -> bool:
        """Tells whether no diff of these changes can have so many lines."""
        if self.whole and self.patches == 1:
            return count != self.changed
        return count < abs(self.grown) or (count - self.changed) % 2 == 1

    def expects(self, count: int) -> bool:
        """Tells whether git's usual diff has so many lines: net, or added up."""
        return count == self.changed if self.patches == 1 else count <= self.changed

    @property
    def may_be_absent(self) -> bool:
        """Tells whether a diffstat may lack the file."""
        return not self.changed or (self.patches > 1 and not self.grown)


def _check(submission: Submission) -> Iterator[Remark]:
    series = submission.series
    for patch in series.patches:
        if patch.files:
            what = "the diffstat is not of this patch"
            yield from _remarks(patch, patch.notes, patch.files, what)
    cover = series.cover
    if cover is None or not submission.whole or any(patch.malformed for patch in series.patches):
        return
    if any(patch.subject.version != cover.subject.version for patch in series.patches):
        return  # a reroll of some patches, or a letter of another version
    files = [file for patch in series.patches for file in patch.files]
    what = "the cover letter's diffstat is not of these patches"
    hint = "write the letter anew: git format-patch --cover-letter"
    yield from _remarks(cover, cover.body, files, what, hint)


def _remarks(
    mail: Cover | Patch, text: str, files: Sequence[FilePatch], what: str, hint: str = ""
) -> Iterator[Remark]:
    """Yields what is wrong with the diffstats in `text`: what cannot be, or else what is unlikely."""
    stat = parse_diffstat(text)
    if not stat:
        return
    changes = _changes(files)
    complete = sum(int(count) for count in _SUMMARY.findall(text)) == len(stat)
    wrong = [*_wrong_counts(stat, changes), *(_absent(stat, changes) if complete else ())]
    for sure in (Confidence.HIGH, Confidence.LOW):
        told = [message for confidence, message in wrong if confidence is sure]
        if told:
            message = f"{what}: {_some(told)}"
            yield remark(ID, (Severity.WARNING, sure), message, mail, hint=hint)
            return


def _changes(files: Sequence[FilePatch]) -> dict[str, _Change]:
    changes: defaultdict[str, _Change] = defaultdict(_Change)
    removing = any(file.change is FileChange.DELETED for file in files)
    for file in files:
        for path in dict.fromkeys((str(file.source), str(file.path))):
            change = changes[path]
            change.changed += file.added + file.removed
            change.grown += file.added - file.removed
            change.patches += 1
            change.whole = change.whole and file.change in (FileChange.ADDED, FileChange.DELETED)
            # Beside a removed file a new one may be the same under a new name, seen as a whole.
            moved = (*_MOVED, FileChange.ADDED, FileChange.DELETED) if removing else _MOVED
            if file.binary or file.change in moved:
                change.clear = False
    return dict(changes)


def _wrong_counts(
    stat: Sequence[DiffstatEntry], changes: dict[str, _Change]
) -> Iterator[tuple[Confidence, str]]:
    """Yields the entries that cannot be, and those that are unlikely."""
    for entry in stat:
        paths = _meant(entry.path, changes)
        if not paths and not _RENAME.search(entry.path):
            yield Confidence.HIGH, f"it lists {entry.path}, which is not touched"
        if len(paths) == 1 and entry.changed is not None:
            change = changes[paths[0]]
            if change.clear and not change.expects(entry.changed):
                sure = Confidence.HIGH if change.excludes(entry.changed) else Confidence.LOW
                yield sure, f"{paths[0]} changes by {change.changed} lines, it says {entry.changed}"
            elif change.clear and change.excludes(entry.changed):
                message = f"{paths[0]} changes by {change.grown:+} lines net, it says {entry.changed}"
                yield Confidence.HIGH, message


def _absent(
    stat: Sequence[DiffstatEntry], changes: dict[str, _Change]
) -> Iterator[tuple[Confidence, str]]:
    """Yields the files that a diffstat should list; none where a name may stand for several."""
    meant = [_meant(entry.path, changes) for entry in stat]
    if any(len(paths) > 1 for paths in meant) or any(_RENAME.search(entry.path) for entry in stat):
        return
    told = {path for paths in meant for path in paths}
    for path, change in changes.items():
        if path not in told and change.clear and not change.may_be_absent:
            yield Confidence.HIGH, f"it lacks {path}"


def _meant(name: str, changes: dict[str, _Change]) -> list[str]:
    """Returns the files that a name in a diffstat may stand for.

    Long ones lose their start; quilt's and diffstat(1)'s keep the "a/" or "b/" of the diff.
    """
    if name.startswith(_CUT):
        return [path for path in changes if path.endswith(name.removeprefix(_CUT))]
    plain = name.removeprefix("a/").removeprefix("b/")
    return [one for one in (name, plain) if one in changes][:1]


def _some(wrong: Sequence[str]) -> str:
    more = f"; and {len(wrong) - _MOST} more" if len(wrong) > _MOST else ""
    return "; ".join(wrong[:_MOST]) + more


RULE = SubmitRule(ID, "a diffstat is not of the patches it stands with", _check)
