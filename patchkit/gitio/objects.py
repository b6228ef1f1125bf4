"""Objects of a git store as plain data: raw trees taken apart, the id of a blob; runs nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct


def blob_id(data: bytes) -> str:
    """Returns the SHA-1 object id git gives to a blob of these bytes (as `git hash-object`)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class GitObject(Struct, frozen=True):
    """An object of the store: its type ("blob", "tree", "commit", "tag") and its bytes."""

    type: str
    data: bytes


class TreeEntry(NamedTuple):
    """One line of a tree object; `mode` as git stores it ("100644", "120000", "40000", "160000")."""

    mode: str
    name: str
    object_id: str

    @property
    def is_folder(self) -> bool:
        """True for a sub-tree."""
        return self.mode == "40000"

    @property
    def is_file(self) -> bool:
        """True for a regular file; symlinks and submodules are none."""
        return self.mode.startswith("100")


_ENTRIES = {
    "sha1": re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL),
    "sha256": re.compile(rb"([0-7]+) ([^\0]+)\0(.{32})", re.DOTALL),
}


def tree_entries(data: bytes, object_format: str = "sha1") -> Iterator[TreeEntry]:
    """Yields the entries of a raw tree object: mode, space, name, NUL, binary id."""
    for mode, name, binary in _ENTRIES[object_format].findall(data):
        yield TreeEntry(mode.decode("ascii"), name.decode("utf-8", "surrogateescape"), binary.hex())
