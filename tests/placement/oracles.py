"""git apply and GNU patch as the oracles: run on a throw-away folder, never on a repository.

Also git's own diff, so that random patches are made the way real ones are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Files = dict[str, bytes]


@dataclass(frozen=True)
class Verdict:
    """What a tool said (its exit status was 0) and the files it left."""

    accepted: bool
    files: Files


def _run(command: Sequence[str], folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    return subprocess.run(
        command, cwd=folder, input=stdin, env=environment, capture_output=True, check=False
    )


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def read_files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".rej", ".orig")
    }


def _judge(command: Sequence[str], scratch: Path, files: Mapping[str, bytes], diff: bytes) -> Verdict:
    folder = scratch / "tree"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_files(folder, files)
    status = _run(command, folder, diff).returncode
    return Verdict(status == 0, read_files(folder))


def git_apply(scratch: Path, files: Mapping[str, bytes], diff: bytes) -> Verdict:
    return _judge(["git", "apply", "-p1", "--whitespace=nowarn"], scratch, files, diff)


def gnu_patch(scratch: Path, files: Mapping[str, bytes], diff: bytes, fuzz: int = 2) -> Verdict:
    """GNU patch told to take the patch as it is: -f would reverse nothing and ask nothing."""
    command = ["patch", "-p1", "-f", f"-F{fuzz}", "-s", "--no-backup-if-mismatch", "-E"]
    return _judge(command, scratch, files, diff)


def git_diff(
    scratch: Path, before: Mapping[str, bytes], after: Mapping[str, bytes], *options: str
) -> bytes:
    for side, files in (("a", before), ("b", after)):
        shutil.rmtree(scratch / side, ignore_errors=True)
        (scratch / side).mkdir()
        write_files(scratch / side, files)
    return _run(["git", "diff", "--no-index", "--no-prefix", *options, "a", "b"], scratch).stdout
