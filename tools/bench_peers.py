"""The tools that port patches today, each run on one backport case as a user would run it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Result = dict[str, bytes] | None


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: `run` takes a case's folder and returns the files it left, None for a conflict."""

    name: str
    run: Callable[[Path], Result]


def peers() -> tuple[Peer, ...]:
    """Returns the peers that are installed."""
    known = (
        Peer("git apply", git_apply),
        Peer("git am -3, base at hand", git_am),
        Peer("patch", patch),
        Peer("wiggle", wiggle),
    )
    programs = {"wiggle": "wiggle", "patch": "patch"}
    return tuple(one for one in known if shutil.which(programs.get(one.name, "git")))


def git_apply(case: Path) -> Result:
    """Plain `git apply`: all context must match."""
    return _in_place(case, ["git", "apply", "--unsafe-paths", "-p1"])


def patch(case: Path) -> Result:
    """GNU patch with its default fuzz of 2."""
    return _in_place(case, ["patch", "-p1", "--no-backup-if-mismatch", "-N", "-f", "-s"])


def wiggle(case: Path) -> Result:
    """wiggle on each file of the patch that is there."""
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        folder = Path(name)
        shutil.copytree(case / "pre", folder, dirs_exist_ok=True)
        text = (case / "orig.patch").read_bytes()
        for part in text.split(b"diff --git ")[1:]:
            path = part.split(b"\n", 1)[0].split(b" b/")[-1].decode("utf-8", "surrogateescape")
            if b"\nnew file mode" in part.split(b"@@", 1)[0]:
                if not _ran(["git", "apply", "--unsafe-paths", "-p1"], folder, b"diff --git " + part):
                    return None
                continue
            target = folder / path
            if not target.is_file():
                return None
            (folder / ".part").write_bytes(b"diff --git " + part)
            done = subprocess.run(
                ["wiggle", "--merge", str(target), str(folder / ".part")],
                capture_output=True,
                check=False,
                timeout=60,
            )
            if done.returncode != 0:
                return None
            target.write_bytes(done.stdout)
        (folder / ".part").unlink(missing_ok=True)
        return _files(folder)


def git_am(case: Path) -> Result:
    """`git am -3` in a repository that has the base's blobs, as one with all of the history has."""
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        folder = Path(name)
        shutil.copytree(case / "pre", folder, dirs_exist_ok=True)
        steps = (["init", "-q"], ["add", "-A", "-f"], ["commit", "-qm", "pre"])
        if not all(_ran(["git", *_WHO, *step], folder) for step in steps):
            return None
        mail = _mail(case, folder)
        if not _ran(["git", *_WHO, "am", "-q", "-3"], folder, mail):
            return None
        return _files(folder)


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


def _in_place(case: Path, command: list[str]) -> Result:
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        folder = Path(name)
        shutil.copytree(case / "pre", folder, dirs_exist_ok=True)
        done = _ran(command, folder, (case / "orig.patch").read_bytes())
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
