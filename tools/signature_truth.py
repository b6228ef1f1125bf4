"""Decides which patches convert a function completely, and which of their parts is exactly one site.

Built on tools/signature_c.py alone. A function of which the plain reading is unsure is left out with the
reason: a truth test that guesses tests nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from tools.signature_c import CALLING, DECLARING, DEFINING, Kind, Site, Source
from tools.signature_hunks import Block, apply, hunks
from tools.signature_types import Signature, conflicting, unfit_argument

source_of = lru_cache(maxsize=2048)(Source)

COUNT, TYPE, RETURN = "count", "type", "return"


@dataclass(frozen=True, slots=True)
class Change:
    """One function whose signature differs: `scope` is the file of a static one, "" for a global one."""

    name: str
    old: Signature
    new: Signature
    paths: tuple[str, ...]
    scope: str = ""
    macro: bool = False

    @property
    def kind(self) -> str:
        """The class of the change, the strongest first: count, then type (or order), then return."""
        if (len(self.old.types), self.old.variadic) != (len(self.new.types), self.new.variadic):
            return COUNT
        return TYPE if self.old.types != self.new.types else RETURN


class Unfit(Exception):
    """Why a function makes no case, in a few words."""


@dataclass
class Conversion:
    """A change carried out in a tree: per file the old and new text and the chosen units of the diff.

    `scopes` says which of the names mean the changed function in each file; files that do not differ
    have no units.
    """

    changes: Mapping[str, Change]
    old: dict[str, bytes]
    new: dict[str, bytes]
    scopes: dict[str, frozenset[str]]
    units: dict[str, list[list[Block]]] = field(default_factory=dict)
    address_taken: bool = False

    def patched(self, path: str, without: int | None = None) -> bytes:
        """The file's text with its units applied, all or all but one."""
        chosen = [unit for index, unit in enumerate(self.units.get(path, ())) if index != without]
        return apply(self.old[path], self.new[path], [block for unit in chosen for block in unit])

    def touched(self) -> dict[str, bytes]:
        """The files that the conversion changes, as it leaves them."""
        return {path: self.patched(path) for path, units in self.units.items() if units}


def sites_of(path: str, data: bytes, names: frozenset[str]) -> list[Site]:
    """Returns the occurrences of `names` outside comments and literals."""
    return list(source_of(path, data).sites(names))


class Grain(StrEnum):
    """How much comes along with the lines that mention a name."""

    HUNKS = "hunks"  # the hunk of git's
    LINES = "lines"  # the run of changed lines
    FUNCTIONS = "functions"  # all changes of the function around them


def choose(conversion: Conversion, runs: Mapping[str, list[Block]], grain: Grain) -> None:
    """Selects the changes that mention the names."""
    for path, names in conversion.scopes.items():
        if path not in runs:
            continue
        old = _extents(path, conversion.old[path], names)
        new = _extents(path, conversion.new[path], names)
        if grain is Grain.FUNCTIONS:
            old, new = (
                _around_all(path, conversion.old[path], old),
                _around_all(path, conversion.new[path], new),
            )
        groups = hunks(runs[path]) if grain is Grain.HUNKS else [[run] for run in runs[path]]
        conversion.units[path] = [
            group for group in groups if any(block.touches(old, new) for block in group)
        ]


