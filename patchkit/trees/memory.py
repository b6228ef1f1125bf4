"""A tree made of a dict, for code that is at hand as text: unit tests, fragments of C.

It has no incidents, because everything it names is in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.search.hits import SOURCES
from patchkit.search.words import WordFinder


class MemoryTree:
    """An immutable tree of the given files; implements `patchkit.model.tree.Tree`."""

    def __init__(self, files: Mapping[str, bytes], version: str = "") -> None:
        """Takes contents by path and the kernel version to report ("" = not a kernel)."""
        self._files = dict(sorted(files.items()))
        self._identity = TreeIdentity(location="(memory)", kind="memory", version=version)

    @property
    def identity(self) -> TreeIdentity:
        """What this tree is."""
        return self._identity

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Always empty."""
        return ()

    def read(self, path: str) -> bytes | None:
        """Returns the file's bytes, or None."""
        return self._files.get(path)

    def exists(self, path: str) -> bool:
        """Tells whether the tree has `path`."""
        return path in self._files

    def mode(self, path: str) -> str:
        """Returns "100644" for a file that is there: text in memory is no program."""
        return "100644" if path in self._files else ""

    def paths(self) -> Iterator[str]:
        """Yields every path, sorted."""
        return iter(self._files)

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Does nothing: memory is searched quickly."""

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns which source files contain each word, None where more than `most` do."""
        return holders_among(self._files, words, most)

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of the files that contain one of `words`, in path order."""
        finder = WordFinder(words)
        for path, content in self._files.items():
            if path.endswith(suffixes) and finder.found_in(content):
                yield path, content


def holders_among(
    files: Mapping[str, bytes], words: Collection[bytes], most: int
) -> dict[bytes, tuple[str, ...] | None]:
    """Returns what `Tree.holders` does for files in memory."""
    finder = WordFinder(words)
    found: dict[bytes, list[str]] = {word: [] for word in words if word}
    for path in sorted(files):
        for word in finder.which(files[path]) if path.endswith(SOURCES) else ():
            found[word].append(path)
    return {word: None if 0 < most < len(paths) else tuple(paths) for word, paths in found.items()}
