"""The only module that runs git: read-only, without the user's configuration, hooks or network.

Objects are read through a private, empty git directory that borrows the repository's object store.
So the repository's own configuration (a stranger's file, which may name programs to run) does not
take part, an object that a partial clone lacks is simply missing instead of being fetched, and
nothing can be written to the repository. Merges run on temporary files. Refuses to know what a kernel
is.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from subprocess import PIPE, TimeoutExpired
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from patchkit.errors import GitError

if TYPE_CHECKING:
    from git.cmd import Git

_OPTIONS = ("-c", "core.quotePath=false", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")

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

# Object ids sent ahead of the answers. 128 ids of 65 bytes stay below the smallest pipe (16 KiB), so
# that writing never blocks while git itself waits for its output to be read.
_AHEAD = 128

# What git takes for an abbreviated object id (core.abbrev's minimum is 4).
_ABBREVIATED = re.compile(r"[0-9a-f]{4,64}")

# git merge-file's largest exit status that is no error.
_MOST_CONFLICTS = 127

# Damaged objects that one session survives before the store itself is taken to be at fault.
_PATIENCE = 100


def blob_id(data: bytes) -> str:
    """Returns the SHA-1 object id git gives to a blob of these bytes (as `git hash-object`)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _git() -> Git:
    # Imported here because it costs a tenth of a second, and most runs need no git.
    try:
        from git.cmd import Git
    except ImportError as error:
        raise GitError("git cannot be started", status=127, hint="install git") from error
    return Git()


def _run(args: Sequence[str], git_dir: Path, common_dir: Path) -> bytes:
    status, output, complaint = _git().execute(
        ["git", *_OPTIONS, *args],
        env=_environment(git_dir, common_dir, common_dir / "objects"),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
    )
    if status != 0:
        raise _failed(status, os.fsdecode(complaint), where=str(git_dir))
    return output


def _environment(git_dir: Path, common_dir: Path, objects: Path) -> dict[str, str]:
    # GitPython can add to what the process inherits and not take away, so whatever could lead
    # elsewhere is set.
    places = {"GIT_DIR": git_dir, "GIT_COMMON_DIR": common_dir, "GIT_OBJECT_DIRECTORY": objects}
    return {**_ENVIRONMENT, **{name: str(place) for name, place in places.items()}}


def _failed(status: int, complaint: str, *, where: str) -> GitError:
    lines = [line for line in complaint.strip().split("\n") if line]
    return GitError(
        lines[-1] if lines else f"git failed with status {status}", status=status, where=where
    )


class Merged(NamedTuple):
    """What a three-way merge gave; with `conflicts`, `data` has git's conflict markers in it."""

    data: bytes
    conflicts: int


