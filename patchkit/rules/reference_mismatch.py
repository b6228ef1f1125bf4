"""reference-mismatch: the function's address goes where a pointer of the old type is expected.

An ops table's member, a callback handed to another function. The pointer's type is looked up by the
member's name, or its place in an initialiser without names, or in the declaration of the function that
takes it: when it has the new signature the reference is right, when it has the old one it is wrong;
otherwise the reader must look. Where a typedef of a function's type changed, the functions that are
handed over for it are judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from patchkit.apichange.compare import same_interface
from patchkit.cfacts import Pointer, declarations, file_sites
from patchkit.cfacts.initialisers import owner_at, struct_of
from patchkit.cfacts.pointers import declared_callees, given_with, passed_to
from patchkit.cfacts.positions import position_of
from patchkit.cfacts.typedefs import resolved, typedefs_in, words_of
from patchkit.cfacts.variables import Typed, assigned_variable, only_its_type, pointer_at, returned
from patchkit.model.changes import ApiChange
from patchkit.model.facts import Parameter, ReferenceForm, Signature, Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.rules.base import Prefix, Rule, changed_here, finding, shown
from patchkit.rules.bodies import Bodies
from patchkit.rules.callbacks import (
    Handed,
    changed_types,
    declared_as,
    handed_over,
    handed_to,
    pointer_to,
)

ID = "reference-mismatch"

_STORED = (ReferenceForm.INITIALIZER, ReferenceForm.ASSIGNMENT, ReferenceForm.ADDRESS)
_PASSED = (ReferenceForm.ARGUMENT, ReferenceForm.ADDRESS)
_MEMBER = re.compile(r"(?:\.|->)\s*(\w+)\s*=\s*(?:(?:[^=;,{]|[=!<>]=)*\?[^=;,{]*)?&?\s*$")
_GIVEN = re.compile(_MEMBER.pattern.encode())


def member_of(site: Site) -> str:
    """Returns the member a reference is stored in (".op = f", "x->op = &f"), or ""."""
    before = site.text.split(site.name)[0]
    match = _MEMBER.search(before)
    return match.group(1) if match else ""


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each stored reference whose pointer type did not follow."""
    for change, signature, cause in prefix.signature_changes():
        if cause is None:
            continue
        for site in prefix.sites(change):
            if site.kind is SiteKind.REFERENCE:
                yield from _judged(prefix, site, signature, cause)
        for one in handed_to(prefix, change, signature, cause):
            takes = f"which takes {signature.types[one.position - 1]} since patch {cause.patch}"
            yield _given_wrongly(one, f"argument {one.position}, {takes}", changed_here(cause, prefix))
    for change in changed_types(prefix):
        yield from _of_type(prefix, change)


def _judged(prefix: Prefix, site: Site, signature: Signature, cause: ApiChange) -> Iterator[Finding]:
    """What is wrong with one reference of a changed function."""
    data = prefix.tree.read(site.path) if prefix.tree is not None else None
    if data is not None and only_its_type(site.path, data, site.offset):
        return
    if site.form in _PASSED and (taker := _taker(prefix, site)) is not None:
        yield from _judge_passed(prefix, site, taker, cause)
    elif site.form in _STORED or (data is not None and returned(site.path, data, site.offset)):
        yield from _judge(prefix, site, signature, cause)
    elif site.form in _PASSED:
        yield from _judge_kept(prefix, site, signature, cause)


def _of_type(prefix: Prefix, change: ApiChange) -> Iterator[Finding]:
    """The functions handed over for a typedef that has another signature now."""
    related = tuple(Span(path, 0, f"changed by patch {change.patch}") for path in change.paths)
    is_now = f"which is {shown(change.after, change.name)} since patch {change.patch}"
    for one in handed_over(prefix, change):
        yield _given_wrongly(one, f"argument {one.position}, a {change.name}, {is_now}", related)
    for site, name, signature in _stored_as(prefix, change):
        what = f"{site.name}() is stored in {name}, a {change.name}, {is_now}"
        yield finding(ID, site, f"{what}; it is {shown(signature, site.name)}", related=related)


