"""arity-mismatch: a call that the series brings does not fit a function that it leaves as it is.

The function may have had another parameter where the patch was written. Any signature that the file
can see will do, and a macro of the function's name is believed before it. A call through a member of a
known struct is judged by the pointer's type. Calls in the arguments of a macro at file scope, such as
TRACE_EVENT, are looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.expressions import member_calls
from patchkit.cfacts.extents import Extent
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import Bodies, site_at, text_of
from patchkit.rules.newcalls import miscounted, taken

ID = "arity-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each new call with a number of arguments that nothing declared takes."""
    bodies = prefix.bodies
    if bodies is None:
        return
    for one in miscounted(prefix, bodies):
        yield finding(ID, one.site(bodies), one.what, confidence=one.confidence)
    for extent in bodies.changed:
        yield from _of_members(bodies, extent)


def _of_members(bodies: Bodies, extent: Extent) -> Iterator[Finding]:
    """The new calls through a member that points to a function which takes another number."""
    function = extent.function
    if function is None or function.made:
        return
    older = bodies.first.resolver.types(extent.path)
    before = {
        (one.member, len(arguments))
        for was in bodies.earlier(extent)
        for one, arguments in member_calls(was, older)
    }
    for one, arguments in member_calls(function, bodies.resolver.types(extent.path)):
        count = len(arguments)
        if (one.member, count) in before or not bodies.resolver.value(extent.path, one.use):
            continue
        declared = bodies.resolver.pointers(extent.path, one.tag, one.member)
        pointers = tuple(pointer.signature for pointer in declared)
        if not pointers or any(known.accepts(count) for known in pointers):
            continue
        site = site_at(extent, bodies.data(extent.path), function.tokens.starts[one.index], one.member)
        name = f"the member {site.name} of struct {text_of(one.tag)}"
        takes = " or ".join(dict.fromkeys(taken(known) for known in pointers))
        yield finding(ID, site, f"{name} is called with {_number(count)}, it takes {takes}")


def _number(count: int) -> str:
    return f"{count} argument{'' if count == 1 else 's'}"


RULE = Rule(ID, "a new call does not fit the function it calls", check)
