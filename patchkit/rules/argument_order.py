"""Calls that give their arguments in the order of before a change: what `caller-not-updated` asks.

Where parameters that convert into each other change places, no compiler says a word. What tells is a
name (`node` for the parameter node) or a type that is one parameter's and not the other's. Every
argument that tells anything has to tell of the old order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.cfacts.expressions import Call
from patchkit.cfacts.scope import Function
from patchkit.cfacts.values import type_of
from patchkit.model.changes import ApiChange, Aspect
from patchkit.model.facts import Parameter, Site, SiteKind
from patchkit.rules.base import Prefix
from patchkit.rules.bodies import Bodies, text_of

_LAST_WORD = re.compile(r"(\w+)(?:\(\))?\Z")


def in_old_order(prefix: Prefix, change: ApiChange, cause: ApiChange) -> Iterator[tuple[Site, str]]:
    """Yields each call in the order from before `cause`, and the words for an argument that shows it."""
    moved, bodies = _moved(cause), prefix.bodies
    if not moved or bodies is None:
        return
    sites = [site for site in prefix.sites(change) if site.kind is SiteKind.CALL]
    for site, _, function, call in bodies.calls_at(sites):
        told = _told(bodies, site.path, function, call, moved)
        if told:
            yield site, told


def _moved(cause: ApiChange) -> dict[int, tuple[Parameter, Parameter]]:
    """Returns the positions whose parameter is another one now, with the former and the new one.

    Empty where the change is more than an exchange of places.
    """
    if Aspect.ORDER not in cause.aspects or cause.before is None or cause.after is None:
        return {}
    before, after = cause.before.params, cause.after.params
    named = [one.name for one in before]
    same = sorted(map(str, before)) == sorted(map(str, after)) and len(set(named)) == len(named)
    if not same or None in named:
        return {}
    pairs = enumerate(zip(before, after, strict=True))
    return {position: (old, new) for position, (old, new) in pairs if old != new}


def _told(
    bodies: Bodies,
    path: str,
    function: Function,
    call: Call,
    moved: dict[int, tuple[Parameter, Parameter]],
) -> str:
    """Says which argument is in its old place, "" where one is in its new place or none tells."""
    types = bodies.resolver.types(path)
    marks = 0
    shown = ""
    for position, (old, new) in moved.items():
        if position >= len(call.arguments):
            return ""
        first, last = call.arguments[position]
        type_ = type_of(function, first, last, types)
        name = _LAST_WORD.search(text_of(b"".join(function.tokens.texts[first:last])))
        word = name[1] if name is not None else ""
        by_name = (word == old.name) - (word == new.name)
        by_type = (type_ == old.type) - (type_ == new.type) if old.type != new.type else 0
        if by_name < 0 or by_type < 0:
            return ""
        marks += 2 * by_name + by_type
        if not shown and by_name + by_type > 0:
            shown = f"'{word}' is argument {position + 1}, where '{new}' is taken"
    return shown if marks > 1 else ""