def _stored_as(prefix: Prefix, change: ApiChange) -> Iterator[tuple[Site, str, Signature]]:
    """Yields the functions stored in variables of a typedef, or returned as one, as it was before."""
    was, now, bodies = change.before, change.after, prefix.bodies
    for path in dict.fromkeys(site.path for site in prefix.index.of(change.name)):
        data = bodies.data(path) if bodies is not None and was is not None else b""
        old = {
            one.name: one.signature
            for one in declarations(path, data)
            if one.signature is not None and was is not None and same_interface(one.signature, was)
        }
        for site in file_sites(path, data, old) if old else ():
            stored = site.form in _STORED or returned(path, data, site.offset)
            if bodies is None or site.kind is not SiteKind.REFERENCE or not stored or member_of(site):
                continue
            name, pointers = _variables(prefix, bodies, site, data)
            if pointers and all(one.text == f"typedef {change.name}" for one in pointers):
                signature = old[site.name]
                if now is not None and signature is not None and not same_interface(signature, now):
                    yield site, name, signature


def _given_wrongly(one: Handed, what: str, related: tuple[Span, ...]) -> Finding:
    name = one.site.name
    given = f"{name}() is handed to {one.taker}() as {what}; it is {shown(one.signature, name)}"
    return finding(ID, one.site, given, related=related)


def _taker(prefix: Prefix, site: Site) -> tuple[str, Parameter] | None:
    """Returns the function that is handed the reference, and its parameter for it."""
    data = prefix.tree.read(site.path) if prefix.tree is not None else None
    passed = passed_to(site.path, data, site.offset) if data is not None else None
    if prefix.tree is None or data is None or passed is None:
        return None
    name, position = passed
    own = {one.name: one.signature for one in declarations(site.path, data)}
    found = own.get(name) or declared_callees(prefix.tree, (name,)).get(name)
    if found is None or position >= len(found.params):
        return None
    return name, found.params[position]


def _judge_passed(
    prefix: Prefix, site: Site, taker: tuple[str, Parameter], cause: ApiChange
) -> Iterator[Finding]:
    """Wrong when the parameter is a pointer of exactly the type from before the change."""
    name, param = taker
    if cause.before is not None and param.type == pointer_to(cause.before):
        message = (
            f"{site.name} is handed to {name}(), which takes {param.type}: the type before patch "
            f"{cause.patch}"
        )
        yield finding(
            ID, site, message, related=changed_here(cause, prefix), confidence=Confidence.MEDIUM
        )


def _judge_kept(prefix: Prefix, site: Site, signature: Signature, cause: ApiChange) -> Iterator[Finding]:
    """A function given to a macro, which stores it or hands it on as what it was before the change."""
    data = prefix.tree.read(site.path) if prefix.tree is not None else None
    passed = given_with(site.path, data, site.offset) if data is not None else None
    if prefix.bodies is None or prefix.tree is None or passed is None or cause.before is None:
        return
    resolver = prefix.bodies.resolver
    for one in resolver.kept_by(site.path, *passed[:2]):
        kept = replace(one, member=passed[2][one.named]) if one.named >= 0 else one
        if kept.function:
            taker = declared_callees(prefix.tree, (kept.function,)).get(kept.function)
            if taker is not None and kept.position < len(taker.params):
                yield from _judge_passed(
                    prefix, site, (kept.function, taker.params[kept.position]), cause
                )
            continue
        tag = prefix.bodies.pointed_by(site.path, site.offset, kept.object).encode()
        pointers = (
            resolver.pointers(site.path, tag, kept.member.encode())
            if tag
            else resolver.members(site.path, kept.member)
        )
        if any(_same(prefix, each.signature, signature) for each in pointers):
            continue
        old = [each for each in pointers if _same(prefix, each.signature, cause.before)]
        if old:
            what = f"{site.name} is given to {passed[0]}(), which stores it in the member .{kept.member}"
            seen = tuple(Span(each.path, each.line, each.text) for each in old)
            yield finding(
                ID,
                site,
                f"{what}, whose type is still the one before patch {cause.patch}",
                related=(*seen, *changed_here(cause, prefix)),
                confidence=Confidence.MEDIUM,
            )


