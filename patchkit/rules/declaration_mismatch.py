"""declaration-mismatch: a prototype disagrees with the changed function.

Two declarations of one function must agree in types; names are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, changed_here, finding, refusal, shown
from patchkit.rules.declarations import disagreeing, spell

ID = "declaration-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each such site of this prefix tree."""
    for site, signature, cause, aspects in disagreeing(prefix, SiteKind.PROTOTYPE):
        message = (
            f"{site.name}() is declared here as {shown(site.signature, site.name)}, "
            f"which differs in {spell(aspects)} from "
            f"{'what patch ' + str(cause.patch) + ' makes it' if cause else shown(signature, site.name)}"
        )
        if cause is not None:
            message += f"; {refusal(site, prefix)}"
        yield finding(ID, site, message, related=changed_here(cause, prefix))


RULE = Rule(ID, "a prototype keeps the old signature", check)
