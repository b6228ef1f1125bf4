"""git's own merge of whole trees ("ort", with rename detection), on a few files in a private repository.

Objects are written as gitformat-loose(5) has them, since a process for each would cost more than the
merge itself. Only `git merge-tree` decides what a merge is.
"""

from __future__ import annotations

import hashlib
import weakref
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from patchkit.gitio.objects import tree_entries
from patchkit.gitio.process import failed, finish, make_git_dir, surroundings
from patchkit.gitio.scratch import interruptible_after, new_folder, remove_folder

_WHO = "patchkit <patchkit@localhost> 0 +0000"
_FASTEST = 1  # zlib's level: the objects live for a moment
_CLEAN, _CONFLICTS = 0, 1

Files = Mapping[str, bytes]


class MergedTrees(NamedTuple):
    """The files after a merge; those with conflicts have git's markers (`<<<<<<< ours`) in them."""

    files: dict[str, bytes]
    clean: bool


class TreeMerger:
    """Merges sets of files; its private repository lives as long as it does."""

    def __init__(self) -> None:
        """Makes the repository; no git is started yet."""
        with interruptible_after():
            self._folder = new_folder()
            self._end = weakref.finalize(self, remove_folder, self._folder)
        make_git_dir(self._folder, "sha1")
        (self._folder / "objects").mkdir(exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes the private repository."""
        self._end()

    def merge(self, base: Files, ours: Files, theirs: Files) -> MergedTrees:
        """Returns `ours` (contents by path) with what turns `base` into `theirs`: git-merge-tree(1).

        Files that were renamed on one side are followed. Raises GitError when git fails.
        """
        root = self._commit(base)
        command = [
            "merge-tree",
            "--write-tree",
            "-z",
            self._commit(ours, root),
            self._commit(theirs, root),
        ]
        done = finish(command, surroundings(self._folder, self._folder, self._folder / "objects"))
        if done.status not in (_CLEAN, _CONFLICTS):
            raise failed(done.status, done.complaint, where="git merge-tree")
        tree = done.output.split(b"\0", 1)[0].decode("ascii")
        return MergedTrees(dict(self._read_tree(tree, "")), done.status == _CLEAN)

    def _commit(self, files: Files, *parents: str) -> str:
        lines = [f"tree {self._tree(files)}", *(f"parent {parent}" for parent in parents)]
        lines += [f"author {_WHO}", f"committer {_WHO}", "", ""]
        return self._put(b"commit", "\n".join(lines).encode("ascii"))

    def _tree(self, files: Files) -> str:
        """Writes a tree object with `files` and its sub-trees, and returns its id."""
        entries: dict[bytes, bytes] = {}
        folders: dict[str, dict[str, bytes]] = {}
        for path, data in files.items():
            folder, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(folder, {})[rest] = data
            else:
                name = path.encode("utf-8", "surrogateescape")
                entries[name] = b"100644 %s\0" % name + bytes.fromhex(self._put(b"blob", data))
        for folder, inside in folders.items():
            name = folder.encode("utf-8", "surrogateescape")
            # git sorts a folder as if its name ended in a slash.
            entries[name + b"/"] = b"40000 %s\0" % name + bytes.fromhex(self._tree(inside))
        return self._put(b"tree", b"".join(entries[name] for name in sorted(entries)))

    def _put(self, kind: bytes, data: bytes) -> str:
        raw = b"%s %d\0" % (kind, len(data)) + data
        object_id = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
        place = self._place(object_id)
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(zlib.compress(raw, _FASTEST))
        return object_id

    def _get(self, object_id: str) -> bytes:
        return zlib.decompress(self._place(object_id).read_bytes()).partition(b"\0")[2]

    def _place(self, object_id: str) -> Path:
        return self._folder / "objects" / object_id[:2] / object_id[2:]

    def _read_tree(self, object_id: str, folder: str) -> list[tuple[str, bytes]]:
        found: list[tuple[str, bytes]] = []
        for entry in tree_entries(self._get(object_id)):
            path = folder + entry.name
            if entry.is_folder:
                found += self._read_tree(entry.object_id, f"{path}/")
            else:
                found.append((path, self._get(entry.object_id)))
        return found
