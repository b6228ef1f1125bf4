"""What the difference of two versions of a file's patch comes to.

Every block of rows that differ gets its differences. The finer answers are given only where they can be
shown: *re-wrapped* when both sides have the same C tokens and comment words before and after the patch,
*moved* when whole hunks or whole declarations stand elsewhere in the file, *context* when nothing but
unchanged lines differ and the change stands on the same side of those that both versions have. All else
is code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patchkit.model.compare import Difference
from patchkit.placement.tokens import C_SUFFIXES
from patchkit.rangediff.layout import Layout, layouts
from patchkit.rangediff.moves import moved_blocks
from patchkit.rangediff.places import Spot, misplaced_blocks
from patchkit.rangediff.rows import Aligned, Block, blocks
from patchkit.rangediff.texts import Section

Judged = dict[Block, frozenset[Difference]]

# White space separates words here and says nothing else; device trees have C's tokens and comments.
_FREE_FORM = (*C_SUFFIXES, ".dts", ".dtsi")

_PATH = re.compile(rb" ## (?:.* => )?(.*?)((?: \(.*\))?) ##")


def judge_file(old: Section | None, new: Section | None, rows: Sequence[Aligned]) -> Judged:
    """Returns what each block of rows comes to; no block, no difference."""
    found = blocks(rows)
    if old is None or new is None:
        return {block: frozenset((Difference.CODE,)) for block in found}
    judged = {block: _at_first_sight(rows[block.start : block.end]) for block in found}
    rest = [block for block in found if any(row.changed for row in rows[block.start : block.end])]
    is_c = all(section.name.endswith(_FREE_FORM) for section in (old, new))
    same = list(layouts(rows, found, rest)) if is_c else []
    for layout in same:
        context = {Difference.CONTEXT} if layout.context else set()
        for block in layout.window:
            judged[block] = (judged[block] - {Difference.CONTEXT}) | {layout.difference} | context
        rest = [block for block in rest if block not in layout.window]
    for block, difference in moved_blocks(old, new, rows, rest, is_c=is_c).items():
        judged[block].add(difference)
        rest.remove(block)
    for block in rest:
        judged[block].add(Difference.CODE)
    for block in misplaced_blocks(old, new, rows, found, _spots(rows, same)):
        judged[block].add(Difference.PLACE)
    return {block: frozenset(differences) for block, differences in judged.items()}


def _at_first_sight(rows: Sequence[Aligned]) -> set[Difference]:
    """What titles and context alone come to."""
    found = _title_difference(rows)
    if any(row.line.inner in (" ", "@") for row in rows):
        found.add(Difference.CONTEXT)
    return found


def _title_difference(rows: Sequence[Aligned]) -> set[Difference]:
    """A file of another name is another place; one that is made, removed or gets a mode is code."""
    titles = [_PATH.fullmatch(row.line.text) for row in rows if row.line.inner == "#"]
    if len(titles) != 2 or titles[0] is None or titles[1] is None:
        return {Difference.CODE} if titles else set()
    found = {Difference.PLACE} if titles[0][1] != titles[1][1] else set()
    if titles[0][2] != titles[1][2] or not found:
        found.add(Difference.CODE)
    return found


def _spots(rows: Sequence[Aligned], same: Sequence[Layout]) -> list[Spot]:
    """Where both versions change the same: rows of both, and changes laid out differently."""
    found = [
        Spot(at, at + 1, row.old, row.new)
        for at, row in enumerate(rows)
        if row.changed and row.old is not None and row.new is not None
    ]
    found += [
        Spot(one.window[0].start, one.window[-1].end, one.old, one.new)
        for one in same
        if one.old is not None and one.new is not None
    ]
    return sorted(found, key=lambda spot: spot.start)
