"""Which trees a matrix has: locations as given, and a repository's revisions by name, pattern or range.

A range `v4.19..v6.12` means the tags or branches that are named alike and lie between the two in the
order of versions, both included, with as many numbers as they have: no stable release lies between two
mainline ones. Refuses to look at commits: names are what people maintain.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import NamedTuple

from patchkit.errors import GitError, PatchkitError, TreeError
from patchkit.gitio import Repository, find_repository, is_url, remote_names
from patchkit.model.matrix import TreeRef
from patchkit.trees.open import repository_at

_NAME = re.compile(r"(?P<before>.*?)(?P<numbers>\d+(?:\.\d+)+)(?P<rc>-rc\d+)?(?P<after>(?!\.?\d).*)")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_GLOB = frozenset("*?[")
_KINDS = ("refs/tags/", "refs/heads/", "refs/remotes/")


class _Named(NamedTuple):
    """A name taken apart around its version: "linux-", (5, 4), no candidate, ".y"."""

    before: str
    numbers: tuple[int, ...]
    candidate: int | None
    after: str

    @property
    def shape(self) -> tuple[str, str, int]:
        return self.before, self.after, len(self.numbers)

    @property
    def order(self) -> tuple[tuple[int, ...], bool, int]:
        """A release comes after its candidates."""
        return self.numbers, self.candidate is None, self.candidate or 0


def named(name: str) -> _Named | None:
    """Takes the name of a tag or branch apart; None when it has no version in it."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    numbers = tuple(int(one) for one in found["numbers"].split("."))
    candidate = int(found["rc"][3:]) if found["rc"] else None
    return _Named(found["before"], numbers, candidate, found["after"])


def choose_trees(
    locations: Sequence[str], repositories: Sequence[str], patterns: Sequence[str]
) -> tuple[TreeRef, ...]:
    """Returns the trees, each once, in the order given; names are as short as can be told apart.

    A repository is a folder or a URL. A pattern is a name, a glob (`linux-*.y`) or a range; it is looked
    up in every repository. Revisions become commits here and now, so that a branch that moves while
    the matrix is made is one and the same for every series. Raises TreeError when a pattern means
    nothing in any of them, or a repository is none; GitError when git cannot ask it.
    """
    chosen = [_given(location) for location in locations]
    found = [_Revisions(location) for location in repositories]
    for pattern in patterns:
        revisions = [one for repository in found for one in repository.meant_by(pattern)]
        if not revisions:
            raise TreeError(
                f"no tag or branch is meant by {pattern!r}",
                where=", ".join(repositories) or "-b",
                hint="a pattern is a name, linux-*.y, or v4.19..v6.12; --repo says which repository",
            )
        chosen += revisions
    if not patterns:
        chosen += [one for repository in found for one in repository.meant_by("HEAD")]
    return _with_names(dict.fromkeys(chosen))


class _Chosen(NamedTuple):
    """A tree without a name, and the revision as people call it ("" = all that is there)."""

    location: str
    rev: str
    label: str


class _Revisions:
    """The revisions of a repository, here or elsewhere."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._remote = remote_names(location) if is_url(location) else None
        self._repository = None if self._remote is not None else _repository(location)

    def meant_by(self, pattern: str) -> list[_Chosen]:
        """Returns the revisions that a pattern means, in the order of versions."""
        names = revisions_of(self._names(), pattern)
        found = ((name, self._commit(name)) for name in (names if names is not None else [pattern]))
        return [_Chosen(self._location, commit, name) for name, commit in found if commit]

    def _names(self) -> Iterable[str]:
        if self._remote is not None:
            return self._remote
        assert self._repository is not None
        return _names(self._repository)

    def _commit(self, name: str) -> str:
        """Returns what a revision is now, "" when there is none of that name."""
        if self._remote is not None:
            return self._remote.get(name) or (name if _COMMIT.fullmatch(name) else "")
        assert self._repository is not None
        return _pinned(self._repository, name)


def revisions_of(names: Iterable[str], pattern: str) -> list[str] | None:
    """Returns which of a repository's names a glob or range means; None for any other revision."""
    first, dots, last = pattern.partition("..")
    if dots:
        return _between(names, first, last)
    if _GLOB & set(pattern):
        return sorted((one for one in names if fnmatchcase(one, pattern)), key=_order)
    return None


