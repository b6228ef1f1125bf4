"""The plain port: what stands in the target, be it at an offset, goes in; all else is a conflict."""

from __future__ import annotations

from dataclasses import replace

from patchkit.model.diff import FileChange, FilePatch, Hunk, Line
from patchkit.model.placement import FilePlacement, Outcome, Placement, Reason
from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, Method, PatchPort
from patchkit.model.series import Patch, Series
from patchkit.model.tree import Tree
from patchkit.placement import PlacementOptions
from patchkit.placement.options import OutlineOf
from patchkit.placement.patches import place_patch
from patchkit.trees import OverlayTree

_CAUSES = {
    Reason.FILE_MISSING: Cause.FILE_MISSING,
    Reason.FILE_MOVED: Cause.FILE_MISSING,
    Reason.FILE_EXISTS: Cause.FILE_EXISTS,
    Reason.CONTEXT_DIFFERS: Cause.NO_ANCHOR,
    Reason.REMOVED_LINES_GONE: Cause.REMOVED_LINES_GONE,
    Reason.WRONG_FUNCTION: Cause.WRONG_FUNCTION,
    Reason.AMBIGUOUS: Cause.AMBIGUOUS,
    Reason.UNREADABLE: Cause.UNREADABLE,
}
_MOVES = (FileChange.RENAMED, FileChange.COPIED)


def port_plainly(series: Series, tree: Tree, outline_of: OutlineOf) -> tuple[PatchPort, ...]:
    """Returns the port of each patch on what those before it left of `tree`."""
    ports = []
    for patch in series.patches:
        files = []
        for file_patch in patch.files:
            file, tree = _port_file(patch, file_patch, tree, outline_of)
            files.append(file)
        ports.append(PatchPort(patch, tuple(files)))
    return tuple(ports)


def _port_file(
    patch: Patch, file_patch: FilePatch, tree: Tree, outline_of: OutlineOf
) -> tuple[FilePort, Tree]:
    alone = replace(patch, files=(file_patch,))
    placement, changes = place_patch(alone, tree, outline_of, PlacementOptions(max_fuzz=0))
    (placed,) = placement.files
    source, path = str(file_patch.source), str(file_patch.path)
    moved = file_patch.change in _MOVES and path in changes
    before = tree.read(source)
    after = changes.get(path, before) if moved or source == path else before
    mode = tree.mode(source)
    mode_changes = placed.outcome.applied and file_patch.old_mode != file_patch.new_mode
    new_mode = (file_patch.new_mode if mode_changes or before is None else "") or mode or "100644"
    hunks = tuple(map(_port_hunk, placed.hunks, file_patch.hunks))
    refused = placed.outcome in (Outcome.REJECTED, Outcome.NOT_ANALYSED)
    whole = refused and not any(hunk.conflict for hunk in hunks)
    file = FilePort(
        original=file_patch,
        source=source,
        path=path if moved else source,
        before=before,
        after=after,
        old_mode=mode,
        new_mode="" if after is None else new_mode,
        hunks=hunks,
        conflict=_conflict(placed) if whole else None,
    )
    return file, OverlayTree(tree, changes) if changes else tree


def _port_hunk(placed: Placement, hunk: Hunk) -> HunkPort:
    function = placed.landed_in or placed.written_for
    if placed.outcome in (Outcome.REJECTED, Outcome.NOT_ANALYSED):
        conflict = replace(_conflict(placed), base=_text(hunk.preimage), theirs=_text(hunk.postimage))
        return HunkPort(placed.index, Grade.CONFLICT, function=function, conflict=conflict)
    method = Method.ALREADY if placed.outcome is Outcome.ALREADY else Method.TEXT
    notes = (placed.detail,) if placed.detail else ()
    return HunkPort(
        placed.index, Grade.CONFIDENT, method, line=placed.line, function=function, notes=notes
    )


def _conflict(placed: Placement | FilePlacement) -> Conflict:
    cause = Cause.NOT_TEXT if placed.reason is None else _CAUSES[placed.reason]
    return Conflict(cause, placed.detail)


def _text(lines: tuple[Line, ...]) -> bytes:
    return b"".join(line.text + b"\n" for line in lines)
