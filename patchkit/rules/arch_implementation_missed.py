"""arch-implementation-missed: a definition keeps the old signature.

An architecture's implementation that no hunk was written for is the usual case; it may be a
function-like macro among functions.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.belonging import arch_folder
from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule
from patchkit.rules.declarations import disagreeing, disagreeing_aliases, stale_macros, told

ID = "arch-implementation-missed"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each such site of this prefix tree."""
    for row in disagreeing(prefix, SiteKind.DEFINITION):
        yield told(ID, prefix, row, "is defined here as")
    for name, row in disagreeing_aliases(prefix, SiteKind.DEFINITION):
        yield told(ID, prefix, row, f"is what {name}() is a macro for; it is here")
    for row in stale_macros(prefix):
        if arch_folder(row.site.path):
            yield told(ID, prefix, row, "is a macro here,")


RULE = Rule(ID, "a definition keeps the old signature", check)
