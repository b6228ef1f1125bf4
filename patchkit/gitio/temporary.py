"""Repositories of patchkit's own, among the system's temporary files, gone when they are done with.

Histories are made here, mails written and applied, far from any repository of the user. A temporary
repository may borrow the objects of another one, which is only read.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from patchkit.gitio.process import Finished, failed, finish, make_git_dir, surroundings
from patchkit.gitio.repository import Repository
from patchkit.gitio.scratch import scratch_folder

# Attributes of the machine and its user change function headings; 12 digits are the kernel's habit. Of a
# borrowed pack git maps as little at a time as in reader.py.
_CONFIG = """[core]
	bare = false
	attributesFile = /dev/null
	abbrev = 12
	autocrlf = false
	logAllRefUpdates = false
	packedGitWindowSize = 16m
	packedGitLimit = 64m
[gc]
	auto = 0
[maintenance]
	auto = false
"""


class TemporaryRepository(Struct, frozen=True):
    """A repository with a working tree in `folder`; made by `temporary_repository`.

    `borrowed` are the object stores it reads besides its own, as GIT_ALTERNATE_OBJECT_DIRECTORIES has
    them.
    """

    folder: Path
    object_format: str = "sha1"
    borrowed: str = ""

    @property
    def git_dir(self) -> Path:
        """Where HEAD, the index and the objects are."""
        return self.folder / ".git"

    def configure(self, section: str, name: str, value: str) -> None:
        """Sets the variable `name` of a section ("core", 'branch "port"'); see git-config(1)."""
        for one, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
            value = value.replace(one, escape)
        with (self.git_dir / "config").open("a", encoding="utf-8") as config:
            config.write(f'[{section}]\n\t{name} = "{value}"\n')

    def run(self, *args: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
        """Runs `git ARGS` in the working tree and returns what it prints.

        `variables` say who is at work and when (GIT_COMMITTER_NAME and the like). Raises GitError with
        git's last words when it fails.
        """
        done = self.attempt(*args, stdin=stdin, variables=variables)
        if done.status != 0:
            raise failed(done.status, done.complaint, where=f"git {args[0]}")
        return done.output

    def attempt(
        self, *args: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> Finished:
        """Runs `git ARGS` as `run` does and returns how it ended, whatever its exit status is."""
        environment = {
            **surroundings(self.git_dir, self.git_dir, self.git_dir / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": self.borrowed,
            "GIT_WORK_TREE": str(self.folder),
            "GIT_INDEX_FILE": str(self.git_dir / "index"),
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_DIFF_OPTS": "",
            **(variables or {}),
        }
        # git gets a file: with a pipe it would wait for its output to be read while we still write.
        with tempfile.TemporaryFile() as file:
            file.write(stdin)
            file.seek(0)
            return finish(args, environment, folder=self.folder, stdin=file)


@contextmanager
def temporary_repository(
    object_format: str = "sha1", borrow: Repository | TemporaryRepository | None = None
) -> Iterator[TemporaryRepository]:
    """Yields an empty repository that is removed afterwards.

    With `borrow` it also sees the objects of that repository, as a shallow clone where that one is.
    """
    with scratch_folder() as folder:
        made = TemporaryRepository(folder, object_format, _stores(borrow))
        made.git_dir.mkdir()
        make_git_dir(made.git_dir, object_format)
        for one in ("objects", "info"):
            (made.git_dir / one).mkdir()
        with (made.git_dir / "config").open("a", encoding="utf-8") as config:
            config.write(_CONFIG)
        shallow = _shallow_file(borrow)
        if shallow is not None and shallow.exists():
            shutil.copy(shallow, made.git_dir)
        yield made


def _stores(borrow: Repository | TemporaryRepository | None) -> str:
    if borrow is None:
        return ""
    if isinstance(borrow, Repository):
        return _quoted(str(Path(borrow.common_dir, "objects")))
    own = _quoted(str(borrow.git_dir / "objects"))
    return f"{own}:{borrow.borrowed}" if borrow.borrowed else own


def _quoted(path: str) -> str:
    """Returns a path for GIT_ALTERNATE_OBJECT_DIRECTORIES, where a colon separates (git(1))."""
    if ":" not in path and '"' not in path and "\\" not in path:
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shallow_file(borrow: Repository | TemporaryRepository | None) -> Path | None:
    if borrow is None:
        return None
    return (Path(borrow.common_dir) if isinstance(borrow, Repository) else borrow.git_dir) / "shallow"
