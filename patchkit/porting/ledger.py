"""What the port of a series makes of the touched files, patch by patch, checked against the tree.

The port says of each file what it was and what it becomes. Here that is played through again from the
target's own files: whatever does not follow on is a fault of patchkit and stops the port. git's order of
things holds within a patch: renames and copies read the files as they were before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from patchkit.errors import PortError
from patchkit.model.diff import FileChange
from patchkit.model.port import FilePort, PatchPort
from patchkit.model.tree import Tree


class File(NamedTuple):
    """A file's mode (git's octal string) and bytes."""

    mode: str
    data: bytes


Files = dict[str, File | None]
"""Files by path; None says that there is no such file."""


class Played(Struct, frozen=True):
    """The touched files as they are in the tree, and what each patch changes of them, in order."""

    base: Files
    changes: tuple[Files, ...]


def play(ports: Iterable[PatchPort], tree: Tree) -> Played:
    """Returns the touched files and their changes; raises PortError where the port contradicts itself.

    A mode is changed only by a file that says so (`old_mode` differs from `new_mode`); else a file keeps
    the mode that the tree gives it.
    """
    ledger = _Ledger(tree)
    changes = tuple(ledger.play(port) for port in ports)
    return Played(ledger.base, changes)


class _Ledger:
    def __init__(self, tree: Tree) -> None:
        self.base: Files = {}
        self._tree = tree
        self._now: Files = {}

    def play(self, port: PatchPort) -> Files:
        """Returns what the patch changes, and goes on from there."""
        removed: set[str] = set()
        made: Files = {}
        for file in port.files:
            found = self._found(file, removed, made)
            if (None if found is None else found.data) != file.before:
                raise _contradiction(port, file, "the file is not as the patches before leave it")
            if not file.changed:
                continue
            if file.source != file.path and not _copies(file):
                removed.add(file.source)
            if file.after is None:
                removed.add(file.path)
                made.pop(file.path, None)
                continue
            mode = file.new_mode if found is None or file.old_mode != file.new_mode else found.mode
            made[file.path] = File(mode, file.after)
        self._unoccupied(port, removed, made)
        after = {**dict.fromkeys(removed), **made}
        changes = {path: file for path, file in after.items() if self._look(path) != file}
        self._now.update(changes)
        return changes

    def _found(self, file: FilePort, removed: set[str], made: Files) -> File | None:
        if file.source == file.path:
            if file.source in made:
                return made[file.source]
            if file.source in removed:
                return None
        return self._look(file.source)

    def _unoccupied(self, port: PatchPort, removed: set[str], made: Files) -> None:
        """A new name must be free, or become so in the same patch."""
        for file in port.files:
            if file.changed and file.source != file.path and file.path in made:
                taken = file.path not in removed and self._look(file.path) is not None
                if taken:
                    raise _contradiction(port, file, "its new name is taken")

    def _look(self, path: str) -> File | None:
        if path not in self._now:
            data = self._tree.read(path)
            file = None if data is None else File(self._tree.mode(path), data)
            self.base[path] = self._now[path] = file
        return self._now[path]


def _copies(file: FilePort) -> bool:
    return file.original is not None and file.original.change is FileChange.COPIED


def _contradiction(port: PatchPort, file: FilePort, what: str) -> PortError:
    return PortError(
        f"patch {port.patch.number}: the port of {file.path} contradicts itself: {what}",
        where=port.patch.where,
        hint="this is a fault of patchkit; nothing was written",
    )
