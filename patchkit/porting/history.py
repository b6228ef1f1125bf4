"""A ported series as a real git history in a temporary repository (git-fast-import(1)).

The history starts from a commit that holds nothing but the touched files as the target has them, or from
a commit of the target's own repository. Refuses to judge what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from patchkit.gitio import TemporaryRepository
from patchkit.porting.ledger import Files

BASE = "refs/heads/base"
PORT = "refs/heads/port"
NOTES = "refs/notes/patchkit"

_NOBODY = b"patchkit <patchkit> 0 +0000"


class Commit(Struct, frozen=True):
    """One commit to make.

    `author` and `committer` are idents ("Name <mail> seconds zone"), `notes` is what is said about
    it below the `---` of a mail; `changes` may be empty.
    """

    author: bytes
    committer: bytes
    message: bytes
    changes: Files
    notes: bytes = b""


def make_history(
    repository: TemporaryRepository,
    start: Files | str,
    commits: Sequence[Commit],
    folder: str = "",
) -> tuple[str, ...]:
    """Makes the branch PORT of `commits` upon BASE and returns the commits' ids, BASE's first.

    `start` holds the files of BASE, or is the id of a commit that the repository can read. Paths of
    `commits` are taken relative to `folder` ("" or with "/" at its end).
    """
    stream = b"".join(_stream(start, commits, folder))
    marks = repository.git_dir / "marks"
    repository.run("fast-import", "--quiet", "--force", f"--export-marks={marks}", stdin=stream)
    ids = dict(line.split() for line in marks.read_text("ascii").splitlines())
    first = start if isinstance(start, str) else ids[":1"]
    return (first, *(ids[f":{mark}"] for mark in range(2, len(commits) + 2)))


def _stream(start: Files | str, commits: Sequence[Commit], folder: str) -> Iterator[bytes]:
    yield b"feature done\n"
    if isinstance(start, str):
        origin = start.encode("ascii")
        yield b"reset %s\nfrom %s\n\n" % (BASE.encode(), origin)
    else:
        origin = b":1"
        yield b"commit %s\nmark :1\ncommitter %s\n" % (BASE.encode(), _NOBODY)
        yield _data(b"The touched files as the target has them\n")
        yield from _changes(start, "")
    yield b"reset %s\nfrom %s\n\n" % (PORT.encode(), origin)
    for mark, commit in enumerate(commits, start=2):
        parent = origin if mark == 2 else b":%d" % (mark - 1)
        yield b"commit %s\nmark :%d\n" % (PORT.encode(), mark)
        yield b"author %s\ncommitter %s\n" % (commit.author, commit.committer)
        yield _data(commit.message)
        yield b"from %s\n" % parent
        yield from _changes(commit.changes, folder)
    yield from _notes(commits)
    yield b"done\n"


def _notes(commits: Sequence[Commit]) -> Iterator[bytes]:
    noted = [(mark, commit.notes) for mark, commit in enumerate(commits, start=2) if commit.notes]
    if noted:
        yield b"commit %s\ncommitter %s\n" % (NOTES.encode(), _NOBODY)
        yield _data(b"What porting did\n")
    for mark, notes in noted:
        yield b"N inline :%d\n" % mark
        yield _data(notes)


def _changes(files: Files, folder: str) -> Iterable[bytes]:
    # Removals first: a file may make room for a folder of its name.
    for path, file in sorted(files.items(), key=lambda item: (item[1] is not None, item[0])):
        name = _quoted(folder + path)
        if file is None:
            yield b"D %s\n" % name
        else:
            yield b"M %s inline %s\n" % (file.mode.encode("ascii"), name)
            yield _data(file.data)
    yield b"\n"


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _quoted(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    for one, escape in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n")):
        raw = raw.replace(one, escape)
    return b'"%s"' % raw
