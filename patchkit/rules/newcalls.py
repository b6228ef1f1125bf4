"""The calls that a series brings, judged against functions that it leaves as they are.

What `arity-mismatch` and `argument-type` report at a call, `declaration-left-behind` reads as a sign
of a declaration that should have followed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.arguments import calls_in_arguments
from patchkit.cfacts.compatible import CONSTANT, contradicts
from patchkit.cfacts.expressions import Call, calls, text_of_tokens, value_used
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.macros import Macro
from patchkit.cfacts.scope import Function
from patchkit.cfacts.values import Types, type_of
from patchkit.model.changes import ChangeKind
from patchkit.model.facts import Parameter, Signature, Site
from patchkit.model.findings import Confidence
from patchkit.rules.base import Prefix, shown
from patchkit.rules.bodies import Bodies, place_at, text_of


class Misfit(Struct, frozen=True):
    """A call, and `what` about it does not fit what it calls, as a sentence.

    `name` is what is called, at byte `offset` of the file; `function` is the one around it, b"" at file
    scope. `confidence` is None where nothing but the site lowers it.
    """

    path: str
    name: bytes
    offset: int
    function: bytes
    what: str
    confidence: Confidence | None = None

    def site(self, bodies: Bodies) -> Site:
        """Returns the place of the call, for findings."""
        return place_at(self.path, bodies.data(self.path), self.offset, self.name, self.function)


def _misfit(extent: Extent, call: Call, what: str, confidence: Confidence | None = None) -> Misfit:
    offset = extent.start + call.use.offset
    return Misfit(extent.path, call.use.name, offset, extent.name, what, confidence)


def miscounted(prefix: Prefix, bodies: Bodies) -> tuple[Misfit, ...]:
    """Returns each new call with a number of arguments that nothing declared takes."""
    return bodies.once(("miscounted", prefix.number), lambda: tuple(_miscounted(prefix, bodies)))


def mistyped(prefix: Prefix, bodies: Bodies) -> tuple[Misfit, ...]:
    """Returns each new call with an argument that cannot be meant for its parameter."""
    return bodies.once(("mistyped", prefix.number), lambda: tuple(_mistyped(prefix, bodies)))


def misused(prefix: Prefix, bodies: Bodies) -> tuple[Misfit, ...]:
    """Returns each new call whose value is used and that calls what returns none."""
    return bodies.once(("misused", prefix.number), lambda: tuple(_misused(prefix, bodies)))


def _miscounted(prefix: Prefix, bodies: Bodies) -> Iterator[Misfit]:
    theirs = _changed(prefix, lambda kind, _patch: kind is not ChangeKind.ADDED)
    for extent in bodies.changed:
        for call in _new_counts(bodies, extent):
            if call.use.name not in theirs:
                yield from _counted(bodies, extent, call)
    for path in bodies.touched if bodies.first is not bodies else ():
        yield from _in_arguments(bodies, path, theirs)


def _in_arguments(bodies: Bodies, path: str, theirs: Collection[bytes]) -> Iterator[Misfit]:
    """The new calls in the arguments of macros that a file calls at file scope.

    The macro may do with them what it likes, and headers of trace events define theirs anew.
    """
    was, now = bodies.first.data(path), bodies.data(path)
    if was == now:
        return
    before = {(one.macro, one.name, one.count) for one in calls_in_arguments(path, was)}
    for one in calls_in_arguments(path, now):
        if (one.macro, one.name, one.count) in before or one.name in theirs or one.name.isupper():
            continue
        signatures = bodies.resolver.signatures(path, one.name)
        if signatures and not any(known.accepts(one.count) or known.unspecified for known in signatures):
            what = _miscount(one.name, one.count, signatures)
            yield Misfit(path, one.name, one.offset, b"", what, Confidence.MEDIUM)


def _mistyped(prefix: Prefix, bodies: Bodies) -> Iterator[Misfit]:
    theirs = _changed(
        prefix, lambda kind, patch: kind is ChangeKind.SIGNATURE and 0 < patch <= prefix.number
    )
    for extent in bodies.changed:
        yield from _typed(bodies, extent, theirs)


def _misused(prefix: Prefix, bodies: Bodies) -> Iterator[Misfit]:
    theirs = _changed(
        prefix, lambda kind, patch: kind is ChangeKind.SIGNATURE and 0 < patch <= prefix.number
    )
    for extent in bodies.changed:
        function = extent.function
        if function is None or function.made:
            continue
        before = {
            call.use.name
            for one in bodies.earlier(extent)
            for call in calls(one)
            if value_used(one, call)
        }
        for call in calls(function):
            name = call.use.name
            if name in theirs or name in before or not value_used(function, call):
                continue
            signatures = bodies.resolver.signatures(extent.path, name)
            if signatures and all(one.returns == "void" for one in signatures):
                nothing = f"returns nothing: {shown(signatures[0], text_of(name))}"
                yield _misfit(extent, call, f"the result of {text_of(name)}() is used, and it {nothing}")


def _changed(prefix: Prefix, wanted: Callable[[ChangeKind, int], bool]) -> frozenset[bytes]:
    """The names of the changes of some kinds; the patch is 0 for what did not happen."""
    return frozenset(
        name.encode("utf-8", "surrogateescape")
        for change in prefix.changes
        if wanted(change.kind, change.patch if change.realised else 0)
        for name in (change.name, change.new_name)
        if name
    )


def _new_counts(bodies: Bodies, extent: Extent) -> list[Call]:
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


def _counted(bodies: Bodies, extent: Extent, call: Call) -> Iterator[Misfit]:
    name, count = call.use.name, _expanded(bodies, extent, call)
    macros, _ = bodies.resolver.definitions(extent.path, name)
    if macros:
        if all(_refuses(macro, count) for macro in macros):
            takes = " or ".join(sorted({_words_of(macro) for macro in macros}))
            what = f"{_given(name, count)}it is a macro that takes {takes}"
            yield _misfit(extent, call, what, Confidence.MEDIUM)
        return
    signatures = bodies.resolver.signatures(extent.path, name)
    if not signatures or any(one.accepts(count) or one.unspecified for one in signatures):
        return
    if bodies.resolver.value(extent.path, call.use):
        yield _misfit(extent, call, _miscount(name, count, signatures))


def _miscount(name: bytes, count: int, signatures: Sequence[Signature]) -> str:
    takes = " or ".join(dict.fromkeys(taken(one) for one in signatures))
    return f"{_given(name, count)}it takes {takes}: {shown(signatures[0], text_of(name))}"


def _given(name: bytes, count: int) -> str:
    return f"{text_of(name)}() is called with {count} argument{'' if count == 1 else 's'}, "


def _expanded(bodies: Bodies, extent: Extent, call: Call) -> int:
    """The number of a call's arguments when macros that stand for several have been expanded."""
    function = extent.function
    if function is None:
        return len(call.arguments)
    starts = function.tokens.starts
    texts = [extent.text[starts[first] : starts[last]] for first, last in call.arguments]
    return bodies.resolver.counted(extent.path, texts)


