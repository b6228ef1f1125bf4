"""What becomes of one file: its hunks, or the file itself when it is new, deleted or has no hunks.

Pure: bytes in, bytes out. Only hunks that were placed are in the result, also when a sibling was
refused, as GNU patch does it; git would refuse the file. What is not text (binary patches,
symbolic links, submodules) is carried and never changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from patchkit.model.diff import FileChange, FilePatch, Line
from patchkit.model.facts import Outline
from patchkit.model.placement import FilePlacement, Outcome, Placement, Reason
from patchkit.placement.diagnosis import why_nowhere
from patchkit.placement.engine import HunkPlacer
from patchkit.placement.heading import function_written_for
from patchkit.placement.heirs import Elsewhere, nowhere_else
from patchkit.placement.image import Image, file_line
from patchkit.placement.options import PlacementOptions

# What is said of a file is the worst of its hunks, in this order.
_MILDEST_FIRST = (
    Outcome.ALREADY,
    Outcome.EXACT,
    Outcome.OFFSET,
    Outcome.THREE_WAY,
    Outcome.FUZZ,
    Outcome.NOT_ANALYSED,
    Outcome.REJECTED,
)
MOVES = (FileChange.RENAMED, FileChange.COPIED)
"""What gives a file's content a new name."""

_NOT_TEXT = {"120000": "a symbolic link is not analysed", "160000": "a submodule is not analysed"}

Placed = tuple[FilePlacement, bytes | None]


def place_file(
    data: bytes | None,
    file_patch: FilePatch,
    outline: Outline | None = None,
    options: PlacementOptions | None = None,
    elsewhere: Elsewhere = nowhere_else,
) -> Placed:
    """Returns what became of `file_patch` on a file with the bytes `data`, and the bytes after it.

    `data` is the file under its old name (for a new file, what stands in its way) or None when
    there is none; the result's bytes are those under the new name, None when there is no file
    after it. `outline` holds the functions of `data`; without it no hunk is placed by function.
    `elsewhere` names functions of other files, for those that this one lacks.
    """
    if why := _not_analysed(file_patch):
        return all_hunks(file_patch, Outcome.NOT_ANALYSED, detail=why), data
    if file_patch.change is FileChange.ADDED:
        return _new_file(data, file_patch)
    if file_patch.change is FileChange.DELETED:
        return _deleted_file(data, file_patch)
    if data is None:
        return refused(file_patch, Reason.FILE_MISSING, f"{file_patch.source} is not there"), None
    image = Image(data)
    placer = HunkPlacer(
        file_patch.source, image, outline or Outline(()), options or PlacementOptions(), elsewhere
    )
    return summary(file_patch, placer.place_all(file_patch.hunks)), image.data()


def summary(file_patch: FilePatch, hunks: tuple[Placement, ...]) -> FilePlacement:
    """Returns the placement of a file that is there: the worst of its hunks, EXACT without any.

    A file whose lines are as they should be and whose name is not is no file that is there already.
    """
    outcomes = [hunk.outcome for hunk in hunks]
    if not hunks or file_patch.change in MOVES:
        outcomes.append(Outcome.EXACT)
    worst = max(outcomes, key=_MILDEST_FIRST.index)
    reason = next((hunk.reason for hunk in hunks if hunk.reason is not None), None)
    return FilePlacement(file_patch.path, worst, hunks, reason, _beyond_hunks(file_patch))


def all_hunks(
    file_patch: FilePatch, outcome: Outcome, reason: Reason | None = None, detail: str = ""
) -> FilePlacement:
    """Returns a placement in which the file and every hunk of it share one outcome."""
    line = 1 if outcome in (Outcome.EXACT, Outcome.ALREADY) and file_patch.hunks else None
    hunks = tuple(
        Placement(index, outcome, line, reason=reason, detail=detail, written_for=written_for)
        for index, written_for in enumerate(map(function_written_for, file_patch.hunks))
    )
    return FilePlacement(file_patch.path, outcome, hunks, reason, detail)


def refused(file_patch: FilePatch, reason: Reason, detail: str) -> FilePlacement:
    """Returns a placement that refuses the file and every hunk of it for one reason."""
    return all_hunks(file_patch, Outcome.REJECTED, reason, detail)


def _not_analysed(file_patch: FilePatch) -> str:
    if file_patch.binary:
        return "a binary patch is not analysed"
    modes = (file_patch.new_mode, file_patch.old_mode)
    return next((_NOT_TEXT[mode] for mode in modes if mode in _NOT_TEXT), "")


def _new_file(data: bytes | None, file_patch: FilePatch) -> Placed:
    content = _joined(line for hunk in file_patch.hunks for line in hunk.postimage)
    if data is None:
        return all_hunks(file_patch, Outcome.EXACT), content
    if data == content:
        return all_hunks(file_patch, Outcome.ALREADY, detail="the file is there already"), data
    detail = f"{file_patch.path} is there already, with other content"
    return refused(file_patch, Reason.FILE_EXISTS, detail), data


def _deleted_file(data: bytes | None, file_patch: FilePatch) -> Placed:
    if data is None:
        return all_hunks(file_patch, Outcome.ALREADY, detail="the file is gone already"), None
    content = _joined(line for hunk in file_patch.hunks for line in hunk.preimage)
    if data == content:
        return all_hunks(file_patch, Outcome.EXACT), None
    # Losing lines that the patch's author never saw is no deletion: all or nothing.
    lines = sum(len(hunk.preimage) for hunk in file_patch.hunks)
    reason, detail = Reason.CONTEXT_DIFFERS, f"it goes on behind line {lines}"
    if not data.startswith(content):
        reason, detail = why_nowhere(Image(data), file_patch.hunks[0])
    return refused(file_patch, reason, f"the file to delete is not the patch's: {detail}"), data


def _joined(lines: Iterable[Line]) -> bytes:
    return b"".join(file_line(line) for line in lines)


def _beyond_hunks(file_patch: FilePatch) -> str:
    """Says what happens to the file apart from its lines: its name and its mode."""
    parts = []
    if file_patch.change in MOVES:
        parts.append(f"{file_patch.change} from {file_patch.source}")
    if file_patch.old_mode and file_patch.new_mode and file_patch.old_mode != file_patch.new_mode:
        parts.append(f"mode {file_patch.old_mode} to {file_patch.new_mode}")
    return ", ".join(parts)
