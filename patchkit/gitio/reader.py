"""Objects by their ids, from a `git cat-file --batch` session in a private git directory.

The directory is empty and borrows the repository's object store. So the repository's own
configuration (a stranger's file, which may name programs to run) does not take part, an object that a
partial clone lacks is simply missing instead of being fetched, and nothing can be written.
"""

from __future__ import annotations

import fcntl
import os
import re
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from subprocess import PIPE
from types import TracebackType
from typing import TYPE_CHECKING, Self

from patchkit.errors import GitError
from patchkit.gitio.objects import GitObject
from patchkit.gitio.process import (
    OPTIONS,
    failed,
    load_git,
    make_git_dir,
    pass_on_interrupt,
    surroundings,
)
from patchkit.gitio.repository import Repository
from patchkit.gitio.scratch import interruptible_after, new_folder, remove_folder

if TYPE_CHECKING:
    from git.cmd import Git

# Object ids sent ahead of the answers. 128 ids of 65 bytes stay below the smallest pipe (16 KiB), so
# that writing never blocks while git itself waits for its output to be read.
_AHEAD = 128

# git maps a whole pack otherwise; this much at a time is as quick, measured on a kernel's.
_MEMORY = ("-c", "core.packedGitWindowSize=16m", "-c", "core.packedGitLimit=64m")

# As much of git's output as may wait unread: with the usual 64 KiB the two sides wait for each other
# often enough to cost a twentieth of the time. Only Linux can be asked, and may say no.
_PIPE_BYTES = 1 << 20

# What git takes for an abbreviated object id (core.abbrev's minimum is 4).
_ABBREVIATED = re.compile(r"[0-9a-f]{4,64}")

# Damaged objects that one session survives before the store itself is taken to be at fault.
_PATIENCE = 100


class BlobReader:
    """A `git cat-file --batch` session on a repository's objects.

    Ends with `close`, with `with`, or with its last reference. Not to be shared between threads.
    """

    def __init__(self, repository: Repository) -> None:
        """Starts nothing yet; the first read starts git."""
        # At most one session. A finalizer ends it, because only those run before everything else when
        # the reader dies in a reference cycle (with the traceback of an error, say).
        self._sessions: list[Git.AutoInterrupt] = []
        with interruptible_after():
            folder = new_folder()
            self._end = weakref.finalize(self, _end, self._sessions, folder)
        self._where = repository.git_dir
        self._environment = surroundings(folder, folder, Path(repository.common_dir, "objects"))
        self._deaths = 0
        make_git_dir(folder, repository.object_format)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the session and removes its private git directory; a later read is a GitError."""
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
        session = self._session()
        complaint = os.fsdecode(session.stderr.read())
        assert session.proc is not None
        pass_on_interrupt(session.proc.wait())
        self._sessions.clear()
        self._deaths += 1
        if self._deaths > _PATIENCE:
            raise failed(128, complaint, where=self._where)
        self._ask(remaining)

    def _session(self) -> Git.AutoInterrupt:
        if not self._end.alive:
            # Else a thread that an interrupt left behind would start a git that nobody talks to.
            raise GitError("the git session was ended", status=128, where=self._where)
        if not self._sessions:
            command = ["git", *OPTIONS, *_MEMORY, "cat-file", "--batch"]
            session = load_git().execute(command, env=self._environment, istream=PIPE, as_process=True)
            self._sessions.append(session)
            if hasattr(fcntl, "F_SETPIPE_SZ"):
                with suppress(OSError):
                    fcntl.fcntl(session.stdout.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        return self._sessions[0]


def _end(sessions: list[Git.AutoInterrupt], folder: Path) -> None:
    with interruptible_after():  # Python swallows an interrupt that comes in a destructor
        sessions.clear()  # GitPython ends the process of a session that nobody holds
    remove_folder(folder)
