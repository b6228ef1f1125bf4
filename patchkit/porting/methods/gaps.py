"""A hunk in parts whose lines the target has in other words: what stands between lines that are sure.

Lines of context that stand as the hunk has them bound a gap; what is in between is merged word by word.
A line may be an anchor by mistake (a `return` like many others), so a gap whose words do not merge is
tried again without it. Refuses a gap that nothing bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.placement.image import file_line
from patchkit.porting.methods.align import Alignment
from patchkit.porting.methods.changes import Change
from patchkit.porting.methods.edits import Edit, normalised
from patchkit.porting.methods.lines import FileLines, squeezed
from patchkit.porting.methods.words import MergedWords, Part, merge_words

_TELLING = 1.0  # what a line must weigh to bound a gap
_KEPT = 0.5  # the share of the expected words that the target must have: else it has other code


class Gap(Struct, frozen=True):
    """Lines of a preimage behind `above` to before `below`; -1 and its length are the hunk's ends."""

    above: int
    below: int

    def holds(self, change: Change) -> bool:
        """Tells whether a change lies in the gap."""
        return self.above < change.first and change.end <= self.below


class Rewording(NamedTuple):
    """What becomes of a gap: the edit, and the merge it comes from."""

    gap: Gap
    edit: Edit
    words: MergedWords


class Gaps:
    """The gaps of one hunk."""

    def __init__(self, hunk: Hunk, alignment: Alignment, file: FileLines) -> None:
        self._rows, self._file = alignment.rows, file
        self._lines = [file_line(line) for line in hunk.preimage]
        self._anchors = [
            at
            for at, line in enumerate(hunk.preimage)
            if line.op == " " and alignment.exact[at] and file.weight(squeezed(line.text)) >= _TELLING
        ]

    def _around(self, change: Change) -> Iterator[Gap]:
        """Yields the gaps that a change is in, the narrowest first."""
        above = [-1, *(at for at in self._anchors if at < change.first)][::-1]
        below = [*(at for at in self._anchors if at >= change.end), len(self._lines)]
        for up, down in ((0, 0), (1, 0), (0, 1)):
            if up < len(above) and down < len(below):
                yield Gap(above[up], below[down])

    def merged(self, change: Change, changes: Sequence[Change]) -> Rewording | None:
        """Returns what becomes of a gap with `change` in it, None when that is unclear."""
        found = (self._merged(gap, changes) for gap in self._around(change))
        return next((one for one in found if one is not None), None)

    def _merged(self, gap: Gap, changes: Sequence[Change]) -> Rewording | None:
        """Returns what the changes in a gap make of the target's lines, None when that is unclear."""
        start, end = self._bounds(gap)
        ours = self._file.lines[start:end]
        if not ours:
            return None
        found = merge_words(self._parts(gap, changes), ours, self._weigh)
        if found is None or found.kept < _KEPT:
            return None
        (edit,) = normalised([Edit(start, end, found.lines)], self._file.lines) or (
            Edit(start, start, ()),
        )
        return Rewording(gap, edit, found)

    def _bounds(self, gap: Gap) -> tuple[int, int]:
        """Returns the lines of the file that correspond to a gap, where one side is open as many."""
        above = self._rows[gap.above] if gap.above >= 0 else None
        below = self._rows[gap.below] if gap.below < len(self._lines) else None
        length = gap.below - gap.above  # one line more than the gap has
        if above is not None:
            end = below if below is not None else min(len(self._file.lines), above + 1 + length)
            return above + 1, end
        return (max(0, below - length), below) if below is not None else (0, 0)

    def _parts(self, gap: Gap, changes: Sequence[Change]) -> Iterator[Part]:
        at = gap.above + 1
        for change in changes:
            if gap.holds(change):
                same = self._lines[at : change.first]
                yield same, same
                yield change.removed, change.added
                at = change.end
        same = self._lines[at : gap.below]
        yield same, same

    def _weigh(self, word: bytes) -> float:
        return self._file.rareness(word)
