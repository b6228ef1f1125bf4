"""Ports a series patch by patch: which file of the target a file patch is about, and what it becomes.

Every patch is ported onto what those before it left. All claims on the hunks of one patch are collected
first (`claims`), then each hunk is decided (`decide`); a hunk that the caller has refused stays out.
Knows no rule: what a port breaks is found by checking it, and the caller comes again with what has to
fall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from patchkit.errors import GitError, TreeError
from patchkit.gitio import TreeMerger
from patchkit.model.diff import FileChange, FilePatch
from patchkit.model.port import Cause, Conflict, FilePort, PatchPort
from patchkit.model.series import Patch, Series
from patchkit.model.tree import Tree
from patchkit.placement.bases import Base, BaseFinder, with_hunks
from patchkit.placement.files import place_file
from patchkit.placement.moved import FileFinder
from patchkit.placement.options import OutlineOf, PlacementOptions, RenamedTo
from patchkit.porting.dependence import torn
from patchkit.porting.files import Target, port_new_file, port_old_file, port_text, without
from patchkit.porting.reasons import left_out_lines
from patchkit.trees import OverlayTree

_MOVES = (FileChange.RENAMED, FileChange.COPIED)
_CHANGED = (FileChange.MODIFIED, *_MOVES)
_NOT_TEXT = {"120000": "a symbolic link", "160000": "a submodule"}

HunkKey = tuple[int, str, int]
"""A hunk of a series: patch number, the file's name after the patch, 0-based place in it."""


Amend = Callable[[PatchPort, Tree, Tree], tuple[PatchPort, Mapping[str, bytes]]]
"""Given a ported patch and the trees before and after it, returns more of it, and what that changes."""


class EngineOptions(Struct, frozen=True):
    """What the engine may ask, and what it has to leave out.

    `refused` are hunks that must not be placed, with the conflict to say instead. With `confident_only`
    likely results become conflicts. `amend` adds to each patch before the next is ported.
    """

    outline_of: OutlineOf
    bases: BaseFinder | None = None
    renamed_to: RenamedTo | None = None
    confident_only: bool = False
    refused: Mapping[HunkKey, Conflict] = field(default_factory=dict)
    amend: Amend | None = None


class SeriesPort(NamedTuple):
    """What became of each patch, and the trees T0 (as given) to Tn."""

    patches: tuple[PatchPort, ...]
    trees: tuple[Tree, ...]


def port_patches(
    series: Series,
    tree: Tree,
    options: EngineOptions,
    progress: Callable[[int, int], None] | None = None,
) -> SeriesPort:
    """Returns the port of each patch of `series` onto `tree`.

    `progress` is called with (patches ported, patches in all).
    """
    every = [file for patch in series.patches for file in patch.files]
    finder = FileFinder(every, options.outline_of, options.renamed_to)
    trees, ports = [tree], list[PatchPort]()
    with TreeMerger() as merger:
        for done, patch in enumerate(series.patches, start=1):
            porter = _PatchPorter(patch, trees[-1], options, finder, merger, left_out_lines(ports))
            port = porter.port()
            if options.bases is not None:
                options.bases.note(patch)
            changes = porter.changes
            if options.amend is not None:
                after = OverlayTree(trees[-1], changes, porter.modes) if changes else trees[-1]
                port, more = options.amend(port, trees[-1], after)
                changes |= more
            ports.append(port)
            trees.append(OverlayTree(trees[-1], changes, porter.modes) if changes else trees[-1])
            if progress is not None:
                progress(done, len(series.patches))
    return SeriesPort(tuple(ports), tuple(trees))


