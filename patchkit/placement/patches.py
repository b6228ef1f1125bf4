"""One patch on one tree: which file each file patch reads, and which it leaves behind.

git's order of things: a file patch sees what earlier ones of the same patch left, except that
renames and copies read the tree as it was, so that two files may swap their names; a name that the
patch vacates may be taken by another file of it. Removals come before creations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patchkit.errors import TreeError
from patchkit.model.diff import FileChange, FilePatch
from patchkit.model.placement import FilePlacement, Heir, Outcome, PatchPlacement, Reason
from patchkit.model.series import Patch
from patchkit.model.tree import Tree
from patchkit.placement.files import MOVES, Placed, all_hunks, place_file, refused
from patchkit.placement.functions import Body
from patchkit.placement.heirs import Kin
from patchkit.placement.moved import FileFinder
from patchkit.placement.options import OutlineOf, PlacementOptions
from patchkit.placement.three_way import merge_open_hunks
from patchkit.placement.tokens import c_tokens

Changes = dict[str, bytes | None]


def place_patch(
    patch: Patch,
    tree: Tree,
    outline_of: OutlineOf,
    options: PlacementOptions | None = None,
    finder: FileFinder | None = None,
) -> tuple[PatchPlacement, Changes]:
    """Returns what became of `patch` on `tree`, and the files it changes (None: it deletes one).

    `finder` looks for files that the tree lacks; one for a whole series knows more and lists the tree
    once.

    A patch whose diff was not understood is refused as a whole. A file that the tree cannot give
    is refused as unreadable; the tree keeps the incident.
    """
    if patch.malformed:
        lost = FilePlacement(
            "", Outcome.REJECTED, reason=Reason.UNREADABLE, detail=f"the diff: {patch.malformed}"
        )
        return PatchPlacement(patch.number, (lost,)), {}
    options = options or PlacementOptions()
    finder = finder or FileFinder(patch.files, outline_of, options.renamed_to)
    placer = _PatchPlacer(patch.files, tree, outline_of, options, finder)
    files = tuple(placer.place(file_patch) for file_patch in patch.files)
    return PatchPlacement(patch.number, files), placer.changes


class _PatchPlacer:
    """The names a patch has removed and the files it has made so far."""

    def __init__(
        self,
        files: Iterable[FilePatch],
        tree: Tree,
        outline_of: OutlineOf,
        options: PlacementOptions,
        finder: FileFinder,
    ) -> None:
        self._tree = tree
        self._finder = finder
        self._outline_of = outline_of
        self._options = options
        leaves = (FileChange.DELETED, FileChange.RENAMED)
        self._vacated = {file.source for file in files if file.change in leaves}
        self._made: dict[str, bytes] = {}
        self._removed: set[str] = set()

    @property
    def changes(self) -> Changes:
        return {**dict.fromkeys(self._removed), **self._made}

    def place(self, file_patch: FilePatch) -> FilePlacement:
        """Places one file patch and notes what it leaves behind."""
        try:
            placement, data = self._placed(file_patch)
            placement = self._looked_for(file_patch, placement)
        except TreeError as error:
            return refused(file_patch, Reason.UNREADABLE, f"{file_patch.source}: {error.message}")
        if placement.outcome in (Outcome.ALREADY, Outcome.NOT_ANALYSED):
            return placement
        self._note(file_patch, placement, data)
        return placement

    def _note(self, file_patch: FilePatch, placement: FilePlacement, data: bytes | None) -> None:
        refused_whole = placement.outcome is Outcome.REJECTED and not any(
            hunk.outcome.applied for hunk in placement.hunks
        )
        if refused_whole:
            return
        mode_only = file_patch.change is FileChange.MODIFIED and not file_patch.hunks
        if data is not None and not mode_only:
            self._made[file_patch.path] = data
        if file_patch.change in (FileChange.DELETED, FileChange.RENAMED):
            self._removed.add(file_patch.source)

    def _placed(self, file_patch: FilePatch) -> Placed:
        if file_patch.change is FileChange.ADDED:
            return place_file(self._in_the_way(file_patch.path), file_patch)
        if file_patch.change is FileChange.DELETED:
            return place_file(self._read(file_patch.source), file_patch)
        if file_patch.change in MOVES:
            return self._moved(file_patch)
        return self._on(self._read(file_patch.source), file_patch)

    def _moved(self, file_patch: FilePatch) -> Placed:
        """A rename or copy: reads the old name in the tree as it was before the patch."""
        data = self._tree.read(file_patch.source)
        present = self._in_the_way(file_patch.path)
        if data is None:
            return self._moved_before(present, file_patch)
        placement, result = self._on(data, file_patch)
        if present is None or placement.outcome is Outcome.NOT_ANALYSED:
            return placement, result
        if file_patch.change is FileChange.COPIED and result == present:
            detail = "the copy is there already"
            return all_hunks(file_patch, Outcome.ALREADY, detail=detail), present
        detail = f"{file_patch.path} is there already, and so is {file_patch.source}"
        return refused(file_patch, Reason.FILE_EXISTS, detail), present

    def _moved_before(self, present: bytes | None, file_patch: FilePatch) -> Placed:
        """The old name is gone: fine when the new one holds the postimage, else refused."""
        if present is not None:
            placement, _ = self._on(present, file_patch)
            there = all(hunk.outcome is Outcome.ALREADY for hunk in placement.hunks)
            if there and placement.outcome is not Outcome.NOT_ANALYSED:
                hunks = placement.hunks
                detail = f"{file_patch.change} already"
                return FilePlacement(file_patch.path, Outcome.ALREADY, hunks, None, detail), present
        return place_file(None, file_patch)

    def _looked_for(self, file_patch: FilePatch, placement: FilePlacement) -> FilePlacement:
        """Says where a missing file moved to; one to be deleted is gone only when it is nowhere."""
        missing = placement.reason is Reason.FILE_MISSING
        deleted = file_patch.change is FileChange.DELETED and placement.outcome is Outcome.ALREADY
        if not missing and not deleted:
            return placement
        found = self._finder.verdict(file_patch.source, self._tree)
        if deleted and found.reason is not Reason.FILE_MOVED:
            return placement
        return refused(file_patch, found.reason, found.detail)

    def _elsewhere(self, name: str, body: Body) -> Iterator[Heir]:
        """Yields the functions of this name in other files, as far as the caller knows them."""
        find = self._options.find_function
        for path in find(name) if find is not None else ():
            data = self._read(path)
            if data is None:
                continue
            outline = self._outline_of(path, data)
            kin = Kin(path, c_tokens(data), outline)
            yield from (kin.likened(name, body, span) for span in outline.functions if span.name == name)

    def _on(self, data: bytes | None, file_patch: FilePatch) -> Placed:
        """Places the hunks; an outline costs a parse, so it is asked for only when there are some."""
        outline = None
        if data is not None and file_patch.hunks:
            outline = self._outline_of(file_patch.source, data)
        placed = place_file(data, file_patch, outline, self._options, self._elsewhere)
        if data is None or outline is None or self._options.bases is None:
            return placed
        return merge_open_hunks(data, file_patch, placed, outline, self._options.bases)

    def _in_the_way(self, path: str) -> bytes | None:
        """Returns the file that a new name would overwrite, None when the name is free."""
        return None if path in self._vacated and path not in self._made else self._read(path)

    def _read(self, path: str) -> bytes | None:
        if path in self._made:
            return self._made[path]
        return None if path in self._removed else self._tree.read(path)
