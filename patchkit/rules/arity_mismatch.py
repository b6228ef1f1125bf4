"""arity-mismatch: a call that the series brings does not fit a function that it leaves as it is.

The function may have had another parameter where the patch was written. Any signature that the file
can see will do, and a macro of the function's name is believed before it. A call through a member of a
known struct is judged by the pointer's type.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.expressions import Call, calls, member_calls
from patchkit.cfacts.macros import Macro
from patchkit.model.changes import ChangeKind
from patchkit.model.facts import Signature
from patchkit.model.findings import Confidence, Finding
from patchkit.rules.base import Prefix, Rule, finding, shown
from patchkit.rules.bodies import Bodies, Extent, site_at, text_of

ID = "arity-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each new call with a number of arguments that nothing declared takes."""
    bodies = prefix.bodies
    if bodies is None:
        return
    theirs = {
        name.encode("utf-8", "surrogateescape")
        for change in prefix.changes
        if change.kind is not ChangeKind.ADDED
        for name in (change.name, change.new_name)
    }
    for extent in bodies.changed:
        for call in _new_calls(bodies, extent):
            if call.use.name not in theirs:
                yield from _judged(bodies, extent, call)
        yield from _of_members(bodies, extent)


def _new_calls(bodies: Bodies, extent: Extent) -> list[Call]:
    """Returns the calls of a function with a count of arguments that T0's function does not show."""
    function = extent.function
    if function is None:
        return []
    before = {
        (call.use.name, len(call.arguments)) for one in bodies.earlier(extent) for call in calls(one)
    }
    return [
        call
        for call in calls(function)
        if (call.use.name, len(call.arguments)) not in before and _plain(call)
    ]


def _plain(call: Call) -> bool:
    """A call among the arguments of a macro may be no call: the macro can do with it what it likes."""
    return all(not callee for callee, _ in call.use.within) or not call.use.name.isupper()


def _judged(bodies: Bodies, extent: Extent, call: Call) -> Iterator[Finding]:
    name, count = call.use.name, len(call.arguments)
    macros, _ = bodies.resolver.definitions(extent.path, name)
    if macros:
        if all(_refuses(macro, count) for macro in macros):
            takes = " or ".join(sorted({_words(macro) for macro in macros}))
            yield _finding(bodies, extent, call, f"it is a macro that takes {takes}", Confidence.MEDIUM)
        return
    signatures = bodies.resolver.signatures(extent.path, name)
    if not signatures or any(one.accepts(count) for one in signatures):
        return
    if not bodies.resolver.value(extent.path, call.use) or not _sure(signatures):
        return
    takes = " or ".join(dict.fromkeys(_takes(one) for one in signatures))
    yield _finding(
        bodies, extent, call, f"it takes {takes}: {shown(signatures[0], text_of(name))}", None
    )


def _refuses(macro: Macro, count: int) -> bool:
    if macro.params is None:
        return False
    named = [param for param in macro.params if not param.endswith(b"...")]
    if len(named) == 1 and count == 0:
        return False  # `f()` gives a macro of one parameter an empty argument
    return count < len(named) or (count > len(named) and len(named) == len(macro.params))


def _words(macro: Macro) -> str:
    params = macro.params or ()
    variadic = any(param.endswith(b"...") for param in params)
    return f"{len(params) - 1} or more" if variadic else str(len(params))


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
        pointers = bodies.resolver.pointers(extent.path, one.tag, one.member)
        if not pointers or any(known.accepts(count) for known in pointers):
            continue
        site = site_at(extent, bodies.data(extent.path), function.tokens.starts[one.index], one.member)
        name = f"the member {site.name} of struct {text_of(one.tag)}"
        takes = " or ".join(dict.fromkeys(_takes(known) for known in pointers))
        yield finding(ID, site, f"{name} is called with {_number(count)}, it takes {takes}")


def _number(count: int) -> str:
    return f"{count} argument{'' if count == 1 else 's'}"


def _sure(signatures: tuple[Signature, ...]) -> bool:
    return all(not one.unspecified for one in signatures)


def _takes(signature: Signature) -> str:
    return f"{len(signature.params)}{' or more' if signature.variadic else ''}"


def _finding(
    bodies: Bodies, extent: Extent, call: Call, what: str, confidence: Confidence | None
) -> Finding:
    site = site_at(extent, bodies.data(extent.path), call.use.offset, call.use.name)
    message = f"{site.name}() is called with {_number(len(call.arguments))}, {what}"
    return finding(ID, site, message, confidence=confidence)


RULE = Rule(ID, "a new call does not fit the function it calls", check)
