"""Calls through pointers and tables of functions whose type the series changed.

For `caller-not-updated`. Followed are variables of a function, and those of a file in that file:
`fn(x)`, `(*fn)(x)`, `fn[i](x)`. The type is spelt out, or a typedef that they are declared with. Members
of structs are `ops-member-mismatch`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from patchkit.apichange.compare import same_interface
from patchkit.cfacts.expressions import calls_through, pointer_calls
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.pointers import Pointer, function_pointers
from patchkit.cfacts.scope import Function
from patchkit.cfacts.toplevel import file_scope
from patchkit.cfacts.variables import local_pointer, shared_pointers
from patchkit.model.changes import ApiChange
from patchkit.model.facts import Signature, Site
from patchkit.rules.base import Prefix
from patchkit.rules.bodies import Bodies, site_at, text_of


def called_through(prefix: Prefix, change: ApiChange) -> Iterator[tuple[Site, int]]:
    """Yields the calls through variables of the type that give another number of arguments."""
    bodies = prefix.bodies
    if bodies is None or change.after is None:
        return
    for path in dict.fromkeys(site.path for site in prefix.index.of(change.name)):
        for extent in bodies.functions(path) if _sees(bodies, path, change) else ():
            function = extent.function
            if function is not None:
                yield from _miscalled(bodies, extent, function, change, change.after)


def _sees(bodies: Bodies, path: str, change: ApiChange) -> bool:
    """Tells whether a file has the typedef that changed, and none of that name for itself."""
    return not {path, *bodies.resolver.includes.closure(path).paths}.isdisjoint(change.paths)


def _miscalled(
    bodies: Bodies, extent: Extent, function: Function, change: ApiChange, wanted: Signature
) -> Iterator[tuple[Site, int]]:
    data, mine = bodies.data(extent.path), (change.declared, change.name)
    shared = {
        name for name, type_ in file_scope(extent.path, data).types.items() if _element(type_) in mine
    }
    through = [call for call, type_ in pointer_calls(function) if type_ in mine]
    for call in (*through, *calls_through(function, shared)):
        count = len(call.arguments)
        if not wanted.accepts(count):
            yield site_at(extent, data, call.use.offset, call.use.name), count


def _element(type_: str) -> str:
    """What an array is made of; of other types the type itself."""
    while type_.endswith("[]"):
        type_ = type_[:-2].rstrip()
    return type_


def called_in_file(prefix: Prefix) -> Iterator[tuple[Site, int, Pointer]]:
    """Yields the calls through a file's pointers and tables that do not fit their new type."""
    bodies = prefix.bodies
    if bodies is None or bodies.first is bodies:
        return
    for path in bodies.touched:
        changed = _changed_pointers(path, bodies.first.data(path), bodies.data(path))
        for extent in bodies.functions(path) if changed else ():
            function = extent.function if any(map(extent.mentions, changed)) else None
            for call in calls_through(function, changed) if function is not None else ():
                pointer, count = changed[call.use.name], len(call.arguments)
                if not pointer.signature.accepts(count):
                    site = site_at(extent, bodies.data(path), call.use.offset, call.use.name)
                    yield site, count, pointer


@lru_cache(maxsize=64)
def _changed_pointers(path: str, was: bytes, now: bytes) -> Mapping[bytes, Pointer]:
    """The pointers to functions that a file declares for all its functions, where their type is new."""
    found: dict[bytes, Pointer] = {}
    for name in {one.name for one in function_pointers(path, now)} if was != now else ():
        before, after = shared_pointers(path, was, name), shared_pointers(path, now, name)
        known = len(before) == len(after) == 1 and not after[0].signature.unspecified
        if known and not same_interface(before[0].signature, after[0].signature):
            found[name.encode("utf-8", "surrogateescape")] = after[0]
    return found


def called_here(prefix: Prefix) -> Iterator[tuple[Site, int, Pointer]]:
    """Yields the calls of a local pointer, in what the series changes, that do not fit its type."""
    bodies = prefix.bodies
    for extent in bodies.changed if bodies is not None else ():
        function = extent.function
        for call, type_ in pointer_calls(function) if function is not None and not function.made else ():
            if bodies is None or "(*)(" not in type_:
                continue
            data, at = bodies.data(extent.path), extent.start + call.use.offset
            pointer = local_pointer(extent.path, data, at, text_of(call.use.name))
            count = len(call.arguments)
            if pointer is None or pointer.signature.unspecified or pointer.signature.accepts(count):
                continue
            yield site_at(extent, data, call.use.offset, call.use.name), count, pointer
