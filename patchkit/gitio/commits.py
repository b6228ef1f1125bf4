"""Commits as plain data, read by their ids; and the ids of the files at given paths in them.

Sub-trees are read once, however many commits share them: of two neighbours in a history nearly all are
the same. What a partial clone lacks is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct

from patchkit.gitio.objects import GitObject, tree_entries
from patchkit.gitio.reader import BlobReader
from patchkit.gitio.repository import Repository

_TREE = re.compile(rb"tree ([0-9a-f]{40,64})\n")
_PARENT = re.compile(rb"^parent ([0-9a-f]{40,64})$", re.MULTILINE)
_DATE = re.compile(rb"^committer .* (-?\d+) [-+]\d+$", re.MULTILINE)
_TARGET = re.compile(rb"object ([0-9a-f]{40,64})\n")
_MOST_TAGS = 10  # tags of tags


class Commit(Struct, frozen=True):
    """A commit: its id, the id of its tree, its parents, when it was committed (seconds)."""

    object_id: str
    tree: str
    parents: tuple[str, ...]
    date: int


class CommitReader:
    """Reads commits, and what they have at the paths that were given; ends with `close` or `with`."""

    def __init__(self, repository: Repository, paths: Iterable[str]) -> None:
        """Starts nothing yet."""
        self._reader = BlobReader(repository)
        self._format = repository.object_format
        self._top = _branches(paths)
        self._ids: dict[tuple[str, int], Mapping[str, str]] = {}
        self._lost: set[str] = set()
        self.missing = 0
        """How many objects were not there."""

    def __enter__(self) -> CommitReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the git session."""
        self._reader.close()

    def commit(self, object_id: str) -> Commit | None:
        """Returns the commit that an id, or a tag with this id, means; None when there is none here."""
        found = self._read(object_id)
        for _ in range(_MOST_TAGS):
            target = _TARGET.match(found.data) if found is not None and found.type == "tag" else None
            if target is not None:
                object_id = target[1].decode("ascii")
                found = self._read(object_id)
        if found is None or found.type != "commit":
            return None
        header = found.data.partition(b"\n\n")[0]
        tree, date = _TREE.match(header), _DATE.search(header)
        if tree is None or date is None:
            return None
        parents = tuple(one.decode("ascii") for one in _PARENT.findall(header))
        return Commit(object_id, tree[1].decode("ascii"), parents, int(date[1]))

    def readable(self, commit: Commit) -> bool:
        """Tells whether the commit's top tree is here."""
        self.files(commit)
        return commit.tree not in self._lost

    def files(self, commit: Commit) -> Mapping[str, str]:
        """Returns the ids of the given paths that the commit has, by path; folders are none."""
        return self._below(commit.tree, self._top)

    def _read(self, object_id: str) -> GitObject | None:
        found = self._reader.read(object_id)
        self.missing += found is None
        return found

    def _below(self, tree: str, node: _Node) -> Mapping[str, str]:
        key = (tree, id(node))
        if key not in self._ids:
            found: dict[str, str] = {}
            read = self._read(tree)
            if read is None:
                self._lost.add(tree)
            for entry in tree_entries(read.data, self._format) if read is not None else ():
                if entry.is_folder and entry.name in node.folders:
                    found.update(self._below(entry.object_id, node.folders[entry.name]))
                elif not entry.is_folder and entry.name in node.files:
                    found[node.files[entry.name]] = entry.object_id
            self._ids[key] = found
        return self._ids[key]


class _Node(NamedTuple):
    """A folder that leads to wanted paths: its sub-folders, and the whole paths of its files."""

    folders: dict[str, _Node]
    files: dict[str, str]


def _branches(paths: Iterable[str]) -> _Node:
    top = _Node({}, {})
    for path in paths:
        node = top
        *folders, name = path.split("/")
        for folder in folders:
            node = node.folders.setdefault(folder, _Node({}, {}))
        node.files[name] = path
    return top
