"""Members that hold functions, over a whole tree: their types, what is stored in them, their calls.

The counterpart of `index.py` for interfaces that have no name of their own. A member is known by its
name and, where the text shows it, by the struct it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.declarations import declarations_of
from patchkit.cfacts.initialisers import Owner, owner_at
from patchkit.cfacts.pointers import (
    IndirectCall,
    Pointer,
    function_pointers,
    indirect_calls,
    initialised_type,
)
from patchkit.cfacts.positions import Position, unnamed_values
from patchkit.cfacts.shapes import Shape, may_count_values, shapes
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import previous_token
from patchkit.cfacts.words import Words
from patchkit.model.facts import Signature
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h")
# Behind a member; of `.name = condition ? one : other` both.
_VALUE = re.compile(rb"\s*=(?:(?:[^=;,{]|[=!<>]=)*\?\s*&?\s*(\w+)\s*:)?\s*&?\s*(\w+)\s*[,;}]")


# Of a value: its byte offset, the member's name or "", whose member it is, the function, its position.
_Value = tuple[int, str, Owner, str, Position | None]


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
    """What a tree says about members of some names.

    Of all of `names` there are the pointers. Of those that are in `changed` as well there are the calls,
    and what is stored in them as far as it may be a member of a struct with a tag of `owners`; in the
    initialisers of these structs also what is stored by position.
    """

    names: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
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


def index_members(
    tree: Tree, names: Collection[str], changed: Collection[tuple[str, str]] = ()
) -> MemberIndex:
    """Returns the index of the members called `names`, in one pass over the tree.

    `changed` are the (struct tag, member) whose calls and values are wanted too.
    """
    owners, members = ({one[at] for one in changed} for at in (0, 1))
    wanted = MemberIndex(frozenset(names) | members, frozenset(members), frozenset(owners))
    if not wanted.names:
        return wanted
    words = {name.encode() for name in (*wanted.names, *wanted.owners)}
    return _joined(wanted, tree.containing(words, _SUFFIXES))


def _joined(index: MemberIndex, files: Iterable[tuple[str, bytes]]) -> MemberIndex:
    pointers, stored, calls = list(index.pointers), list(index.stored), list(index.calls)
    names, changed, owners = (
        Words([one.encode() for one in some]) for some in (index.names, index.changed, index.owners)
    )
    for path, data in files:
        if Shape.POINTER in shapes(data, names):
            pointers += function_pointers(path, data, index.names)
        shape = shapes(data, changed)
        values = [*_named(path, data, changed, index.owners)] if Shape.STORED in shape else []
        if may_count_values(data, owners):
            values += _counted(path, data, owners)
        stored += _stored(path, data, values)
        if Shape.CALLED in shape:
            calls += indirect_calls(path, data, index.changed)
    return replace(index, pointers=tuple(pointers), stored=tuple(stored), calls=tuple(calls))


def _stored(path: str, data: bytes, values: Sequence[_Value]) -> Iterator[Stored]:
    functions = {function for *_, function, _ in values}
    declared = declarations_of(path, data, functions) if functions else ()
    known = {site.name: site.signature for site in declared}
    for offset, name, owner, function, position in values:
        yield Stored(
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


def _named(path: str, data: bytes, names: Words, owners: Collection[str]) -> Iterator[_Value]:
    """Yields what is stored under a member's name, unless it is another struct's member for certain."""
    code = source_of(path, data).code
    for offset, name in names.find(code):
        value = _VALUE.match(code, offset + len(name))
        if value is None or previous_token(code, offset)[0] not in (b".", b"->"):
            continue
        owner = _owner(path, data, offset)
        if owner.inside or owner.tag in ("", *owners):
            for function in filter(None, value.groups()):
                yield offset, name.decode(), owner, function.decode(), None


def _counted(path: str, data: bytes, owners: Words) -> Iterator[_Value]:
    for position, offset, function in unnamed_values(path, data, owners):
        yield offset, "", Owner(position.tag), function, position


def _owner(path: str, data: bytes, offset: int) -> Owner:
    """Whose member is named at `offset`; the outermost struct where the way to it is not known."""
    return owner_at(path, data, offset) or Owner(initialised_type(path, data, offset))


def _line_at(data: bytes, offset: int) -> str:
    begin, end = data.rfind(b"\n", 0, offset) + 1, data.find(b"\n", offset)
    return data[begin : end if end >= 0 else len(data)].strip().decode("utf-8", "replace")
