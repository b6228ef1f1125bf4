"""Typedefs of functions that change, and the members of structs that change with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from patchkit.apichange.compare import aspects_of
from patchkit.cfacts.function_types import FunctionType, function_types, members_of_type
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h")


def type_changes(
    number: int, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> Iterator[ApiChange]:
    """Yields the typedefs of functions that patch `number` gave another signature."""
    old, new = _types(before), _types(after)
    for name in sorted(old.keys() & new.keys()):
        was, now = old[name], new[name]
        aspects = aspects_of(was.signature, now.signature)
        if aspects and was.pointer == now.pointer:
            yield ApiChange(
                ChangeKind.TYPE,
                name,
                number,
                was.signature,
                now.signature,
                aspects,
                (now.path,),
                declared=now.declared,
            )


def _types(files: Mapping[str, bytes]) -> dict[str, FunctionType]:
    return {one.name: one for path, data in files.items() for one in function_types(path, data)}


def member_changes(tree: Tree, changes: Iterable[ApiChange]) -> Iterator[ApiChange]:
    """Yields the members of structs in `tree` whose type is one of the changed typedefs.

    Each is a pointer to a function whose signature changed, as if it were written out.
    """
    types = {change.name: change for change in changes if change.kind is ChangeKind.TYPE}
    words = {name.encode("utf-8", "surrogateescape") for name in types}
    for path, data in tree.containing(words, _SUFFIXES) if words else ():
        for change in types.values():
            for owner, member in members_of_type(path, data, change.declared):
                yield ApiChange(
                    ChangeKind.SIGNATURE,
                    member,
                    change.patch,
                    change.before,
                    change.after,
                    change.aspects,
                    (path,),
                    owner=owner,
                )
