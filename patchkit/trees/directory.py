"""A tree in a folder of the file system, under version control or not.

Files are opened one at a time and never written; symbolic links are never followed. Refuses to ask
git what is tracked: what lies on the disk is what a compiler would see.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator

from patchkit.errors import TreeError
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.names import is_safe
from patchkit.trees.version import kernel_version
from patchkit.trees.words import WordFinder

# Folders in which version control keeps its own books. quilt's .pc holds former versions of sources
# under their own names, so that looking there would report callers that are no longer so.
BOOKKEEPING = frozenset({".git", ".hg", ".svn", ".bzr", ".pc"})

_OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_BUFFER_BYTES = 1 << 20


class DirectoryTree:
    """The files below one folder; implements `patchkit.model.tree.Tree`.

    Reads what is there at that moment: a file changed meanwhile is seen changed.
    """

    def __init__(self, location: str, *, kernel: bool = True) -> None:
        """Opens the folder `location`; with `kernel`, TreeError when it holds no kernel."""
        self._top = os.path.join(os.path.abspath(location), "")
        self._log = IncidentLog()
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

    def has_folder(self, name: str) -> bool:
        """Tells whether there is a folder `name` at the top."""
        return os.path.isdir(self._top + name)

    def exists(self, path: str) -> bool:
        """Tells whether `path` is a regular file that can be reached without following a link."""
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
        buffer = bytearray(_BUFFER_BYTES)
        try:
            size = _fill(buffer, self._top + path)
        except OSError as error:
            raise self._log.missing(*_unreadable(path, error)) from error
        return bytes(memoryview(buffer)[:size])

    def mode(self, path: str) -> str:
        """Returns "100755" for a file its owner may execute, as git does, else "100644", "" for none."""
        if not self.exists(path):
            return ""
        return "100755" if self._mode(path) & stat.S_IXUSR else "100644"

    def paths(self) -> Iterator[str]:
        """Yields every regular file's path, sorted."""
        return self._files(("",))

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of the files that contain one of `words`, in path order.

        One thread and one buffer: with the automaton at several GB/s the time goes into opening
        files, where a second thread only waits for the first one's interpreter lock.
        """
        finder = WordFinder(words)
        if not finder:
            return
        buffer = bytearray(_BUFFER_BYTES)
        for path in self._files(suffixes):
            try:
                size = _fill(buffer, self._top + path)
            except OSError as error:
                self._log.add(*_unreadable(path, error))
                continue
            with memoryview(buffer) as whole, whole[:size] as content:
                found = bytes(content) if finder.found_in(content) else None
            if found is not None:
                yield path, found

    def _mode(self, path: str) -> int:
        try:
            return os.lstat(self._top + path).st_mode
        except OSError:
            return 0

    def _files(self, suffixes: tuple[str, ...]) -> Iterator[str]:
        """Yields the regular files whose names end in one of `suffixes`, in path order."""
        waiting = [""]
        while waiting:
            path = waiting.pop()
            if path and not path.endswith("/"):
                yield path
                continue
            waiting += sorted(self._entries(path, suffixes), reverse=True)

    def _entries(self, folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
        """Yields the paths of what is in `folder`; those of folders end in "/", and sort so."""
        try:
            with os.scandir(self._top + folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in BOOKKEEPING:
                            yield f"{folder}{entry.name}/"
                    elif entry.name.endswith(suffixes) and entry.is_file(follow_symlinks=False):
                        yield folder + entry.name
        except OSError as error:
            if not folder:
                raise TreeError(
                    f"the folder cannot be read: {error.strerror}", where=self._top
                ) from error
            self._log.add(*_unreadable(folder, error))


def _unreadable(path: str, error: OSError) -> tuple[str, str, str]:
    return "unreadable-file", f"cannot be read: {error.strerror}", path


def _fill(buffer: bytearray, path: str) -> int:
    """Reads the whole file into `buffer`, which grows as needed; returns the file's size in bytes."""
    size = 0
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        while True:
            if size == len(buffer):
                buffer.extend(bytes(size))
            with memoryview(buffer) as whole, whole[size:] as free:
                count = os.readv(descriptor, [free])
            if not count:
                return size
            size += count
    finally:
        os.close(descriptor)
