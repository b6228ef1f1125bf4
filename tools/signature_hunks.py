"""Diffs between two texts of files as git makes them, taken apart, chosen from, and put together again.

git does the diffing and says in the end whether a patch applies. Knows nothing of C.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONTEXT = 3

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)

# No user's configuration, and no repository above the scratch folder.
_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "LC_ALL": "C",
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CEILING_DIRECTORIES": tempfile.gettempdir(),
}

Texts = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of changed lines; lines are 1-based, an empty side stands behind the line it starts with."""

    old: int
    removed: int
    new: int
    added: int

    def touches(self, old: Iterable[tuple[int, int]], new: Iterable[tuple[int, int]]) -> bool:
        """Tells whether it changes a line of one of the extents (first, last) of either side."""
        return _meets(self.old, self.removed, old) or _meets(self.new, self.added, new)


def _meets(start: int, count: int, extents: Iterable[tuple[int, int]]) -> bool:
    if count:
        return any(start <= last and first < start + count for first, last in extents)
    return any(first <= start < last for first, last in extents)


def git(*arguments: str, cwd: Path) -> bytes:
    """Runs git outside any repository and returns what it prints; 1 (they differ) is no failure."""
    result = subprocess.run(
        ["git", "-c", "core.quotepath=off", *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        env=_ENVIRONMENT,
    )
    if result.returncode > 1:
        raise subprocess.CalledProcessError(result.returncode, result.args, result.stdout, result.stderr)
    return result.stdout


def _write(folder: Path, texts: Texts) -> None:
    for path, data in texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def diff(old: Texts, new: Texts, context: int = CONTEXT) -> bytes:
    """Returns git's diff between two sets of files, with a/ and b/ and index lines."""
    with tempfile.TemporaryDirectory() as scratch:
        for side, texts in (("a", old), ("b", new)):
            (Path(scratch) / side).mkdir()
            _write(Path(scratch) / side, texts)
        return git(
            "diff",
            "--no-index",
            "--no-prefix",
            "--no-renames",
            f"-U{context}",
            "a",
            "b",
            cwd=Path(scratch),
        )


def blocks(old: Texts, new: Texts) -> dict[str, list[Block]]:
    """Returns the runs of changed lines of every file that both sides have and that differs."""
    found: dict[str, list[Block]] = {}
    for part in re.split(rb"(?m)^diff --git ", diff(old, new, context=0))[1:]:
        path = re.match(rb"a/(.*) b/\1\n", part)
        if path is None:
            continue
        runs = [
            Block(int(a), 1 if b is None else int(b), int(c), 1 if d is None else int(d))
            for a, b, c, d in (match.groups() for match in _HUNK.finditer(part))
        ]
        found[path.group(1).decode("utf-8", "surrogateescape")] = runs
    return found


def hunks(runs: Sequence[Block]) -> list[list[Block]]:
    """Groups runs as git's hunks with three lines of context join them."""
    groups: list[list[Block]] = []
    end = 0
    for run in runs:
        start = run.old if run.removed else run.old + 1
        if groups and start - end <= 2 * CONTEXT:
            groups[-1].append(run)
        else:
            groups.append([run])
        end = start + run.removed
    return groups


def apply(old: bytes, new: bytes, chosen: Iterable[Block]) -> bytes:
    """Returns `old` with the chosen runs as `new` has them."""
    before, after = old.split(b"\n"), new.split(b"\n")
    lines: list[bytes] = []
    at = 0
    for run in sorted(chosen, key=lambda one: one.old):
        start = run.old - 1 if run.removed else run.old
        lines += before[at:start]
        if run.added:
            lines += after[run.new - 1 : run.new - 1 + run.added]
        at = start + run.removed
    return b"\n".join([*lines, *before[at:]])


def applies(patch: bytes, old: Texts, expected: Texts) -> bool:
    """Tells whether `git apply` takes the patch and makes the expected texts of it."""
    with tempfile.TemporaryDirectory() as scratch:
        _write(Path(scratch), old)
        result = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            cwd=scratch,
            input=patch,
            capture_output=True,
            check=False,
            env=_ENVIRONMENT,
        )
        return result.returncode == 0 and all(
            (Path(scratch) / path).read_bytes() == data for path, data in expected.items()
        )


def mail(subject: str, body: str, patch: bytes) -> bytes:
    """Returns the patch as a mail of a made-up author."""
    head = (
        "From: Test Author <author@example.org>\n"
        "Date: Tue, 2 Oct 2018 17:00:24 +0200\n"
        f"Subject: [PATCH] {subject}\n"
        "Message-ID: <case@example.org>\n\n"
        f"{body}\n\nSigned-off-by: Test Author <author@example.org>\n---\n\n"
    )
    return head.encode() + patch + b"-- \n2.39.5\n\n"
