"""A tree in a folder of the file system, under version control or not.

Files are opened one at a time and never written; symbolic links are never followed. Refuses to ask
git what is tracked: what lies on the disk is what a compiler would see.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from hashlib import blake2b
from typing import Self

from patchkit.errors import TreeError
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.search.folder import (
    BOOKKEEPING,
    LIST,
    SEARCH,
    STAMP_BYTES,
    UNSURE,
    Listed,
    file_state,
    list_given,
    read_file,
    shallow,
)
from patchkit.search.hits import SOURCES, Found, Listing, Search, Share
from patchkit.search.means import Means
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.names import is_safe
from patchkit.trees.version import kernel_version


def _top(location: str) -> str:
    return os.path.join(os.path.abspath(location), "")


class DirectoryTree:
    """The files below one folder; implements `patchkit.model.tree.Tree`.

    Reads what is there at that moment: a file changed meanwhile is seen changed. Which files contain a
    word is found out once.
    """

    def __init__(self, location: str, *, kernel: bool = True, means: Means | None = None) -> None:
        """Opens the folder `location`; with `kernel`, TreeError when it holds no kernel."""
        self._top = _top(location)
        self._log = self._shared = IncidentLog()
        self._means = means or Means()
        self._sources = _Folder(self._top, SOURCES, self._means, self._log)
        self._search = Search(self._files, self._means.cache, self._means.progress)
        version = kernel_version(self, where=location) if kernel else ""
        self._identity = TreeIdentity(location=location, kind="directory", version=version)

    @property
    def identity(self) -> TreeIdentity:
        """What this tree is."""
        return self._identity

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The files and folders that could not be read so far."""
        return self._log.incidents

    def again(self) -> Self:
        """Returns the same tree for another question: see `OpenedTree.again`."""
        other = copy(self)
        other._log = IncidentLog()
        return other

    def state(self, paths: Collection[str]) -> str:
        """Returns what stands for the content of the sources and of `paths`, "" when it is unsure."""
        known = self._sources.state()
        stamps = b"".join(file_state(self._top + path) for path in sorted(set(paths)))
        lacking = sum(not file_state(self._top + path) and self.exists(path) for path in paths)
        return blake2b(known + stamps, digest_size=20).hexdigest() if known and not lacking else ""

    def has_folder(self, name: str) -> bool:
        """Tells whether there is a folder `name` at the top."""
        return os.path.isdir(self._top + name)

    def exists(self, path: str) -> bool:
        """Tells whether `path` is a regular file that can be reached without following a link."""
        if self._sources.all is not None:
            return path in self._sources.all
        if not is_safe(path) or not BOOKKEEPING.isdisjoint(path.split("/")):
            return False
        parts = path.split("/")
        folders = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        return stat.S_ISREG(self._mode(path)) and all(stat.S_ISDIR(self._mode(one)) for one in folders)

    def read(self, path: str) -> bytes | None:
        """Returns the file's bytes, None when there is no such regular file.

        Raises MissingObjectError for a file that is there and cannot be read.
        """
        if not self.exists(path):
            return None
        try:
            return read_file(self._top + path)
        except OSError as error:
            raise self._log.missing(*_unreadable(path, error)) from error

    def mode(self, path: str) -> str:
        """Returns "100755" for a file its owner may execute, as git does, else "100644", "" for none."""
        if not self.exists(path):
            return ""
        return "100755" if self._mode(path) & stat.S_IXUSR else "100644"

    def paths(self) -> Iterator[str]:
        """Yields every regular file's path, sorted."""
        self._log.follow(self._shared)
        return iter(self._sources.paths())

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Says which words will be asked for."""
        self._search.expect(words, most)

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns which source files contain each word, None where more than `most` do."""
        self._log.follow(self._shared)
        return self._search.holders(words, most)

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of the files that contain one of `words`, in path order."""
        self._log.follow(self._shared)
        for path in self._search.paths(words, suffixes):
            try:
                content = read_file(self._top + path)
            except OSError as error:
                self._log.add(*_unreadable(path, error))
            else:
                yield path, content

    def _files(self, suffixes: tuple[str, ...]) -> _Folder:
        if suffixes == SOURCES:
            return self._sources
        return _Folder(self._top, suffixes, self._means, self._log)

    def _mode(self, path: str) -> int:
        try:
            return os.lstat(self._top + path).st_mode
        except OSError:
            return 0


class _Folder:
    """The files of a folder with some suffixes, as a `Corpus`; `all` are all files, once listed."""

    def __init__(self, top: str, suffixes: tuple[str, ...], means: Means, log: IncidentLog) -> None:
        self._top = top
        self._suffixes = suffixes
        self._helpers = means.helpers
        self._stamped = means.cache.on
        self._log = log
        self._listed: list[Listed] | None = None
        self._partial = False
        self.all: frozenset[str] | None = None

    def state(self) -> bytes:
        """Returns the digest of all paths and stamps, b"" when one is unsure."""
        digests = [digest for _, _, _, digest, _ in self._list()]
        sure = all(digests) and not self._partial
        return blake2b(b"".join(digests), digest_size=20).digest() if sure else b""

    def listing(self) -> Listing:
        """Returns the files; raises TreeError when the folder itself cannot be read."""
        state = self.state()
        size = STAMP_BYTES if self._stamped else 0
        ids: dict[str, bytes] = {}
        for joined, _, stamps, _, _ in self._list():
            for at, path in enumerate(_split(joined)):
                stamp = stamps[at * size : (at + 1) * size]
                ids[path] = b"" if stamp == UNSURE else stamp
        paths = sorted(ids)
        return Listing(paths, [ids[path] for path in paths], state)

    def paths(self) -> list[str]:
        """Returns all files, whatever their names end in, sorted."""
        found: list[str] = []
        for joined, others, _, _, _ in self._list():
            found += _split(joined)
            found += _split(others)
        # Asking the file system for each of thousands of paths takes longer than this.
        self.all = frozenset(found)
        return sorted(found)

    def _list(self) -> list[Listed]:
        """Returns the listings of all parts; raises TreeError when the folder cannot be read."""
        if self._listed is None:
            files, parts, troubles = shallow(self._top)
            suffixes, stamped = self._suffixes, self._stamped
            call = self._helpers.call
            self._listed = [
                list_given(self._top, files, suffixes, stamped),
                *(call(LIST, self._top, part, suffixes, stamped) for part in parts),
            ]
            for path, message in troubles + [one for part in self._listed for one in part[4]]:
                if not path:
                    raise TreeError(f"the folder cannot be read: {message}", where=self._top)
                self._log.add(*_trouble(path, message))
            self._partial = bool(troubles)
        return self._listed

    def sift(self, paths: Sequence[str], words: Collection[bytes]) -> Sequence[str]:  # noqa: ARG002  # Corpus
        """Returns `paths`: nothing tells what a file contains but looking into it."""
        return paths

    def search(self, shares: Iterator[Share]) -> Iterator[Found]:
        """Yields what is found in each share."""
        pieces = ((self._top, paths, words) for paths, words in shares)
        for found, troubles in self._helpers.map(SEARCH, pieces):
            for path, message in troubles:
                self._log.add(*_trouble(path, message))
            yield found, [path for path, _ in troubles]


def _split(joined: str) -> list[str]:
    return joined.split("\0") if joined else []


def _unreadable(path: str, error: OSError) -> tuple[str, str, str]:
    return _trouble(path, error.strerror or str(error))


def _trouble(path: str, message: str) -> tuple[str, str, str]:
    return "unreadable-file", f"cannot be read: {message}", path