def _pointers(prefix: Prefix, site: Site) -> tuple[str, str, tuple[Pointer, ...]]:
    """Returns the member or variable that a reference is stored in, the member's struct, its types.

    The first two are "" where they are not known; then members of all structs count.
    """
    member = member_of(site)
    found = tuple(one for one in prefix.members.pointers if one.name == member) if member else ()
    data = prefix.tree.read(site.path) if prefix.tree is not None else None
    if prefix.bodies is None or data is None:
        return member, "", found
    resolver = prefix.bodies.resolver
    if member:
        tag = _struct(prefix.bodies, site, data)
        mine = tuple(one for one in found if one.owner == tag)
        if tag and not mine:
            mine = resolver.pointers(site.path, tag.encode(), member.encode())
        return (member, tag, mine) if mine else (member, "", found)
    name, variables = _variables(prefix, prefix.bodies, site, data)
    if variables:
        return name, "", variables
    position = position_of(site.path, data, site.offset)
    for struct in resolver.structs(site.path, position.tag.encode()) if position is not None else ():
        member = position.member(struct.order) if position is not None else ""
        found += resolver.pointers(site.path, struct.tag, member.encode())
    return (member if found else ""), "", found


def _variables(
    prefix: Prefix, bodies: Bodies, site: Site, data: bytes
) -> tuple[str, tuple[Pointer, ...]]:
    """Returns the variable that a reference is stored in, or what returns it, and its types."""
    path, resolver = site.path, bodies.resolver
    if returned(path, data, site.offset):
        result = Typed(f"what {site.function}() returns", bodies.returns(path, site.offset))
        return result.name, resolver.typed(path, result)
    stored = pointer_at(path, data, site.offset)
    if isinstance(stored, Pointer):
        return stored.name, (stored,)
    if stored is not None and stored.like:
        known = declared_as(prefix, path, data, stored.like)
        like = (Pointer(stored.name, "", path, site.line, known, "typeof"),) if known else ()
        return stored.name, like
    if stored is None:
        name = assigned_variable(path, data, site.offset)
        shared = resolver.shared_pointers(path, name)
        if shared or not name:
            return name, shared
        stored = Typed(name, bodies.variable_type(path, site.offset, name))
    return stored.name, resolver.typed(path, stored)


def _struct(bodies: Bodies, site: Site, data: bytes) -> str:
    """Returns the tag of the struct whose member gets the function, "" where it is not known."""
    owner = owner_at(site.path, data, site.offset)
    if owner is not None:
        return struct_of(bodies.resolver, site.path, owner)
    member = _GIVEN.search(data, max(0, site.offset - 300), site.offset)
    return bodies.struct_at(site.path, member.start(1)) if member is not None else ""


def _judge(prefix: Prefix, site: Site, signature: Signature, cause: ApiChange) -> Iterator[Finding]:
    member, tag, pointers = _pointers(prefix, site)
    if any(_same(prefix, one.signature, signature) for one in pointers):
        return
    before = cause.before
    old = [one for one in pointers if before and _same(prefix, one.signature, before)]
    kind = "the member ." if any(one.owner for one in pointers) or not pointers else ""
    where = f"{kind}{member}" if member else "a pointer"
    related = changed_here(cause, prefix)
    if old:
        of = f" of struct {tag}" if tag else ""
        message = (
            f"{site.name} is stored in {where}{of}, whose type is still the one before patch "
            f"{cause.patch}"
        )
        seen = tuple(Span(one.path, one.line, f"{one.text}") for one in old)
        sure = Confidence.HIGH if tag and not site.uncertain else Confidence.MEDIUM
        yield finding(ID, site, message, related=(*seen, *related), confidence=sure)
    else:
        message = (
            f"the address of {site.name} is taken as {where}; its signature changed in patch "
            f"{cause.patch} and the pointer's type was not found"
        )
        yield finding(
            ID, site, message, related=related, severity=Severity.WARNING, confidence=Confidence.LOW
        )


def _same(prefix: Prefix, one: Signature, other: Signature) -> bool:
    """Tells whether two types of functions are the same, with typedefs looked up where they differ."""
    if same_interface(one, other):
        return True
    if prefix.tree is None or len(one.params) != len(other.params):
        return False
    meanings = typedefs_in(prefix.tree, words_of(one) ^ words_of(other))
    return same_interface(resolved(one, meanings), resolved(other, meanings))


RULE = Rule(ID, "a stored address whose pointer's type did not follow", check)
