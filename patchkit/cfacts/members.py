"""Members that hold functions, over a whole tree: their types, what is stored in them, their calls.

The counterpart of `index.py` for interfaces that have no name of their own. A member is known by its
name and, where the text shows it, by the struct it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.declarations import declarations
from patchkit.cfacts.initialisers import Owner, owner_at
from patchkit.cfacts.pointers import (
    IndirectCall,
    Pointer,
    function_pointers,
    indirect_calls,
    initialised_type,
)
from patchkit.cfacts.positions import Position, unnamed_values
from patchkit.cfacts.source import source_of
from patchkit.model.facts import Signature
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h")
# Of `.name = condition ? one : other` both.
_STORED = re.compile(
    rb"(?:\.|->)\s*(\w+)\s*="
    rb"(?:(?:[^=;,{]|[=!<>]=)*\?\s*&?\s*(\w+)\s*:)?\s*&?\s*(\w+)\s*[,;}]"
)


class Stored(Struct, frozen=True):
    """A function stored in a member: `.name = function` or `x->name = function`.

    `owner` is the struct whose initialiser it is, and `inside` the members of it that lead to the one
    that has the member; without a struct it is an assignment. `offset` is the member's byte.
    `signature` is that of the function's definition or declaration in the same file, None when it is
    elsewhere. In an initialiser without names, `name` is "" and `position` says which value it is.
    """

    name: str
    owner: str
    path: str
    line: int
    function: str
    signature: Signature | None
    text: str
    position: Position | None = None
    inside: tuple[str, ...] = ()
    offset: int = 0


class MemberIndex(Struct, frozen=True):
    """What a tree says about members of some names, and what is stored in some structs by position.

    Those structs have the tags `owners`.
    """

    names: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    pointers: tuple[Pointer, ...] = ()
    stored: tuple[Stored, ...] = ()
    calls: tuple[IndirectCall, ...] = ()

    def updated(self, tree: Tree, paths: Collection[str]) -> MemberIndex:
        """Returns the index for a tree in which only `paths` differ."""
        if not self.names or not paths:
            return self
        again = set(paths)
        kept = replace(
            self,
            pointers=tuple(one for one in self.pointers if one.path not in again),
            stored=tuple(one for one in self.stored if one.path not in again),
            calls=tuple(one for one in self.calls if one.path not in again),
        )
        files = ((path, tree.read(path)) for path in sorted(again) if path.endswith(_SUFFIXES))
        return _joined(kept, ((path, data) for path, data in files if data is not None))


def index_members(tree: Tree, names: Collection[str], owners: Collection[str] = ()) -> MemberIndex:
    """Returns the index of the members called `names`, in one pass over the tree.

    `owners` are the tags of structs in whose initialisers values without a name are looked for.
    """
    wanted = MemberIndex(frozenset(names), frozenset(owners))
    if not wanted.names:
        return wanted
    words = {name.encode() for name in (*wanted.names, *wanted.owners)}
    return _joined(wanted, tree.containing(words, _SUFFIXES))


def _joined(index: MemberIndex, files: Iterable[tuple[str, bytes]]) -> MemberIndex:
    pointers, stored, calls = list(index.pointers), list(index.stored), list(index.calls)
    for path, data in files:
        pointers += function_pointers(path, data, index.names)
        stored += _stored(path, data, index)
        calls += indirect_calls(path, data, index.names)
    return replace(index, pointers=tuple(pointers), stored=tuple(stored), calls=tuple(calls))


def _stored(path: str, data: bytes, index: MemberIndex) -> list[Stored]:
    found: list[tuple[int, str, Owner, str, Position | None]] = [
        (match.start(1), match[1].decode(), _owner(path, data, match.start(1)), function.decode(), None)
        for match in _STORED.finditer(source_of(path, data).code)
        if match[1].decode() in index.names
        for function in match.group(2, 3)
        if function
    ]
    found += [
        (offset, "", Owner(position.tag), function, position)
        for position, offset, function in unnamed_values(path, data, index.owners)
    ]
    known = {site.name: site.signature for site in declarations(path, data)} if found else {}
    return [
        Stored(
            name=name,
            owner=owner.tag,
            inside=owner.inside,
            offset=offset,
            path=path,
            line=data.count(b"\n", 0, offset) + 1,
            function=function,
            signature=known.get(function),
            text=_line_at(data, offset),
            position=position,
        )
        for offset, name, owner, function, position in found
    ]


def _owner(path: str, data: bytes, offset: int) -> Owner:
    """Whose member is named at `offset`; the outermost struct where the way to it is not known."""
    return owner_at(path, data, offset) or Owner(initialised_type(path, data, offset))


def _line_at(data: bytes, offset: int) -> str:
    begin, end = data.rfind(b"\n", 0, offset) + 1, data.find(b"\n", offset)
    return data[begin : end if end >= 0 else len(data)].strip().decode("utf-8", "replace")
