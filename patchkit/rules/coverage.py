"""Matches the sites of a tree with the sites that a series has hunks for.

A site is covered when a hunk of the series was written for it. Hunks know functions by the name
they had on the series' base, so within one file sites are matched one to one by likeness of the
enclosing function's name: `try_remove_memory` is the heir of `__remove_memory`, the error path in
`add_memory_resource` is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from patchkit.apichange import KnownSite
from patchkit.model.facts import Site, SiteKind

# Below this likeness (difflib ratio) two function names are two functions.
SAME_FUNCTION = 0.6

_DECLARED = (SiteKind.DEFINITION, SiteKind.STUB)


def covered(sites: Iterable[Site], known: Iterable[KnownSite]) -> dict[Site, KnownSite]:
    """Returns for each covered site the hunk that was written for it.

    Sites and known sites have to agree in name, path and sort of site (definition, prototype,
    call, reference); each known site covers at most one site.
    """
    pairs = []
    for site in sites:
        for one in known:
            if (one.name, one.path, _sort(one.kind)) == (site.name, site.path, _sort(site.kind)):
                score = _likeness(site, one)
                if score >= SAME_FUNCTION:
                    pairs.append((score, site, one))
    found: dict[Site, KnownSite] = {}
    used: list[KnownSite] = []
    budget = list(known)
    for _, site, one in sorted(pairs, key=lambda pair: (-pair[0], pair[1].line)):
        if site not in found and used.count(one) < budget.count(one):
            found[site] = one
            used.append(one)
    return found


def _sort(kind: SiteKind) -> SiteKind:
    return SiteKind.DEFINITION if kind in _DECLARED else kind


def _likeness(site: Site, known: KnownSite) -> float:
    if site.kind in (*_DECLARED, SiteKind.PROTOTYPE, SiteKind.MACRO):
        return 1.0
    if not known.function or not site.function:
        return 1.0 if known.function == site.function else SAME_FUNCTION
    return SequenceMatcher(None, known.function, site.function, autojunk=False).ratio()
