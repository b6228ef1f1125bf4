"""What patchkit asks of a tree: read-only files by path, and a fast search for words.

Implementations live in `patchkit.trees`; nothing else knows directories, revisions or tarballs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol, Self

from msgspec import Struct

from patchkit.model.findings import Incident


class TreeIdentity(Struct, frozen=True):
    """Names a tree in reports and caches.

    `kind` is "directory", "revision", "tarball" or "overlay"; `commit` the full object id of a
    revision, else ""; `version` the kernel version of the top Makefile ("4.20.0", "6.1.192",
    "5.0.0-rc1"), or "" for a tree that is no kernel.
    """

    location: str
    kind: str
    version: str = ""
    commit: str = ""


class Tree(Protocol):
    """A read-only tree of files. Paths are relative, with "/" and surrogateescape."""

    @property
    def identity(self) -> TreeIdentity:
        """What this tree is."""
        ...

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """What could not be read so far (missing objects, unreadable files)."""
        ...

    def read(self, path: str) -> bytes | None:
        """Returns the file's bytes, None when there is no such regular file.

        Raises MissingObjectError (and records the incident) when the tree names the file but
        its content is not at hand.
        """
        ...

    def exists(self, path: str) -> bool:
        """Tells whether the tree names a regular file `path`, without reading it."""
        ...

    def mode(self, path: str) -> str:
        """Returns the mode git has for the regular file `path`: "100644" or "100755", "" for none."""
        ...

    def paths(self) -> Iterator[str]:
        """Yields every regular file's path, in no particular order."""
        ...

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of each file whose name ends in one of `suffixes` and whose
        bytes contain one of `words`: a C identifier or a member (`a->b`, `.b`) with no letter, digit
        or "_" beside it, anything else wherever it stands.

        A file that cannot be read becomes an incident.
        """
        ...

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns the sorted paths of the source files that contain each word, as `containing` does.

        None for a word that more than `most` files contain (0 = all are wanted, however many):
        the search for such a word ends early.
        """
        ...

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Says which words will be asked for, so that one pass looks for all of them."""
        ...


class OpenedTree(Tree, Protocol):
    """A tree as it lies in a directory, repository or tarball; several questions may be asked of it."""

    def again(self) -> Self:
        """Returns the same tree for another question, which shares what was found by searching.

        What could not be read for one question is no incident of another one; what the search could not
        read is one of everybody who used it.
        """
        ...

    def state(self, paths: Collection[str]) -> str:
        """Returns what stands for the content of all source files and of `paths`.

        "" when the content may have changed unseen. The same answer means the same content.
        """
        ...
