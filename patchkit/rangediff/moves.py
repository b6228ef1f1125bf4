"""Which lines of a file's patch only stand elsewhere in the new version.

A block of the old version that is, line by line, a block of the new one has moved. That is harmless for
what has no order: whole hunks of one function, and whole declarations or definitions. Statements have
one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from patchkit.model.compare import Difference
from patchkit.model.diff import Hunk
from patchkit.placement import function_written_for
from patchkit.rangediff.items import Item, file_scope_items
from patchkit.rangediff.pairing import CONTEXT
from patchkit.rangediff.rows import Aligned, Block
from patchkit.rangediff.texts import Section, TextLine

_CONDITIONAL = re.compile(rb"[ \t]*#[ \t]*(?:if|el|endif)")
_WORD = re.compile(rb"\w{2}")


def moved_blocks(
    old: Section, new: Section, rows: Sequence[Aligned], candidates: Sequence[Block], *, is_c: bool
) -> dict[Block, Difference]:
    """Returns the blocks that are each other's lines elsewhere: MOVED, or PLACE where order counts.

    `is_c` tells that items of file scope can be told from statements.
    """
    scoped = is_c and not any(_near_conditional(rows, block) for block in candidates)
    if scoped and _same_items(rows, candidates):
        return dict.fromkeys(candidates, Difference.MOVED)
    left: dict[tuple[bytes, ...], list[Block]] = {}
    for block in candidates:
        if (lines := _changes(rows, block, new=False)) and not _changes(rows, block, new=True):
            left.setdefault(_key(lines), []).append(block)
    found: dict[Block, Difference] = {}
    for block in candidates:
        lines = _changes(rows, block, new=True)
        others = left.get(_key(lines), [])
        if not lines or _changes(rows, block, new=False) or not others:
            continue
        other = others.pop(0)
        free = (scoped and _is_declarations(lines)) or _same_hunks(old, new, rows, other, block)
        found[other] = found[block] = Difference.MOVED if free else Difference.PLACE
    return found


def _same_items(rows: Sequence[Aligned], candidates: Sequence[Block]) -> bool:
    """Tells whether the changed lines around all blocks are the same items, in another order.

    Lines that items share, a brace or an empty one, are in no block; so the runs of changed lines that
    hold the blocks are compared.
    """
    old: Counter[tuple[str, Item]] = Counter()
    new: Counter[tuple[str, Item]] = Counter()
    for start, end in _runs(rows, candidates):
        for sign in ("-", "+"):
            part = [row for row in rows[start:end] if row.line.inner == sign]
            for items, lines in (
                (old, [row.old.text[1:] for row in part if row.old is not None]),
                (new, [row.new.text[1:] for row in part if row.new is not None]),
            ):
                found = file_scope_items(lines)
                if found is None and any(line.strip() for line in lines):
                    return False
                items.update((sign, item) for item in found or ())
    return bool(old) and old == new


def _runs(rows: Sequence[Aligned], candidates: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yields the runs of changed lines that hold a candidate."""
    start = None
    for at, row in enumerate((*rows, None)):
        if row is not None and row.changed:
            start = at if start is None else start
        elif start is not None:
            if any(start <= block.start < at or start < block.end <= at for block in candidates):
                yield start, at
            start = None


def _near_conditional(rows: Sequence[Aligned], block: Block) -> bool:
    """Tells whether an #if is in sight: what moves may come under it, or leave it."""
    seen = rows[max(block.start - CONTEXT - 1, 0) : block.end + CONTEXT + 1]
    return any(row.line.inner == " " and _CONDITIONAL.match(row.line.text[1:]) for row in seen)


def _changes(rows: Sequence[Aligned], block: Block, *, new: bool) -> list[TextLine]:
    part = rows[block.start : block.end]
    return [row.line for row in part if row.changed and (row.old is None) == new]


def _key(lines: Sequence[TextLine]) -> tuple[bytes, ...]:
    return tuple(line.text for line in lines if line.text[1:].strip())


def _is_declarations(lines: Sequence[TextLine]) -> bool:
    """Tells whether the lines are whole items of file scope, all added or all removed."""
    one_sign = len({line.inner for line in lines}) == 1
    return one_sign and file_scope_items([line.text[1:] for line in lines]) is not None


def _same_hunks(old: Section, new: Section, rows: Sequence[Aligned], left: Block, right: Block) -> bool:
    """Tells whether both blocks are whole hunks, which stand in the same surroundings."""
    hunks_left = _whole_hunks(old, _changes(rows, left, new=False))
    hunks_right = _whole_hunks(new, _changes(rows, right, new=True))
    if not hunks_left or len(hunks_left) != len(hunks_right):
        return False
    assert old.file is not None
    assert new.file is not None
    return all(
        _in_same_surroundings(old.file.hunks[one], new.file.hunks[other])
        for one, other in zip(hunks_left, hunks_right, strict=True)
    )


def _whole_hunks(section: Section, lines: Sequence[TextLine]) -> list[int]:
    """Returns the hunks of which `lines` are all changes; none when they are part of one."""
    numbers = sorted({line.hunk for line in lines})
    whole = [line for line in section.lines if line.hunk in numbers and line.inner in ("-", "+")]
    return numbers if len(whole) == len(lines) else []


def _in_same_surroundings(old: Hunk, new: Hunk) -> bool:
    """Tells whether two hunks are of one function, with the same lines on the same sides."""
    if function_written_for(old) != function_written_for(new):
        return False
    before_old, inner_old, behind_old = _parts(old)
    before_new, inner_new, behind_new = _parts(new)
    crossed = before_old & behind_new or behind_old & before_new
    shared = before_old & before_new or behind_old & behind_new
    return inner_old == inner_new and bool(shared) and not crossed


def _parts(hunk: Hunk) -> tuple[set[bytes], list[bytes], set[bytes]]:
    """The lines before the first change that say something, those between, those behind the last."""
    end = len(hunk.lines) - hunk.trailing
    before, inner, behind = hunk.lines[: hunk.leading], hunk.lines[hunk.leading : end], hunk.lines[end:]
    sides = [{line.text for line in part if _WORD.search(line.text)} for part in (before, behind)]
    return sides[0], [line.op.encode("ascii") + line.text for line in inner], sides[1]
