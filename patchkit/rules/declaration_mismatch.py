"""declaration-mismatch: a prototype keeps the old signature.

Two declarations of one function must agree in types; names of parameters are free.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import Prefix, Rule
from patchkit.rules.declarations import disagreeing, disagreeing_aliases, told

ID = "declaration-mismatch"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each such site of this prefix tree."""
    for row in disagreeing(prefix, SiteKind.PROTOTYPE):
        yield told(ID, prefix, row, "is declared here as")
    for name, row in disagreeing_aliases(prefix, SiteKind.PROTOTYPE):
        yield told(ID, prefix, row, f"is what {name}() is a macro for; it is declared here as")


RULE = Rule(ID, "a prototype keeps the old signature", check)
