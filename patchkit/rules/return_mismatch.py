"""return-mismatch: a function's result and its type contradict each other.

A value returned from a void function, none from another one, the result of a function used that
returns nothing, and one taken as what it is no more since a patch of the series. `return f();` in a
void function is let pass where f() may be void as well: compilers take it.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.compatible import contradicts
from patchkit.cfacts.expressions import Call, taken_by, value_used
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.scope import Function
from patchkit.cfacts.statements import Kind, Statement
from patchkit.cfacts.tokens import is_word
from patchkit.model.changes import ApiChange
from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, changed_here, finding, refusal
from patchkit.rules.bodies import Bodies, site_at, text_of
from patchkit.rules.newcalls import misused

ID = "return-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each return, or use of a result, that contradicts a type."""
    if prefix.bodies is not None:
        for extent in prefix.bodies.changed:
            if (function := extent.function) is not None and not function.made:
                yield from _returns(prefix.bodies, extent, function)
        for one in misused(prefix, prefix.bodies):
            yield finding(ID, one.site(prefix.bodies), one.what)
    for change, signature, cause in prefix.signature_changes():
        was = change.before.returns if change.before is not None else ""
        if cause is not None and was and was != signature.returns:
            yield from _results(prefix, change, signature.returns, cause)


def _returns(bodies: Bodies, extent: Extent, function: Function) -> Iterator[Finding]:
    """The first return statement that the function's own type forbids."""
    before = any(_wrong(bodies, extent, one) for one in bodies.earlier(extent))
    wrong = _wrong(bodies, extent, function)
    if wrong is None or before:
        return
    offset = function.tokens.starts[wrong.first - 1]
    site = site_at(extent, bodies.data(extent.path), offset, extent.name)
    name = text_of(extent.name)
    if function.returns == "void":
        yield finding(ID, site, f"{name}() is void here and returns a value")
    else:
        yield finding(
            ID, site, f"{name}() returns {function.returns!r} here and this return has no value"
        )


def _wrong(bodies: Bodies, extent: Extent, function: Function) -> Statement | None:
    if not function.returns:
        return None
    for statement in function.body.statements:
        if statement.kind is not Kind.RETURN:
            continue
        empty = statement.first == statement.last
        if function.returns == "void":
            if not empty and not _may_be_void(bodies, extent, function, statement):
                return statement
        elif empty:
            return statement
    return None


def _may_be_void(bodies: Bodies, extent: Extent, function: Function, statement: Statement) -> bool:
    """A call may return nothing; a known function that returns something does not."""
    tokens = function.tokens
    first, last = statement.first, statement.last
    if tokens.texts[first] == b"(" and tokens.text(first + 1) == b"void":
        return True
    for index in range(first, last):
        if tokens.texts[index] == b"(" and index > first:
            callee = tokens.texts[index - 1]
            whole = index - 1 == first and tokens.pair[index] == last - 1
            if not whole or not is_word(callee):
                return True  # a call somewhere inside: nothing is sure
            found = bodies.resolver.signatures(extent.path, callee)
            return not found or any(one.returns == "void" for one in found)
    return is_word(tokens.texts[first]) and tokens.texts[first].isupper()  # a macro


def _results(prefix: Prefix, change: ApiChange, returns: str, cause: ApiChange) -> Iterator[Finding]:
    bodies = prefix.bodies
    sites = [site for site in prefix.sites(change) if site.kind is SiteKind.CALL]
    for site, _, function, call in bodies.calls_at(sites) if bodies is not None else ():
        what = _misused(bodies, site.path, function, call, returns) if bodies is not None else ""
        if what:
            yield finding(
                ID,
                site,
                f"the result of {site.name}() is {what} since patch {cause.patch}; "
                f"{refusal(site, prefix, cause.patch)}",
                related=changed_here(cause, prefix),
            )


def _misused(bodies: Bodies, path: str, function: Function, call: Call, returns: str) -> str:
    """Says what is done with the call's value that its type forbids, "" for nothing."""
    if returns == "void":
        return "used, which returns nothing" if value_used(function, call) else ""
    taken = taken_by(function, call, bodies.resolver.types(path))
    return f"taken as '{taken}', which is '{returns}'" if taken and contradicts(taken, returns) else ""


RULE = Rule(ID, "a function's result and its type contradict each other", check)
