"""What a changed signature means for each parameter: kept, renamed, given another type, gone, or new.

Parameters are paired by name, then by type where only one pairing keeps the order. What is paired by
type alone may mean something else than before; whoever passes it on has to ask for more evidence.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from patchkit.cfacts.compatible import integer
from patchkit.cfacts.typedefs import KERNEL_TYPES
from patchkit.model.facts import Parameter, Signature


class Slot(Struct, frozen=True):
    """A parameter afterwards.

    `source` is its 0-based place before, None for a new one. `renamed`: only the type tells that it is
    the same. `retyped`: its type differs, `widened` that it differs as one integer from another.
    """

    param: Parameter
    source: int | None = None
    renamed: bool = False
    retyped: bool = False
    widened: bool = False


class Delta(Struct, frozen=True):
    """The parameters afterwards, and the places before of those that are gone."""

    slots: tuple[Slot, ...]
    removed: tuple[int, ...]
    before: Signature
    after: Signature

    @property
    def new(self) -> tuple[int, ...]:
        """The 0-based places afterwards of new parameters."""
        return tuple(at for at, slot in enumerate(self.slots) if slot.source is None)

    @property
    def open(self) -> tuple[int, ...]:
        """The places afterwards for which a call's old argument need not do."""
        return tuple(
            at
            for at, slot in enumerate(self.slots)
            if slot.source is None or slot.renamed or (slot.retyped and not slot.widened)
        )

    @property
    def order(self) -> tuple[int | None, ...]:
        """For each parameter afterwards its place before, None for a new one."""
        return tuple(slot.source for slot in self.slots)


def delta_of(before: Signature, after: Signature) -> Delta | None:
    """Returns what becomes of the parameters, None where lists are open or split by `#if`."""
    for one in (before, after):
        if one.macro or one.variadic or one.unspecified or one.alternatives:
            return None
    pairs = _by_name(before.params, after.params)
    pairs |= _by_type(before.params, after.params, pairs)
    slots = tuple(_slot(before.params, param, pairs.get(at)) for at, param in enumerate(after.params))
    gone = tuple(at for at in range(len(before.params)) if at not in pairs.values())
    return Delta(slots, gone, before, after)


def _slot(before: tuple[Parameter, ...], param: Parameter, source: int | None) -> Slot:
    if source is None:
        return Slot(param)
    old = before[source]
    retyped = plain(old.type) != plain(param.type)
    return Slot(
        param,
        source,
        renamed=old.name != param.name and None not in (old.name, param.name),
        retyped=retyped,
        widened=retyped and _number(old.type) and _number(param.type),
    )


def _number(text: str) -> bool:
    """An enumeration has names for its values, which an integer's callers do not use."""
    return integer(text) and not text.startswith("enum ")


def plain(text: str) -> str:
    """Returns a type with the kernel's names of integers looked through."""
    return " ".join(KERNEL_TYPES.get(word, word) for word in text.split())


def _by_name(before: tuple[Parameter, ...], after: tuple[Parameter, ...]) -> dict[int, int]:
    """Returns (place after: place before) of the parameters that have the same name."""
    places = {param.name: at for at, param in enumerate(before) if param.name is not None}
    return {at: places[param.name] for at, param in enumerate(after) if param.name in places}


def _by_type(
    before: tuple[Parameter, ...], after: tuple[Parameter, ...], pairs: dict[int, int]
) -> dict[int, int]:
    """Returns the same for the rest: those of one type, in order, between two that are paired."""
    found: dict[int, int] = {}
    for olds, news in _gaps(len(before), len(after), pairs):
        matcher = SequenceMatcher(
            None,
            [plain(before[at].type) for at in olds],
            [plain(after[at].type) for at in news],
            autojunk=False,
        )
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                found[news[block.b + step]] = olds[block.a + step]
    return found


def _gaps(old: int, new: int, pairs: dict[int, int]) -> list[tuple[list[int], list[int]]]:
    """Returns what is not paired, cut where a pair that keeps the order stands."""
    olds = [at for at in range(old) if at not in pairs.values()]
    news = [at for at in range(new) if at not in pairs]
    anchors = [(-1, -1), *_in_order(pairs), (new, old)]
    gaps = []
    for (low_new, low_old), (high_new, high_old) in pairwise(anchors):
        left = [at for at in olds if low_old < at < high_old]
        right = [at for at in news if low_new < at < high_new]
        if left and right:
            gaps.append((left, right))
    return gaps


def _in_order(pairs: dict[int, int]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for at, source in sorted(pairs.items()):
        if not kept or source > kept[-1][1]:
            kept.append((at, source))
    return kept
