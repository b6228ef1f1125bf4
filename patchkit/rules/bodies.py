"""The functions that a series changes, on each prefix tree, and what their names mean there.

T0 is taken to compile: a name that a function, or another function of its file, uses there without
declaring it comes from a header and goes on doing so. What is left to look up is little, and a macro
that nobody understands is not held against a series that found it there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from patchkit.cfacts import SiteIndex, index_sites
from patchkit.cfacts.expressions import Call, accesses, calls
from patchkit.cfacts.extents import Extent, extents
from patchkit.cfacts.includes import Includes
from patchkit.cfacts.resolve import Resolver
from patchkit.cfacts.scope import Function, Use
from patchkit.cfacts.values import name_type, tag_of, type_of
from patchkit.model.facts import Site, SiteKind
from patchkit.model.tree import Tree
from patchkit.rules.elsewhere import Elsewhere

_T = TypeVar("_T")

# Code that is not built as a part of the kernel, with headers that a kernel tree does not have.
ELSEWHERE = ("tools/", "scripts/", "usr/", "samples/", "Documentation/")


class Bodies:
    """What one prefix tree holds of the functions that the series changes.

    The one of T0 makes the others with `on`; what they find out about unchanged files is shared.
    `touched` are the files of the kernel itself that the series changes.
    """

    def __init__(self, tree: Tree, touched: tuple[str, ...], first: Bodies | None = None) -> None:
        self.tree = tree
        self.first = first or self
        self.touched = tuple(path for path in touched if not path.startswith(ELSEWHERE))
        below = first.resolver.includes if first is not None else None
        self.resolver: Resolver = Resolver(Includes(tree, below, touched))
        self.elsewhere: Elsewhere = first.elsewhere if first is not None else Elsewhere(tree)
        # Files of T0 that use members of structs, by (members, tags); see lost_members.py.
        self.searched: dict[tuple[frozenset[bytes], frozenset[bytes]], tuple[str, ...]] = (
            first.searched if first is not None else {}
        )
        self._changed: tuple[Extent, ...] | None = None
        self._functions: dict[str, tuple[Extent, ...]] = {}
        self._indexes: dict[frozenset[str], SiteIndex] = {}
        self._known: dict[object, object] = {}

    def on(self, tree: Tree) -> Bodies:
        """Returns the bodies of a later prefix tree; `self` is T0's."""
        return self if tree is self.tree else Bodies(tree, self.touched, self)

    def data(self, path: str) -> bytes:
        """Returns a file's content in this tree, b"" for none."""
        file = self.resolver.includes.file(path)
        return file.text.data if file is not None else b""

    def functions(self, path: str) -> tuple[Extent, ...]:
        """Returns the functions of a file in this tree."""
        if path not in self._functions:
            data = self.data(path)
            self._functions[path] = extents(path, data) if data else ()
        return self._functions[path]

    def calls_at(self, sites: Iterable[Site]) -> Iterator[tuple[Site, Extent, Function, Call]]:
        """Yields the calls that stand at the sites, in functions that can be read."""
        places: dict[str, dict[int, Site]] = {}
        for site in sites:
            places.setdefault(site.path, {})[site.offset] = site
        for path, offsets in places.items():
            for extent in self.functions(path):
                end = extent.start + len(extent.text)
                inside = any(extent.start <= offset < end for offset in offsets)
                function = extent.function if inside else None
                for call in calls(function) if function is not None else ():
                    found = offsets.get(extent.start + call.use.offset)
                    if found is not None and function is not None:
                        yield found, extent, function, call

    def struct_at(self, path: str, offset: int) -> str:
        """Returns the tag of the struct that has the member named at `offset`, "" for not known."""
        for extent, function in self._around(path, offset):
            for one in accesses(function, self.resolver.types(path)):
                if extent.start + function.tokens.starts[one.index] == offset:
                    return text_of(one.tag)
        return ""

    def pointed_by(self, path: str, offset: int, position: int) -> str:
        """Returns the struct that an argument of the innermost call around `offset` points to.

        "" where it is not known.
        """
        for extent, function in self._around(path, offset):
            starts, at = function.tokens.starts, offset - extent.start
            around = [one for one in calls(function) if starts[one.opening] < at < starts[one.closing]]
            if around and 0 <= position < len(around[-1].arguments):
                first, last = around[-1].arguments[position]
                known = type_of(function, first, last, self.resolver.types(path))
                return text_of(tag_of(known, pointer=True))
        return ""

    def variable_type(self, path: str, offset: int, name: str) -> str:
        """Returns the type of a variable in the function around `offset`, "" where it is not known."""
        word = name.encode("utf-8", "surrogateescape")
        for extent, function in self._around(path, offset):
            starts = function.tokens.starts
            for use in function.uses:
                if use.name == word and starts[use.index] <= offset - extent.start:
                    return name_type(function, use.index, self.resolver.types(path))
        return ""

    def returns(self, path: str, offset: int) -> str:
        """Returns what the function around `offset` returns, "" where that is not known."""
        return next((function.returns for _, function in self._around(path, offset)), "")

    def _around(self, path: str, offset: int) -> Iterator[tuple[Extent, Function]]:
        for extent in self.functions(path):
            inside = extent.start <= offset < extent.start + len(extent.text)
            function = extent.function if inside else None
            if function is not None:
                yield extent, function

    @property
    def changed(self) -> tuple[Extent, ...]:
        """The functions whose text T0 does not have, or that use what their file has lost."""
        if self._changed is None:
            self._changed = tuple(self._find_changed()) if self.first is not self else ()
        return self._changed

    def _find_changed(self) -> Iterator[Extent]:
        for path in self.touched:
            old = {one.text for one in self.first.functions(path)}
            lost = self.lost(path)
            for one in self.functions(path):
                if one.text not in old or any(one.mentions(name) for name in lost):
                    yield one

    def lost(self, path: str) -> frozenset[bytes]:
        """Returns the names that T0's file declares at file scope and this tree's does not."""
        was, now = self.first.resolver.scope(path), self.resolver.scope(path)
        if was is now:
            return frozenset()
        return frozenset((*was.names, *was.made)) - frozenset((*now.names, *now.made))

    def earlier(self, extent: Extent) -> tuple[Function, ...]:
        """Returns T0's functions of the same name and file."""
        return tuple(
            one.function
            for one in self.first.functions(extent.path)
            if one.name == extent.name and one.function is not None
        )

    def declared_elsewhere(self, name: bytes, *, header: bool) -> bool:
        """Tells whether a header that the series changes declares a name; `header`: or any file.

        What stands in a header itself sees all that stands in the files that include it.
        """
        if header and name in self.elsewhere.declared:
            return True
        return any(
            name in scope.names or name in scope.made
            for path in self.touched
            if header or path.endswith(".h")
            for scope in (self.resolver.scope(path),)
        )

    def sites(self, names: Collection[str]) -> tuple[Site, ...]:
        """Returns all occurrences of names in this tree; T0 is searched for each set of names once."""
        wanted = frozenset(names)
        if not wanted:
            return ()
        indexes = self.first._indexes
        if wanted not in indexes:
            indexes[wanted] = index_sites(self.first.tree, wanted)
        return indexes[wanted].updated(self.tree, self.touched).sites

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Returns what `make` gave when it was first called for `key`."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]  # type: ignore[return-value]

    def changes_struct(self, tag: bytes, path: str) -> bool:
        """Tells whether the series changes a definition of a struct that `path` sees."""
        now = {one.words for one in self.resolver.structs(path, tag)}
        return now != {one.words for one in self.first.resolver.structs(path, tag)}

    def used_before(self, path: str, use: Use) -> bool:
        """Tells whether T0's file has the same use of a name, free, in any function.

        In the arguments of a macro only the same place in the same macro is the same use.
        """
        for one in self.first.functions(path):
            if one.mentions(use.name) and one.function is not None:
                for other in one.function.free():
                    same = (other.name, other.called, other.tag) == (use.name, use.called, use.tag)
                    plain = use.called or not other.within or other.within[:1] == use.within[:1]
                    if same and plain:
                        return True
        return False

    def local_before(self, path: str, name: bytes) -> bool:
        """Tells whether any function of T0's file has a local variable or a parameter of that name."""
        return any(
            function.has_own(name)
            for one in self.first.functions(path)
            if one.mentions(name) and (function := one.function) is not None
        )


def site_at(extent: Extent, data: bytes, offset: int, name: bytes) -> Site:
    """Returns the place of a word in a function as a site, for findings."""
    return place_at(extent.path, data, extent.start + offset, name, extent.name)


def place_at(path: str, data: bytes, at: int, name: bytes, function: bytes) -> Site:
    """Returns the place of a word at a byte of a file as a site; `function` is b"" at file scope."""
    begin, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
    return Site(
        name=text_of(name),
        path=path,
        line=data.count(b"\n", 0, at) + 1,
        column=at - begin + 1,
        offset=at,
        kind=SiteKind.REFERENCE,
        function=text_of(function),
        text=text_of(data[begin : end if end >= 0 else len(data)].strip()),
    )


def text_of(data: bytes) -> str:
    """Returns a name or a line as text."""
    return data.decode("utf-8", "surrogateescape")
