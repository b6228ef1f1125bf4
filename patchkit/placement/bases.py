"""Finds the base of a three-way merge: the file, before the patch, that the patch was made on.

First by the `index` line's blob id, in every object store and tree at hand, or by placing earlier
patches of the series on such a blob. Else it is the file of the newest given tree on which the file
patch fits strictly (no fuzz), forward, or in reverse where the tree has the patch already: the rule of
the kernel's backporting.rst, to apply a patch where it applies cleanly first. Refuses to guess: no
strict fit, no base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import MissingObjectError
from patchkit.gitio import blob_id
from patchkit.model.diff import FileChange, FilePatch, Hunk, Line
from patchkit.model.findings import Incident
from patchkit.model.placement import Outcome
from patchkit.model.series import Patch
from patchkit.model.tree import Tree
from patchkit.placement.files import place_file
from patchkit.placement.image import Image, Place
from patchkit.placement.options import OutlineOf, PlacementOptions
from patchkit.trees import BlobStore

# Fewer digits of an id say too little (git's own shortest abbreviation by default).
_TELLING_DIGITS = 7
_SHOWN_DIGITS = 12
_PATCHED = " with earlier patches"
_STRICT = PlacementOptions(max_fuzz=0)
_REVERSED = {" ": " ", "-": "+", "+": "-"}
_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(?:-rc(\d+))?")


class Base(Struct, frozen=True):
    """The bytes of the file before the patch, the 0-based line at which each hunk starts, its name.

    `name` is for people: "kernel/memremap.c of linux-4.20 (blob 9eced2cc9f94)".
    """

    data: bytes
    starts: tuple[int, ...]
    name: str


class _Found(NamedTuple):
    """A version of a file, and where it is from."""

    data: bytes
    origin: str


class BaseFinder:
    """Looks for bases; remembers the patches of the series that went before (`note`)."""

    def __init__(
        self,
        trees: Iterable[Tree],
        stores: Iterable[BlobStore],
        outline_of: OutlineOf,
    ) -> None:
        """Takes base trees in any order and object stores; `outline_of` as for `place_patch`."""
        self._trees = sorted(trees, key=lambda tree: newness(tree.identity.version), reverse=True)
        self._stores = tuple(stores)
        self._outline_of = outline_of
        self._earlier: list[FilePatch] = []
        self._noted_first: tuple[FilePatch, ...] = ()
        self._known: dict[str, _Found] = {}

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """What trees and stores could not read while they were asked for bases."""
        told = [tree.incidents for tree in self._trees] + [store.incidents for store in self._stores]
        return tuple(incident for incidents in told for incident in incidents)

    def restarted(self) -> BaseFinder:
        """Returns a finder of the same trees and stores that was told of no patch but the first ones.

        Those are what was noted before `start` was called.
        """
        finder = BaseFinder((), self._stores, self._outline_of)
        finder._trees = self._trees
        finder._earlier = list(self._noted_first)
        finder._noted_first = self._noted_first
        return finder

    def start(self) -> None:
        """Says that what was noted so far comes before the series, and what follows is its own."""
        self._noted_first = tuple(self._earlier)

    def note(self, patch: Patch) -> None:
        """Remembers a patch that comes before those whose bases are asked for from now on."""
        self._earlier += patch.files

    def versions(self, path: str) -> Iterator[tuple[str, str, bytes]]:
        """Yields (name, kernel version, bytes of `path`) of each base tree that has it, newest first."""
        for tree in self._trees:
            data = _read(tree, path)
            if data is not None:
                yield _name(tree), tree.identity.version, data

    def find(self, file_patch: FilePatch) -> Base | None:
        """Returns the base of a file patch that changes lines of an existing file, or None."""
        path = str(file_patch.source)
        exact = self._blob(file_patch.old_blob, path, len(self._earlier))
        if exact is not None and (base := self._based(exact, file_patch)) is not None:
            return base
        for tree in self._trees:
            for found in self._before(tuple(self._versions(tree, path)), file_patch):
                if (base := self._based(found, file_patch)) is not None:
                    return base
        return None

    def _based(self, found: _Found, file_patch: FilePatch) -> Base | None:
        starts = self._fits(found.data, file_patch.hunks, file_patch)
        if starts is None:
            return None
        return Base(found.data, starts, f"{found.origin} (blob {blob_id(found.data)[:_SHOWN_DIGITS]})")

    def _before(self, versions: Sequence[_Found], file_patch: FilePatch) -> Iterator[_Found]:
        """Yields what may be the file before the patch: all as they are, then with it taken back."""
        yield from versions
        backward = tuple(reversed_hunk(hunk) for hunk in file_patch.hunks)
        for found in versions:
            starts = self._fits(found.data, backward, file_patch)
            if starts is not None:
                before = with_hunks(found.data, zip(backward, starts, strict=True))
                yield _Found(before, f"{found.origin} without the patch")

    def _versions(self, tree: Tree, path: str) -> Iterator[_Found]:
        """Yields the file of a tree with those earlier patches that fit strictly, then as it is."""
        plain = _read(tree, path)
        name, chain = self._chain(path)
        data = _read(tree, name)
        for file_patch in chain:
            if data is not None:
                data = self._after(data, file_patch) or data
        if data is not None and data != plain:
            yield _Found(data, f"{name} of {_name(tree)}{_PATCHED}")
        if plain is not None:
            yield _Found(plain, f"{path} of {_name(tree)}")

    def _chain(self, path: str) -> tuple[str, list[FilePatch]]:
        """Returns the earlier file patches that lead to `path`, and the name before the first."""
        chain: list[FilePatch] = []
        for file_patch in reversed(self._earlier):
            if file_patch.path == path:
                chain.append(file_patch)
                path = str(file_patch.source)
        return path, chain[::-1]

    def _blob(self, object_id: str, path: str, before: int) -> _Found | None:
        """Returns the blob, from `path` of a tree, a store, or an earlier patch that makes it."""
        if len(object_id) < _TELLING_DIGITS or not object_id.strip("0"):
            return None
        if object_id not in self._known:
            found = self._stored(object_id, path) or self._made(object_id, path, before)
            if found is None:
                return None
            self._known[object_id] = found
        return self._known[object_id]

    def _stored(self, object_id: str, path: str) -> _Found | None:
        for tree in self._trees:
            data = _read(tree, path)
            if data is not None and blob_id(data).startswith(object_id):
                return _Found(data, f"{path} of {_name(tree)}")
        blobs = (store.blob(object_id) for store in self._stores)
        return next((_Found(data, path) for data in blobs if data is not None), None)

    def _made(self, object_id: str, path: str, before: int) -> _Found | None:
        """Returns what an earlier patch makes of a blob, when its `index` line says that it is this."""
        for at in range(before - 1, -1, -1):
            one = self._earlier[at]
            if one.path == path and _same_id(one.new_blob, object_id):
                source = self._blob(one.old_blob, str(one.source), at)
                if source is None:
                    return None
                data = self._after(source.data, one)
                origin = f"{source.origin.removesuffix(_PATCHED)}{_PATCHED}"
                return _Found(data, origin) if data is not None else None
        return None

    def _after(self, data: bytes, file_patch: FilePatch) -> bytes | None:
        """Returns the file after the patch, None when the patch does not fit strictly."""
        starts = self._fits(data, file_patch.hunks, file_patch)
        if starts is None:
            return None
        return with_hunks(data, zip(file_patch.hunks, starts, strict=True))

    def _fits(self, data: bytes, hunks: Sequence[Hunk], file_patch: FilePatch) -> tuple[int, ...] | None:
        """Returns where each hunk starts (0-based), None unless all of them fit without fuzz."""
        edit = replace(file_patch, change=FileChange.MODIFIED, hunks=tuple(hunks))
        outline = self._outline_of(str(file_patch.source), data)
        placed = place_file(data, edit, outline, _STRICT)[0].hunks
        if any(one.outcome not in (Outcome.EXACT, Outcome.OFFSET) for one in placed):
            return None
        return tuple(one.line - 1 for one in placed if one.line is not None)


def with_hunks(data: bytes, hunks: Iterable[tuple[Hunk, int]]) -> bytes:
    """Returns `data` with hunks put in, each where its 0-based start says; they must be in order."""
    image = Image(data)
    for hunk, start in hunks:
        image.write(hunk, Place(start))
    return image.data()


def reversed_hunk(hunk: Hunk) -> Hunk:
    """Returns the hunk that takes `hunk` back."""
    lines = tuple(Line(_REVERSED[line.op], line.text, line.newline) for line in hunk.lines)
    return Hunk(
        hunk.new_start,
        hunk.new_count,
        hunk.old_start,
        hunk.old_count,
        hunk.heading,
        lines,
        hunk.position,
    )


def _same_id(one: str, other: str) -> bool:
    """Tells whether two abbreviations of ids may be of the same object."""
    digits = min(len(one), len(other))
    return digits >= _TELLING_DIGITS and one[:digits] == other[:digits]


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except MissingObjectError:  # the tree keeps the incident
        return None


def newness(version: str) -> tuple[int, ...]:
    """Orders kernel versions, a release after its candidates; "" (no kernel) comes before all."""
    match = _VERSION.match(version)
    if match is None:
        return ()
    major, minor, patch, candidate = match.groups()
    return int(major), int(minor), int(patch or 0), candidate is None, int(candidate or 0)


def _name(tree: Tree) -> str:
    location = tree.identity.location
    plain = tree.identity.kind in ("directory", "tarball")
    return location.rstrip("/").rpartition("/")[2] if plain else location
