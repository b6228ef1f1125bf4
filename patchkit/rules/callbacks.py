"""Functions handed over for parameters whose type the series changed, for `reference-mismatch`.

The type is spelt out, or it is a typedef; of those, only parameters that are declared with the typedef
itself are followed. Members of structs are `ops-member-mismatch`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from patchkit.apichange.compare import same_interface
from patchkit.cfacts import declarations
from patchkit.cfacts.expressions import Call, calls
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.pointers import declared_callees
from patchkit.cfacts.scope import Function
from patchkit.cfacts.tokens import is_word
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.rules.base import Prefix
from patchkit.rules.bodies import site_at, text_of

_SUFFIXES = (".c", ".h")


class Handed(Struct, frozen=True):
    """A function given to `taker` at a 1-based position for a parameter of the changed type."""

    site: Site
    taker: str
    position: int
    signature: Signature


def changed_types(prefix: Prefix) -> Iterator[ApiChange]:
    """Yields the last change of each typedef up to this prefix tree."""
    found: dict[str, ApiChange] = {}
    for change in prefix.changes:
        if change.kind is ChangeKind.TYPE and change.patch <= prefix.number:
            found[change.name] = change
    yield from found.values()


def handed_over(prefix: Prefix, change: ApiChange) -> Iterator[Handed]:
    """Yields the functions that are handed over as they were before the change of the typedef."""
    bodies = prefix.bodies
    takers = _takers(prefix, change) if bodies is not None else {}
    words = {name.encode("utf-8", "surrogateescape") for name in takers}
    for path, _ in prefix.tree.containing(words, _SUFFIXES) if prefix.tree and words else ():
        for extent in bodies.functions(path) if bodies is not None else ():
            function = extent.function if any(map(extent.mentions, words)) else None
            for call in calls(function) if function is not None else ():
                for position in takers.get(text_of(call.use.name), ()):
                    yield from _handed(prefix, extent, call, position, change)


def handed_to(
    prefix: Prefix, change: ApiChange, signature: Signature, cause: ApiChange
) -> Iterator[Handed]:
    """Yields the functions handed to a changed one that are what its parameter was before."""
    was = set(cause.before.types) if cause.before is not None else set()
    now = {at: type_ for at, type_ in enumerate(signature.types) if "(*)(" in type_ and type_ not in was}
    sites = [site for site in prefix.sites(change) if site.kind is SiteKind.CALL] if now else []
    for site, extent, function, call in prefix.bodies.calls_at(sites) if prefix.bodies else ():
        for position, wanted in now.items():
            found = _given(prefix, extent, function, call, position)
            mine = pointer_to(found[1]) if found is not None else ""
            if found is not None and mine != wanted and mine in was:
                yield Handed(found[0], site.name, position + 1, found[1])


def pointer_to(signature: Signature) -> str:
    """Returns the type of a pointer to such a function: "int (*)(long)"."""
    inside = ", ".join((*signature.types, *(("...",) if signature.variadic else ())))
    space = "" if signature.returns.endswith("*") else " "
    return f"{signature.returns}{space}(*)({inside or 'void'})"


def _takers(prefix: Prefix, change: ApiChange) -> Mapping[str, tuple[int, ...]]:
    """The functions with a parameter of the type, and which parameters have it."""
    found: dict[str, tuple[int, ...]] = {}
    for path in dict.fromkeys(site.path for site in prefix.index.of(change.name)):
        data = prefix.tree.read(path) if prefix.tree is not None else None
        for site in declarations(path, data) if data is not None else ():
            types = site.signature.types if site.signature is not None else ()
            mine = (change.declared, change.name)
            positions = tuple(at for at, type_ in enumerate(types) if type_ in mine)
            if positions:
                found[site.name] = positions
    return found


def _handed(
    prefix: Prefix, extent: Extent, call: Call, position: int, change: ApiChange
) -> Iterator[Handed]:
    function = extent.function
    found = _given(prefix, extent, function, call, position) if function is not None else None
    was, now = change.before, change.after
    if found is None or was is None or now is None or not same_interface(found[1], was):
        return
    if not same_interface(found[1], now):
        yield Handed(found[0], text_of(call.use.name), position + 1, found[1])


def _given(
    prefix: Prefix, extent: Extent, function: Function, call: Call, position: int
) -> tuple[Site, Signature] | None:
    """Returns the function that a call is given at a position, and what it is; None for others."""
    if position >= len(call.arguments) or prefix.bodies is None:
        return None
    texts = function.tokens.texts
    first, last = call.arguments[position]
    first += texts[first] == b"&"
    if last - first != 1 or not is_word(texts[first]) or function.declares(texts[first], first):
        return None
    data = prefix.bodies.data(extent.path)
    signature = declared_as(prefix, extent.path, data, text_of(texts[first]))
    if signature is None:
        return None
    return site_at(extent, data, function.tokens.starts[first], texts[first]), signature


def declared_as(prefix: Prefix, path: str, data: bytes, name: str) -> Signature | None:
    """Returns what a function is in a file with this content, in a header if the file does not say."""
    own = [one.signature for one in declarations(path, data) if one.name == name]
    if own:
        return own[0]
    return declared_callees(prefix.tree, (name,)).get(name) if prefix.tree is not None else None
