"""The base of a series as frozen data: what the series expects of a tree, and where that is there."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.findings import Incident

LOOKBACK = 21
"""How many days around its sending the base of a series may have changed a file of it; b4's number."""


class ExpectedFile(Struct, frozen=True):
    """A file of the tree that a series was made on, as the series names it first.

    `blob` is the hex digits of the `index` line, "" for a file that must not be there yet. `patch` is
    the number of the patch that names it.
    """

    path: str
    blob: str
    patch: int


class Expectations(Struct, frozen=True):
    """What a series says of the tree it was made on.

    `files` are there with these contents, `absent` are made by the series. `made` counts file patches
    on files that an earlier patch left, `broken` are those of them whose `index` line says otherwise,
    and `unnamed` counts files without an `index` line.
    """

    files: tuple[ExpectedFile, ...] = ()
    absent: tuple[ExpectedFile, ...] = ()
    made: int = 0
    broken: tuple[ExpectedFile, ...] = ()
    unnamed: int = 0


class UnmatchedFile(Struct, frozen=True):
    """An expected file that a commit does not have so.

    `there` tells whether the commit has a file of that name at all; `known_at` names another commit that
    was looked at and has the expected content, "" when none has.
    """

    path: str
    blob: str
    patch: int
    there: bool
    known_at: str = ""


class BaseMatch(Struct, frozen=True):
    """How well a commit serves as the base.

    `name` is for people ("v5.10.89-3-g0123456789ab"), `reference` the branch or tag it was found
    through, `date` the day it was committed. `matched` of the expected blobs are there at their paths;
    `unmatched` are the others, `clashes` the paths that the series makes and the commit has. `applies`
    tells whether all patches went in without fuzz, None when that was not tried; `refused` is the first
    that did not.
    """

    commit: str
    name: str
    reference: str
    date: str
    matched: int
    unmatched: tuple[UnmatchedFile, ...] = ()
    clashes: tuple[str, ...] = ()
    applies: bool | None = None
    refused: int | None = None

    @property
    def complete(self) -> bool:
        """Tells whether nothing speaks against the commit."""
        return not self.unmatched and not self.clashes


class Hint(Struct, frozen=True):
    """A word of the subject that names a tree ("5.10.y", "net-next"), and the references it means."""

    word: str
    references: tuple[str, ...]


class PrerequisiteState(StrEnum):
    """Where something is that a series needs before it."""

    IN_TREE = "in-tree"  # the history of the tree in question has it
    GIVEN = "given"  # a series that the user named has it
    ELSEWHERE = "elsewhere"  # the repository has it, and the tree has not
    NOT_FOUND = "not-found"
    UNKNOWN = "unknown"  # it was not looked for, or not everywhere


class Prerequisite(Struct, frozen=True):
    """What the series needs before it: `kind` is the tag's name.

    `commit` is the commit that is it ("" for none); `why` says of NOT_FOUND and UNKNOWN what was looked
    at, and what could not be.
    """

    kind: str
    value: str
    state: PrerequisiteState = PrerequisiteState.UNKNOWN
    commit: str = ""
    why: str = ""

    @property
    def there(self) -> bool:
        """Tells whether the series meets it."""
        return self.state in (PrerequisiteState.IN_TREE, PrerequisiteState.GIVEN)


class Searched(Struct, frozen=True):
    """Where a base was looked for: how many references and commits, and from when to when (days)."""

    references: int = 0
    commits: int = 0
    since: str = ""
    until: str = ""


class FoundBase(Struct, frozen=True):
    """The base of a series in a repository, and how it was found; `found` is None when it was not.

    `how` is "base-commit" when the series names it, "blobs" when the `index` lines led to it, "applies"
    when nothing but that is known. `stated` is the base-commit of the series and `stated_here` whether
    the repository has it. `as_good` names other references with the same files, `runner_up` is the best
    of the others. `prefix` is the folder of the repository that paths are relative to.
    """

    repository: str
    expected: Expectations
    how: str = ""
    found: BaseMatch | None = None
    as_good: tuple[str, ...] = ()
    runner_up: BaseMatch | None = None
    stated: str = ""
    stated_here: bool = False
    hints: tuple[Hint, ...] = ()
    searched: Searched = Searched()
    incidents: tuple[Incident, ...] = ()
