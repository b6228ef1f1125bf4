"""Short ways to say ports in the tests of porting."""

from __future__ import annotations

from msgspec.structs import replace

from patchkit.model.diff import FileChange, FilePatch, Hunk, Line, repo_path
from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, Method, PatchPort
from patchkit.model.series import Patch, Person, Series, Subject

ADA = Person("Ada Slot", "ada@example.org")
DATE = "Tue, 2 Oct 2018 17:00:24 +0200"
LINES = (Line(" ", b"one"), Line("-", b"two"), Line("+", b"2"), Line(" ", b"three"))
HUNK = Hunk(1, 3, 1, 3, "int f(void)", LINES)


def patch(number: int = 1, subject: str = "mm: make slots whole", body: str = "Because.\n") -> Patch:
    return Patch(
        number=number,
        subject=Subject(subject),
        author=ADA,
        sender=ADA,
        date=DATE,
        message_id=f"{number}@example.org",
        body=body,
        notes="",
        trailers=(),
        files=(),
        where=f"slots.mbox, message {number}",
    )


def file_patch(
    path: str = "mm/slot.c", *hunks: Hunk, change: FileChange = FileChange.MODIFIED
) -> FilePatch:
    name = repo_path(path)
    return FilePatch(name, name, change, hunks or (HUNK,))


def placed(index: int = 0, **changes: object) -> HunkPort:
    hunk = HunkPort(index, Grade.CONFIDENT, Method.TEXT, line=7, function="slot_add")
    return replace(hunk, **changes)


def refused(index: int = 0, **changes: object) -> HunkPort:
    conflict = Conflict(
        Cause.NO_ANCHOR, "nothing is left of it", 12, b"here\n", b"one\ntwo\n", b"one\n2\n"
    )
    conflict = replace(conflict, **changes)
    return HunkPort(index, Grade.CONFLICT, function="slot_add", conflict=conflict)


def edit(
    path: str,
    before: bytes | None,
    after: bytes | None,
    *hunks: HunkPort,
    to: str = "",
    **changes: object,
) -> FilePort:
    """One file from `before` to `after`, and perhaps to another name."""
    file = FilePort(file_patch(path), path, to or path, before, after, hunks=hunks)
    return replace(file, **changes)


def ported(*files: FilePort, number: int = 1, subject: str = "mm: make slots whole") -> PatchPort:
    return PatchPort(patch(number, subject), files)


def series_of(*ports: PatchPort) -> Series:
    return Series("(test)", tuple(port.patch for port in ports), expected=len(ports))
