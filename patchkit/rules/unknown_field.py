"""unknown-field: a member is used that the struct does not have in this tree.

Judged are accesses through variables whose struct is known, in functions that the series changes, and
designated initialisers in its new lines; and, anywhere in the tree, both of a member that the series
takes out of its struct. A macro among the members, or one with the member's name, ends all judgement.
Also accesses, in what the series changes, with `.` of what is a pointer or `->` of what is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.cfacts.expressions import Access, all_accesses
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.initialisers import owner_at, struct_of
from patchkit.cfacts.scope import Function
from patchkit.cfacts.source import source_of
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import Bodies, place_at, site_at, text_of
from patchkit.rules.lost_members import LostMembers

ID = "unknown-field"

_DESIGNATOR = re.compile(rb"(?<!\.)\.\s*([A-Za-z_]\w*)\s*(?:=(?!=)|(?=[.\[]))")


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
    for one in _initialised(bodies):
        said.add((one.primary.path, one.primary.line))
        yield one
    for one in _left(bodies):
        if (one.primary.path, one.primary.line) not in said:
            yield one


def _initialised(bodies: Bodies) -> Iterator[Finding]:
    """The members named in initialisers, in lines that T0's file does not have."""
    for path in bodies.touched:
        was, data = bodies.first.data(path), bodies.data(path)
        before = {line.strip() for line in was.split(b"\n")} if was != data else set()
        for match in _DESIGNATOR.finditer(source_of(path, data).code) if was != data else ():
            at = match.start(1)
            line = data[data.rfind(b"\n", 0, at) + 1 : data.find(b"\n", at)].strip()
            owner = owner_at(path, data, at) if line not in before else None
            tag = struct_of(bodies.resolver, path, owner).encode() if owner is not None else b""
            structs = bodies.resolver.structs(path, tag) if tag else ()
            if not structs or not all(one.lacks(match[1]) for one in structs):
                continue
            if not bodies.resolver.definitions(path, match[1])[0]:
                block = source_of(path, data).blocks.around(at)
                function = block.name if block is not None and block.function else b""
                site = place_at(path, data, at, match[1], function)
                yield finding(ID, site, _message(tag, match[1], structs[0].path))


def _message(tag: bytes, member: bytes, where: str) -> str:
    return f"struct {text_of(tag)} has no member '{text_of(member)}' here; it is defined in {where}"


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
        (one.tag, one.member, one.amiss)
        for function_ in bodies.earlier(extent)
        for one in all_accesses(function_, older)
    }
    seen: set[tuple[bytes, bytes, bool]] = set()
    for access in all_accesses(function, types):
        key = (access.tag, access.member, access.amiss)
        known = key in before and (access.amiss or not bodies.changes_struct(access.tag, extent.path))
        if key in seen or known:
            continue
        seen.add(key)
        message = _wrong(bodies, extent.path, access)
        if message and bodies.resolver.value(extent.path, access.use):
            at = function.tokens.starts[access.index]
            yield finding(ID, site_at(extent, bodies.data(extent.path), at, access.member), message)


def _wrong(bodies: Bodies, path: str, access: Access) -> str:
    """Says what is wrong with a member that is taken, "" for nothing."""
    structs = bodies.resolver.structs(path, access.tag)
    if not structs or bodies.resolver.definitions(path, access.member)[0]:
        return ""
    if access.amiss:
        tag, member = text_of(access.tag), text_of(access.member)
        what = "a pointer to struct" if access.operator == "." else "struct"
        return f"'{member}' is taken with '{access.operator}' of what is {what} {tag} here"
    if not all(one.lacks(access.member) for one in structs):
        return ""
    return _message(access.tag, access.member, structs[0].path)


RULE = Rule(ID, "a struct has no such member", check)
