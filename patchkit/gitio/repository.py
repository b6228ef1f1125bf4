"""Repositories on disk: where they are, and what a revision names in them; nothing is written there."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from patchkit.errors import GitError
from patchkit.gitio.process import run


class Repository(Struct, frozen=True):
    """A git repository found on disk: what is needed to read its objects.

    `git_dir` holds HEAD and, in a linked worktree, differs from `common_dir`, which holds the
    objects. `prefix` is the folder inside the working tree that was asked for ("" = its top).
    `object_format` is "sha1" or "sha256".
    """

    git_dir: str
    common_dir: str
    prefix: str
    object_format: str

    @property
    def shallow(self) -> bool:
        """True when history was cut off (git clone --depth)."""
        return Path(self.common_dir, "shallow").exists()

    def resolve(self, revision: str) -> str:
        """Returns the full object id that `revision` names, by git's rules (gitrevisions(7)).

        Raises GitError when it names nothing.
        """
        return self.run("rev-parse", "--verify", "--end-of-options", revision).decode("ascii").strip()

    def lookup(self, revision: str) -> str:
        """Returns what `resolve` does, "" when the revision names nothing."""
        try:
            return self.resolve(revision)
        except GitError:
            return ""

    def tip(self) -> str:
        """Returns the full id of the commit that HEAD names, "" when there is none."""
        return self.lookup("HEAD^{commit}")

    def is_ancestor(self, commit: str, of: str) -> bool:
        """Tells whether the history of the commit `of` has `commit`; raises GitError when git fails."""
        try:
            self.run("merge-base", "--is-ancestor", commit, of)
        except GitError as error:
            if error.status != 1:
                raise
            return False
        return True

    def run(self, *args: str) -> bytes:
        """Runs `git ARGS` on this repository, with its own configuration, and returns what it prints.

        Raises GitError with git's last words when it fails.
        """
        return run(args, Path(self.git_dir), Path(self.common_dir))


def find_repository(location: str) -> Repository | None:
    """Finds the repository that the folder `location` is, holds or lies in.

    Bare repositories, linked worktrees and submodules are found too. Returns None when there is
    none; raises GitError when git cannot use it. GIT_DIR and its like in the environment (patchkit
    run from a hook) do not count: the user names the repository.
    """
    start = Path(location).resolve()
    for folder in (start, *start.parents):
        found = _git_dir(folder)
        if found is not None:
            inside = "" if found == folder else start.relative_to(folder).as_posix()
            prefix = "" if inside == "." or start.is_relative_to(found) else inside
            return _opened(found, prefix)
    return None


def _git_dir(folder: Path) -> Path | None:
    """Returns the git directory of the working tree `folder`, or `folder` when it is one itself."""
    inner = folder / ".git"
    if inner.is_file():  # of a linked worktree or submodule: gitrepository-layout(5)
        target = os.fsdecode(inner.read_bytes()).removeprefix("gitdir: ").rstrip("\n")
        return (folder / target).resolve()
    for one in (inner, folder):
        if (one / "HEAD").is_file() and (one / "objects").is_dir() and (one / "refs").is_dir():
            return one
    return None


def _opened(git_dir: Path, prefix: str) -> Repository:
    pointer = git_dir / "commondir"
    common_dir = git_dir
    if pointer.is_file():
        common_dir = (git_dir / os.fsdecode(pointer.read_bytes()).rstrip("\n")).resolve()
    object_format = run(["rev-parse", "--show-object-format"], git_dir, common_dir)
    return Repository(str(git_dir), str(common_dir), prefix, object_format.decode("ascii").strip())
