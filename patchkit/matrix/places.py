"""Where a worker finds a tree: at the path that was given, or in its own copy of what a URL names.

A copy has the commits that were asked for and no history. git sends what the worker lacks, by content
id; what one commit has is not sent again for the next one. Refuses to keep two copies of one URL.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from msgspec.structs import replace

from patchkit.errors import GitError, TreeError
from patchkit.gitio import fetch_commit, find_repository, is_url
from patchkit.model.matrix import TreeRef
from patchkit.search.stores import Store

_NAME_BYTES = 16


def here(tree: TreeRef) -> TreeRef:
    """Returns the tree with a location that this machine can open; fetches it when need be.

    Raises GitError when it cannot be fetched, TreeError when it has no revision.
    """
    if not is_url(tree.location):
        return tree
    if not tree.rev:
        raise TreeError("a URL needs a revision", where=tree.location, hint="URL@REV")
    commit = tree.rev.partition(":")[0]
    folder = _copy(tree.location)
    if not _has(folder, commit):
        with _alone(folder):
            if not _has(folder, commit):  # another worker of this machine may have been quicker
                fetch_commit(tree.location, commit, folder)
    return replace(tree, location=str(folder))


def absolute(location: str) -> str:
    """Returns a location that means the same in any folder: workers have one of their own."""
    if is_url(location):
        return location
    place, at, rev = location, "", ""
    if not os.path.lexists(place):
        place, at, rev = location.rpartition("@")
    if not place or not os.path.lexists(place):
        return location  # whoever opens it says why not
    return f"{os.path.abspath(place)}{at}{rev}"


def _copy(url: str) -> Path:
    return (
        Store.REPOSITORIES.folder / f"{blake2b(url.encode(), digest_size=_NAME_BYTES).hexdigest()}.git"
    )


def _has(folder: Path, commit: str) -> bool:
    """Tells whether a commit was brought here as a whole: its name is written last."""
    if not (folder / "HEAD").exists():
        return False
    with suppress(GitError):
        found = find_repository(str(folder))
        return found is not None and found.resolve(f"refs/patchkit/{commit}") == commit
    return False


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time write to a copy; the lock ends with the process."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
