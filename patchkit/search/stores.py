"""What patchkit keeps beside its cache file: folders of the user's cache folder, each with its purpose.

Whoever keeps anything there names its store here, so that `patchkit cache` can tell of all of it.
Refuses to take apart what a store holds: what is old goes whole, a thread, a repository or a file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from patchkit.search.cache import cache_folder


class Store(StrEnum):
    """A folder of its own, by name."""

    REPOSITORIES = "repositories"
    MATRIX = "matrix"
    LORE = "lore"
    MAILS = "mails"
    OUTGOING = "outgoing"
    POSTINGS = "postings"

    @property
    def folder(self) -> Path:
        """Where it is."""
        return cache_folder() / self.value

    @property
    def purpose(self) -> str:
        """What is in it, in a few words."""
        return _PURPOSES[self]

    @property
    def found_again(self) -> bool:
        """Tells whether answers are the same without it, only later."""
        return self in (Store.REPOSITORIES, Store.MATRIX, Store.LORE)


_PURPOSES = {
    Store.REPOSITORIES: "commits of repositories elsewhere",
    Store.MATRIX: "cells of unfinished matrices",
    Store.LORE: "what liblore keeps for minutes",
    Store.MAILS: "mails that check hooks were given, by thread",
    Store.OUTGOING: "mails that git send-email is about to send",
    Store.POSTINGS: "postings that were fetched, with what was verified",
}


class Content(Struct, frozen=True):
    """What a store holds: how many files, and their bytes."""

    files: int
    size: int


def content(store: Store) -> Content:
    """Returns what is in a store, nothing for one that is not there."""
    sizes = [size for size, _ in _files(store.folder)]
    return Content(len(sizes), sum(sizes))


def remove(store: Store) -> None:
    """Removes a store; raises OSError when that cannot be done."""
    if store.folder.exists():
        shutil.rmtree(store.folder)


def remove_older(store: Store, than: float) -> int:
    """Removes the entries of a store in which nothing changed since `than`, a time; returns how many.

    Raises OSError when that cannot be done.
    """
    old = [
        entry
        for entry in (store.folder.iterdir() if store.folder.is_dir() else ())
        if max((changed for _, changed in _files(entry)), default=entry.stat().st_mtime) < than
    ]
    for entry in old:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return len(old)


def _files(place: Path) -> Iterator[tuple[int, float]]:
    """Yields size and time of change of the files in a folder, or of the one file."""
    for path in (place, *place.rglob("*")) if place.exists() else ():
        if path.is_file():
            status = path.stat()
            yield status.st_size, status.st_mtime
