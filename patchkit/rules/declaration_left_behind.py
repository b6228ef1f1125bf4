"""declaration-left-behind: every call expects another signature than the declaration has.

The definition is the site that was forgotten when the series takes all calls of a function from what
fits to what does not. `arity-mismatch` and `argument-type` report the calls; this is where to mend it.
Where one call is left that fits, the new ones may as well be what is wrong, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from patchkit.cfacts import file_sites
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Finding, Span
from patchkit.rules.base import CALLED, DECLARED, Prefix, Rule, finding, private, shown
from patchkit.rules.bodies import Bodies, text_of
from patchkit.rules.interfaces import of_interface
from patchkit.rules.newcalls import Misfit, miscounted, mistyped, misused

ID = "declaration-left-behind"

_WHAT = {
    SiteKind.DEFINITION: "is defined here as",
    SiteKind.PROTOTYPE: "is declared here as",
    SiteKind.STUB: "has here the inline stub",
}
_RELATED = 3


class _Interface(Struct, frozen=True):
    """One function: its name, and its file if it is static there."""

    name: str
    scope: str


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each declaration of a function that no call fits since the series came."""
    bodies = prefix.bodies
    if bodies is None:
        return
    by_name: dict[_Interface, list[Misfit]] = {}
    for one in (*miscounted(prefix, bodies), *mistyped(prefix, bodies), *misused(prefix, bodies)):
        scope = _scope(bodies, one.path, text_of(one.name))
        by_name.setdefault(_Interface(text_of(one.name), scope), []).append(one)
    shared = {one.name for one in by_name if not one.scope}
    for function, misfits in by_name.items():
        sites = _sites(prefix, bodies, function, misfits, shared)
        before = _sites(prefix, bodies.first, function, misfits, shared)
        if _used(before, bodies.touched) and not _any_fits(sites, misfits):
            yield from _declarations(sites, misfits)


def _scope(bodies: Bodies, path: str, name: str) -> str:
    sites = file_sites(path, bodies.data(path), (name,))
    return path if any(one.static and one.kind in DECLARED for one in sites) else ""


def _sites(
    prefix: Prefix, bodies: Bodies, function: _Interface, misfits: Iterable[Misfit], shared: set[str]
) -> tuple[Site, ...]:
    """The sites of the one function that the calls mean, on the tree of `bodies`."""
    if function.scope:
        return file_sites(function.scope, bodies.data(function.scope), (function.name,))
    sites = tuple(one for one in bodies.sites(shared) if one.name == function.name)
    homes = {path for one in misfits for path, _ in bodies.resolver.declared_as(one.path, one.name)}
    own = {one.path for one in sites if private(one)} - homes
    sites = tuple(one for one in sites if one.path not in own)
    return of_interface(sites, homes, prefix.tree, prefix.includes)


def _used(sites: Iterable[Site], touched: Collection[str]) -> bool:
    """Tells whether the series found a use in a file that it changes: a first user proves nothing."""
    return any(
        one.path in touched and (one.kind in CALLED or one.kind is SiteKind.REFERENCE) for one in sites
    )


def _any_fits(sites: Iterable[Site], misfits: Collection[Misfit]) -> bool:
    """Tells whether a call is left that the declarations take."""
    wrong = {(one.path, one.offset) for one in misfits}
    declared = [one.signature for one in sites if one.kind in DECLARED and one.signature is not None]
    for one in sites:
        if one.kind in CALLED and (one.path, one.offset) not in wrong:
            counts = one.arguments is not None
            if not counts or any(signature.accepts(len(one.arguments or ())) for signature in declared):
                return True
    return False


def _declarations(sites: Iterable[Site], misfits: Collection[Misfit]) -> Iterator[Finding]:
    wrong = {(one.path, one.offset) for one in misfits}
    related = tuple(
        Span(one.path, one.line, one.text) for one in sites if (one.path, one.offset) in wrong
    )
    what = next(iter(misfits)).what
    for site in sites:
        if site.kind in DECLARED and site.signature is not None:
            yield finding(
                ID,
                site,
                f"{site.name}() {_WHAT[site.kind]} {shown(site.signature, site.name)}, and the series "
                f"leaves no call of it that fits: {what}",
                related=related[:_RELATED],
            )


RULE = Rule(ID, "a declaration that no call fits since the series changed the calls", check)
