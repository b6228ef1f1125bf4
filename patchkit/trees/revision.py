"""A tree in a git repository at a revision: bare, shallow and partial clones too.

The tree objects are walked once; contents come from `git cat-file --batch` when asked for. An object
that is not there costs its file (or its folder) and is an incident; it is never fetched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import SimpleQueue

from patchkit.errors import GitError, TreeError
from patchkit.gitio import BlobReader, GitObject, Repository, TreeEntry, tree_entries
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.version import kernel_version
from patchkit.trees.words import WordFinder

# Two sessions keep two cores busy; a third one gains little, for Python reads what they inflate.
_SESSIONS = 2
_SHARE = 512

_Found = tuple[str, GitObject | None]


class RevisionTree:
    """The files of one commit or tree object; implements `patchkit.model.tree.Tree`."""

    def __init__(
        self, repository: Repository, revision: str, folder: str = "", *, where: str, kernel: bool = True
    ) -> None:
        """Opens `folder` ("" = all) of `revision` of `repository`; `where` is what the user calls it.

        Raises TreeError when the revision or the folder is not there, or, with `kernel`, when it is
        no kernel.
        """
        self.repository = repository
        self.folder = folder.strip("/")
        """The folder of the revision that the paths are relative to, "" for all of it."""
        self._where = where
        self._log = IncidentLog()
        self._reader = BlobReader(repository)
        commit, top = self._resolve(revision)
        self._executable: set[str] = set()
        self._ids = dict(self._walk(self._descend(top, folder)))
        version = kernel_version(self, where=where) if kernel else ""
        self._identity = TreeIdentity(location=where, kind="revision", version=version, commit=commit)

    @property
    def identity(self) -> TreeIdentity:
        """What this tree is; its commit is empty when the revision is a bare tree object."""
        return self._identity

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The objects that were missing so far."""
        return self._log.incidents

    def has_folder(self, name: str) -> bool:
        """Tells whether there is a folder `name` at the top."""
        return any(path.startswith(f"{name}/") for path in self._ids)

    def exists(self, path: str) -> bool:
        """Tells whether the revision names a regular file `path`; its blob may be missing."""
        return path in self._ids

    def read(self, path: str) -> bytes | None:
        """Returns the file's bytes, None when there is no such regular file.

        Raises MissingObjectError when the repository lacks the blob.
        """
        object_id = self._ids.get(path)
        if object_id is None:
            return None
        found = self._reader.read(object_id)
        if found is None:
            raise self._log.missing("missing-object", _absent(object_id), path)
        return found.data

    def mode(self, path: str) -> str:
        """Returns "100755" for a program and "100644" for another regular file, "" for none."""
        if path not in self._ids:
            return ""
        return "100755" if path in self._executable else "100644"

    def paths(self) -> Iterator[str]:
        """Yields every regular file's path, sorted."""
        return iter(sorted(self._ids))

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of the files that contain one of `words`, in path order."""
        finder = WordFinder(words)
        wanted = [path for path in sorted(self._ids) if path.endswith(suffixes)] if finder else []
        for path, found in self._search(wanted, finder):
            if found is None:
                self._log.add("missing-object", _absent(self._ids[path]), path)
            else:
                yield path, found.data

    def _search(self, wanted: list[str], finder: WordFinder) -> Iterator[_Found]:
        """Yields the files of `wanted` with a hit, in order, and those that are not there (as None).

        Inflating the blobs is what takes time, so several git sessions share them; the tree's own one
        stays free for other reads meanwhile. `git grep REV` would take as long per core, and stops at
        the first missing folder.
        """
        shares = iter([wanted[at : at + _SHARE] for at in range(0, len(wanted), _SHARE)])
        idle: SimpleQueue[BlobReader] = SimpleQueue()

        def search(paths: list[str]) -> list[_Found]:
            reader = idle.get()
            try:
                found = zip(paths, reader.read_many(map(self._ids.__getitem__, paths)), strict=True)
                return [(path, one) for path, one in found if one is None or finder.found_in(one.data)]
            finally:
                idle.put(reader)

        with ExitStack() as ending:
            for _ in range(_SESSIONS):
                idle.put(ending.enter_context(BlobReader(self.repository)))
            pool = ThreadPoolExecutor(_SESSIONS)
            ending.callback(pool.shutdown, cancel_futures=True)
            # Few shares ahead, so that a slow caller does not make the hits pile up.
            ahead = deque(pool.submit(search, share) for share in islice(shares, 2 * _SESSIONS))
            while ahead:
                yield from ahead.popleft().result()
                ahead.extend(pool.submit(search, share) for share in islice(shares, 1))

    def _resolve(self, revision: str) -> tuple[str, str]:
        """Returns the commit id ("" for a tree object) and the tree id that `revision` means."""
        try:
            object_id = self.repository.resolve(revision)
        except GitError as error:
            raise self._no_revision(revision) from error
        return self._peel(object_id, revision)

    def _no_revision(self, name: str) -> TreeError:
        hint = "git log, git tag and git branch show what there is"
        if self.repository.shallow:
            hint = "the clone is shallow: older history is not in it (git fetch --unshallow)"
        return TreeError(f"the repository has no revision {name!r}", where=self._where, hint=hint)

    def _peel(self, object_id: str, name: str) -> tuple[str, str]:
        """Follows a tag to its commit and a commit to its tree."""
        commit = ""
        found = self._object(object_id, f"revision {name!r}")
        while found.type in ("tag", "commit"):
            commit = object_id if found.type == "commit" else ""
            # A tag begins with "object ID", a commit with "tree ID".
            object_id = found.data.split(b"\n", 1)[0].split(b" ")[1].decode("ascii")
            found = self._object(object_id, f"the tree of {name!r}")
        if found.type != "tree":
            raise TreeError(f"{name!r} is a {found.type}, not a commit or tree", where=self._where)
        return commit, object_id

    def _descend(self, tree_id: str, folder: str) -> str:
        for part in filter(None, folder.split("/")):
            entries = self._entries(self._object(tree_id, f"the tree of {folder!r}"))
            below = next((one for one in entries if one.name == part and one.is_folder), None)
            if below is None:
                raise TreeError(f"the revision has no folder {folder!r}", where=self._where)
            tree_id = below.object_id
        return tree_id

    def _walk(self, top: str) -> Iterator[tuple[str, str]]:
        """Yields (path, blob id) of every regular file, level by level."""
        level = [("", top)]
        while level:
            deeper: list[tuple[str, str]] = []
            objects = self._reader.read_many([tree_id for _, tree_id in level])
            for (folder, tree_id), found in zip(level, objects, strict=True):
                if found is None:
                    self._log.add("missing-object", _absent(tree_id), folder or self._where)
                    continue
                for mode, name, object_id in self._entries(found):
                    if mode == "40000":
                        deeper.append((f"{folder}{name}/", object_id))
                    elif mode.startswith("100"):
                        if mode == "100755":
                            self._executable.add(folder + name)
                        yield folder + name, object_id
            level = deeper

    def _entries(self, tree: GitObject) -> Iterator[TreeEntry]:
        return tree_entries(tree.data, self.repository.object_format)

    def _object(self, object_id: str, what: str) -> GitObject:
        found = self._reader.read(object_id)
        if found is None:
            raise TreeError(f"{what} cannot be read: {_absent(object_id)}", where=self._where)
        return found


def _absent(object_id: str) -> str:
    return f"the repository lacks object {object_id} or holds it damaged (a partial clone?)"
