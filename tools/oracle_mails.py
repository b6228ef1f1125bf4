"""Makes the compiler oracle's cases of hunks that people posted: mails of public-inbox archives.

A mail was written for some kernel; where its hunks go in this one is patchkit's answer, and what the
compiler is given is the tree as patchkit leaves it. Mails are taken in the order of their commits'
hashes, so that nobody chooses them; the mails themselves stay in the archive.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from patchkit.cfacts import outline
from patchkit.errors import PatchkitError
from patchkit.model.placement import FilePlacement
from patchkit.placement import PlacementOptions, place_series
from patchkit.readers.mail import read_letter
from patchkit.readers.message import Message
from patchkit.workflows.inputs import CheckOptions, read_inputs
from tools.archive_oracle import says_patch
from tools.oracle_cases import Case, built_for
from tools.oracle_tree import Kernel

MOST_FILES = 4
_TRIED = 4000  # mails looked at in one archive


def mail_cases(kernel: Kernel, archives: Sequence[Path], count: int) -> Iterator[Case]:
    """Yields `count` cases of each archive, fewer where too few mails fit this kernel."""
    for archive in archives:
        found = 0
        for commit, raw in _mails(archive):
            case = _case(kernel, _list_of(archive), commit, raw) if says_patch(raw) else None
            if case is not None:
                found += 1
                yield case
            if found == count:
                break


def _list_of(archive: Path) -> str:
    """Returns the mailing list's name, from "…+linux-mm.kvack.org.0/repo" or "linux-mm/git/0.git"."""
    name = archive.parent.name if archive.name in ("repo", ".git") else archive.name
    return name.rpartition("+")[2].split(".")[0]


def _mails(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Yields (commit, mail) in the order of the commits' hashes."""
    git = ["git", "-C", str(archive)]
    listed = subprocess.run([*git, "rev-list", "--all"], check=True, capture_output=True, text=True)
    command = [*git, "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        assert batch.stdin is not None
        assert batch.stdout is not None
        for commit in sorted(listed.stdout.split())[:_TRIED]:
            batch.stdin.write(f"{commit}:m\n".encode())
            batch.stdin.flush()
            header = batch.stdout.readline().split()
            if header[-1] != b"missing":
                yield commit, batch.stdout.read(int(header[2]))
                batch.stdout.read(1)


def _case(kernel: Kernel, archive: str, commit: str, raw: bytes) -> Case | None:
    """Returns the case of a mail, None for one whose files or hunks this kernel has no use for."""
    paths = [str(file.path) for file in read_letter(Message(raw, commit)).patch.files]
    arches = built_for(paths)
    here = 0 < len(paths) <= MOST_FILES and all((kernel.root / path).is_file() for path in paths)
    texts = _texts(kernel, raw) if here and arches else {}
    if not any(path.endswith(".c") for path in texts):
        return None
    return Case(
        id=f"mail-{archive}-{commit[:12]}",
        family="mail",
        name=commit[:12],
        planted="",
        left_out=None,
        texts=texts,
        sources=tuple(sorted(path for path in texts if path.endswith(".c"))),
        arches=arches,
        series=raw,
    )


def _texts(kernel: Kernel, raw: bytes) -> dict[str, bytes]:
    """The files that `patchkit check` changes when it places the mail; none where it places nothing."""
    try:
        inputs = read_inputs(CheckOptions(tree=str(kernel.root), series="-"), BytesIO(raw))
    except PatchkitError:
        return {}
    options = PlacementOptions(bases=inputs.bases, renamed_to=inputs.renames.renamed_to)
    placed = place_series(inputs.series, inputs.base, outline, options=options)
    files = [file for patch in placed.patches for file in patch.files]
    texts = {file.path: placed.trees[-1].read(file.path) for file in files if _applied(file)}
    return {path: text for path, text in texts.items() if text and text != kernel.source(path).data}


def _applied(file: FilePlacement) -> bool:
    return any(hunk.outcome.applied for hunk in file.hunks)
