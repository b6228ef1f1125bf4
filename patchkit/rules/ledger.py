"""The ledger of a changed name: every site in the tree after the series, and what became of it.

This is the answer to "who still has the old signature?", for changes that happened as well as for
those whose hunks were refused.
"""

from __future__ import annotations

from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.report import SiteReport, SiteState
from patchkit.rules.base import CALLED, DECLARED, Prefix, shown
from patchkit.rules.coverage import covered
from patchkit.rules.declarations import agrees_with

_SHOWN = (*DECLARED, *CALLED, SiteKind.MACRO, SiteKind.REFERENCE, SiteKind.UNACCOUNTED)


def site_reports(change: ApiChange, before: Prefix, after: Prefix) -> tuple[SiteReport, ...]:
    """Returns the sites of `change` in `after` (Tn), each with its state; `before` is T0.

    Comments, strings and members of the same name are accounted for elsewhere.
    """
    if change.owner or change.kind is ChangeKind.TYPE:
        return ()  # a member and a type have no sites of their own; rules judge who uses them
    sites = [site for site in after.sites(change) if site.kind in _SHOWN]
    hunks = covered(sites, after.known)
    reports = []
    wanted = change.after
    happened = wanted is not None and any(agrees_with(site, wanted) for site in sites)
    old = {_place(site): site for site in before.sites(change)}
    for site in sites:
        hunk = hunks.get(site)
        if change.kind is ChangeKind.ADDED:
            state = SiteState.CONVERTED if _place(site) not in old else SiteState.ALREADY
        elif wanted is None or change.kind is ChangeKind.RENAMED:
            state = SiteState.REFUSED if hunk else SiteState.UNKNOWN
        elif _has_it(site, wanted, happened):
            was = old.get(_place(site))
            had = was is not None and _has_it(was, wanted, _happened(before, change))
            state = SiteState.ALREADY if had else SiteState.CONVERTED
        elif site.kind is SiteKind.REFERENCE or (site.kind in CALLED and site.arguments is None):
            state = SiteState.OTHER
        else:
            state = SiteState.REFUSED if hunk else SiteState.UNKNOWN
        reports.append(_report(site, state, hunk.patch if hunk else None, after))
    return tuple(reports)


def _happened(prefix: Prefix, change: ApiChange) -> bool:
    wanted = change.after
    return wanted is not None and any(agrees_with(site, wanted) for site in prefix.sites(change))


def _has_it(site: Site, wanted: Signature, happened: bool) -> bool:
    """A call agrees only in a tree where the function has the new signature at all."""
    if site.kind in CALLED:
        return happened and site.arguments is not None and wanted.accepts(len(site.arguments))
    return agrees_with(site, wanted)


def _place(site: Site) -> tuple[object, ...]:
    return (site.path, site.kind, site.function, site.arguments, site.signature)


def _report(site: Site, state: SiteState, patch: int | None, after: Prefix) -> SiteReport:
    line, patched = after.base_line(site.path, site.line)
    return SiteReport(
        path=site.path,
        line=line,
        kind=site.kind,
        state=state,
        form=site.form,
        arch=site.arch,
        function=site.function,
        guards=tuple(guard.text for guard in site.guards),
        signature=shown(site.signature, site.name),
        arguments=site.arguments,
        patch=patch,
        uncertain=site.uncertain,
        text=site.text,
        patched=patched,
    )
