"""Branches and tags of a repository by the ids they hold; reads no object, so any clone will do."""

from __future__ import annotations

import re

from msgspec import Struct

from patchkit.gitio.repository import Repository

_FORMAT = "--format=%(objectname) %(refname)"
_SHORT = re.compile(r"refs/(?:heads|remotes|tags)/")


class Reference(Struct, frozen=True):
    """A branch, remote branch or tag: its full name, and the id it holds (a tag object's, maybe)."""

    name: str
    object_id: str

    @property
    def branch(self) -> bool:
        """Tells whether it is a branch, of this or another repository, and no tag."""
        return not self.name.startswith("refs/tags/")

    @property
    def short(self) -> str:
        """The name as people say it: "origin/master", "v5.10"."""
        return _SHORT.sub("", self.name)


def list_references(repository: Repository) -> tuple[Reference, ...]:
    """Returns the branches, the remote branches, the tags, and HEAD, where it names a commit.

    Raises GitError when git fails.
    """
    found: list[Reference] = []
    for kind in ("heads", "remotes", "tags"):
        output = repository.run("for-each-ref", _FORMAT, f"refs/{kind}")
        for line in output.decode("utf-8", "surrogateescape").split("\n"):
            object_id, _, name = line.partition(" ")
            if name and not name.endswith("/HEAD"):
                found.append(Reference(name, object_id))
    head = repository.tip()
    return (*found, Reference("HEAD", head)) if head else tuple(found)
