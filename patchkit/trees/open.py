"""Finds out what a location given by the user is, and opens it as a tree.

Decides between the kinds of trees and words the errors; knows nothing of how each is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection

from patchkit.errors import TreeError
from patchkit.gitio import Repository, find_repository
from patchkit.model.tree import OpenedTree
from patchkit.search.means import Means
from patchkit.trees.directory import DirectoryTree
from patchkit.trees.revision import RevisionTree
from patchkit.trees.tarball import TarballTree

_KINDS = "a tree is a kernel directory, REPO@REVISION, or a .tar, .tar.gz, .tar.bz2 or .tar.xz"

# REV or REV:FOLDER; a colon inside braces belongs to REV, as in HEAD^{/mm: fix}.
_REVISION = re.compile(r"((?:[^:{]|\{[^}]*\})+)(:.*)?", re.DOTALL)


def open_tree(
    location: str,
    *,
    rev: str = "",
    kernel: bool = True,
    wanted: Collection[str] = (),
    means: Means | None = None,
) -> OpenedTree:
    """Opens the tree at `location`, read-only.

    `location` is a directory, a bare repository (HEAD when no revision is given), a tarball, or
    REPO@REV where that is no existing path. With `rev` it is the repository, or a folder inside its
    working tree, which is then looked up in the revision. REV may end in ":FOLDER". `kernel` demands
    a kernel tree. `wanted` names paths that will be read soon; only tarballs care (see `TarballTree`).
    `means` is what searching it may use.

    Raises TreeError with a hint when there is nothing to read or, with `kernel`, no kernel; GitError
    when git fails or is not installed.
    """
    if not rev and not os.path.lexists(location):
        repository, rev = _split(location)
        return _revision(repository, rev, where=location, kernel=kernel, means=means)
    if not os.path.exists(location):
        raise TreeError("there is no such directory", where=location, hint=_KINDS)
    if rev:
        return _revision(location, rev, where=f"{location}@{rev}", kernel=kernel, means=means)
    if os.path.isdir(location):
        return _folder(location, kernel=kernel, means=means)
    if not os.path.isfile(location):
        raise TreeError("this is neither a directory nor a file", where=location, hint=_KINDS)
    return TarballTree(location, kernel=kernel, wanted=wanted, means=means)


def repository_at(location: str) -> tuple[Repository | None, str]:
    """Returns the repository that the tree at `location` is in, and the REV of REPO@REV ("" = none).

    None where there is no repository. Raises TreeError when there is no such place, GitError when git
    cannot use it.
    """
    folder, revision = (location, "") if os.path.lexists(location) else _split(location)
    return (find_repository(folder) if os.path.isdir(folder) else None), revision


def _split(location: str) -> tuple[str, str]:
    """Takes REPO@REV apart; of several "@" the one after the longest existing folder counts."""
    for at in (at for at in range(len(location) - 1, 0, -1) if location[at] == "@"):
        if os.path.isdir(location[:at]) and location[at + 1 :]:
            return location[:at], location[at + 1 :]
    raise TreeError("there is no such directory, repository or tarball", where=location, hint=_KINDS)


def _revision(
    location: str, revision: str, *, where: str, kernel: bool, means: Means | None
) -> OpenedTree:
    found = find_repository(location) if os.path.isdir(location) else None
    if found is None:
        raise TreeError(
            "this is no git repository, so it has no revisions",
            where=location,
            hint="leave out the revision to check the files themselves",
        )
    parts = _REVISION.fullmatch(revision)
    name, folder = (parts[1], parts[2]) if parts else (revision, None)
    below = found.prefix if folder is None else folder[1:]
    return RevisionTree(found, name, below, where=where, kernel=kernel, means=means)


def _folder(location: str, *, kernel: bool, means: Means | None) -> OpenedTree:
    try:
        names = set(os.listdir(location))
    except OSError as error:
        raise TreeError(f"the directory cannot be read: {error.strerror}", where=location) from error
    if not names:
        raise TreeError("the directory is empty", where=location, hint=_KINDS)
    if names == {".git"}:
        raise TreeError("nothing is checked out here", where=location, hint="say --rev HEAD")
    if {"HEAD", "objects", "refs"} <= names and "Makefile" not in names:
        return _revision(location, "HEAD", where=f"{location}@HEAD", kernel=kernel, means=means)
    return DirectoryTree(location, kernel=kernel, means=means)