def _refuses(macro: Macro, count: int) -> bool:
    if macro.params is None:
        return False
    named = [param for param in macro.params if not param.endswith(b"...")]
    if len(named) == 1 and count == 0:
        return False  # `f()` gives a macro of one parameter an empty argument
    return count < len(named) or (count > len(named) and len(named) == len(macro.params))


def _words_of(macro: Macro) -> str:
    params = macro.params or ()
    variadic = any(param.endswith(b"...") for param in params)
    return f"{len(params) - 1} or more" if variadic else str(len(params))


def taken(signature: Signature) -> str:
    """Returns how many arguments a function takes: "3", "2 or more"."""
    return f"{len(signature.params)}{' or more' if signature.variadic else ''}"


def _typed(bodies: Bodies, extent: Extent, theirs: Collection[bytes]) -> Iterator[Misfit]:
    """The calls that T0's function does not have in the same words."""
    function = extent.function
    if function is None or function.made:
        return
    before = {_words(one, call) for one in bodies.earlier(extent) for call in calls(one)}
    for call in calls(function):
        if not call.arguments or call.use.name in theirs or _words(function, call) in before:
            continue
        if not _any_type(bodies, extent.path, function, call):
            continue
        signatures = bodies.resolver.signatures(extent.path, call.use.name)
        fitting = tuple(one for one in signatures if one.accepts(len(call.arguments)))
        wrong = wrong_argument(bodies, extent, function, call, fitting) if fitting else ""
        if wrong:
            yield _misfit(extent, call, wrong)


def _words(function: Function, call: Call) -> bytes:
    return text_of_tokens(function, call.use.index, call.closing + 1)


def _any_type(bodies: Bodies, path: str, function: Function, call: Call) -> bool:
    """Tells whether any argument may have a type: without one, no header need be looked into."""
    types = _cheaper(bodies.resolver.types(path))
    texts = function.tokens.texts
    return any(
        type_of(function, first, last, types) or (last - first == 1 and texts[first].isupper())
        for first, last in call.arguments
    )


def _cheaper(types: Types) -> Types:
    """The same without enumerators and macros, which have to be looked for in headers."""
    return replace(types, constant=lambda _name: "", macros=lambda _name: ())


def wrong_argument(
    bodies: Bodies,
    extent: Extent,
    function: Function,
    call: Call,
    signatures: tuple[Signature, ...],
    *,
    thorough: bool = False,
) -> str:
    """Says which argument contradicts every signature, "" if there is none.

    `thorough`: macros are looked into for numbers as well.
    """
    types = bodies.resolver.types(extent.path)
    for position, (first, last) in enumerate(call.arguments):
        wanted = [one.params[position] for one in signatures if position < len(one.params)]
        if len(wanted) < len(signatures):
            continue
        # An enumerator or a macro is looked up where a number would be wrong.
        matters = all(contradicts(one.type, "int") for one in wanted)
        look = types if matters else _cheaper(types)
        if thorough and not matters and last > first + 1:
            look = replace(types, constant=_cheaper(types).constant)
        given = type_of(function, first, last, look)
        if given and all(contradicts(one.type, given) for one in wanted):
            return _message(extent, function, call, position, given, wanted[0])
    return ""


def _message(
    extent: Extent, function: Function, call: Call, position: int, given: str, wanted: Parameter
) -> str:
    first, last = call.arguments[position]
    starts = function.tokens.starts
    argument = " ".join(text_of(extent.text[starts[first] : starts[last]]).split())
    name = text_of(call.use.name)
    kind = ", a constant" if given == CONSTANT else f" of type '{given}'"
    return f"argument {position + 1} of {name}() is '{argument}'{kind}, it takes '{wanted}'"
