"""Compares two signatures the way a C compiler would, and says in which aspect they differ.

Parameter names never make a difference by themselves: prototypes may leave them out or spell
them differently. The one exception is a swap of two parameters of the same type, which only the
names can show.
"""

from __future__ import annotations

from patchkit.model.changes import Aspect
from patchkit.model.facts import Parameter, Signature


def same_interface(one: Signature, other: Signature) -> bool:
    """Tells whether two signatures agree in return type, parameter types, count and order."""
    return not aspects_of(one, other)


def same_parameters(one: Signature, other: Signature) -> bool:
    """Tells whether two signatures take the same parameters, whatever they return."""
    return not set(aspects_of(one, other)) - {Aspect.RETURN}


def aspects_of(before: Signature, after: Signature) -> tuple[Aspect, ...]:
    """Returns what differs between two signatures, in the order count, order, type, return.

    An unspecified parameter list (`f()` in a declaration) agrees with every list.
    """
    found: list[Aspect] = []
    if not _open(before) and not _open(after):
        if len(before.params) != len(after.params) or before.variadic != after.variadic:
            found.append(Aspect.COUNT)
        elif (sorted(before.types) == sorted(after.types) and before.types != after.types) or _swapped(
            before.params, after.params
        ):
            found.append(Aspect.ORDER)
        elif before.types != after.types:
            found.append(Aspect.TYPE)
    if before.returns != after.returns and not (before.macro or after.macro):
        found.append(Aspect.RETURN)
    return tuple(found)


def _open(signature: Signature) -> bool:
    """`f()` in a declaration agrees with every list; an old-style definition names its parameters."""
    return signature.unspecified and not signature.params


def likeness(one: Signature, other: Signature) -> float:
    """Returns the share of parameter types two signatures have in common, 0.0 to 1.0.

    Multisets are compared (Jaccard), so an inserted parameter costs little; two signatures
    without parameters are alike.
    """
    left, right = list(one.types), list(other.types)
    if not left and not right:
        return 1.0
    common = 0
    rest = right.copy()
    for item in left:
        if item in rest:
            rest.remove(item)
            common += 1
    return common / (len(left) + len(right) - common)


def _swapped(before: tuple[Parameter, ...], after: tuple[Parameter, ...]) -> bool:
    names_before = [param.name for param in before]
    names_after = [param.name for param in after]
    if None in names_before or None in names_after or names_before == names_after:
        return False
    return sorted(map(str, names_before)) == sorted(map(str, names_after)) and [
        param.type for param in before
    ] == [param.type for param in after]
