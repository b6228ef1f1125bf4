"""What a hunk does to a file, as replaced runs of lines: the form in which methods are compared.

Two methods agree on a hunk when they leave the same bytes. Edits are normalised so that equal results
are equal values: nothing in an edit that stays the same, and one that could stand at several places
without a difference (a line doubled below or above itself) at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.placement.image import file_line


class Edit(Struct, frozen=True, order=True):
    """Lines `start` to before `end` (0-based) of a file are replaced by `lines` (with newline bytes)."""

    start: int
    end: int
    lines: tuple[bytes, ...]


def hunk_edits(hunk: Hunk, start: int) -> tuple[Edit, ...]:
    """Returns what `hunk` does to a file in which its first line stands at the 0-based `start`."""
    edits: list[Edit] = []
    at = first = start
    added: list[bytes] = []
    for line in hunk.lines:
        if line.op == " ":
            if at > first or added:
                edits.append(Edit(first, at, tuple(added)))
            at += 1
            first, added = at, []
        elif line.op == "-":
            at += 1
        else:
            added.append(file_line(line))
    if at > first or added:
        edits.append(Edit(first, at, tuple(added)))
    return tuple(edits)


def normalised(edits: Iterable[Edit], lines: Sequence[bytes]) -> tuple[Edit, ...]:
    """Returns the edits of a file with these `lines`, trimmed, and moved up as far as they can be."""
    kept = (_moved_up(_trimmed(edit, lines), lines) for edit in edits)
    return tuple(sorted(edit for edit in kept if edit.start < edit.end or edit.lines))


def _trimmed(edit: Edit, lines: Sequence[bytes]) -> Edit:
    start, end, new = edit.start, edit.end, list(edit.lines)
    while start < end and new and lines[start] == new[0]:
        start += 1
        del new[0]
    while start < end and new and lines[end - 1] == new[-1]:
        end -= 1
        del new[-1]
    return Edit(start, end, tuple(new))


def _moved_up(edit: Edit, lines: Sequence[bytes]) -> Edit:
    """A pure insertion or deletion, at the first place where it makes the same file."""
    start, end, new = edit.start, edit.end, edit.lines
    if start == end:
        while start > 0 and new and lines[start - 1] == new[-1]:
            new = (new[-1], *new[:-1])
            start -= 1
        return Edit(start, start, new)
    if not new:
        while start > 0 and lines[start - 1] == lines[end - 1]:
            start -= 1
            end -= 1
    return Edit(start, end, new)


def applied(edits: Iterable[Edit], lines: Sequence[bytes]) -> bytes | None:
    """Returns the file after these edits, or None when two of them touch."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits):
        if edit.start < at:
            return None
        parts += lines[at : edit.start]
        parts += edit.lines
        at = edit.end
    return b"".join([*parts, *lines[at:]])
