"""The tools that port patches today, each run on one backport case as a user would run it.

What it takes to set the scene (copies, a repository for `git am`) is not counted as the tool's time.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Result = dict[str, bytes] | None

GIT_AM = "git am -3, base at hand"
CASCADE = ("git apply", GIT_AM, "wiggle")
"""The tools that a cascade tries one after the other: the first that says it is done is believed."""

_APPLY = ["git", "apply", "--unsafe-paths", "-p1"]


@dataclass(slots=True)
class Clock:
    """Milliseconds, on the wall and of processors: those of this process and of what it has run."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Counts what is done in the meantime."""
        wall, cpu = time.perf_counter(), _cpu()
        yield
        self.wall += 1000 * (time.perf_counter() - wall)
        self.cpu += 1000 * (_cpu() - cpu)


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: `run` takes a case's folder and returns the files it left, None for a conflict.

    It has the tool's own time counted by the clock that it is given.
    """

    name: str
    run: Callable[[Path, Clock], Result]


def peers() -> tuple[Peer, ...]:
    """Returns the peers that are installed."""
    known = (
        Peer("git apply", git_apply),
        Peer(GIT_AM, git_am),
        Peer("patch", patch),
        Peer("wiggle", wiggle),
    )
    programs = {"wiggle": "wiggle", "patch": "patch"}
    return tuple(one for one in known if shutil.which(programs.get(one.name, "git")))


def git_apply(case: Path, clock: Clock, only: Sequence[str] = ()) -> Result:
    """Plain `git apply`: all context must match; of all the patch, or of what it does to some files."""
    return _in_place(case, clock, [*_APPLY, *(f"--include={path}" for path in only)])


def patch(case: Path, clock: Clock) -> Result:
    """GNU patch with its default fuzz of 2."""
    return _in_place(case, clock, ["patch", "-p1", "--no-backup-if-mismatch", "-N", "-f", "-s"])


def wiggle(case: Path, clock: Clock) -> Result:
    """wiggle on each file of the patch that is there."""
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        folder = Path(name)
        shutil.copytree(case / "pre", folder, dirs_exist_ok=True)
        text = (case / "orig.patch").read_bytes()
        for part in text.split(b"diff --git ")[1:]:
            path = part.split(b"\n", 1)[0].split(b" b/")[-1].decode("utf-8", "surrogateescape")
            if b"\nnew file mode" in part.split(b"@@", 1)[0]:
                with clock.running():
                    done = _ran(_APPLY, folder, b"diff --git " + part)
                if not done:
                    return None
                continue
            target = folder / path
            if not target.is_file():
                return None
            (folder / ".part").write_bytes(b"diff --git " + part)
            command = ["wiggle", "--merge", str(target), str(folder / ".part")]
            with clock.running():
                merged = subprocess.run(command, capture_output=True, check=False, timeout=60)
            if merged.returncode != 0:
                return None
            target.write_bytes(merged.stdout)
        (folder / ".part").unlink(missing_ok=True)
        return _files(folder)


def git_am(case: Path, clock: Clock) -> Result:
    """`git am -3` in a repository that has the base's blobs, as one with all of the history has."""
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        folder = Path(name)
        shutil.copytree(case / "pre", folder, dirs_exist_ok=True)
        steps = (["init", "-q"], ["add", "-A", "-f"], ["commit", "-qm", "pre", "--allow-empty"])
        if not all(_ran(["git", *_WHO, *step], folder) for step in steps):
            return None
        mail = _mail(case, folder)
        with clock.running():
            done = _ran(["git", *_WHO, "am", "-q", "-3"], folder, mail)
        return _files(folder) if done else None


_WHO = ("-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")
_HEADER = (
    b"From: bench <bench@localhost>\nSubject: [PATCH] port\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n"
    b"\nport\n---\n"
)


def _mail(case: Path, folder: Path) -> bytes:
    """Returns the patch as a mail, with `index` lines where the case has the base and its result."""
    lines: list[bytes] = []
    for line in (case / "orig.patch").read_bytes().split(b"\n"):
        if line.startswith(b"--- a/"):
            path = line[6:].decode("utf-8", "surrogateescape")
            sides = [case / side / path for side in ("base", "theirs")]
            if all(side.is_file() for side in sides):
                ids = [_stored(side, folder) for side in sides]
                lines.append(b"index %s..%s 100644" % (ids[0], ids[1]))
        lines.append(line)
    return _HEADER + b"\n".join(lines)


def _stored(file: Path, folder: Path) -> bytes:
    command = ["git", "hash-object", "-w", str(file)]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.strip()


def _in_place(case: Path, clock: Clock, command: list[str]) -> Result:
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        folder = Path(name)
        shutil.copytree(case / "pre", folder, dirs_exist_ok=True)
        text = (case / "orig.patch").read_bytes()
        with clock.running():
            done = _ran(command, folder, text)
        return _files(folder) if done else None


def _ran(command: list[str], folder: Path, text: bytes | None = None) -> bool:
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, check=False, timeout=60)
    return done.returncode == 0


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
