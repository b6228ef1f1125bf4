"""Whether a tree knows a name at all: the last look before a name is called undeclared.

A name may be declared in a header that an include chain does not show (a Makefile's -I), or made by
macros in a way that nobody sees through. Then some other file declares it in a header, or uses it
without declaring it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from posixpath import dirname, join, normpath

from patchkit.cfacts.blocks import Block
from patchkit.cfacts.places import PlaceKind, Text
from patchkit.cfacts.scope import read_function
from patchkit.cfacts.source import source_of
from patchkit.cfacts.toplevel import file_scope
from patchkit.cfacts.words import Words
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h")
_SKIPPED = ("Documentation/", "tools/", "scripts/", "usr/", "samples/")
_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+\.c)"', re.MULTILINE)
# So many files that use a name are looked into; one that does without declaring it is enough.
_MOST_FILES = 12


class Elsewhere:
    """Answers for one tree; each name is looked for once.

    `declared` are names that some file declares at file scope, a .c file for itself included;
    `included` are the .c files asked for that others include.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._asked: set[bytes] = set()
        self._known: set[bytes] = set()
        self._looked_for: set[str] = set()
        self.declared: set[bytes] = set()
        self.included: set[str] = set()

    def knows(self, names: Collection[bytes], paths: Collection[str] = ()) -> frozenset[bytes]:
        """Returns those of `names` that a file of the tree declares for others, or uses undeclared.

        `paths` are the files that use them; see `included`.
        """
        missing = frozenset(names) - self._asked
        if missing:
            self._asked |= missing
            self._search(missing, [path for path in paths if path.endswith(".c")])
        return frozenset(names) & self._known

    def included_of(self, paths: Collection[str]) -> frozenset[str]:
        """Returns those of `paths`, .c files, that other files include."""
        missing = frozenset(paths) - self._looked_for
        if missing:
            self._search(frozenset(), missing)
        return frozenset(paths) & self.included

    def _search(self, names: frozenset[bytes], paths: Collection[str]) -> None:
        self._looked_for.update(paths)
        finder = Words(names)
        looked = dict.fromkeys(names, 0)
        ends = {path.rpartition("/")[2].encode("utf-8", "surrogateescape") + b'"' for path in paths}
        for path, data in self._tree.containing(sorted((*names, *ends)), _SUFFIXES):
            if path.startswith(_SKIPPED):
                continue
            if any(end in data for end in ends):
                self._note_included(path, data, paths)
            offsets: dict[bytes, list[int]] = {}
            for offset, name in finder.find(data):
                if name not in self._known and looked[name] < _MOST_FILES:
                    offsets.setdefault(name, []).append(offset)
            for name, places in offsets.items():
                if path.endswith(".h"):
                    self._in_header(data, name, places)
                else:
                    looked[name] += 1
                    self._in_source(path, data, name)

    def _note_included(self, path: str, data: bytes, wanted: Collection[str]) -> None:
        """Notes which of the wanted files `path` includes; a file beside it is meant before others."""
        for match in _INCLUDE.finditer(data):
            name = match[1].decode("utf-8", "surrogateescape")
            near = normpath(join(dirname(path), name))
            if near in wanted or not self._tree.exists(near):
                self.included |= {one for one in wanted if one == near or one.endswith("/" + name)}

    def _in_header(self, data: bytes, name: bytes, offsets: list[int]) -> None:
        text = Text(data)
        for offset in offsets:
            place = text.place(offset)
            if place is not None and place.kind is not PlaceKind.TAG:
                self._known.add(name)
                self.declared.add(name)
                return

    def _in_source(self, path: str, data: bytes, name: bytes) -> None:
        scope = file_scope(path, data)
        if name in scope.names or name in scope.made:
            self.declared.add(name)
        elif any(
            _free_in(data, block, name)
            for block in source_of(path, data).blocks.all
            if block.function and block.open >= 0
        ):
            self._known.add(name)


def _free_in(data: bytes, block: Block, name: bytes) -> bool:
    text = data[block.start : block.close + 1]
    if name not in text:
        return False
    function = read_function(text, block.name, block.name_offset - block.start)
    return function is not None and any(use.name == name for use in function.free())
