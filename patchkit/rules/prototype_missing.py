"""prototype-missing: a function is called where no header declares it.

A header has the inline stub of one configuration and, since the series, no prototype for the other one,
in which the function is defined in a .c file: where it is not a stub, callers see no declaration. Or the
series takes the prototype to another header, which a caller does not include.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Span
from patchkit.rules.base import CALLED, DECLARED, Prefix, Rule, finding
from patchkit.rules.out_of_sight import unseen

ID = "prototype-missing"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each function that the series adds or renames and leaves so."""
    for change in prefix.changes:
        name = change.new_name or (change.name if change.kind is ChangeKind.ADDED else "")
        if name and change.realised and not change.scope and change.patch <= prefix.number:
            yield from _undeclared(prefix, change, prefix.sites(replace(change, name=name)))
    for one in unseen(prefix.bodies) if prefix.bodies is not None else ():
        what = f"{one.site.name}() is called here and nothing that the file includes declares it"
        related = (Span(one.now.path, one.now.line, one.now.text),)
        yield finding(
            ID,
            one.site,
            f"{what}: {one.header} did before the series, {one.now.path} does now",
            related=related,
            confidence=Confidence.MEDIUM,
        )


def _undeclared(prefix: Prefix, change: ApiChange, sites: tuple[Site, ...]) -> Iterator[Finding]:
    stubs = [site for site in sites if site.kind is SiteKind.STUB and site.guards]
    defined = [site for site in sites if site.kind is SiteKind.DEFINITION and not site.static]
    # A macro may stand for it, or make its prototype.
    declared = any(
        site.kind in (SiteKind.PROTOTYPE, SiteKind.MACRO, SiteKind.MACRO_BODY) for site in sites
    )
    homes = {site.path for site in defined}
    called = [site for site in sites if site.kind in CALLED and site.path not in homes]
    if not (stubs and homes and called) or declared or any(path.endswith(".h") for path in homes):
        return
    left = [site for site in prefix.index.of(change.name) if site.kind is SiteKind.PROTOTYPE]
    left = left if change.new_name and not _defined(prefix, change.name) else []
    where = left[0] if left else stubs[0]
    message = f"{stubs[0].name}() is called in {called[0].path} and declared nowhere but as a stub"
    if left:
        message = f"{change.name}() is still declared here; {message}"
    related = tuple(Span(one.path, one.line, one.text) for one in (*stubs, defined[0], called[0]))
    yield finding(ID, where, message, related=related)


def _defined(prefix: Prefix, name: str) -> bool:
    kinds = (*DECLARED, SiteKind.MACRO)
    return any(
        site.kind in kinds and site.kind is not SiteKind.PROTOTYPE for site in prefix.index.of(name)
    )


RULE = Rule(ID, "a function is called where nothing declares it", check)
