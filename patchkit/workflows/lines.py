"""Where the lines of a prefix tree come from: their line in the tree as it stands, or their patch.

Overlays live in memory; a reader's editor shows the tree on disk.
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher

from patchkit.model.tree import Tree


class BaseLines:
    """The line map from one prefix tree to T0; files are compared when a line is asked for."""

    def __init__(self, base: Tree, tree: Tree) -> None:
        self._base = base
        self._tree = tree
        self._blocks: dict[str, list[tuple[int, int, int]] | None] = {}

    def __call__(self, path: str, line: int) -> tuple[int, bool]:
        """Returns (line in T0, False), or (line, True) when T0 has no such line; 1-based."""
        if path not in self._blocks:
            self._blocks[path] = self._compare(path)
        blocks = self._blocks[path]
        if blocks is None or line < 1:
            return line, False
        index = bisect_right(blocks, line - 1, key=lambda block: block[0]) - 1
        if index >= 0:
            start, old, size = blocks[index]
            if line - 1 < start + size:
                return old + line - start, False
        return line, True

    def _compare(self, path: str) -> list[tuple[int, int, int]] | None:
        """Returns (start, start in T0, length) of what both have in common; None: all of it."""
        if self._base is self._tree:
            return None
        old, new = self._base.read(path), self._tree.read(path)
        if old == new:
            return None
        matcher = SequenceMatcher(None, (new or b"").split(b"\n"), (old or b"").split(b"\n"))
        return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


class LineOrigins:
    """For each line of a prefix tree the patch that brought it; files are compared when asked for.

    `before` is the same for the tree before (None for T0), `number` the patch between the two.
    """

    def __init__(self, number: int, before: LineOrigins | None, tree: Tree) -> None:
        self._number = number
        self._before = before
        self._tree = tree
        self._known: dict[str, tuple[int, ...]] = {}

    def __call__(self, path: str) -> tuple[int, ...]:
        """Returns the number of the patch that brought each line, 0 for a line of T0; by line - 1."""
        if path not in self._known:
            self._known[path] = self._find(path)
        return self._known[path]

    def _find(self, path: str) -> tuple[int, ...]:
        new = self._tree.read(path)
        lines = (new or b"").split(b"\n")
        if self._before is None:
            return (0,) * len(lines)
        old = self._before._tree.read(path)
        earlier = self._before(path)
        if old == new:
            return earlier
        found = [self._number] * len(lines)
        matcher = SequenceMatcher(None, lines, (old or b"").split(b"\n"))
        for block in matcher.get_matching_blocks():
            found[block.a : block.a + block.size] = earlier[block.b : block.b + block.size]
        return tuple(found)
