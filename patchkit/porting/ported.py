"""A port as a Series again: what the checks and range-diff look at, without writing anything.

Hunks are made anew from the files before and after, with three lines of context and the heading that git
gives when no pattern is configured (its default function line: one that starts with a letter, `_` or
`$`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from patchkit.gitio import blob_id
from patchkit.model.diff import FileChange, FilePatch, Hunk, Line, repo_path
from patchkit.model.port import FilePort, PatchPort
from patchkit.model.series import Series
from patchkit.porting.methods.edits import Edit
from patchkit.porting.methods.linemap import LineMap
from patchkit.porting.methods.lines import split_lines

_CONTEXT = 3
_HEADING = re.compile(rb"[A-Za-z_$]")
_LONGEST_HEADING = 80


def as_series(series: Series, ports: Sequence[PatchPort]) -> Series:
    """Returns `series` with the diffs of its port; patches with nothing left keep their number."""
    patches = tuple(
        replace(
            port.patch, files=tuple(as_file_patch(file) for file in port.files if file.changed), diff=b""
        )
        for port in ports
    )
    return replace(series, patches=patches)


def as_file_patch(file: FilePort) -> FilePatch:
    """Returns the diff of one ported file."""
    before, after = (split_lines(data) if data is not None else [] for data in (file.before, file.after))
    same_name = file.path == file.source
    change = FileChange.MODIFIED if same_name else FileChange.RENAMED
    if file.before is None or file.after is None:
        change = FileChange.ADDED if file.before is None else FileChange.DELETED
    return FilePatch(
        old_path=None if file.before is None else repo_path(file.source),
        new_path=None if file.after is None else repo_path(file.path),
        change=change,
        hunks=tuple(_hunks(before, after)),
        old_mode=file.old_mode,
        new_mode=file.new_mode,
        old_blob=blob_id(file.before) if file.before is not None else "",
        new_blob=blob_id(file.after) if file.after is not None else "",
    )


def _hunks(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[Hunk]:
    shift = 0
    for group in _grouped(LineMap(before, after).edits()):
        first = max(0, group[0].start - _CONTEXT)
        end = min(len(before), group[-1].end + _CONTEXT)
        lines: list[Line] = []
        at = first
        for edit in group:
            lines += [_line(" ", line) for line in before[at : edit.start]]
            lines += [_line("-", line) for line in before[edit.start : edit.end]]
            lines += [_line("+", line) for line in edit.lines]
            at = edit.end
        lines += [_line(" ", line) for line in before[at:end]]
        old, new = end - first, sum(line.op != "-" for line in lines)
        start = first + shift
        shift += new - old
        yield Hunk(first + (old > 0), old, start + (new > 0), new, _heading(before, first), tuple(lines))


def _grouped(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Yields the edits that share a hunk, because their context touches."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _line(op: str, line: bytes) -> Line:
    ended = line.endswith(b"\n")
    return Line(op, line[:-1] if ended else line, ended)


def _heading(lines: Sequence[bytes], first: int) -> str:
    for line in reversed(lines[:first]):
        if _HEADING.match(line):
            return line.rstrip()[:_LONGEST_HEADING].decode("utf-8", "surrogateescape")
    return ""
