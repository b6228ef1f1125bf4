"""Short ways to say trees, patches and outlines in the tests of placement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import diff_bytes, unified_diff

from patchkit.model.diff import FileChange, FilePatch, Hunk, Line
from patchkit.model.facts import FunctionSpan, Outline
from patchkit.model.placement import FilePlacement, Outcome, Placement
from patchkit.model.series import Patch, Person, Series, Subject
from patchkit.readers.diffs import parse_diff

NOBODY = Person("", "")
_OPENS = re.compile(rb"[a-z_][\w *]*?(\w+)\(")
_REVERSED = {" ": " ", "-": "+", "+": "-"}


def file_patches(diff: bytes) -> tuple[FilePatch, ...]:
    parsed = parse_diff(diff)
    assert not parsed.fault, parsed.fault
    return parsed.files


def file_patch(diff: bytes) -> FilePatch:
    (only,) = file_patches(diff)
    return only


def edit_of(path: str, before: bytes, after: bytes, heading: str = "") -> bytes:
    """The diff between two texts as git would write it, every hunk with the same heading."""
    name = path.encode()
    lines = diff_bytes(unified_diff, before.splitlines(True), after.splitlines(True), lineterm=b"")
    hunks = b"".join(line if line[:1] in b" +-" else line + b"\n" for line in list(lines)[2:])
    header = b"diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n" % ((name,) * 4)
    return header + hunks.replace(b" @@\n", b" @@ %s\n" % heading.encode() if heading else b" @@\n")


def patch(diff: bytes, number: int = 1) -> Patch:
    return patch_of(*file_patches(diff), number=number)


def patch_of(*files: FilePatch, number: int = 1, malformed: str = "") -> Patch:
    return Patch(
        number, Subject("s"), NOBODY, NOBODY, "", "", "", "", (), tuple(files), malformed=malformed
    )


def series(*diffs: bytes) -> Series:
    return Series("(test)", tuple(patch(diff, number) for number, diff in enumerate(diffs, 1)))


def outline_of(_path: str, data: bytes) -> Outline:
    """Functions as kernel style writes them: the name in column 0, braces in column 0."""
    spans = []
    lines = data.split(b"\n")
    first, name = 0, ""
    for number, line in enumerate(lines, start=1):
        if (match := _OPENS.match(line)) and not line.endswith(b";"):
            first, name = number, match[1].decode()
        elif line == b"}" and name:
            spans.append(FunctionSpan(name, first, number))
            name = ""
    return Outline(tuple(spans))


def reversed_patch(forward: FilePatch) -> FilePatch:
    """The patch that takes `forward` back, hunk by hunk."""
    hunks = tuple(
        Hunk(
            hunk.new_start,
            hunk.new_count,
            hunk.old_start,
            hunk.old_count,
            hunk.heading,
            tuple(Line(_REVERSED[line.op], line.text, line.newline) for line in hunk.lines),
        )
        for hunk in forward.hunks
    )
    change = {FileChange.ADDED: FileChange.DELETED, FileChange.DELETED: FileChange.ADDED}
    return FilePatch(
        forward.new_path, forward.old_path, change.get(forward.change, forward.change), hunks
    )


def outcomes(placement: FilePlacement) -> list[Outcome]:
    return [hunk.outcome for hunk in placement.hunks]


def brief(hunk: Placement) -> tuple[str, int | None, int, int]:
    return str(hunk.outcome), hunk.line, hunk.offset, hunk.fuzz


def numbered(count: int, changes: Mapping[int, bytes] | None = None) -> bytes:
    """`count` lines "line N", some of them replaced by other bytes."""
    lines = {number: b"line %d\n" % number for number in range(1, count + 1)}
    return b"".join({**lines, **(changes or {})}.values())
