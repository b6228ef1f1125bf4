"""ops-member-mismatch: a struct's function pointer changed its type and a user of it did not follow.

Users are the functions stored in the member (`.op = f` in an initialiser of that struct) and the
calls through it. What an expression's struct is cannot be told from text alone, so a call counts
only when it fits the old number of arguments and not the new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from patchkit.apichange.compare import same_interface, same_parameters
from patchkit.cfacts import IndirectCall, Stored
from patchkit.cfacts.initialisers import Owner, struct_of
from patchkit.cfacts.positions import Position
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.rules.base import Prefix, Rule, shown

ID = "ops-member-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each user of a changed member that disagrees with its type."""
    seen: set[tuple[str, str]] = set()
    for change in prefix.changes:
        if not change.owner or change.kind is not ChangeKind.SIGNATURE:
            continue
        if (change.owner, change.name) in seen:
            continue
        seen.add((change.owner, change.name))
        signature, cause = prefix.reference(change.name, "", change.owner)
        if signature is not None:
            yield from _stored(prefix, change, signature, cause)
            yield from _called(prefix, change, signature, cause)


def _stored(
    prefix: Prefix, change: ApiChange, signature: Signature, cause: ApiChange | None
) -> Iterator[Finding]:
    other = change.before if cause is not None else change.after
    for one in _stored_in(prefix, change):
        if one.signature is None or same_interface(one.signature, signature):
            continue
        followed = other is not None and same_parameters(one.signature, other)
        owner = _owner(prefix, one) if followed else ""
        if not followed or owner not in ("", change.owner) or not (owner or _alone(prefix, change, one)):
            continue  # a member of the same name in another struct
        yield _finding(
            prefix,
            one,
            f"{one.function}() is stored in .{one.name} of struct {change.owner}, which is "
            f"{shown(signature, '(*' + one.name + ')')}"
            f"{_since(cause)}; it is {shown(one.signature, one.function)}",
            cause,
            Confidence.HIGH if owner else Confidence.MEDIUM,
        )


def _owner(prefix: Prefix, one: Stored) -> str:
    """Returns the struct whose member a function is stored in, "" where it is not known."""
    if prefix.bodies is None or (one.owner and not one.inside):
        return one.owner
    if one.owner:
        return struct_of(prefix.bodies.resolver, one.path, Owner(one.owner, one.inside))
    return prefix.bodies.struct_at(one.path, one.offset)


def _alone(prefix: Prefix, change: ApiChange, one: Stored) -> bool:
    """Tells whether no other struct has a member of the name that the function would fit."""
    return not any(
        pointer.owner != change.owner and same_interface(pointer.signature, one.signature)
        for pointer in prefix.members.pointers
        if pointer.name == change.name and one.signature is not None
    )


def _stored_in(prefix: Prefix, change: ApiChange) -> Iterator[Stored]:
    for one in prefix.members.stored:
        if one.owner not in ("", change.owner) and not one.inside:
            continue
        name = one.name if one.position is None else _member(prefix, one.path, one.position)
        if name == change.name:
            yield replace(one, name=name)


def _member(prefix: Prefix, path: str, position: Position) -> str:
    """Returns the member that a value without a name is for, "" where that is not known."""
    structs = prefix.bodies.resolver.structs(path, position.tag.encode()) if prefix.bodies else ()
    names = {position.member(struct.order) for struct in structs}
    return names.pop() if len(names) == 1 else ""


def _called(
    prefix: Prefix, change: ApiChange, signature: Signature, cause: ApiChange | None
) -> Iterator[Finding]:
    other = change.before if cause is not None else change.after
    pointers = [one for one in prefix.members.pointers if one.name == change.name]
    rivals = {one.owner for one in pointers}
    others = [one.signature for one in pointers if one.owner != change.owner]
    for one in prefix.members.calls:
        count = len(one.arguments)
        if one.name != change.name or signature.accepts(count):
            continue
        if other is None or not other.accepts(count):
            continue
        if any(one.accepts(count) for one in others):
            continue  # the member of another struct, as far as the text tells
        yield _finding(
            prefix,
            one,
            f"{one.object}->{one.name}() is called with {count} arguments; the member of struct "
            f"{change.owner} takes {len(signature.params)}{_since(cause)}",
            cause,
            Confidence.MEDIUM if rivals <= {change.owner} else Confidence.LOW,
        )


def _since(cause: ApiChange | None) -> str:
    return f" since patch {cause.patch}" if cause is not None else ""


def _finding(
    prefix: Prefix,
    one: Stored | IndirectCall,
    message: str,
    cause: ApiChange | None,
    sure: Confidence,
) -> Finding:
    related = tuple(
        Span(pointer.path, pointer.line, f"changed by patch {cause.patch}: {pointer.text}")
        for pointer in prefix.members.pointers
        if cause is not None and (pointer.owner, pointer.name) == (cause.owner, cause.name)
    )
    return Finding(
        rule=ID,
        severity=Severity.WARNING if sure is Confidence.LOW else Severity.ERROR,
        confidence=sure,
        message=message,
        primary=Span(one.path, one.line, one.text),
        related=related,
        subject=one.name,
        key=f"{ID}|{one.name}|{one.path}|{one.function}",
    )


RULE = Rule(ID, "a function or call that did not follow a changed member of a struct", check)
