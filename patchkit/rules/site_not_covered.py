"""site-not-covered: the series means to change a function here and has no hunk for this site.

Speaks only of changes that did not reach the tree: there nothing is inconsistent yet, and a port
that follows the series hunk by hunk would leave these sites behind. Where the change did reach
the tree, the site breaks the build and the other rules say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Finding, Severity
from patchkit.rules.base import CALLED, DECLARED, Prefix, Rule, finding, shown
from patchkit.rules.coverage import covered
from patchkit.rules.declarations import agrees_with

ID = "site-not-covered"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each uncovered site of a change that stayed an intention."""
    for change in prefix.changes:
        wanted = change.kind is ChangeKind.SIGNATURE and not change.realised
        if wanted and change.patch <= prefix.number:
            yield from _uncovered(prefix, change)


def _uncovered(prefix: Prefix, change: ApiChange) -> Iterator[Finding]:
    sites = [
        site
        for site in prefix.sites(change)
        if (site.kind in DECLARED and site.signature is not None)
        or (site.kind in CALLED and site.arguments is not None)
    ]
    if any(agrees_with(site, change.after) for site in sites):
        return  # the tree has the change already, in other words
    hunks = covered(sites, prefix.known)
    for site in sites:
        if site not in hunks:
            yield finding(
                ID,
                site,
                f"patch {change.patch} gives {site.name}() the signature "
                f"{shown(change.after, site.name)}; no hunk of the series is for this "
                f"{'call' if site.kind in CALLED else _word(site)}",
                severity=Severity.WARNING,
            )


def _word(site: Site) -> str:
    return "prototype" if site.kind is SiteKind.PROTOTYPE else "definition"


RULE = Rule(ID, "a site that the series has no hunk for, of a change that did not fit", check)
