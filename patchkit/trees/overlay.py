"""A tree plus changed files: what a series leaves behind after each of its patches.

Nothing is written anywhere: changed files live in memory, deleted ones are tombstones, all others
are read from the base when asked for. Overlays never stack: one over another shares its base.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter

from patchkit.model.findings import Incident
from patchkit.model.tree import Tree, TreeIdentity
from patchkit.search.words import WordFinder
from patchkit.trees.memory import holders_among


class OverlayTree:
    """An immutable tree over a base; implements `patchkit.model.tree.Tree`."""

    def __init__(
        self,
        base: Tree,
        changes: Mapping[str, bytes | None],
        modes: Mapping[str, str] | None = None,
    ) -> None:
        """Lays `changes` (new content by path, None = the file is deleted) over `base`.

        `modes` are git's modes of files in `changes` that are not what `base` says.
        """
        below = base if isinstance(base, OverlayTree) else None
        self._modes: dict[str, str] = {
            **(below._modes if below is not None else {}),
            **(modes or {}),
        }
        self._base: Tree = base if below is None else below._base
        self._changes: dict[str, bytes | None] = {
            **(below._changes if below is not None else {}),
            **changes,
        }

    def with_changes(self, changes: Mapping[str, bytes | None]) -> OverlayTree:
        """Returns the tree that further `changes` make; this one stays as it is."""
        return OverlayTree(self, changes)

    @property
    def base(self) -> Tree:
        """The tree below, which is never an overlay itself."""
        return self._base

    @property
    def changed(self) -> frozenset[str]:
        """The paths laid over the base: changed, added or deleted."""
        return frozenset(self._changes)

    @property
    def identity(self) -> TreeIdentity:
        """The base's location and version; the commit is empty, for no commit holds this tree."""
        below = self._base.identity
        return TreeIdentity(location=below.location, kind="overlay", version=below.version)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The base's incidents; what lies over it is always at hand."""
        return self._base.incidents

    def read(self, path: str) -> bytes | None:
        """Returns the changed content, None for a deleted file, else what the base has."""
        if path in self._changes:
            return self._changes[path]
        return self._base.read(path)

    def exists(self, path: str) -> bool:
        """Tells whether the tree names a regular file `path`, without reading it."""
        if path in self._changes:
            return self._changes[path] is not None
        return self._base.exists(path)

    def mode(self, path: str) -> str:
        """Returns the mode laid over the base or the base's, "100644" without either; "" for no file."""
        if not self.exists(path):
            return ""
        return self._modes.get(path) or self._base.mode(path) or "100644"

    def paths(self) -> Iterator[str]:
        """Yields the base's paths that are untouched, then the changed and added ones."""
        yield from (path for path in self._base.paths() if path not in self._changes)
        yield from (path for path, content in self._changes.items() if content is not None)

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Tells the base."""
        self._base.expect(words, most + len(self._changes) if most else 0)

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns which source files contain each word, None where more than `most` do."""
        # So many of the base's files may not have a word any more.
        below = self._base.holders(words, most + len(self._changes) if most else 0)
        here = {path: content for path, content in self._changes.items() if content is not None}
        above = holders_among(here, words, 0)
        found: dict[bytes, tuple[str, ...] | None] = {}
        for word, paths in below.items():
            kept = None if paths is None else {path for path in paths if path not in self._changes}
            joined = None if kept is None else tuple(sorted(kept.union(above[word] or ())))
            found[word] = None if joined is None or 0 < most < len(joined) else joined
        return found

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) as the base does, with changed files judged by their new content.

        Sorted by path when the base's answer is, as for every tree of this package.
        """
        finder = WordFinder(words)
        untouched = (
            (path, content)
            for path, content in self._base.containing(words, suffixes)
            if path not in self._changes
        )
        laid_over = (
            (path, content)
            for path, content in sorted(self._changes.items(), key=itemgetter(0))
            if content is not None and path.endswith(suffixes) and finder.found_in(content)
        )
        return heapq.merge(untouched, laid_over, key=itemgetter(0))
