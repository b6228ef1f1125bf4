"""The port as a new branch in the target's repository, made and proved elsewhere first.

The commits are made in a temporary repository that borrows the target's objects, upon the revision that
was ported to; only the branch that holds is brought in. Refuses to touch a branch that is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import PortError
from patchkit.gitio import (
    Repository,
    TemporaryRepository,
    branch_exists,
    bring_branch,
    temporary_repository,
)
from patchkit.model.series import Person
from patchkit.porting.entries import Entry
from patchkit.porting.history import PORT, make_history
from patchkit.porting.idents import ident
from patchkit.porting.proof import prove


class Branch(Struct, frozen=True):
    """The branch to make: upon `commit` of `repository`, where the tree is `folder` ("" or "x/").

    `committer` is the user. With `force` a branch of that name is replaced.
    """

    name: str
    repository: Repository
    commit: str
    folder: str
    committer: Person
    force: bool = False

    def check(self) -> None:
        """Raises PortError when the branch is there and may not be replaced, GitError for a bad name."""
        if branch_exists(self.repository, self.name) and not self.force:
            raise PortError(f"there is a branch {self.name!r} already", hint="say --force")


class MadeBranch(Struct, frozen=True):
    """The branch in its temporary repository, proved; `commits` are its own, oldest first."""

    branch: Branch
    made: TemporaryRepository
    commits: tuple[str, ...]

    def bring(self) -> None:
        """Makes it a branch of the target's repository: the one step that changes anything there."""
        branch = self.branch
        bring_branch(branch.repository, self.made, PORT, branch.name, force=branch.force)


@contextmanager
def made_branch(
    branch: Branch,
    entries: Sequence[Entry],
    mails: Sequence[Path],
    am_options: Sequence[str],
    touched: Iterable[str],
) -> Iterator[MadeBranch]:
    """Yields the branch that `entries` make, having applied `mails` to the target's whole tree.

    `am_options` are what git am must be told for these mails; `touched` are the paths that the port
    reads or writes. Raises PortError when the proof fails.
    """
    repository = branch.repository
    committer = ident(branch.committer, "")
    commits = [replace(entry.commit, committer=committer, notes=b"") for entry in entries]
    with temporary_repository(repository.object_format, repository) as made:
        ids = make_history(made, branch.commit, commits, branch.folder)
        paths = [branch.folder + path for path in touched]
        below = [f"--directory={branch.folder}"] if branch.folder else []
        prove(made, ids, mails, [*am_options, *below], paths)
        yield MadeBranch(branch, made, ids[1:])
