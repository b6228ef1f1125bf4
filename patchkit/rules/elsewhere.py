"""Whether a tree knows a name at all: the last look before a name is called undeclared.

A name may be declared in a header that an include chain does not show (a Makefile's -I), or made by
macros in a way that nobody sees through. Then some other file declares it in a header, or uses it
without declaring it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from patchkit.cfacts.blocks import Block
from patchkit.cfacts.places import Text, places
from patchkit.cfacts.scope import read_function
from patchkit.cfacts.source import source_of
from patchkit.cfacts.toplevel import file_scope
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h")
_SKIPPED = ("Documentation/", "tools/", "scripts/", "usr/", "samples/")
# So many files that use a name are looked into; one that does without declaring it is enough.
_MOST_FILES = 12


class Elsewhere:
    """Answers for one tree; each name is looked for once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._asked: set[bytes] = set()
        self._known: set[bytes] = set()

    def knows(self, names: Collection[bytes]) -> frozenset[bytes]:
        """Returns those of `names` that a file of the tree declares for others, or uses undeclared."""
        missing = frozenset(names) - self._asked
        if missing:
            self._asked |= missing
            self._search(missing)
        return frozenset(names) & self._known

    def _search(self, names: frozenset[bytes]) -> None:
        looked = dict.fromkeys(names, 0)
        for path, data in self._tree.containing(sorted(names), _SUFFIXES):
            if path.startswith(_SKIPPED):
                continue
            for name in names - self._known:
                if looked[name] < _MOST_FILES and re.search(rb"\b" + name + rb"\b", data):
                    if path.endswith(".h"):
                        known = any(True for _ in places(Text(data), (name,)))
                    else:
                        looked[name] += 1
                        known = _uses_undeclared(path, data, name)
                    if known:
                        self._known.add(name)


def _uses_undeclared(path: str, data: bytes, name: bytes) -> bool:
    scope = file_scope(path, data)
    if name in scope.names or name in scope.made:
        return False
    blocks = source_of(path, data).blocks.all
    return any(_free_in(data, block, name) for block in blocks if block.function and block.open >= 0)


def _free_in(data: bytes, block: Block, name: bytes) -> bool:
    text = data[block.start : block.close + 1]
    if name not in text:
        return False
    function = read_function(text, block.name, block.name_offset - block.start)
    return function is not None and any(use.name == name for use in function.free())
