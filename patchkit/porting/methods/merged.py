"""What git's three-way merge says of each hunk: its edits, taken out of the merged file.

A merge answers for a whole file. Its changes and conflicts are given to the hunks that stand nearest, as
the base file tells where those belong.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.porting.methods.changes import changes
from patchkit.porting.methods.edits import Edit
from patchkit.porting.methods.linemap import LineMap
from patchkit.porting.methods.lines import FileLines, split_lines

_OURS, _MIDDLE, _THEIRS = b"<<<<<<< ", b"=======", b">>>>>>> "

Range = tuple[int, int]


class Merged(Struct, frozen=True):
    """What a merge makes of one hunk: `edits`, or None where it conflicts.

    `line` is the 0-based one at which the hunk's first line should stand, or that of the conflict.
    """

    edits: tuple[Edit, ...] | None
    line: int


def merged_hunks(
    hunks: Sequence[Hunk], starts: Sequence[int], base: LineMap, file: FileLines, merged: bytes
) -> list[Merged]:
    """Returns what the merge says of each hunk.

    `starts` are the 0-based lines at which the hunks stand in the base, `base` maps those to `file`, and
    `merged` is git's result on `file`, perhaps with conflict markers.
    """
    resolved, blocks = _without_conflicts(merged)
    made = LineMap(file.lines, resolved)
    back = LineMap(resolved, file.lines)
    conflicts = [(back.at(first), back.at(end)) for first, end in blocks]
    homes = [_ranges(hunk, start, base) for hunk, start in zip(hunks, starts, strict=True)]
    edits: list[list[Edit]] = [[] for _ in hunks]
    for edit in made.edits():
        edits[_nearest((edit.start, edit.end), homes)].append(edit)
    lost = {_nearest(conflict, homes): conflict[0] for conflict in conflicts}
    return [
        Merged(None, lost[index]) if index in lost else Merged(tuple(edits[index]), base.at(start))
        for index, start in enumerate(starts)
    ]


def _ranges(hunk: Hunk, start: int, base: LineMap) -> list[Range]:
    """Returns where the changes of a hunk should stand in the file."""
    return [(base.at(start + one.first), base.at(start + one.end)) for one in changes(hunk)]


def _nearest(place: Range, homes: Sequence[Sequence[Range]]) -> int:
    return min(range(len(homes)), key=lambda index: min(_distance(place, home) for home in homes[index]))


def _distance(one: Range, other: Range) -> int:
    return max(other[0] - one[1], one[0] - other[1], 0)


def _without_conflicts(merged: bytes) -> tuple[list[bytes], list[Range]]:
    """Returns the lines with our side of each conflict, and where those sides stand."""
    if _OURS not in merged:
        return split_lines(merged), []
    lines: list[bytes] = []
    blocks: list[Range] = []
    first, inside = 0, False
    theirs = False
    for line in split_lines(merged):
        if not inside and line.startswith(_OURS):
            first, inside, theirs = len(lines), True, False
        elif inside and not theirs and line.rstrip(b"\r\n") == _MIDDLE:
            theirs = True
        elif inside and theirs and line.startswith(_THEIRS):
            blocks.append((first, len(lines)))
            inside = False
        elif not theirs or not inside:
            lines.append(line)
    return lines, blocks
