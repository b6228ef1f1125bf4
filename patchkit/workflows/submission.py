"""Where a review's series and trees are: from what the user said to locations, with the reason for each.

A range is of the repository that the tree is in; the tree is the commit that the series names as its
base, or the one that `workflows.base` finds to have all files as the series expects them. Refuses to
take less for the base: then it is the tree as given.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from patchkit.errors import GitError, SeriesError, TreeError
from patchkit.gitio import Repository
from patchkit.model.review import Role
from patchkit.model.series import Series
from patchkit.readers.location import STDIN, names_commits
from patchkit.readers.revisions import looks_like_range, names_revisions
from patchkit.reports.base import summary
from patchkit.trees.open import repository_at
from patchkit.workflows.base import find_base

UPSTREAM = "@{upstream}.."
_HERE = "."
_SHORT = 12


class Ground(Struct, frozen=True):
    """What a review stands on: a tree, and the repository it is the top of, where there is one.

    `given` is the tree as the user named it ("" for where he stands), `folder` the repository's place,
    `revision` the REV of a tree REPO@REV.
    """

    given: str
    folder: str = _HERE
    repository: Repository | None = None
    revision: str = ""

    def resolve(self, revision: str) -> str:
        """Returns the full id of a commit of the repository, "" when there is none of that name."""
        if self.repository is None or not revision:
            return ""
        try:
            return self.repository.resolve(f"{revision}^{{commit}}")
        except GitError:
            return ""

    def tip(self) -> str:
        """Returns the full id of the commit that the tree is or stands on, "" for none."""
        return self.resolve(self.revision or "HEAD")


class Place(Struct, frozen=True):
    """A tree that is to be checked, and why; `commit` is its full id where the repository has it."""

    role: Role
    location: str
    why: str
    commit: str = ""


def find_ground(tree: str) -> Ground:
    """Returns what is at `tree`, or where the user stands when it is ""; raises TreeError."""
    repository, revision = repository_at(tree or _HERE)
    if tree and repository is not None and repository.prefix:
        return Ground(tree, tree, None, revision)  # a sample or an import inside of another project
    folder = (tree or _HERE).removesuffix(f"@{revision}") if revision else tree or _HERE
    if repository is not None and repository.prefix:
        above = Path(repository.prefix).parts
        folder = str(Path(folder, *[".."] * len(above)))
    return Ground(tree, folder, repository, revision)


def locate_series(asked: str, ground: Ground) -> tuple[str, bool]:
    """Returns the location of the series, and whether it is of commits that nobody has sent yet.

    Without `asked` it is what the current branch has beyond its upstream. Raises SeriesError when there
    is no repository to ask.
    """
    if not asked and ground.repository is None:
        raise SeriesError(
            "this is no git repository of its own, so nothing says what the series is",
            where=ground.given or _HERE,
            hint="name a series: patchkit review outgoing/ --tree TREE",
        )
    asked = asked or UPSTREAM
    if asked == STDIN or Path(asked).exists():
        return asked, False
    if ground.repository is not None and names_revisions(ground.folder, asked):
        here = ground.folder == _HERE and looks_like_range(asked)
        return (asked if here else f"{ground.folder}@{asked}"), True
    return asked, names_commits(asked)


def base_place(series: Series, ground: Ground, before: Sequence[Series] = ()) -> Place:
    """Returns the tree that the series was made on: as it says, as its blobs say, or as given.

    `before` are series that come before it. Raises TreeError when there is none of these.
    """
    stated = series.base.base_commit
    if ground.revision:
        return Place(Role.GIVEN, ground.given, "as given")
    known = ground.resolve(stated)
    if known:
        why = "the commit the series says it was made on"
        return Place(Role.BASE, f"{ground.folder}@{stated[:_SHORT]}", why, known)
    if not ground.given and ground.repository is None:
        raise TreeError(
            "nothing says which tree the series is for",
            where=_HERE,
            hint="--tree names a kernel directory, REPO@REVISION or a tarball",
        )
    lacks = f"has no commit {stated[:_SHORT]}" if stated else "is not said to be the base"
    if ground.repository is None:
        return Place(Role.GIVEN, ground.given, f"as given; it {lacks}")
    return _found(series, ground, before) or Place(
        Role.GIVEN, ground.given or ground.folder, f"as it stands; it {lacks}, and none was found"
    )


def _found(series: Series, ground: Ground, before: Sequence[Series]) -> Place | None:
    """Returns the commit of the repository that has every file as the series expects it, or None."""
    base = find_base(series, ground.folder, before=before)
    if base.found is None or not base.found.complete:
        return None
    location = f"{ground.folder}@{base.found.commit[:_SHORT]}"
    return Place(Role.BASE, location, f"found: {summary(base)}", base.found.commit)


def target_place(name: str, ground: Ground) -> Place:
    """Returns a tree the series will meet: a location, or a revision of the repository."""
    if not os.path.lexists(name) and ground.resolve(name):
        return Place(Role.TARGET, f"{ground.folder}@{name}", "asked for with -b")
    return Place(Role.TARGET, name, "asked for with -b")
