"""Two jobs on a folder that helper processes do: list its files with what stat says, look for words.

What goes in and out are plain values, which marshal can carry. Symbolic links are never followed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from struct import Struct

from patchkit.search.words import finder_of

# Folders in which version control keeps its own books. quilt's .pc holds former versions of sources
# under their own names, so that looking there would report callers that are no longer so.
BOOKKEEPING = frozenset({".git", ".hg", ".svn", ".bzr", ".pc"})

# A file that changed this lately may change again within the same tick of its file system's clock (two
# seconds on FAT) and look the same: git calls that racy. Nothing is remembered of such a file.
_RACY_NANOSECONDS = 3_000_000_000

_OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_BUFFER_BYTES = 1 << 20

# Device, inode, size, mtime and ctime: as git's index takes them for a file's content.
_STAMP = Struct("<QQQqq")
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


def list_files(top: str, suffixes: tuple[str, ...], stamped: bool) -> Listed:
    """Lists the regular files below `top` (ends in "/"), first those whose names end in `suffixes`.

    Returns the sorted paths of these joined by NUL, those of all others, the stamps of the first one
    after the other (nothing unless `stamped`), a digest of the first and their stamps (nothing when a
    stamp is unsure), and the folders that cannot be read.
    """
    found: list[tuple[str, bytes]] = []
    others: list[str] = []
    troubles: list[Trouble] = []
    late = time.time_ns() - _RACY_NANOSECONDS
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(top + folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.endswith(suffixes) and entry.is_file(follow_symlinks=False):
                        found.append((folder + name, _stamp(entry, late) if stamped else b""))
                    elif entry.is_dir(follow_symlinks=False):
                        if name not in BOOKKEEPING:
                            waiting.append(f"{folder}{name}/")
                    elif entry.is_file(follow_symlinks=False):
                        others.append(folder + name)
        except OSError as error:
            troubles.append((folder, error.strerror or str(error)))
    found.sort()
    paths = "\0".join([path for path, _ in found])
    stamps = b"".join([stamp for _, stamp in found])
    sure = stamped and not troubles and UNSURE not in {stamp for _, stamp in found}
    state = _digest(paths, stamps) if sure else b""
    return paths, "\0".join(sorted(others)), stamps, state, sorted(troubles)


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
    late = time.time_ns() - _RACY_NANOSECONDS
    try:
        stamp = _stamp_of(os.stat(path), late)
    except OSError:
        return b""
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
