"""A folder in which a tree's own Perl scripts find what they look for, and nothing that is the user's.

checkpatch.pl writes a cache where it stands and get_maintainer.pl asks git; so they stand in a copy: the
scripts and their data, MAINTAINERS, the tree's folders, empty, and the files a series touches. What they
would only look up elsewhere in the tree is not there, so they say less, never more; device-tree bindings
are copied when they are needed for that. Refuses to run a program that is not in `SCRIPTS`.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from patchkit.gitio import scratch_folder
from patchkit.model.tree import Tree

CHECKPATCH = "scripts/checkpatch.pl"
GET_MAINTAINER = "scripts/get_maintainer.pl"
SCRIPTS = (CHECKPATCH, GET_MAINTAINER)

_DATA = (
    "scripts/spelling.txt",
    "scripts/const_structs.checkpatch",
    "MAINTAINERS",
    ".get_maintainer.ignore",
    ".mailmap",
)
# By these both scripts know the top of a kernel tree.
_MARKS = ("COPYING", "CREDITS", "Kbuild", "Makefile", "README")
_BINDINGS = "Documentation/devicetree/bindings/"
_PATH = "/usr/local/bin:/usr/bin:/bin"
_SECONDS = 60.0


class Run(Struct, frozen=True):
    """How a script ended; `status` is None when time ran out, `failed` says why it could not start."""

    output: str = ""
    complaint: str = ""
    status: int | None = 0
    failed: str = ""


class Sandbox(Struct, frozen=True):
    """The folder; made by `sandbox_of`. `seconds` is the time limit of one run."""

    folder: Path
    seconds: float = _SECONDS

    def has(self, script: str) -> bool:
        """Tells whether the tree has this one of `SCRIPTS`."""
        return (self.folder / script).is_file()

    def run(self, script: str, *arguments: str, stdin: bytes = b"") -> Run:
        """Runs one of `SCRIPTS` with perl and returns how it ended."""
        assert script in SCRIPTS
        environment = {
            "PATH": _PATH,
            "HOME": str(self.folder),
            "LC_ALL": "C",
            "TMPDIR": str(self.folder),
        }
        try:
            process = subprocess.Popen(
                ["perl", script, *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            return Run(failed=f"perl cannot be started: {error.strerror}")
        try:
            output, complaint = process.communicate(stdin, timeout=self.seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return Run(status=None)
        except BaseException:
            _end(process)
            raise
        return Run(_text(output), _text(complaint), process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a script with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


@contextmanager
def sandbox_of(
    tree: Tree, touched: Iterable[str], *, bindings: bool, seconds: float = _SECONDS
) -> Iterator[Sandbox]:
    """Yields a folder with the scripts of `tree` and the files `touched`; it is removed afterwards.

    `bindings` copies the device-tree bindings, of which checkpatch.pl wants every compatible string.
    """
    with scratch_folder("patchkit-scripts-") as folder:
        paths = sorted(tree.paths())
        for parent in sorted({str(PurePosixPath(path).parent) for path in paths}):
            (folder / parent).mkdir(parents=True, exist_ok=True)
        for mark in _MARKS:
            if tree.read(mark) is not None:
                (folder / mark).touch()
        wanted = {*SCRIPTS, *_DATA, *touched}
        if bindings:
            wanted.update(path for path in paths if path.startswith(_BINDINGS))
        known = set(paths)
        for path in sorted(wanted & known):
            data = tree.read(path)
            if data is not None:
                (folder / path).write_bytes(data)
        yield Sandbox(folder, seconds)
