"""argument-type: an argument cannot be meant for the parameter it is given to.

What counting cannot see: a zone for a node id, the old pointer for the new one, two arguments in the
former order. Judged are all calls of functions whose parameters changed, and new calls of others; only
what contradicts for certain is shown (see cfacts/compatible.py), and nothing at a call of what is a
macro as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.changes import ApiChange
from patchkit.model.facts import Signature, SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, changed_here, finding, refusal
from patchkit.rules.bodies import Bodies
from patchkit.rules.newcalls import mistyped, wrong_argument

ID = "argument-type"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each call with an argument of a type that cannot be meant."""
    bodies = prefix.bodies
    if bodies is None:
        return
    for change, signature, cause in prefix.signature_changes():
        if cause is not None and not signature.macro:
            yield from _of_changed(prefix, bodies, change, signature, cause)
    for one in mistyped(prefix, bodies):
        yield finding(ID, one.site(bodies), one.what, confidence=one.confidence)


def _of_changed(
    prefix: Prefix, bodies: Bodies, change: ApiChange, signature: Signature, cause: ApiChange
) -> Iterator[Finding]:
    """The calls of a changed function, anywhere in the tree."""
    sites = [site for site in prefix.sites(change) if site.kind is SiteKind.CALL]
    for site, extent, function, call in bodies.calls_at(sites):
        fits = _counts(signature, len(call.arguments))
        wrong = (
            wrong_argument(bodies, extent, function, call, (signature,), thorough=True) if fits else ""
        )
        if wrong and not _macro(bodies, extent.path, call.use.name):
            yield finding(
                ID,
                site,
                f"{wrong} since patch {cause.patch}; {refusal(site, prefix, cause.patch)}",
                related=changed_here(cause, prefix),
            )


def _macro(bodies: Bodies, path: str, name: bytes) -> bool:
    """Tells whether a macro that takes arguments has the name: it may pass them on in other places."""
    return any(one.params is not None for one in bodies.resolver.definitions(path, name)[0])


def _counts(signature: Signature, count: int) -> bool:
    """Tells whether a call with so many arguments means these parameters, no alternative of theirs."""
    least = len(signature.params)
    return count == least or (signature.variadic and count > least)


RULE = Rule(ID, "an argument cannot be meant for its parameter", check)
