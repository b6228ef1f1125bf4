"""What a series says of the tree it was made on, by the `index` lines of its patches.

Only what the series names first is of that tree: a later patch of the same file starts from what an
earlier one left, and its blob need not be in any repository. Refuses to look anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from patchkit.model.base import Expectations, ExpectedFile
from patchkit.model.diff import FileChange, FilePatch
from patchkit.model.series import Series

# git's shortest abbreviation; fewer digits would match by chance.
_TELLING_DIGITS = 4
_GONE = "gone"


def expectations(series: Series, before: Iterable[Series] = ()) -> Expectations:
    """Returns what `series` expects of its tree, when the series `before` are placed there first."""
    walk = _Walk()
    for one in (*before, series):
        for patch in one.patches:
            # Renames and copies read the tree as it was before the patch.
            before_patch = dict(walk.left)
            for file in patch.files:
                walk.see(file, patch.number, before_patch)
    return Expectations(
        tuple(walk.files.values()),
        tuple(walk.absent.values()),
        walk.made,
        tuple(walk.broken),
        walk.unnamed,
    )


class _Walk(Struct):
    """What the patches so far have left behind: a blob's digits by path, or that it is gone."""

    left: dict[str, str] = field(default_factory=dict)
    files: dict[str, ExpectedFile] = field(default_factory=dict)
    absent: dict[str, ExpectedFile] = field(default_factory=dict)
    made: int = 0
    broken: list[ExpectedFile] = field(default_factory=list)
    unnamed: int = 0

    def see(self, file: FilePatch, number: int, before_patch: dict[str, str]) -> None:
        """Takes in one file patch of patch `number`."""
        moves = file.change in (FileChange.RENAMED, FileChange.COPIED)
        if file.change is FileChange.ADDED:
            self._absent(str(file.path), number)
        else:
            self._source(file, number, before_patch if moves else self.left)
            if moves:
                self._absent(str(file.path), number)
        # A patch without an index line leaves something, of which nothing is known.
        self.left[str(file.path)] = "" if not file.new_blob.strip("0") else file.new_blob
        if file.change is FileChange.DELETED:
            self.left[str(file.path)] = _GONE
        source = str(file.source)
        if file.change is FileChange.RENAMED and self.left.get(source) == before_patch.get(source):
            self.left[source] = _GONE  # unless another file of the patch has taken the name

    def _source(self, file: FilePatch, number: int, left: dict[str, str]) -> None:
        path = str(file.source)
        digits = file.old_blob.lower()
        named = len(digits) >= _TELLING_DIGITS and digits.strip("0")
        expected = ExpectedFile(path, digits if named else "", number)
        if path in left:
            self.made += 1
            if named and left[path] and not _same(left[path], digits):
                self.broken.append(expected)
        elif named:
            self.files[path] = expected
        else:
            self.unnamed += 1

    def _absent(self, path: str, number: int) -> None:
        if path in self.left:
            self.made += 1
            if self.left[path] != _GONE:
                self.broken.append(ExpectedFile(path, "", number))
        elif path not in self.files:
            self.absent.setdefault(path, ExpectedFile(path, "", number))


def _same(one: str, other: str) -> bool:
    digits = min(len(one), len(other))
    return one[:digits] == other[:digits]
