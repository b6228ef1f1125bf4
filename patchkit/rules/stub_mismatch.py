"""stub-mismatch: an inline stub keeps the old signature.

Stubs, inline functions or macros, stand in the branch that most configurations never compile, so
they are forgotten first.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.belonging import arch_folder
from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule
from patchkit.rules.declarations import disagreeing, disagreeing_aliases, stale_macros, told

ID = "stub-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each such site of this prefix tree."""
    for row in disagreeing(prefix, SiteKind.STUB):
        yield told(ID, prefix, row, "has here the inline stub")
    for name, row in disagreeing_aliases(prefix, SiteKind.STUB):
        yield told(ID, prefix, row, f"is what {name}() is a macro for; it is here")
    for row in stale_macros(prefix):
        if not arch_folder(row.site.path):
            yield told(ID, prefix, row, "has here the macro")


RULE = Rule(ID, "an inline stub keeps the old signature", check)
