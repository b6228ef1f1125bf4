"""arch-implementation-missed: a definition of a changed function keeps the old signature.

An architecture's implementation that no hunk was written for is the usual case.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule, changed_here, finding, refusal, shown
from patchkit.rules.declarations import disagreeing, spell

ID = "arch-implementation-missed"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each such site of this prefix tree."""
    for site, signature, cause, aspects in disagreeing(prefix, SiteKind.DEFINITION):
        message = (
            f"{site.name}() is defined here as {shown(site.signature, site.name)}, "
            f"which differs in {spell(aspects)} from "
            f"{'what patch ' + str(cause.patch) + ' makes it' if cause else shown(signature, site.name)}"
        )
        if cause is not None:
            message += f"; {refusal(site, prefix)}"
        yield finding(ID, site, message, related=changed_here(cause, prefix))


RULE = Rule(ID, "a definition keeps the old signature", check)
