"""A tree in a git repository at a revision: bare, shallow and partial clones too.

Folders are read when a path leads through them, all of them only when the whole tree has to be searched;
contents come from `git cat-file --batch` when asked for. An object that is not there costs its file (or
its folder) and is an incident; it is never fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from typing import Self

from patchkit.errors import GitError, TreeError
from patchkit.gitio import BlobReader, GitObject, Repository, TreeEntry, list_files, tree_entries
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.search.hits import Search
from patchkit.search.means import Means
from patchkit.trees.blobs import Blobs, absent
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.names import is_safe
from patchkit.trees.version import kernel_version


class RevisionTree:
    """The files of one commit or tree object; implements `patchkit.model.tree.Tree`."""

    def __init__(
        self,
        repository: Repository,
        revision: str,
        folder: str = "",
        *,
        where: str,
        kernel: bool = True,
        means: Means | None = None,
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
        self._origin = self
        self._reader = BlobReader(repository)
        commit, top = self._resolve(revision)
        self._folders: dict[str, dict[str, TreeEntry]] = {}
        self._ids: dict[str, str] | None = None
        self._whole = True
        self._top = self._descend(top, folder)
        means = means or Means()
        self._progress = means.progress
        self._hits = Search(self._blobs, means.cache, means.progress)
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

    def again(self) -> Self:
        """Returns the same tree for another question: see `OpenedTree.again`."""
        other = copy(self)
        other._log = IncidentLog()
        other._folders = {}
        return other

    def state(self, paths: Collection[str]) -> str:  # noqa: ARG002  # the id stands for all of them
        """Returns the tree object's id; an id cannot change its content."""
        return self._top

    def has_folder(self, name: str) -> bool:
        """Tells whether there is a folder `name` at the top."""
        entry = self._folder("").get(name)
        return entry is not None and entry.is_folder

    def exists(self, path: str) -> bool:
        """Tells whether the revision names a regular file `path`; its blob may be missing."""
        return self._id(path) is not None

    def read(self, path: str) -> bytes | None:
        """Returns the file's bytes, None when there is no such regular file.

        Raises MissingObjectError when the repository lacks the blob.
        """
        object_id = self._id(path)
        if object_id is None:
            return None
        found = self._reader.read(object_id)
        if found is None:
            raise self._log.missing("missing-object", absent(object_id), path)
        return found.data

    def mode(self, path: str) -> str:
        """Returns "100755" for a program and "100644" for another regular file, "" for none."""
        entry = self._entry(path)
        if entry is None or not entry.is_file:
            return ""
        return "100755" if entry.mode == "100755" else "100644"

    def paths(self) -> Iterator[str]:
        """Yields every regular file's path, sorted."""
        return iter(sorted(self._listed()[0]))

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Says which words will be asked for."""
        self._hits.expect(words, most)

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns which source files contain each word, None where more than `most` do."""
        self._log.follow(self._origin._log)
        return self._hits.holders(words, most)

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of the files that contain one of `words`, in path order."""
        self._log.follow(self._origin._log)
        wanted = [(path, self._id(path)) for path in self._hits.paths(words, suffixes)]
        named = [(path, object_id) for path, object_id in wanted if object_id is not None]
        with BlobReader(self.repository) as reader:  # the tree's own one stays free for other reads
            blobs = reader.read_many([object_id for _, object_id in named])
            for (path, object_id), found in zip(named, blobs, strict=True):
                if found is None:
                    self._log.add("missing-object", absent(object_id), path)
                else:
                    yield path, found.data

    def _blobs(self, suffixes: tuple[str, ...]) -> Blobs:
        log, progress = self._log, self._progress
        return Blobs(self.repository, self._top, self._listed, suffixes, log, progress)

    def _id(self, path: str) -> str | None:
        """Returns the blob id of a regular file, None when there is none."""
        if self._ids is not None:  # of a tree that was made by `again`, only if it was there by then
            return self._ids.get(path)
        entry = self._entry(path)
        return entry.object_id if entry is not None and entry.is_file else None

    def _entry(self, path: str) -> TreeEntry | None:
        folder, _, name = path.rpartition("/")
        return self._folder(folder).get(name) if is_safe(path) else None

    def _folder(self, path: str) -> dict[str, TreeEntry]:
        """Returns what a folder of the tree holds, by name; nothing when it is not there."""
        if path not in self._folders:
            found: dict[str, TreeEntry] = {}
            tree_id = self._top
            if path:
                above, _, name = path.rpartition("/")
                entry = self._folder(above).get(name)
                tree_id = entry.object_id if entry is not None and entry.is_folder else ""
            tree = self._reader.read(tree_id) if tree_id else None
            if tree is not None:
                found = {entry.name: entry for entry in self._entries(tree)}
            elif tree_id:
                self._lost_folder(path, tree_id)
            self._folders[path] = found
        return self._folders[path]

    def _lost_folder(self, path: str, tree_id: str) -> None:
        self._whole = False
        self._log.add("missing-object", absent(tree_id), f"{path}/" if path else self._where)

    def _listed(self) -> tuple[Mapping[str, str], bool]:
        """Returns the blob ids of all regular files by path, and whether no folder was missing."""
        origin = self._origin
        self._log.follow(origin._log)
        if origin._ids is None:
            listed = list_files(self.repository, self._top)
            origin._ids = dict(origin._walk(self._top) if listed is None else listed)
        return origin._ids, origin._whole

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
                    self._lost_folder(folder.rstrip("/"), tree_id)
                    continue
                for mode, name, object_id in self._entries(found):
                    if mode == "40000":
                        deeper.append((f"{folder}{name}/", object_id))
                    elif mode.startswith("100"):
                        yield folder + name, object_id
            level = deeper

    def _entries(self, tree: GitObject) -> Iterator[TreeEntry]:
        return tree_entries(tree.data, self.repository.object_format)

    def _object(self, object_id: str, what: str) -> GitObject:
        found = self._reader.read(object_id)
        if found is None:
            raise TreeError(f"{what} cannot be read: {absent(object_id)}", where=self._where)
        return found
