"""argument-type: an argument cannot be meant for the parameter it is given to.

What counting cannot see: a zone for a node id, the old pointer for the new one, two arguments in the
former order. Judged are all calls of functions whose parameters changed, and new calls of others; only
what contradicts for certain is shown (see cfacts/compatible.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from patchkit.cfacts.compatible import CONSTANT, contradicts
from patchkit.cfacts.expressions import Call, calls, text_of_tokens
from patchkit.cfacts.scope import Function
from patchkit.cfacts.values import type_of
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Parameter, Signature, SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, changed_here, finding, refusal
from patchkit.rules.bodies import Bodies, Extent, site_at, text_of

ID = "argument-type"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each call with an argument of a type that cannot be meant."""
    bodies = prefix.bodies
    if bodies is None:
        return
    for change, signature, cause in prefix.signature_changes():
        if cause is not None and not signature.macro:
            yield from _of_changed(prefix, bodies, change, signature, cause)
    theirs = {
        change.name.encode("utf-8", "surrogateescape")
        for change in prefix.changes
        if change.kind is ChangeKind.SIGNATURE and change.realised and change.patch <= prefix.number
    }
    for extent in bodies.changed:
        yield from _new(bodies, extent, theirs)


def _of_changed(
    prefix: Prefix, bodies: Bodies, change: ApiChange, signature: Signature, cause: ApiChange
) -> Iterator[Finding]:
    """The calls of a changed function, anywhere in the tree."""
    sites = [site for site in prefix.sites(change) if site.kind is SiteKind.CALL]
    for path in dict.fromkeys(site.path for site in sites):
        offsets = {site.offset: site for site in sites if site.path == path}
        for extent in bodies.functions(path):
            inside = [at for at in offsets if extent.start <= at < extent.start + len(extent.text)]
            if not inside or (function := extent.function) is None:
                continue
            for call in calls(function):
                site = offsets.get(extent.start + call.use.offset)
                if site is None or not _counts(signature, len(call.arguments)):
                    continue
                wrong = _wrong(bodies, extent, function, call, (signature,))
                if wrong:
                    yield finding(
                        ID,
                        site,
                        f"{wrong} since patch {cause.patch}; {refusal(site, prefix, cause.patch)}",
                        related=changed_here(cause, prefix),
                    )


def _counts(signature: Signature, count: int) -> bool:
    """Tells whether a call with so many arguments means these parameters, no alternative of theirs."""
    least = len(signature.params)
    return count == least or (signature.variadic and count > least)


def _new(bodies: Bodies, extent: Extent, theirs: set[bytes]) -> Iterator[Finding]:
    """The calls that T0's function does not have in the same words."""
    function = extent.function
    if function is None or function.made:
        return
    before = {_words(one, call) for one in bodies.earlier(extent) for call in calls(one)}
    for call in calls(function):
        if not call.arguments or call.use.name in theirs or _words(function, call) in before:
            continue
        if not _typed(bodies, extent.path, function, call):
            continue
        signatures = bodies.resolver.signatures(extent.path, call.use.name)
        fitting = tuple(one for one in signatures if one.accepts(len(call.arguments)))
        wrong = _wrong(bodies, extent, function, call, fitting) if fitting else ""
        if wrong:
            site = site_at(extent, bodies.data(extent.path), call.use.offset, call.use.name)
            yield finding(ID, site, wrong)


def _words(function: Function, call: Call) -> bytes:
    return text_of_tokens(function, call.use.index, call.closing + 1)


def _typed(bodies: Bodies, path: str, function: Function, call: Call) -> bool:
    """Tells whether any argument may have a type: without one, no header need be looked into."""
    types = replace(bodies.resolver.types(path), constant=lambda _name: "")
    texts = function.tokens.texts
    return any(
        type_of(function, first, last, types) or (last - first == 1 and texts[first].isupper())
        for first, last in call.arguments
    )


def _wrong(
    bodies: Bodies, extent: Extent, function: Function, call: Call, signatures: tuple[Signature, ...]
) -> str:
    """Says which argument contradicts every signature, "" if there is none."""
    types = bodies.resolver.types(extent.path)
    cheaper = replace(types, constant=lambda _name: "")
    for position, (first, last) in enumerate(call.arguments):
        wanted = [one.params[position] for one in signatures if position < len(one.params)]
        if len(wanted) < len(signatures):
            continue
        # An enumerator is looked up where a number would be wrong.
        matters = all(contradicts(one.type, "int") for one in wanted)
        given = type_of(function, first, last, types if matters else cheaper)
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


RULE = Rule(ID, "an argument cannot be meant for its parameter", check)
