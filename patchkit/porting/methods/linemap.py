"""Which line of a file corresponds to a line of an older or newer version of it.

By patience diff, Bram Cohen's: lines that are unique in both files are matched first, so that braces and
blank lines never lead astray.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from patiencediff import PatienceSequenceMatcher

from patchkit.porting.methods.edits import Edit

# A block of lines that both have says where a line near it is; a single blank line says nothing.
_TELLING_LINES = 2


class LineMap:
    """The correspondence between the lines of two versions of a file."""

    def __init__(self, old: Sequence[bytes], new: Sequence[bytes]) -> None:
        self._matcher = PatienceSequenceMatcher(None, list(old), list(new))
        self._new = new
        self._blocks = [block for block in self._matcher.get_matching_blocks() if block[2]]
        self._starts = [block[0] for block in self._blocks]

    @property
    def firm(self) -> bool:
        """True when the versions share enough for the map to be relied on."""
        return any(length >= _TELLING_LINES for _, _, length in self._blocks)

    def at(self, line: int) -> int:
        """Returns the new file's 0-based line for `line` of the old one, or where it would stand."""
        position = bisect_right(self._starts, line)
        before = self._blocks[position - 1] if position else (0, 0, 0)
        old, new, length = before
        if line < old + length:
            return new + line - old
        after = self._blocks[position] if position < len(self._blocks) else None
        gap = line - old - length
        if after is None:
            return min(new + length + gap, len(self._new))
        # Between two blocks: from the nearer one, and not beyond the middle of what is new there.
        middle = (new + length + after[1] + 1) // 2
        if after[0] - line < gap:
            return max(after[1] - (after[0] - line), middle)
        return min(new + length + gap, middle)

    def edits(self) -> list[Edit]:
        """Returns what turns the old version into the new one."""
        return [
            Edit(first, end, tuple(self._new[start:stop]))
            for tag, first, end, start, stop in self._matcher.get_opcodes()
            if tag != "equal"
        ]
