"""The one thing that patchkit ever does to a repository of the user: a new branch, in one step.

Everything was made and checked elsewhere; one fetch brings the objects and then sets the branch. HEAD,
index, working tree and other references are left alone. Hooks are off, and so is whatever else the
repository's configuration could make git run.
"""

from __future__ import annotations

from pathlib import Path

from patchkit.gitio.process import failed, finish, surroundings
from patchkit.gitio.repository import Repository
from patchkit.gitio.temporary import TemporaryRepository

# The last two switch off what a configuration could have git run or ask.
_FETCH = (
    *("-c", "gc.auto=0", "-c", "maintenance.auto=false"),
    *("-c", "core.alternateRefsCommand=true", "-c", "remote.pushDefault="),
    "fetch",
    *("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-gc"),
)


def branch_exists(repository: Repository, name: str) -> bool:
    """Tells whether there is a branch `name`; raises GitError when no branch can have that name."""
    repository.run("check-ref-format", "--branch", name)
    return bool(repository.run("for-each-ref", f"refs/heads/{name}"))


def bring_branch(
    repository: Repository, made: TemporaryRepository, source: str, name: str, *, force: bool = False
) -> None:
    """Makes the branch `name` of `repository` from the reference `source` of `made`.

    `made` borrows the repository's objects, so only what is new is brought. Raises GitError, with
    nothing changed, when git refuses: a branch that is there without `force`, or that is checked out.
    """
    (made.git_dir / "objects" / "info").mkdir(exist_ok=True)
    (made.git_dir / "objects" / "info" / "alternates").write_text(
        made.borrowed.replace(":", "\n") + "\n", "utf-8"
    )
    git_dir, common_dir = Path(repository.git_dir), Path(repository.common_dir)
    environment = {
        **surroundings(git_dir, common_dir, common_dir / "objects"),
        "GIT_ALLOW_PROTOCOL": "file",
        "GIT_REFLOG_ACTION": "patchkit port",
    }
    refspec = f"{'+' if force else ''}{source}:refs/heads/{name}"
    done = finish((*_FETCH, str(made.git_dir), refspec), environment)
    if done.status != 0:
        raise failed(done.status, done.complaint, where=f"git fetch into {repository.git_dir}")
