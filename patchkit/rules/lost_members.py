"""Members that the series takes out of a struct, and who still uses them, anywhere in the tree.

A use is a designated initialiser of that very struct, or an access through a variable whose type is
known. Files that never name the struct are looked into only when few files name the member.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from patchkit.cfacts.declared_with import declared_with, takes_member
from patchkit.cfacts.expressions import accesses
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.fields import structs_in, tags_in
from patchkit.cfacts.initialisers import owner_at, struct_of
from patchkit.cfacts.scope import Use
from patchkit.cfacts.source import source_of
from patchkit.cfacts.words import Words
from patchkit.model.tree import Tree
from patchkit.rules.bodies import ELSEWHERE, Bodies
from patchkit.search.hits import SOURCES

_SUFFIXES = (".c", ".h")
# So many files may name a member and not its struct; more of them mean others of the same name.
_MOST_FILES = 100
_HEADERS = tuple(one for one in SOURCES if one not in (".c", ".S", ".c_shipped"))
_SOURCE_INCLUDED = re.compile(rb'^\s*#\s*include\s*"[^"\n]*(?<!\.h)"', re.MULTILINE)
_WORD = re.compile(rb"\w+")
_DESIGNATOR = re.compile(rb"\s*=(?!=)")


class MemberUse(Struct, frozen=True):
    """A use of a member, at a byte offset of a file; `function` is the function's name or b"".

    `use` is the variable that an access begins with, None in an initialiser.
    """

    tag: bytes
    member: bytes
    path: str
    offset: int
    function: bytes
    use: Use | None = None


class LostMembers:
    """What one prefix tree's structs have lost since T0, and the uses that are left."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies

    @cached_property
    def members(self) -> Mapping[bytes, frozenset[bytes]]:
        """The members that are gone, by the tag of a struct that is still defined in the file."""
        found: dict[bytes, set[bytes]] = {}
        for path in self._bodies.touched:
            was, now = self._bodies.first.data(path), self._bodies.data(path)
            for tag in tags_in(was) if was != now else ():
                left = list(structs_in(path, now, tag))
                gone = {
                    member
                    for one in structs_in(path, was, tag)
                    for member in one.types
                    if left and all(other.lacks(member) for other in left)
                }
                if gone:
                    found.setdefault(tag, set()).update(gone)
        return {tag: frozenset(names) for tag, names in found.items()}

    def uses(self) -> Iterator[MemberUse]:
        """Yields the uses of a member that its struct, as the file sees it, does not have."""
        tags = frozenset(self.members)
        names = frozenset(name for gone in self.members.values() for name in gone)
        for path in users(self._bodies, names, tags) if names else ():
            yield from self._in_file(path, self._bodies.data(path), names)

    def _in_file(self, path: str, data: bytes, names: frozenset[bytes]) -> Iterator[MemberUse]:
        pattern = _pattern(names)
        offsets = [
            match.start(1)
            for match in pattern.finditer(source_of(path, data).code if _named(names, data) else b"")
            if match[0][:1] == b"." and _DESIGNATOR.match(data, match.end())
        ]
        for offset in offsets:
            tag, name = self._initialised(path, data, offset), _word_at(data, offset)
            if self._lacks(path, tag, name):
                yield MemberUse(tag, name, path, offset, _function(path, data, offset))
        for extent in self._taking(path, data, pattern):
            function = extent.function
            for one in accesses(function, self._bodies.resolver.types(path)) if function else ():
                if function is not None and self._lacks(path, one.tag, one.member):
                    at = extent.start + function.tokens.starts[one.index]
                    yield MemberUse(one.tag, one.member, path, at, extent.name, one.use)

    def _taking(self, path: str, data: bytes, pattern: re.Pattern[bytes]) -> Iterator[Extent]:
        """The functions of a file that may take such a member of what may be such a struct."""
        names = self._declared | declared_with(path, data, self._tags)
        # What a .c file that is included declares stands in no header.
        every = _SOURCE_INCLUDED.search(data) is not None
        for extent in (
            self._bodies.functions(path) if every or takes_member(data, pattern, names) else ()
        ):
            if takes_member(extent.text, pattern, names) or (every and pattern.search(extent.text)):
                yield extent

    @cached_property
    def _tags(self) -> Words:
        return Words(tuple(self.members))

    @cached_property
    def _declared(self) -> frozenset[bytes]:
        """What the headers declare with the type of a struct that lost a member."""
        first = self._bodies.first
        headers = first.once(
            ("declared with", *sorted(self.members)),
            lambda: _in_headers(first.tree, self._tags, self.members),
        )
        changed = (
            declared_with(path, self._bodies.data(path), self._tags) for path in self._bodies.touched
        )
        return headers.union(*changed)

    def _initialised(self, path: str, data: bytes, offset: int) -> bytes:
        """The tag of the struct whose member an initialiser names at `offset`, b"" for not known."""
        owner = owner_at(path, data, offset)
        return struct_of(self._bodies.resolver, path, owner).encode() if owner is not None else b""

    def _lacks(self, path: str, tag: bytes, member: bytes) -> bool:
        """Tells whether `path` sees the struct, and without the member that the series took."""
        if member not in self.members.get(tag, ()):
            return False
        structs = self._bodies.resolver.structs(path, tag)
        return bool(structs) and all(one.lacks(member) for one in structs)


def users(bodies: Bodies, names: frozenset[bytes], tags: frozenset[bytes]) -> list[str]:
    """Returns the files that name a member in a use of it, those of T0 and those that changed."""
    if (names, tags) not in bodies.searched:
        bodies.searched[(names, tags)] = tuple(_search(bodies.first.tree, names, tags))
    pattern = _pattern(names)
    mine = {path for path in bodies.touched if pattern.search(bodies.data(path))}
    return sorted({*bodies.searched[(names, tags)], *mine})


def _search(tree: Tree, names: frozenset[bytes], tags: frozenset[bytes]) -> Iterator[str]:
    far: list[str] = []
    for path, data in tree.containing(names, _SUFFIXES):
        if path.startswith(ELSEWHERE) or not _pattern(names).search(data):
            continue
        if any(tag in data for tag in tags):
            yield path
        else:
            far.append(path)
    yield from far if len(far) <= _MOST_FILES else ()


def _in_headers(tree: Tree, tags: Words, words: Collection[bytes]) -> frozenset[bytes]:
    files = tree.containing(tuple(words), _HEADERS)
    return frozenset[bytes]().union(*(declared_with(path, data, tags) for path, data in files))


def _named(names: frozenset[bytes], data: bytes) -> bool:
    """Tells whether a member may be named in an initialiser: `.name =`."""
    return _designated(names).search(data) is not None


@lru_cache(maxsize=8)
def _designated(names: frozenset[bytes]) -> re.Pattern[bytes]:
    return re.compile(
        rb"\.\s*(?:/[^\n]*\s*)?(?:" + b"|".join(map(re.escape, sorted(names))) + rb")\s*=(?!=)"
    )


@lru_cache(maxsize=8)
def _pattern(names: frozenset[bytes]) -> re.Pattern[bytes]:
    return re.compile(rb"(?:->|\.)\s*(" + b"|".join(map(re.escape, sorted(names))) + rb")\b")


def _word_at(data: bytes, offset: int) -> bytes:
    found = _WORD.match(data, offset)
    return found[0] if found else b""


def _function(path: str, data: bytes, offset: int) -> bytes:
    block = source_of(path, data).blocks.around(offset)
    return block.name if block is not None and block.function else b""
