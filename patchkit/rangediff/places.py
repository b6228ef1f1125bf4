"""Whether a change that reads the same stands at the same place, as far as two patches show it.

Three signs say no: the hunks were written for functions of different names; a line of both versions'
context stands before the change in the one and behind it in the other; or nothing that stands around it,
and nothing that it removes, is the same. Positions say nothing: the bases differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patchkit.placement import function_written_for
from patchkit.rangediff.rows import Aligned, Block
from patchkit.rangediff.texts import Section, TextLine

_WORD = re.compile(rb"\w{2}")


@dataclass(frozen=True, slots=True)
class Spot:
    """Rows `start` to before `end`, in which both versions change the same: `old` and `new` begin it."""

    start: int
    end: int
    old: TextLine
    new: TextLine


def misplaced_blocks(
    old: Section,
    new: Section,
    rows: Sequence[Aligned],
    found: Sequence[Block],
    spots: Sequence[Spot],
) -> set[Block]:
    """Returns the blocks that show that a change of both versions stands elsewhere."""
    return {
        *_crossed(rows, found),
        *_of_other_functions(old, new, found, spots),
        *_without_anchor(rows, found, spots),
    }


def _zones(rows: Sequence[Aligned]) -> Iterator[tuple[int, int]]:
    """Yields the rows between two starts of hunks or sections that both versions have."""
    start = 0
    for at, row in enumerate(rows):
        if row.equal and row.line.inner in ("@", "#"):
            yield start, at
            start = at
    yield start, len(rows)


def _crossed(rows: Sequence[Aligned], found: Sequence[Block]) -> Iterator[Block]:
    """A line of context that is on one side of a change here and on the other there."""
    for start, end in _zones(rows):
        texts: dict[bytes, list[int]] = {}
        for at in range(start, end):
            if _is_context(rows[at].old, rows[at]):
                texts.setdefault(rows[at].line.text.strip(), []).append(at)
        for at in range(start, end):
            if not _is_context(rows[at].new, rows[at]):
                continue
            for other in texts.get(rows[at].line.text.strip(), ()):
                between = rows[min(at, other) + 1 : max(at, other)]
                if any(row.changed and row.equal for row in between):
                    yield from (one for one in found if _within(one, at) or _within(one, other))


def _is_context(line: TextLine | None, row: Aligned) -> bool:
    return line is not None and not row.equal and line.inner == " " and bool(line.text.strip())


def _within(block: Block, at: int) -> bool:
    return block.start <= at < block.end


def _of_other_functions(
    old: Section, new: Section, found: Sequence[Block], spots: Sequence[Spot]
) -> Iterator[Block]:
    """Hunks that begin with the same change and were written for functions of two names."""
    assert old.file is not None
    assert new.file is not None
    for spot in spots:
        if not (_begins(old, spot.old) and _begins(new, spot.new)):
            continue
        one = function_written_for(old.file.hunks[spot.old.hunk])
        other = function_written_for(new.file.hunks[spot.new.hunk])
        if one and other and one != other and found:
            # Of a change that is the same in both versions no row is in a block.
            yield min(found, key=lambda block: _distance(block, spot))


def _begins(section: Section, line: TextLine) -> bool:
    """Tells whether it is the first line that its hunk changes."""
    return line is next(
        one for one in section.lines if one.hunk == line.hunk and one.inner in ("-", "+")
    )


def _distance(block: Block, spot: Spot) -> int:
    return max(block.start - spot.end + 1, spot.start - block.end + 1, 0)


def _without_anchor(
    rows: Sequence[Aligned], found: Sequence[Block], spots: Sequence[Spot]
) -> Iterator[Block]:
    """Changes that are the same in hunks of which nothing else is."""
    for start, end in _zones(rows):
        part = rows[start:end]
        if not any(start <= spot.start < end for spot in spots):
            continue
        if not any(row.line.inner == " " and not row.equal for row in part):
            continue
        if not any(_is_anchor(row, spots, start + at) for at, row in enumerate(part)):
            yield from (block for block in found if start <= block.start < end)


def _is_anchor(row: Aligned, spots: Sequence[Spot], at: int) -> bool:
    """Tells whether both versions find this line, and it says something."""
    if not _WORD.search(row.line.text[1:]):
        return False
    if row.equal:
        return row.line.inner in (" ", "-")
    return row.line.inner == "-" and any(spot.start <= at < spot.end for spot in spots)
