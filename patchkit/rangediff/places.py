"""Whether a change that reads the same stands at the same place, as far as two patches show it.

Three signs say no: the hunks were written for functions of different names; a line of both versions'
context stands before the change in the one and behind it in the other; or of what stands around it too
little is the same, and nothing that it removes. Positions say nothing: the bases differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.placement import function_written_for
from patchkit.rangediff.rows import Aligned, Block
from patchkit.rangediff.texts import Section, TextLine

_WORD = re.compile(rb"\w{2}")


class Spot(Struct, frozen=True):
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
    """Changes that are the same in hunks of which too little else is."""
    for start, end in _zones(rows):
        inside = [spot for spot in spots if start <= spot.start < end]
        other = any(row.line.inner == " " and not row.equal for row in rows[start:end])
        if inside and other and not _is_anchored(rows, range(start, end), inside):
            yield from (block for block in found if start <= block.start < end)


def _is_anchored(rows: Sequence[Aligned], zone: range, spots: Sequence[Spot]) -> bool:
    """Tells whether both versions find a line they remove, two of context, or one beside the change.

    Only lines that say something count. One alone, at a distance, may be any line of the function.
    """
    words = [at for at in zone if _WORD.search(rows[at].line.text[1:])]
    taken = {at for spot in spots for at in range(spot.start, spot.end)}
    if any(rows[at].line.inner == "-" and (rows[at].equal or at in taken) for at in words):
        return True
    context = [at for at in words if rows[at].equal and rows[at].line.inner == " "]
    if len(context) != 1:
        return bool(context)
    (anchor,) = context
    nearest = min(taken, key=lambda at: abs(at - anchor))
    between = range(min(anchor, nearest) + 1, max(anchor, nearest))
    return not any(at in words for at in between)