def _around_all(path: str, data: bytes, extents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The extents and those of the functions that hold one."""
    functions = [(first, last) for _name, first, last in source_of(path, data).functions()]
    return extents + [
        (first, last) for first, last in functions if any(a <= last and first <= b for a, b in extents)
    ]


def _extents(path: str, data: bytes, names: frozenset[str]) -> list[tuple[int, int]]:
    wanted = re.compile(rb"\b(?:" + b"|".join(name.encode() for name in sorted(names)) + rb")\b")
    source = source_of(path, data)
    lines = [source.line_at(match.start()) for match in wanted.finditer(data)]
    return [(site.first, site.last) for site in source.sites(names)] + [(line, line) for line in lines]


def neighbours(conversion: Conversion) -> frozenset[str]:
    """Returns the other functions and macros that the patch changes the signature of, or removes."""
    others: set[str] = set()
    for path, after in conversion.touched().items():
        before, now = _declared(path, conversion.old[path]), _declared(path, after)
        for name, shapes in before.items():
            if name not in conversion.changes and now.get(name) != shapes:
                others.add(name)
    return frozenset(others)


def _declared(path: str, data: bytes) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for site in source_of(path, data).declarations():
        found.setdefault(site.name, Counter())[f"{site.kind} {site.signature}"] += 1
    return found


def require_complete(conversion: Conversion) -> bool:
    """Returns whether the address of a function is taken: what holds it may need a change unseen here.

    Raises Unfit unless after the patch every site is as in the newer kernel and agrees.
    """
    changed = taken = 0
    defined: set[str] = set()
    for path, names in conversion.scopes.items():
        before = sites_of(path, conversion.old[path], names)
        if path not in conversion.new:
            if before:
                raise Unfit("a file with a site vanished")
            continue
        after = sites_of(path, conversion.patched(path), names)
        if _shapes(after) != _shapes(sites_of(path, conversion.new[path], names)):
            raise Unfit("rewritten beyond the hunks")
        changed += _shapes(before) != _shapes(after)
        defined |= {site.name for site in after if site.kind in DEFINING}
        taken += any(site.kind is Kind.REFERENCE for site in after)
        for site in after:
            _require_agreement(site, conversion.changes[site.name])
    if not changed:
        raise Unfit("nothing to convert")
    if defined != conversion.changes.keys():
        raise Unfit("its definition moved")
    return taken > 0


def _shapes(sites: Iterable[Site]) -> Counter[tuple[str, Kind, str]]:
    return Counter((site.name, *site.shape) for site in sites)


def _require_agreement(site: Site, change: Change) -> None:
    if site.kind in CALLING:
        if site.count is None:
            raise Unfit("a call split by #if")
        if not change.new.accepts(site.count):
            raise Unfit("a call disagrees in the newer kernel")
    elif site.kind in DECLARING and site.signature is None:
        raise Unfit("a signature split by #if")
    elif not agrees(site, change):
        raise Unfit("a declaration disagrees in the newer kernel")


def agrees(site: Site, change: Change) -> bool:
    """Tells whether a site fits the new signature as far as its text shows."""
    if site.kind in CALLING:
        return site.count is None or change.new.accepts(site.count)
    if site.kind is Kind.MACRO:
        assert site.signature is not None
        if change.macro:
            return site.signature == change.new
        return len(site.signature.types) == len(change.new.types) or site.signature.variadic
    if site.kind in DECLARING:
        return site.signature == change.new
    return True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit whose absence leaves exactly one site in its old form.

    Lines are those of the file as the rest of the patch leaves it, `old_line` that before it; `extent`
    is the first and last line of the function around the site.
    """

    path: str
    unit: int
    site: Site
    kind: str
    old_line: int
    function: str
    extent: tuple[int, int]


def left_out(conversion: Conversion) -> Iterator[LeftOut]:
    """Yields every unit that can be left out so that exactly one site keeps the old form."""
    for path, units in conversion.units.items():
        names = conversion.scopes[path]
        full = sites_of(path, conversion.patched(path), names)
        for index in range(len(units)):
            data = conversion.patched(path, without=index)
            sites = sites_of(path, data, names)
            stale = list((_shapes(sites) - _shapes(full)).elements())
            lost = list((_shapes(full) - _shapes(sites)).elements())
            if len(stale) != 1 or len(lost) != 1 or stale[0][:2] != lost[0][:2]:
                continue
            site, mended = _the_one(sites, stale[0]), _the_one(full, lost[0])
            change = conversion.changes[stale[0][0]]
            if site is None or not _is_wrong(site, mended, change):
                continue
            shown = _shown_elsewhere(conversion, site, path, data)
            if not shown and not _shown_by_calls(conversion, site, path, data):
                continue
            old = _nearest(sites_of(path, conversion.old[path], names), site)
            if old is not None:
                around = _around(path, data, site)
                kind = _kind(site, change, path) + ("" if shown else ", shown by calls alone")
                yield LeftOut(path, index, site, kind, old, *around)


def _the_one(sites: list[Site], stale: tuple[str, Kind, str]) -> Site | None:
    """The stale site, when it can be told from others of the same text."""
    same = [site for site in sites if (site.name, *site.shape) == stale]
    return same[0] if len(same) == 1 else None


def _is_wrong(site: Site, mended: Site | None, change: Change) -> bool:
    """Tells whether a compiler would mind the site in its old form, `mended` being its new one."""
    if site.kind in CALLING and change.kind is COUNT:
        return not agrees(site, change)
    if site.kind in CALLING:
        places = zip(change.old.types, change.new.types, strict=True)
        return mended is not None and any(
            unfit_argument(was, now) and site.arguments[at] not in (mended.arguments[at], "NULL", "0")
            for at, (was, now) in enumerate(places)
        )
    if site.signature is None or agrees(site, change):
        return False
    if site.kind is Kind.MACRO or len(site.signature.types) != len(change.new.types):
        return True
    return any(
        conflicting(was, now)
        for was, now in zip(
            (site.signature.returns, *site.signature.types),
            (change.new.returns, *change.new.types),
            strict=True,
        )
    )


def _shown_elsewhere(conversion: Conversion, site: Site, path: str, data: bytes) -> bool:
    """Tells whether a declaration elsewhere still shows the new signature, and did change to it."""
    for other in conversion.scopes:
        before = sites_of(other, conversion.old[other], frozenset((site.name,)))
        after = data if other == path else conversion.patched(other) if other in conversion.new else b""
        for one in sites_of(other, after, frozenset((site.name,))):
            declaring = one.kind in DECLARING or one.kind is Kind.MACRO
            if (
                declaring
                and agrees(one, conversion.changes[site.name])
                and one.shape not in {b.shape for b in before}
            ):
                return True
    return False


def _shown_by_calls(conversion: Conversion, site: Site, path: str, data: bytes) -> bool:
    """Tells whether every call takes the function for one with another number of parameters.

    Then nothing but the calls tells that the declaration was left behind.
    """
    change = conversion.changes[site.name]
    if site.kind not in (Kind.DEFINITION, Kind.STUB) or change.kind is not COUNT or change.macro:
        return False
    calls = [
        one
        for other in conversion.scopes
        for one in sites_of(
            other,
            data if other == path else conversion.patched(other) if other in conversion.new else b"",
            frozenset((site.name,)),
        )
        if one.kind in CALLING
    ]
    return bool(calls) and all(
        one.kind is Kind.CALL and one.count is not None and not change.old.accepts(one.count)
        for one in calls
    )


def _nearest(before: list[Site], site: Site) -> int | None:
    lines = [one.line for one in before if one.name == site.name and one.shape == site.shape]
    return min(lines, key=lambda line: abs(line - site.line)) if lines else None


def _kind(site: Site, change: Change, path: str) -> str:
    if site.kind is Kind.CALL:
        return "call, same file" if path in change.paths else "call, other file"
    return str(site.kind)


def _around(path: str, data: bytes, site: Site) -> tuple[str, tuple[int, int]]:
    """The function around the site and its first and last line; no function has its site's own lines."""
    for name, first, last in source_of(path, data).functions():
        if first <= site.line <= last:
            return name, (first, last)
    return "", (site.first, site.last)
