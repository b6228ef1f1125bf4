"""declared-unused: the series declares a function that nobody defines and nobody calls.

The header hunk fitted and the others did not: it builds, does nothing, and looks like a port.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.facts import SiteKind
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.rules.base import Prefix, Rule, finding

ID = "declared-unused"

# Assembly may define it, and what was not understood may be anything.
_MAY_BE_IT = {
    SiteKind.DEFINITION,
    SiteKind.STUB,
    SiteKind.MACRO,
    SiteKind.ASSEMBLY,
    SiteKind.UNACCOUNTED,
}
_USES = {SiteKind.CALL, SiteKind.REFERENCE, SiteKind.MACRO_BODY}


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding at each prototype that the series brought and that declares nothing."""
    names = {
        change.name
        for change in prefix.changes
        if change.realised and not change.owner and not change.scope and not change.static_in
    }
    names |= {change.new_name for change in prefix.changes if change.new_name}
    for name in sorted(names):
        sites = prefix.index.of(name)
        kinds = {site.kind for site in sites}
        if kinds & _MAY_BE_IT:
            continue
        for site in sites:
            if site.kind is not SiteKind.PROTOTYPE:
                continue
            calls = bool(kinds & _USES)
            yield finding(
                ID,
                site,
                f"{name}() is declared here and nobody defines it"
                + ("; it is called" if calls else " or calls it"),
                severity=Severity.ERROR if calls else Severity.WARNING,
                confidence=Confidence.MEDIUM if calls else Confidence.HIGH,
            )


RULE = Rule(ID, "a function is declared that nobody defines", check)
