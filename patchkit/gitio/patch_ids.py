"""Patch-ids of diffs and of commits, by git itself: `git patch-id --stable`.

White space, positions and index lines do not count. A commit's is what `git format-patch --base` writes
as its prerequisite-patch-id: of the diff to its parent, without renames, by git's defaults.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from patchkit.gitio.process import (
    OPTIONS,
    failed,
    finish,
    load_git,
    make_git_dir,
    pass_on_interrupt,
    surroundings,
)
from patchkit.gitio.repository import Repository
from patchkit.gitio.scratch import scratch_folder

_DIFF = (
    *("-c", "core.attributesFile=/dev/null", "diff-tree", "--stdin", "-r", "-p", "-U3"),
    *("--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index"),
)


def patch_ids(diffs: Sequence[bytes]) -> list[str]:
    """Returns the patch-id of each diff, "" where there is none; raises GitError when git fails."""
    if not diffs:
        return []
    with scratch_folder() as folder, tempfile.TemporaryFile() as file:
        make_git_dir(folder, "sha1")
        # git names each patch by the commit that it belongs to: here, by its number.
        for number, diff in enumerate(diffs):
            file.write(b"commit %040x\n" % number + diff + (b"" if diff.endswith(b"\n") else b"\n"))
        file.seek(0)
        found = _read(file, surroundings(folder, folder, folder / "objects"))
    return [found.get(f"{number:040x}", "") for number in range(len(diffs))]


def commit_patch_ids(repository: Repository, commits: Sequence[str]) -> dict[str, str]:
    """Returns the patch-id of each commit (full ids) that has one; those of several parents have none.

    The diffs of all are made, so give some at a time. Raises GitError when git fails, as it does where a
    clone lacks contents.
    """
    with scratch_folder() as folder, tempfile.TemporaryFile() as wanted:
        common_dir = Path(repository.common_dir)
        make_git_dir(folder, repository.object_format)
        if repository.shallow:
            shutil.copy(common_dir / "shallow", folder)
        wanted.write("".join(f"{one}\n" for one in commits).encode("ascii"))
        wanted.seek(0)
        environment = surroundings(folder, folder, common_dir / "objects")
        with _diffs(wanted, environment, repository.git_dir) as diffs:
            return _read(diffs, environment)


@contextmanager
def _diffs(wanted: BinaryIO, environment: Mapping[str, str], where: str) -> Iterator[BinaryIO]:
    """Gives what git writes of the commits, as it writes; raises GitError when it failed."""
    command = ["git", *OPTIONS, *_DIFF]
    session = load_git().execute(command, env=environment, istream=wanted, as_process=True)
    process = session.proc
    assert process is not None
    assert process.stdout is not None
    try:
        yield process.stdout  # type: ignore[misc]  # GitPython says IO[Any]; it is bytes
        _, complaint = process.communicate()
    except BaseException:
        process.kill()
        process.communicate()
        raise
    pass_on_interrupt(process.returncode)
    if process.returncode != 0:
        raise failed(process.returncode, complaint.decode("utf-8", "replace"), where=where)


def _read(diffs: BinaryIO, environment: Mapping[str, str]) -> dict[str, str]:
    done = finish(("patch-id", "--stable"), environment, stdin=diffs)
    if done.status != 0:
        raise failed(done.status, done.complaint, where="git patch-id")
    pairs = (line.partition(" ") for line in done.output.decode("ascii").split("\n") if line)
    return {commit: patch_id for patch_id, _, commit in pairs}
