"""A diff as frozen data, in git's words; contents are bytes, names are str.

Paths are `str` decoded as UTF-8 with surrogateescape, C-unquoted and with one component stripped
(git's -p1). A path that leaves the tree never becomes a `RepoPath`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from patchkit.errors import SeriesError

RepoPath = NewType("RepoPath", str)


def repo_path(name: str, *, where: str = "") -> RepoPath:
    """Returns `name` as a path inside a tree, or raises SeriesError when it is a stranger's trick.

    Refused, as git's `check_unsafe_path` does: absolute paths, empty components, `.` and `..`,
    a `.git` component, and NUL bytes.
    """
    parts = name.split("/")
    unsafe = any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
    if unsafe or "\0" in name:
        raise SeriesError(
            f"unsafe path {name!r} in the diff",
            where=where,
            hint="a patch may only name files inside the tree",
        )
    return RepoPath(name)


class FileChange(StrEnum):
    """What a file patch does to its file (git's extended headers)."""

    MODIFIED = "modified"
    ADDED = "added"
    DELETED = "deleted"
    RENAMED = "renamed"
    COPIED = "copied"


class Line(Struct, frozen=True):
    """One line of a hunk: `op` is " ", "-" or "+"; `text` has no newline byte.

    `newline` is False for a line that "\\ No newline at end of file" follows.
    """

    op: str
    text: bytes
    newline: bool = True


class Hunk(Struct, frozen=True):
    """One hunk; starts and counts are those of its `@@` line (1-based lines, 0 for an empty side).

    `heading` is the text behind the second `@@` (the enclosing function as git saw it), `position`
    the 1-based line of the `@@` line in the text the diff was read from.
    """

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    heading: str
    lines: tuple[Line, ...]
    position: int = 0

    @property
    def preimage(self) -> tuple[Line, ...]:
        """The lines the hunk expects to find: context and removed lines, in order."""
        return tuple(line for line in self.lines if line.op != "+")

    @property
    def postimage(self) -> tuple[Line, ...]:
        """The lines the hunk leaves behind: context and added lines, in order."""
        return tuple(line for line in self.lines if line.op != "-")

    @property
    def leading(self) -> int:
        """Number of context lines before the first changed line."""
        return _context_run(self.lines)

    @property
    def trailing(self) -> int:
        """Number of context lines after the last changed line."""
        return _context_run(self.lines[::-1])

    @property
    def added(self) -> int:
        """Number of added lines."""
        return sum(line.op == "+" for line in self.lines)

    @property
    def removed(self) -> int:
        """Number of removed lines."""
        return sum(line.op == "-" for line in self.lines)


def _context_run(lines: Sequence[Line]) -> int:
    for count, line in enumerate(lines):
        if line.op != " ":
            return count
    return len(lines)


class FilePatch(Struct, frozen=True):
    """What a patch does to one file.

    `old_path` is None for a new file and `new_path` for a deleted one. Modes are git's octal
    strings ("100644") or "" when the diff does not say; blobs are hex object ids as the `index`
    line abbreviates them, or "". `similarity` is the percentage of a rename or copy. A binary
    patch keeps its raw text and has no hunks: it is carried, not analysed.
    """

    old_path: RepoPath | None
    new_path: RepoPath | None
    change: FileChange
    hunks: tuple[Hunk, ...] = ()
    old_mode: str = ""
    new_mode: str = ""
    old_blob: str = ""
    new_blob: str = ""
    similarity: int | None = None
    binary: bool = False
    crlf: bool = False
    raw: bytes = b""
    position: int = 0

    @property
    def path(self) -> RepoPath:
        """The file's name after the patch, or before it for a deleted file."""
        name = self.new_path if self.new_path is not None else self.old_path
        assert name is not None
        return name

    @property
    def source(self) -> RepoPath:
        """The file's name before the patch, or after it for a new file."""
        return self.old_path if self.old_path is not None else self.path

    @property
    def added(self) -> int:
        """Number of added lines over all hunks."""
        return sum(hunk.added for hunk in self.hunks)

    @property
    def removed(self) -> int:
        """Number of removed lines over all hunks."""
        return sum(hunk.removed for hunk in self.hunks)