def merge_file(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merges what turns `base` into `theirs` into `ours`: git-merge-file(1), on temporary files.

    Markers are `<<<<<<< ours`, `=======` and `>>>>>>> theirs`. Not `--diff3`: with the base shown,
    git calls a conflict what it otherwise knows how to narrow down or resolve. Raises GitError when git
    will not merge (binary files).
    """
    with tempfile.TemporaryDirectory(prefix="patchkit-git-") as name:
        folder = Path(name)
        _make_git_dir(folder, "sha1")
        sides = {"ours": ours, "base": base, "theirs": theirs}
        for side, data in sides.items():
            (folder / side).write_bytes(data)
        labels = [word for side in sides for word in ("-L", side)]
        files = [str(folder / side) for side in sides]
        status, output, complaint = _git().execute(
            ["git", *_OPTIONS, "merge-file", "-p", *labels, *files],
            env=_environment(folder, folder, folder / "objects"),
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    # The exit status is the number of conflicts, cut off at 127.
    if not 0 <= status <= _MOST_CONFLICTS:
        raise _failed(status, os.fsdecode(complaint), where="git merge-file")
    return Merged(output, status)


@dataclass(frozen=True, slots=True)
class Repository:
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

    def run(self, *args: str) -> bytes:
        """Runs `git ARGS` on this repository, with its own configuration, and returns what it prints.

        Raises GitError with git's last words when it fails.
        """
        return _run(args, Path(self.git_dir), Path(self.common_dir))


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
    object_format = _run(["rev-parse", "--show-object-format"], git_dir, common_dir)
    return Repository(str(git_dir), str(common_dir), prefix, object_format.decode("ascii").strip())


@dataclass(frozen=True, slots=True)
class GitObject:
    """An object of the store: its type ("blob", "tree", "commit", "tag") and its bytes."""

    type: str
    data: bytes


class TreeEntry(NamedTuple):
    """One line of a tree object; `mode` as git stores it ("100644", "120000", "40000", "160000")."""

    mode: str
    name: str
    object_id: str

    @property
    def is_folder(self) -> bool:
        """True for a sub-tree."""
        return self.mode == "40000"

    @property
    def is_file(self) -> bool:
        """True for a regular file; symlinks and submodules are none."""
        return self.mode.startswith("100")


_ENTRIES = {
    "sha1": re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL),
    "sha256": re.compile(rb"([0-7]+) ([^\0]+)\0(.{32})", re.DOTALL),
}


def tree_entries(data: bytes, object_format: str = "sha1") -> Iterator[TreeEntry]:
    """Yields the entries of a raw tree object: mode, space, name, NUL, binary id."""
    for mode, name, binary in _ENTRIES[object_format].findall(data):
        yield TreeEntry(mode.decode("ascii"), name.decode("utf-8", "surrogateescape"), binary.hex())


class BlobReader:
    """A `git cat-file --batch` session on a repository's objects.

    Ends with `close`, with `with`, or with its last reference. Not to be shared between threads.
    """

    def __init__(self, repository: Repository) -> None:
        """Starts nothing yet; the first read starts git."""
        folder = Path(tempfile.mkdtemp(prefix="patchkit-git-"))
        # At most one session. A finalizer ends it, because only those run before everything else when
        # the reader dies in a reference cycle (with the traceback of an error, say).
        self._sessions: list[Git.AutoInterrupt] = []
        self._end = weakref.finalize(self, _end, self._sessions, folder)
        self._where = repository.git_dir
        self._environment = _environment(folder, folder, Path(repository.common_dir, "objects"))
        self._deaths = 0
        _make_git_dir(folder, repository.object_format)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the session and removes its private git directory."""
        self._end()

    def blob(self, abbreviated: str) -> bytes | None:
        """Returns the one blob whose id starts so; None when there is none here, or several are."""
        found = self.read(f"{abbreviated}^{{blob}}") if _ABBREVIATED.fullmatch(abbreviated) else None
        return found.data if found is not None and found.type == "blob" else None

    def read(self, object_id: str) -> GitObject | None:
        """Returns the object, or None when the store lacks it or holds it damaged."""
        (found,) = self.read_many((object_id,))
        return found

    def read_many(self, object_ids: Iterable[str]) -> Iterator[GitObject | None]:
        """Yields what `read` returns for each full id, in order, without waiting for each answer.

        Another read must wait until this one is used up or closed. Raises GitError when git cannot
        read the store at all.
        """
        coming = iter(object_ids)
        asked: deque[str] = deque()
        try:
            while True:
                if len(asked) <= _AHEAD // 2:
                    fresh = list(islice(coming, _AHEAD - len(asked)))
                    self._ask(fresh)
                    asked.extend(fresh)
                if not asked:
                    return
                found = self._answer(asked)
                asked.popleft()
                yield found
        finally:
            if asked:  # left half-way: answers nobody wants are under way
                self._sessions.clear()

    def _ask(self, object_ids: Iterable[str]) -> None:
        request = "".join(f"{one}\n" for one in object_ids).encode("ascii")
        if request:
            stdin = self._session().stdin
            # When git has died, the answer says so.
            with suppress(BrokenPipeError):
                stdin.write(request)
                stdin.flush()

    def _answer(self, asked: deque[str]) -> GitObject | None:
        """Reads the answer to the first id of `asked`."""
        stdout = self._session().stdout
        header = stdout.readline().split()
        if header[1:] in ([b"missing"], [b"ambiguous"]):
            return None
        if len(header) == 3:
            data = stdout.read(int(header[2]))
            if stdout.read(1):
                return GitObject(header[1].decode("ascii"), data)
        self._bury(islice(asked, 1, None))
        return None

    def _bury(self, remaining: Iterable[str]) -> None:
        # git dies on a damaged object. That one is lost; a new session answers for the others.
        complaint = os.fsdecode(self._session().stderr.read())
        self._sessions.clear()
        self._deaths += 1
        if self._deaths > _PATIENCE:
            raise _failed(128, complaint, where=self._where)
        self._ask(remaining)

    def _session(self) -> Git.AutoInterrupt:
        if not self._sessions:
            command = ["git", *_OPTIONS, "cat-file", "--batch"]
            self._sessions.append(
                _git().execute(command, env=self._environment, istream=PIPE, as_process=True)
            )
        return self._sessions[0]


def read_log(repository: Repository, *args: str, seconds: float) -> tuple[bytes, bool]:
    """Returns what `git log ARGS` prints within `seconds`, and whether that is all of it.

    Revisions must be full ids, for nothing but the objects is borrowed: no reference, and no
    configuration that could name a program (textconv, gpg). Raises GitError when git fails.
    """
    with tempfile.TemporaryDirectory(prefix="patchkit-git-") as name:
        folder, common_dir = Path(name), Path(repository.common_dir)
        _make_git_dir(folder, repository.object_format)
        if repository.shallow:
            shutil.copy(common_dir / "shallow", folder)
        environment = _environment(folder, folder, common_dir / "objects")
        session = _git().execute(["git", *_OPTIONS, "log", *args], env=environment, as_process=True)
        assert session.proc is not None
        try:
            output, complaint = session.proc.communicate(timeout=seconds)
        except TimeoutExpired:
            session.proc.kill()
            return session.proc.communicate()[0], False
        if session.proc.returncode != 0:
            status = session.proc.returncode
            raise _failed(status, os.fsdecode(complaint), where=repository.git_dir)
        return output, True


def _end(sessions: list[Git.AutoInterrupt], folder: Path) -> None:
    sessions.clear()  # GitPython ends the process of a session that nobody holds
    shutil.rmtree(folder, ignore_errors=True)


def _make_git_dir(folder: Path, object_format: str) -> None:
    """Writes the least that git takes for a repository; the objects come from elsewhere."""
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    if object_format != "sha1":
        config = f"[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = {object_format}\n"
        (folder / "config").write_text(config, encoding="ascii")
