"""caller-not-updated: a call passes a number of arguments that the changed function does not take.

Also a call of a function that the series removed and nobody defines any more. Changes of type
alone cannot be told from the number of arguments; they are not this rule's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.findings import Confidence, Finding
from patchkit.rules.base import CALLED, DECLARED, Prefix, Rule, changed_here, finding, refusal

ID = "caller-not-updated"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each call that disagrees with the signature of this prefix tree."""
    for change, signature, cause in prefix.signature_changes():
        for site in prefix.sites(change):
            if site.kind not in CALLED or site.arguments is None or _macro_of(change, prefix, site):
                continue
            if not signature.accepts(len(site.arguments)):
                yield _miscounted(prefix, site, signature, cause)
    for change in prefix.changes:
        if change.kind in (ChangeKind.REMOVED, ChangeKind.RENAMED) and change.realised:
            yield from _of_removed(prefix, change)


def _miscounted(prefix: Prefix, site: Site, signature: Signature, cause: ApiChange | None) -> Finding:
    given = len(site.arguments or ())
    takes = f"{len(signature.params)}{' or more' if signature.variadic else ''}"
    message = f"{site.name}() is called with {given} arguments, it takes {takes}"
    if cause is not None:
        message += f" since patch {cause.patch}; {refusal(site, prefix)}"
    sure = Confidence.MEDIUM if site.uncertain or site.kind is SiteKind.MACRO_BODY else None
    return finding(ID, site, message, related=changed_here(cause, prefix), confidence=sure)


def _of_removed(prefix: Prefix, change: ApiChange) -> Iterator[Finding]:
    if change.patch > prefix.number:
        return
    sites = prefix.sites(change)
    if any(site.kind in (*DECLARED, SiteKind.MACRO) for site in sites):
        return
    for site in sites:
        if site.kind in CALLED or site.kind is SiteKind.REFERENCE:
            became = f"is {change.new_name}() since" if change.new_name else "was removed by"
            yield finding(
                ID,
                site,
                f"{site.name}() {became} patch {change.patch} and is still used here; "
                f"{refusal(site, prefix)}",
                confidence=Confidence.MEDIUM if site.kind is SiteKind.MACRO_BODY else None,
            )


def _macro_of(change: ApiChange, prefix: Prefix, site: Site) -> bool:
    """A macro of the function's own name wraps it: callers see the macro's parameters."""
    return any(
        other.kind is SiteKind.MACRO
        and other.signature is not None
        and not (change.before is not None and change.before.macro)
        and (other.path == site.path or other.path.endswith(".h"))
        for other in prefix.sites(change)
    )


RULE = Rule(ID, "a call does not fit the changed signature", check)
