"""The functions that a series changes, on each prefix tree, and what their names mean there.

T0 is taken to compile: a name that a function, or another function of its file, uses there without
declaring it comes from a header and goes on doing so. What is left to look up is little, and a macro
that nobody understands is not held against a series that found it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from patchkit.cfacts.includes import Includes
from patchkit.cfacts.resolve import Resolver
from patchkit.cfacts.scope import Function, Use, read_function
from patchkit.cfacts.source import source_of
from patchkit.model.facts import Site, SiteKind
from patchkit.model.tree import Tree
from patchkit.rules.base import Prefix

# Code that is not built as a part of the kernel, with headers that a kernel tree does not have.
_ELSEWHERE = ("tools/", "scripts/", "usr/", "samples/", "Documentation/")


@dataclass(frozen=True, slots=True)
class Extent:
    """A function's text in a file: its name, its byte offset, and where in the text the name is."""

    path: str
    name: bytes
    start: int
    name_offset: int
    text: bytes

    @property
    def function(self) -> Function | None:
        """The function, read; None where its brackets do not match."""
        return read_function(self.text, self.name, self.name_offset)


@lru_cache(maxsize=64)
def extents(path: str, data: bytes) -> tuple[Extent, ...]:
    """Returns the functions of a file, in order."""
    return tuple(
        Extent(
            path,
            block.name,
            block.start,
            block.name_offset - block.start,
            data[block.start : block.close + 1],
        )
        for block in source_of(path, data).blocks.all
        if block.function and block.open >= 0
    )


class Bodies:
    """What one prefix tree holds of the functions that the series changes."""

    def __init__(self, base: Tree, tree: Tree, touched: tuple[str, ...]) -> None:
        self.tree = tree
        self._base = base
        self._touched = tuple(path for path in touched if not path.startswith(_ELSEWHERE))
        below = _includes(base)
        self.before = Resolver(below)
        self.resolver = Resolver(Includes(tree, below, touched)) if tree is not base else self.before
        self.changed = () if tree is base else tuple(self._changed())

    def data(self, path: str) -> bytes:
        """Returns a file's content in this tree, b"" for none."""
        return self.tree.read(path) or b""

    def earlier(self, path: str) -> tuple[Extent, ...]:
        """Returns the functions of a file in T0."""
        data = self._base.read(path)
        return extents(path, data) if data is not None else ()

    def _changed(self) -> Iterator[Extent]:
        """Yields the functions whose text T0 does not have, or that use what the file has lost."""
        for path in self._touched:
            data = self.tree.read(path)
            if data is None:
                continue
            old = {one.text for one in self.earlier(path)}
            lost = self._lost(path)
            for one in extents(path, data):
                if one.text not in old or (lost is not None and lost.search(one.text)):
                    yield one

    def lost(self, path: str) -> frozenset[bytes]:
        """Returns the names that T0's file declares at file scope and this tree's does not."""
        was, now = self.before.scope(path), self.resolver.scope(path)
        made = frozenset(was.made) - frozenset(now.made)
        return (frozenset(was.names) | made) - frozenset(now.names)

    def _lost(self, path: str) -> re.Pattern[bytes] | None:
        names = self.lost(path)
        return re.compile(rb"\b(?:" + b"|".join(sorted(names)) + rb")\b") if names else None

    def free_before(self, path: str, function: bytes) -> frozenset[tuple[bytes, bool]]:
        """Returns (name, called) of what T0's function of that name uses of others."""
        return frozenset(
            (use.name, use.called)
            for one in self.earlier(path)
            if one.name == function and one.function is not None
            for use in one.function.free()
        )

    def used_before(self, path: str, use: Use) -> bool:
        """Tells whether T0's file has the same use of a name, free, in any function.

        In the arguments of a macro only the same place in the same macro is the same use.
        """
        word = re.compile(rb"\b" + use.name + rb"\b")
        for one in self.earlier(path):
            if word.search(one.text) and one.function is not None:
                for other in one.function.free():
                    if other.name == use.name and other.called == use.called and other.tag == use.tag:
                        if not other.within or other.within[:1] == use.within[:1] or use.called:
                            return True
        return False

    def local_before(self, path: str, name: bytes) -> bool:
        """Tells whether any function of T0's file has a local variable or a parameter of that name."""
        text = name.decode("utf-8", "surrogateescape")
        word = re.compile(rb"\b" + name + rb"\b")
        for one in self.earlier(path):
            if word.search(one.text) and (function := one.function) is not None:
                if any(param.name == text for param in function.params) or any(
                    local.declared.name == name for local in function.locals
                ):
                    return True
        return False


@lru_cache(maxsize=1)
def _includes(base: Tree) -> Includes:
    return Includes(base)


@lru_cache(maxsize=2)
def _bodies(base: Tree, tree: Tree, touched: tuple[str, ...]) -> Bodies:
    return Bodies(base, tree, touched)


def bodies(prefix: Prefix) -> Bodies | None:
    """Returns the changed functions of a prefix tree; None for facts without trees."""
    if prefix.tree is None or prefix.base is None:
        return None
    return _bodies(prefix.base, prefix.tree, prefix.touched)


def line_of(extent: Extent, data: bytes, offset: int) -> int:
    """Returns the 1-based line in the file of a byte offset in a function's text."""
    return data.count(b"\n", 0, extent.start + offset) + 1


def site_at(extent: Extent, data: bytes, offset: int, name: bytes) -> Site:
    """Returns the place of a word in a function as a site, for findings."""
    at = extent.start + offset
    begin, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
    return Site(
        name=_text(name),
        path=extent.path,
        line=data.count(b"\n", 0, at) + 1,
        column=at - begin + 1,
        offset=at,
        kind=SiteKind.REFERENCE,
        function=_text(extent.name),
        text=_text(data[begin : end if end >= 0 else len(data)].strip()),
    )


def brought(prefix: Prefix, path: str, line: int) -> bool:
    """Tells whether the series brought the 1-based `line` of a prefix tree's file."""
    origins = prefix.origins(path)
    return 0 < line <= len(origins) and origins[line - 1] > 0


def words(names: Iterable[bytes]) -> str:
    """Returns names as text, for messages."""
    return ", ".join(_text(name) for name in names)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
