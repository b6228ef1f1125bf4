"""Two jobs on a folder that helper processes do: list its files with what stat says, look for words.

What goes in and out are plain values, which marshal can carry. Symbolic links are never followed.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b

# Folders in which version control keeps its own books. quilt's .pc holds former versions of sources
# under their own names, so that looking there would report callers that are no longer so.
BOOKKEEPING = frozenset({".git", ".hg", ".svn", ".bzr", ".pc"})

# Parts of a tree that are listed each by itself. Fixed, for a tree's digest is that of its parts.
_PARTS = 4

# A file that changed this lately may change again within the same tick of its file system's clock (two
# seconds on FAT) and look the same: git calls that racy. Nothing is remembered of such a file.
_RACY_NANOSECONDS = 3_000_000_000

_OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER_FLAGS = _OPEN_FLAGS | os.O_DIRECTORY
_BUFFER_BYTES = 1 << 20

# Device, inode, size, mtime and ctime: as git's index takes them for a file's content.
_STAMP = struct.Struct("<QQQqq")
STAMP_BYTES = _STAMP.size
UNSURE = bytes(STAMP_BYTES)
"""The stamp of a file that may change unseen."""

Listed = tuple[str, str, bytes, bytes, list["Trouble"]]
"""What `list_files` returns."""

LIST = "patchkit.search.folder:list_files"
SEARCH = "patchkit.search.folder:search_files"
"""What `Helpers` know the two jobs as."""

Trouble = tuple[str, str]
"""A path below the folder ("" = the folder itself) and what the system said."""


def shallow(top: str) -> tuple[list[str], list[tuple[str, ...]], list[Trouble]]:
    """Looks into the folder `top` (ends in "/") and those in it, no deeper.

    Returns the files there, the folders in two levels of depth in parts of about equal size, and the
    folders that cannot be read. A part is what `list_files` is called for.
    """
    files: list[str] = []
    troubles: list[Trouble] = []
    deeper = _entries(top, "", files, troubles)
    below = [one for folder in sorted(deeper) for one in _entries(top, folder, files, troubles)]
    below.sort()
    return files, [tuple(below[at::_PARTS]) for at in range(_PARTS)], troubles


def _entries(top: str, folder: str, files: list[str], troubles: list[Trouble]) -> list[str]:
    """Adds the files in a folder to `files`; returns the folders in it, with their "/"."""
    folders: list[str] = []
    try:
        for entry in _looked_into(top + folder):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in BOOKKEEPING:
                    folders.append(f"{folder}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                files.append(folder + entry.name)
    except OSError as error:
        troubles.append((folder, error.strerror or str(error)))
    return folders


def _looked_into(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yields what a folder holds; while it does, the system need not find the way to each file anew."""
    descriptor = os.open(folder, _FOLDER_FLAGS)
    try:
        with os.scandir(descriptor) as entries:
            yield from entries
    finally:
        os.close(descriptor)


def list_files(top: str, folders: tuple[str, ...], suffixes: tuple[str, ...], stamped: bool) -> Listed:
    """Lists the regular files in `folders` below `top`, first those whose names end in `suffixes`.

    Returns the paths of these joined by NUL, those of all others, the stamps of the first one
    after the other (nothing unless `stamped`), a digest of the first and their stamps (nothing when a
    stamp is unsure), and the folders that cannot be read.
    """
    paths: list[str] = []
    stamps: list[bytes] = []
    others: list[str] = []
    troubles: list[Trouble] = []
    late = time.time_ns() - _RACY_NANOSECONDS
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        try:
            for entry in _looked_into(top + folder):
                name = entry.name
                if name.endswith(suffixes) and entry.is_file(follow_symlinks=False):
                    paths.append(folder + name)
                    if stamped:
                        stamps.append(_stamp(entry, late))
                elif entry.is_dir(follow_symlinks=False):
                    if name not in BOOKKEEPING:
                        waiting.append(f"{folder}{name}/")
                elif entry.is_file(follow_symlinks=False):
                    others.append(folder + name)
        except OSError as error:
            troubles.append((folder, error.strerror or str(error)))
    return _listed(paths, others, stamps, stamped, troubles)


