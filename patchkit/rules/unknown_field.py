"""unknown-field: a member is used that the struct does not have in this tree.

Judged are accesses through variables whose struct is known, in what the series changes; and, anywhere
in the tree, such accesses and designated initialisers of a member that the series takes out of its
struct. A macro among the members, or one with the member's name, ends all judgement.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.expressions import accesses
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.scope import Function
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import Bodies, place_at, site_at, text_of
from patchkit.rules.lost_members import LostMembers

ID = "unknown-field"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each member of a known struct that the struct lacks."""
    bodies = prefix.bodies
    if bodies is None or bodies is bodies.first:
        return
    said: set[tuple[str, int]] = set()
    for extent in bodies.changed:
        function = extent.function
        if function is not None and not function.made:
            for one in _unknown(bodies, extent, function):
                said.add((one.primary.path, one.primary.line))
                yield one
    for one in _left(bodies):
        if (one.primary.path, one.primary.line) not in said:
            yield one


def _left(bodies: Bodies) -> Iterator[Finding]:
    """The uses, anywhere, of members that the series has taken out of their struct."""
    for one in LostMembers(bodies).uses():
        macros = bodies.resolver.definitions(one.path, one.member)[0]
        if macros or (one.use is not None and not bodies.resolver.value(one.path, one.use)):
            continue
        where = bodies.resolver.structs(one.path, one.tag)[0].path
        site = place_at(one.path, bodies.data(one.path), one.offset, one.member, one.function)
        tag, member = text_of(one.tag), text_of(one.member)
        message = f"struct {tag}, defined in {where}, has no member '{member}' any more"
        yield finding(ID, site, message)


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
