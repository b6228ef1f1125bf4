"""How two texts that are in no repository align, by git's own diff.

What rests on it agrees with git. One process for any number of texts, which go through files.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from patchkit.gitio.process import failed, finish, make_git_dir, surroundings

Texts = tuple[Sequence[bytes], Sequence[bytes]]
"""An old and a new text as lines without newline bytes."""

# Attributes and diff settings of the machine's user must not change an answer.
_QUIET = ("-c", "core.attributesFile=/dev/null", "-c", "core.autocrlf=false")
_WHOLE = 10_000_000  # lines of context: all of them
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_DIFFERENT = 1


def align_texts(pairs: Sequence[Texts]) -> list[str]:
    """Returns, for each pair, one character a row: " " for a line of both, "-" old, "+" new.

    The rows of an alignment are the lines of both texts in order; git chooses which lines of both are
    the same ones (its default algorithm). Raises GitError when git fails.
    """
    found = [" " * len(old) for old, _ in pairs]
    wanted = [number for number, (old, new) in enumerate(pairs) if list(old) != list(new)]
    if not wanted:
        return found
    with tempfile.TemporaryDirectory(prefix="patchkit-git-") as name:
        folder = Path(name)
        make_git_dir(folder, "sha1")
        for side in (0, 1):
            (folder / str(side)).mkdir()
            for number in wanted:
                text = b"".join(line + b"\n" for line in pairs[number][side])
                (folder / str(side) / str(number)).write_bytes(text)
        command = [*_QUIET, "diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-renames"]
        command += ["--no-color", "--text", f"-U{_WHOLE}", "0", "1"]
        done = finish(command, surroundings(folder, folder, folder / "objects"), folder=folder)
    if done.status != _DIFFERENT:
        raise failed(done.status, done.complaint, where="git diff --no-index")
    for number, rows in _alignments(done.output):
        found[number] = rows
    return found


def _alignments(output: bytes) -> Iterable[tuple[int, str]]:
    """Yields the number of each file of the diff and the first characters of its one hunk."""
    lines = iter(output.split(b"\n"))
    number = -1
    for line in lines:
        if line.startswith(b"diff --git "):
            number = int(line.rpartition(b"/")[2])
        elif (hunk := _HUNK.match(line)) is not None:
            old, new = (1 if count is None else int(count) for count in hunk.groups())
            rows = []
            while old or new:
                op = next(lines)[:1].decode("ascii")
                rows.append(op)
                old -= op != "+"
                new -= op != "-"
            yield number, "".join(rows)