def list_given(top: str, files: Sequence[str], suffixes: tuple[str, ...], stamped: bool) -> Listed:
    """Returns as `list_files` does, of given files."""
    late = time.time_ns() - _RACY_NANOSECONDS
    paths = [path for path in files if path.endswith(suffixes)]
    others = [path for path in files if not path.endswith(suffixes)]
    stamps = [_stamp_at(top + path, late) for path in paths] if stamped else []
    return _listed(paths, others, stamps, stamped, [])


def _listed(
    paths: list[str], others: list[str], stamps: list[bytes], stamped: bool, troubles: list[Trouble]
) -> Listed:
    joined, all_stamps = "\0".join(paths), b"".join(stamps)
    sure = stamped and not troubles and UNSURE not in stamps
    state = _digest(joined, all_stamps) if sure else b""
    return joined, "\0".join(others), all_stamps, state, sorted(troubles)


def _stamp_at(path: str, late: int) -> bytes:
    try:
        return _stamp_of(os.stat(path, follow_symlinks=False), late)
    except OSError:
        return UNSURE


def _stamp(entry: os.DirEntry[str], late: int) -> bytes:
    try:
        return _stamp_of(entry.stat(follow_symlinks=False), late)
    except OSError:
        return UNSURE


def _stamp_of(seen: os.stat_result, late: int) -> bytes:
    if seen.st_mtime_ns >= late or seen.st_ctime_ns >= late:
        return UNSURE
    return _STAMP.pack(seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def file_state(path: str) -> bytes:
    """Returns what stands for one file's content, b"" when it may change unseen or is not there."""
    stamp = _stamp_at(path, time.time_ns() - _RACY_NANOSECONDS)
    return b"" if stamp == UNSURE else _digest(path, stamp)


def _digest(paths: str, stamps: bytes) -> bytes:
    digest = blake2b(paths.encode("utf-8", "surrogateescape"), digest_size=20)
    digest.update(stamps)
    return digest.digest()


def search_files(
    top: str, paths: Sequence[str], words: tuple[bytes, ...]
) -> tuple[list[tuple[str, list[bytes]]], list[Trouble]]:
    """Looks for `words` in files below `top`.

    Returns (path, words found) of each file with any, in order, and the files that cannot be read.
    """
    from patchkit.search.words import finder_of  # a helper that lists needs none of it

    which = finder_of(words).which
    found: list[tuple[str, list[bytes]]] = []
    troubles: list[Trouble] = []
    contents = _contents(top, paths, troubles)
    for path, content in contents:
        if here := which(content):
            found.append((path, here))
    return found, troubles


def _contents(
    top: str, paths: Sequence[str], troubles: list[Trouble]
) -> Iterator[tuple[str, memoryview]]:
    """Yields each file's path and bytes, which are good until the next one is asked for."""
    buffer = memoryview(bytearray(_BUFFER_BYTES))
    for path in paths:
        try:
            buffer, size = _fill(buffer, top + path)
        except OSError as error:
            troubles.append((path, error.strerror or str(error)))
            continue
        yield path, buffer[:size]


def _fill(buffer: memoryview, path: str) -> tuple[memoryview, int]:
    """Reads a whole file into `buffer`, or a larger one; returns that and the file's size in bytes."""
    size = 0
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        while True:
            if size == len(buffer):
                larger = memoryview(bytearray(2 * size))
                larger[:size] = buffer
                buffer = larger
            count = os.readv(descriptor, [buffer[size:]])
            if not count:
                return buffer, size
            size += count
    finally:
        os.close(descriptor)


def read_file(path: str) -> bytes:
    """Returns the bytes of a file that is no link; raises OSError."""
    descriptor = os.open(path, _OPEN_FLAGS)
    with open(descriptor, "rb", closefd=True) as file:
        return file.read()