class _PatchPorter:
    """One patch; remembers the names it has made and removed, for later file patches of it."""

    def __init__(
        self,
        patch: Patch,
        tree: Tree,
        options: EngineOptions,
        finder: FileFinder,
        merger: TreeMerger,
        brought: Mapping[str, Mapping[bytes, str]],
    ) -> None:
        self._patch, self._tree, self._options = patch, tree, options
        self._brought = brought
        self._finder, self._merger = finder, merger
        self._merged: dict[str, tuple[Base, bytes]] = {}
        self._torn: dict[tuple[str, int], Conflict] = {}
        self.changes: dict[str, bytes | None] = {}
        self.modes: dict[str, str] = {}

    def port(self) -> PatchPort:
        targets = {}
        for file_patch in self._patch.files:
            if file_patch.change in _CHANGED and not _not_text(file_patch):
                targets[id(file_patch)] = self._target(file_patch)
        self._merge([one for one in targets.values() if isinstance(one, Target)])
        files = self._files(targets)
        while fresh := {key: why for key, why in torn(files).items() if key not in self._torn}:
            self._torn |= fresh
            files = self._files(targets)
        return PatchPort(self._patch, tuple(files))

    def _files(self, targets: Mapping[int, Target | FilePort]) -> list[FilePort]:
        self.changes, self.modes = {}, {}
        files = []
        for file_patch in self._patch.files:
            port = self._port(file_patch, targets.get(id(file_patch)))
            files.append(port)
            self._note(file_patch, port)
        return files

    def _port(self, file_patch: FilePatch, target: Target | FilePort | None) -> FilePort:
        if isinstance(target, Target) and target.source in self.changes:
            target = self._target(file_patch)  # an earlier part of the patch has changed the file
        if isinstance(target, FilePort):
            return target
        if target is not None:
            merged = self._merged.get(target.source)
            path = self._new_name(file_patch, target.source)
            refused = self._refused(file_patch)
            return port_text(target, path, merged, refused, self._options.confident_only)
        try:
            return self._whole(file_patch)
        except TreeError as error:
            return _unreadable(file_patch, error)

    def _whole(self, file_patch: FilePatch) -> FilePort:
        """A file patch that creates or deletes its file, or is no text."""
        if why := _not_text(file_patch):
            return self._carried(file_patch, why)
        if file_patch.change is FileChange.ADDED:
            port = port_new_file(file_patch, self._read(file_patch.path))
        else:
            source, _ = self._where(file_patch)
            data = self._read(source) if source else None
            port = port_old_file(file_patch, source, data, self._tree.mode(source) if source else "")
        own = str(file_patch.path)
        half = next((one for (path, _), one in self._torn.items() if path == own), None)
        return port if half is None else without(port, half)

    def _target(self, file_patch: FilePatch) -> Target | FilePort:
        """Returns the file that a file patch changes, or the port that says why there is none."""
        try:
            source, note = self._where(file_patch)
            data = self._read(source) if source else None
        except TreeError as error:
            return _unreadable(file_patch, error)
        if data is None:
            return _missing(file_patch, note)
        outline = self._options.outline_of(source, data)
        placement, _ = place_file(data, file_patch, outline, PlacementOptions())
        notes = (note,) if note else ()
        mode = self._tree.mode(source)
        brought = self._brought.get(source, {})
        return Target(file_patch, source, data, mode, outline, placement, notes, brought)

    def _merge(self, targets: Iterable[Target]) -> None:
        """Has git merge, where a base is found, the files of which text does not place all hunks."""
        bases: dict[str, tuple[Target, Base]] = {}
        for target in targets:
            if not target.placed and (base := self._base(target.patch)) is not None:
                bases[target.source] = target, base
        if not bases:
            return
        try:
            merged = self._merger.merge(
                {source: base.data for source, (_, base) in bases.items()},
                {source: target.data for source, (target, _) in bases.items()},
                {source: _changed(base, target.patch) for source, (target, base) in bases.items()},
            )
        except GitError:
            return  # no merge is no evidence; the other methods have their say
        self._merged = {
            source: (base, merged.files[source])
            for source, (_, base) in bases.items()
            if source in merged.files
        }

    def _new_name(self, file_patch: FilePatch, source: str) -> str:
        return str(file_patch.path) if file_patch.change in _MOVES else source

    def _refused(self, file_patch: FilePatch) -> dict[int, Conflict]:
        own = str(file_patch.path)
        refused = {index: why for (path, index), why in self._torn.items() if path == own}
        for (number, path, index), conflict in self._options.refused.items():
            if (number, path) == (self._patch.number, own):
                refused[index] = conflict
        return refused

    def _carried(self, file_patch: FilePatch, why: str) -> FilePort:
        source = str(file_patch.source)
        data = self._read(source)
        mode = self._tree.mode(source)
        conflict = Conflict(Cause.NOT_TEXT, f"{file_patch.path} is {why}, which is not ported")
        return FilePort(file_patch, source, source, data, data, mode, mode, conflict=conflict)

    def _where(self, file_patch: FilePatch) -> tuple[str, str]:
        """Returns the name that the file has in the target ("" for none), and a note when it moved."""
        source = str(file_patch.source)
        if self._exists(source):
            return source, ""
        base = self._base(file_patch)
        found = self._finder.look(source, self._tree, base.data if base is not None else None)
        return found.path, found.detail

    def _base(self, file_patch: FilePatch) -> Base | None:
        return self._options.bases.find(file_patch) if self._options.bases is not None else None

    def _note(self, file_patch: FilePatch, port: FilePort) -> None:
        if not port.changed:
            return
        if port.after is None or (port.path != port.source and file_patch.change is FileChange.RENAMED):
            self.changes[port.source] = None
        if port.after is not None:
            self.changes[port.path] = port.after
            self.modes[port.path] = port.new_mode

    def _exists(self, path: str) -> bool:
        return self.changes[path] is not None if path in self.changes else self._tree.exists(path)

    def _read(self, path: str) -> bytes | None:
        return self.changes[path] if path in self.changes else self._tree.read(path)


def _not_text(file_patch: FilePatch) -> str:
    if file_patch.binary:
        return "changed by a binary patch"
    modes = (file_patch.new_mode, file_patch.old_mode)
    return next((_NOT_TEXT[mode] for mode in modes if mode in _NOT_TEXT), "")


def _unreadable(file_patch: FilePatch, error: TreeError) -> FilePort:
    source = str(file_patch.source)
    conflict = Conflict(Cause.UNREADABLE, f"{source}: {error.message}")
    return FilePort(file_patch, source, source, None, None, "", "", conflict=conflict)


def _missing(file_patch: FilePatch, detail: str) -> FilePort:
    source = str(file_patch.source)
    conflict = Conflict(Cause.FILE_MISSING, detail or f"{source} is not there")
    return FilePort(file_patch, source, source, None, None, "", "", conflict=conflict)


def _changed(base: Base, file_patch: FilePatch) -> bytes:
    return with_hunks(base.data, zip(file_patch.hunks, base.starts, strict=True))
