"""Functions and objects that a file defines twice since the series came, for `declared-twice`.

Definitions in different branches of `#if` are alternatives. What T0's file has twice is left alone, and
so is what a macro makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from patchkit.cfacts import declarations
from patchkit.cfacts.declare import KEYWORDS
from patchkit.cfacts.positions import enclosing_brace
from patchkit.cfacts.source import source_of
from patchkit.model.facts import SiteKind
from patchkit.rules.bodies import Bodies

# In column 0, with a value: `static const struct x name[] = {`.
_OBJECT = re.compile(
    rb"^[A-Za-z_](?:\w|[ \t*])*?\b([A-Za-z_]\w*)\s*(?:\[[^][\n]*\]\s*)*(?:__\w+\s*)*=(?!=)", re.MULTILINE
)


class Defined(Struct, frozen=True):
    """A definition at file scope: its byte offset, and the conditions around it as text."""

    name: str
    offset: int
    guards: tuple[str, ...]


def twice(bodies: Bodies) -> Iterator[tuple[str, Defined, Defined]]:
    """Yields (file, first, second) for what a changed file defines twice and T0's file does not."""
    for path in bodies.touched if bodies.first is not bodies else ():
        was, now = bodies.first.data(path), bodies.data(path)
        if not path.endswith(".c") or was == now:
            continue
        known = {first.name for first, _ in _pairs(path, was)}
        for first, second in _pairs(path, now):
            if first.name not in known:
                yield path, first, second


# A file is the same in most prefix trees.
@lru_cache(maxsize=64)
def _pairs(path: str, data: bytes) -> tuple[tuple[Defined, Defined], ...]:
    seen: dict[tuple[str, tuple[str, ...]], Defined] = {}
    defined = sorted((*_functions(path, data), *_objects(path, data)), key=lambda one: one.offset)
    firsts = [(seen.setdefault((one.name, one.guards), one), one) for one in defined]
    return tuple((first, one) for first, one in firsts if first is not one)


def _functions(path: str, data: bytes) -> Iterator[Defined]:
    for site in declarations(path, data):
        if site.kind in (SiteKind.DEFINITION, SiteKind.STUB):
            yield Defined(site.name, site.offset, tuple(guard.text for guard in site.guards))


def _objects(path: str, data: bytes) -> Iterator[Defined]:
    source = source_of(path, data)
    for match in _OBJECT.finditer(source.code):
        at = match.start(1)
        if (
            match[1] not in KEYWORDS
            and enclosing_brace(source.code, at) < 0
            and source.blocks.around(at) is None
        ):
            guards = tuple(guard.text for guard in source.conditionals.guards(at))
            yield Defined(match[1].decode(), at, guards)
