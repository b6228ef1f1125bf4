"""Runs git: without the user's configuration, hooks or network, and nowhere but where it is told.

What every run of git has in common; which command is run, and on what, is for the modules beside this
one. Refuses to know what a kernel is.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from patchkit.errors import GitError

if TYPE_CHECKING:
    from git.cmd import Git

OPTIONS = ("-c", "core.quotePath=false", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")

# GIT_ALLOW_PROTOCOL="" forbids every transport: git before 2.44 does not know GIT_NO_LAZY_FETCH.
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_CONFIG_COUNT": "0",
    "GIT_NAMESPACE": "",
}


class Finished(NamedTuple):
    """How a run of git ended: its exit status, what it printed, what it complained of."""

    status: int
    output: bytes
    complaint: str


def load_git(folder: Path | None = None) -> Git:
    """Returns GitPython's way to start git, in `folder` (None: where patchkit itself was started).

    Raises GitError when git is not installed.
    """
    # Imported here because it costs a tenth of a second, and most runs need no git.
    try:
        from git.cmd import Git
    except ImportError as error:
        raise GitError("git cannot be started", status=127, hint="install git") from error
    return Git(str(folder) if folder is not None else None)


def finish(
    args: Sequence[str],
    environment: Mapping[str, str],
    *,
    folder: Path | None = None,
    stdin: BinaryIO | None = None,
) -> Finished:
    """Runs `git ARGS` to its end and returns how it ended, whatever its exit status is."""
    command = ["git", *OPTIONS, *args]
    session = load_git(folder).execute(command, env=environment, istream=stdin, as_process=True)
    assert session.proc is not None
    try:
        output, complaint = session.proc.communicate()
    except BaseException:
        # Whoever is interrupted must not leave a git behind that goes on writing.
        session.proc.kill()
        session.proc.communicate()
        raise
    status = session.proc.returncode
    session.proc = None  # GitPython has nothing left to end; Python swallows an interrupt while it does
    pass_on_interrupt(status)
    return Finished(status, output, os.fsdecode(complaint))


def pass_on_interrupt(status: int) -> None:
    """Raises KeyboardInterrupt where a git ended by it: Ctrl-C reaches git too, sometimes first."""
    if status == -signal.SIGINT:
        raise KeyboardInterrupt


def run(args: Sequence[str], git_dir: Path, common_dir: Path) -> bytes:
    """Runs `git ARGS` on the repository and returns what it prints; raises GitError when it fails."""
    done = finish(args, surroundings(git_dir, common_dir, common_dir / "objects"))
    if done.status != 0:
        raise failed(done.status, done.complaint, where=str(git_dir))
    return done.output


def surroundings(git_dir: Path, common_dir: Path, objects: Path) -> dict[str, str]:
    """Returns the environment that leads git to these places and to no others."""
    # GitPython can add to what the process inherits and not take away, so whatever could lead
    # elsewhere is set.
    places = {"GIT_DIR": git_dir, "GIT_COMMON_DIR": common_dir, "GIT_OBJECT_DIRECTORY": objects}
    return {**_ENVIRONMENT, **{name: str(place) for name, place in places.items()}}


def failed(status: int, complaint: str, *, where: str) -> GitError:
    """Returns the error that says git's last words."""
    lines = [line for line in complaint.strip().split("\n") if line]
    return GitError(
        lines[-1] if lines else f"git failed with status {status}", status=status, where=where
    )


def make_git_dir(folder: Path, object_format: str) -> None:
    """Writes the least that git takes for a repository; the objects come from elsewhere."""
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    if object_format != "sha1":
        config = f"[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = {object_format}\n"
        (folder / "config").write_text(config, encoding="ascii")
