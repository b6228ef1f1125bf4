"""`git log` within a time limit, in a private git directory that borrows nothing but objects."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from subprocess import TimeoutExpired

from patchkit.gitio.process import (
    OPTIONS,
    failed,
    load_git,
    make_git_dir,
    pass_on_interrupt,
    surroundings,
)
from patchkit.gitio.repository import Repository
from patchkit.gitio.scratch import scratch_folder


def read_log(repository: Repository, *args: str, seconds: float) -> tuple[bytes, bool]:
    """Returns what `git log ARGS` prints within `seconds`, and whether that is all of it.

    Revisions must be full ids, for nothing but the objects is borrowed: no reference, and no
    configuration that could name a program (textconv, gpg). Raises GitError when git fails.
    """
    with scratch_folder() as folder:
        common_dir = Path(repository.common_dir)
        make_git_dir(folder, repository.object_format)
        if repository.shallow:
            shutil.copy(common_dir / "shallow", folder)
        environment = surroundings(folder, folder, common_dir / "objects")
        session = load_git().execute(["git", *OPTIONS, "log", *args], env=environment, as_process=True)
        assert session.proc is not None
        try:
            output, complaint = session.proc.communicate(timeout=seconds)
        except TimeoutExpired:
            session.proc.kill()
            return session.proc.communicate()[0], False
        pass_on_interrupt(session.proc.returncode)
        if session.proc.returncode != 0:
            status = session.proc.returncode
            raise failed(status, os.fsdecode(complaint), where=repository.git_dir)
        return output, True
