"""Which sites a port leaves behind, by a check of it, and so what there is to complete.

A site that a later patch of the series mends is the series' own business and no order; one that fits
again by chance, for the function has changed once more, is none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from patchkit.model.facts import SiteKind
from patchkit.model.findings import Finding, Severity

_KINDS = {
    "caller-not-updated": (SiteKind.CALL, SiteKind.MACRO_BODY),
    "argument-type": (SiteKind.CALL, SiteKind.MACRO_BODY),
    "arch-implementation-missed": (SiteKind.DEFINITION, SiteKind.MACRO),
    "declaration-mismatch": (SiteKind.PROTOTYPE,),
    "stub-mismatch": (SiteKind.STUB, SiteKind.MACRO),
}
# What holds the function, or calls it through a pointer: a person has to say what that means.
_CALLBACKS = frozenset(("reference-mismatch", "ops-member-mismatch"))


@dataclass(frozen=True, slots=True)
class Order:
    """Sites of `name` that do not fit since patch `patch`: those of some kinds in one function.

    `function` is "" at file scope. `line` is for people, `message` what the check says; they do not tell
    orders apart.
    """

    patch: int
    name: str
    path: str
    function: str
    kinds: tuple[SiteKind, ...]
    line: int = field(compare=False)
    message: str = field(compare=False)

    @property
    def callback(self) -> bool:
        """True for a use through a pointer, which is only named."""
        return not self.kinds


def orders_of(findings: Iterable[Finding], touches: Callable[[int, str], bool]) -> tuple[Order, ...]:
    """Returns the orders that the findings of a check of a port make, each once.

    `touches` tells whether a patch, by its number, changes a file.
    """
    found: dict[Order, None] = {}
    for one in findings:
        mended = one.mended_by is not None and touches(one.mended_by, one.primary.path)
        left = one.severity is Severity.ERROR and not mended and one.caused_by > 0
        kinds = _KINDS.get(one.rule, ())
        if left and (kinds or one.rule in _CALLBACKS):
            place = one.primary
            order = Order(
                one.caused_by, one.subject, place.path, one.function, kinds, place.line, one.message
            )
            found.setdefault(order)
    return tuple(found)
