"""unknown-field: a member is used that the struct does not have in this tree.

Judged are accesses through variables whose struct is known, and designated initialisers, in what the
series changes and wherever a member is used that the series takes away. A macro among the members, or
one with the member's name, ends all judgement.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.expressions import accesses
from patchkit.cfacts.scope import Function
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import Bodies, Extent, site_at, text_of

ID = "unknown-field"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each member of a known struct that the struct lacks."""
    bodies = prefix.bodies
    for extent in bodies.changed if bodies is not None else ():
        function = extent.function
        if bodies is not None and function is not None and not function.made:
            yield from _unknown(bodies, extent, function)


def _unknown(bodies: Bodies, extent: Extent, function: Function) -> Iterator[Finding]:
    types = bodies.resolver.types(extent.path)
    older = bodies.first.resolver.types(extent.path)
    before = {
        (one.tag, one.member)
        for function_ in bodies.earlier(extent)
        for one in accesses(function_, older)
    }
    seen: set[tuple[bytes, bytes]] = set()
    for access in accesses(function, types):
        key = (access.tag, access.member)
        if key in seen or (key in before and not bodies.changes_struct(access.tag, extent.path)):
            continue
        seen.add(key)
        structs = bodies.resolver.structs(extent.path, access.tag)
        if not structs or not all(one.lacks(access.member) for one in structs):
            continue
        macro = bodies.resolver.definitions(extent.path, access.member)[0]
        if macro or not bodies.resolver.value(extent.path, access.use):
            continue
        site = site_at(
            extent, bodies.data(extent.path), function.tokens.starts[access.index], access.member
        )
        tag, where = text_of(access.tag), structs[0]
        yield finding(
            ID,
            site,
            f"struct {tag} has no member '{text_of(access.member)}' here; it is defined in {where.path}",
        )


RULE = Rule(ID, "a struct has no such member", check)
