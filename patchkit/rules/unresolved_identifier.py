"""unresolved-identifier: a function or an initialiser uses a name that nothing declares there.

A local variable that the hunk's author had and this tree has not, a helper that no header declares, a
parameter that a refused hunk should have brought. Names that a macro could make, that a build could
generate, or that T0's file uses in the same way are not judged; where the tree lacks a header that the
file includes, a name that may come from it is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.extents import Extent
from patchkit.cfacts.scope import Function, Use
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import Bodies, site_at, text_of
from patchkit.rules.initial_values import undeclared_values

ID = "unresolved-identifier"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields one finding for each undeclared name of each function that the series changes."""
    found = prefix.bodies
    if found is None:
        return
    suspects = [one for path in _paths(found) for one in _suspects(found, path)]
    searched = [one for one in suspects if not _like_a_local(found, one[0], one[2])]
    known = found.elsewhere.knows(
        {use.name for _, _, use in searched}, {extent.path for extent, _, _ in searched}
    )
    for extent, function, use in suspects:
        shared = extent.header or extent.path in found.elsewhere.included
        # What the file itself declared is declared nowhere that it sees: no compiler takes it twice.
        unknown = use.name not in known or use.name in found.lost(extent.path)
        if unknown and not found.declared_elsewhere(use.name, header=shared):
            yield _finding(found, extent, function, use)
    yield from _values(found)


def _values(found: Bodies) -> Iterator[Finding]:
    sites = list(undeclared_values(found))
    words = {site.name.encode("utf-8", "surrogateescape") for site in sites}
    known = found.elsewhere.knows(words, {site.path for site in sites}) if words else frozenset()
    for site in sites:
        name = site.name.encode("utf-8", "surrogateescape")
        shared = site.path in found.elsewhere.included
        if name not in known and not found.declared_elsewhere(name, header=shared):
            what = f"'{site.name}' is an initial value here and nothing declares it"
            yield finding(ID, site, what, confidence=Confidence.MEDIUM)


def _paths(found: Bodies) -> list[str]:
    return list(dict.fromkeys(extent.path for extent in found.changed))


def _suspects(found: Bodies, path: str) -> list[tuple[Extent, Function, Use]]:
    """Returns the first use, in each function, of a name that T0 and the includes do not explain."""
    fresh = {
        (function, use): extent
        for extent in found.changed
        if extent.path == path and (function := extent.function) is not None and not function.made
        for use in _fresh(found, extent, function)
    }
    lost = found.lost(path)
    first: dict[tuple[Extent, bytes], tuple[Extent, Function, Use]] = {}
    for function, use in found.resolver.undeclared(path, fresh):
        extent = fresh[(function, use)]
        explained = use.name not in lost and found.used_before(path, use)
        if (extent, use.name) not in first and not explained and not _pasted(found, extent, use):
            first[(extent, use.name)] = extent, function, use
    return list(first.values())


def _fresh(found: Bodies, extent: Extent, function: Function) -> Iterator[Use]:
    """Yields the free uses of names that T0's function of that name does not have."""
    before = {
        (use.name, use.called) for one in found.earlier(extent) for use in one.free() if not use.tag
    }
    lost = found.lost(extent.path)
    for use in function.free():
        if not use.tag and ((use.name, use.called) not in before or use.name in lost):
            yield use


def _pasted(found: Bodies, extent: Extent, use: Use) -> bool:
    return not _like_a_local(found, extent, use) and found.resolver.pasted(extent.path, use.name)


def _like_a_local(found: Bodies, extent: Extent, use: Use) -> bool:
    """A name that functions of this file declare for themselves is looked for nowhere else."""
    return not use.called and not use.name.isupper() and found.local_before(extent.path, use.name)


def _finding(found: Bodies, extent: Extent, function: Function, use: Use) -> Finding:
    site = site_at(extent, found.data(extent.path), use.offset, use.name)
    complete = found.resolver.includes.closure(extent.path).complete and not extent.header
    local = _like_a_local(found, extent, use)
    what = _message(found, extent, function, use)
    absent = found.resolver.includes.absent(extent.path)
    if absent and not (local or use.name in found.lost(extent.path) or _was(found, extent, use)):
        # An excerpt of a kernel, or a program's libc: the name may well be declared there.
        what = f"{what}, which lacks {_headers(absent)}"
        return finding(ID, site, what, severity=Severity.NOTE, confidence=Confidence.LOW)
    sure = Confidence.HIGH if local and complete and function.exact else Confidence.MEDIUM
    return finding(ID, site, what, confidence=sure)


def _headers(absent: tuple[str, ...]) -> str:
    more = f" and {len(absent) - 1} more headers that its file includes" if len(absent) > 1 else ""
    return f"{absent[0]}{more}"


def _message(found: Bodies, extent: Extent, function: Function, use: Use) -> str:
    name, where = text_of(use.name), text_of(extent.name)
    if use.called:
        gone = use.name in found.lost(extent.path)
        which = (
            "the series removes its declaration" if gone else "nothing that its file sees declares it"
        )
        return f"{name}() is called in {where}() and {which}"
    was = _was(found, extent, use)
    if was:
        return f"'{name}' is used in {where}() and not declared there; {was} before the series"
    if use.name in found.lost(extent.path):
        return f"'{name}' is used in {where}() and the series removes its declaration"
    kind = f", which is {function.returns!r} here" if function.returns == "void" else ""
    return f"'{name}' is used in {where}(){kind} and nothing declares it"


def _was(found: Bodies, extent: Extent, use: Use) -> str:
    """Says what the name was in T0's function of the same name."""
    for function in found.earlier(extent):
        for param in function.params:
            if param.name == text_of(use.name):
                return f"it was the parameter '{param}'"
        if function.has_own(use.name):
            return "it was a local variable"
    return ""


RULE = Rule(ID, "a function uses a name that nothing declares", check)