def _given(location: str) -> _Chosen:
    """Returns the tree at a location; whoever opens it says what is wrong with it."""
    place, at, name = location.rpartition("@")
    if at and is_url(place):
        return _Revisions(place).meant_by(name)[0]
    try:
        if not os.path.lexists(location):
            repository, name = repository_at(location)
            revision, colon, folder = name.partition(":")
            if repository is not None and (commit := _pinned(repository, revision)):
                return _Chosen(location[: -len(name) - 1], f"{commit}{colon}{folder}", name)
    except PatchkitError:
        pass
    return _Chosen(location, "", "")


def _pinned(repository: Repository, name: str) -> str:
    """Returns the id of the commit, or of the tree, that a revision is; "" when there is none."""
    for kind in ("commit", "tree"):
        with suppress(GitError):
            return repository.resolve(f"{name}^{{{kind}}}")
    return ""


def _between(names: Iterable[str], first: str, last: str) -> list[str]:
    start, end = named(first), named(last)
    if start is None or end is None or start.shape != end.shape:
        raise TreeError(
            f"{first}..{last} is no range of versions: both ends have to be named alike",
            hint="v4.19..v6.12, linux-5.4.y..linux-6.6.y, v6.1.1..v6.1.9",
        )
    candidates = start.candidate is not None or end.candidate is not None
    found = []
    for name in names:
        one = named(name)
        if one is None or one.shape != start.shape or not start.order <= one.order <= end.order:
            continue
        if one.candidate is None or candidates:
            found.append(name)
    return sorted(found, key=_order)


def _order(name: str) -> tuple[bool, tuple[tuple[int, ...], bool, int], str]:
    one = named(name)
    return one is None, one.order if one is not None else ((), True, 0), name


def _names(repository: Repository) -> list[str]:
    """Returns the short names of all tags and branches; one that both have, once."""
    listed = repository.run("for-each-ref", "--format=%(refname)", *_KINDS).decode("utf-8", "replace")
    short = [
        name.removeprefix(kind)
        for name in listed.split("\n")
        for kind in _KINDS
        if name.startswith(kind)
    ]
    return list(dict.fromkeys(one for one in short if not one.endswith("/HEAD")))


def _repository(location: str) -> Repository:
    found = find_repository(location) if os.path.isdir(location) else None
    if found is None:
        raise TreeError("this is no git repository", where=location, hint="--repo REPO")
    return found


def _with_names(trees: Iterable[_Chosen]) -> tuple[TreeRef, ...]:
    """Gives every tree the shortest name that no other one has: the revision, the folder, or more."""
    given = list(trees)
    names = [_candidates(tree) for tree in given]
    chosen = [""] * len(given)
    for level in range(max(map(len, names), default=0)):
        shown = [one[min(level, len(one) - 1)] for one in names]
        often = Counter(shown)
        for at, name in enumerate(shown):
            if not chosen[at] and often[name] == 1 and name not in chosen:
                chosen[at] = name
    return tuple(
        TreeRef(name or f"{tree.location}@{tree.label}", tree.location, tree.rev)
        for tree, name in zip(given, chosen, strict=True)
    )


def _candidates(tree: _Chosen) -> list[str]:
    location = os.path.abspath(tree.location) if os.path.exists(tree.location) else tree.location
    parts = location.rstrip("/").removesuffix("/.git").split("/")
    tails = ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]
    if tree.label and tree.label != "HEAD":
        return [tree.label, *(f"{tail}@{tree.label}" for tail in tails)]
    return tails
