"""Static functions that nothing in their file uses, which is what -Wunused-function looks for.

A compiler looks at one configuration; here a use under any `#if` is one. A call in the function itself
is none, as for gcc, nor is what stands in code that nobody compiles. Refuses to say whether the function
may stay: an attribute, a macro that makes its name or a file that includes this one may excuse it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from patchkit.cfacts.declarations import declarations
from patchkit.cfacts.scope import NEVER
from patchkit.cfacts.sites import file_sites
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import match_parenthesis
from patchkit.model.facts import Site, SiteKind

_DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE)
_OTHER_THINGS = (SiteKind.MEMBER, SiteKind.VARIABLE, SiteKind.TYPE, SiteKind.LABEL)
_TEXT = (SiteKind.COMMENT, SiteKind.STRING)
_WORD = re.compile(rb"[A-Za-z_]\w*")
_ENDS = re.compile(rb"[;}]")


@lru_cache(maxsize=64)
def mentions(path: str, data: bytes) -> Counter[bytes]:
    """Returns how often each word stands in a file's code, its preprocessor lines included."""
    lexed = source_of(path, data).lexed
    found = Counter(_WORD.findall(lexed.code))
    for line in lexed.directives:
        found.update(_WORD.findall(data, line.start, line.end))
    return found


def static_functions(path: str, data: bytes) -> frozenset[str]:
    """Returns the names that a file declares, or defines, as static functions."""
    return frozenset(
        one.name for one in declarations(path, data) if one.static and one.kind in _DECLARED
    )


@lru_cache(maxsize=64)
def unused_functions(path: str, data: bytes, names: frozenset[str]) -> dict[str, tuple[Site, ...]]:
    """Returns those of the static functions `names` that a file has no use of, with their declarations.

    The definitions come first; without one the function is only declared.
    """
    found: dict[str, list[Site]] = {name: [] for name in names}
    used = set()
    for site in file_sites(path, data, names):
        if any(guard.text in NEVER for guard in site.guards):
            continue
        if site.kind in _DECLARED:
            found[site.name].append(site)
        elif not _no_use(site):
            used.add(site.name)
    return {
        name: tuple(sorted(sites, key=lambda site: site.kind is SiteKind.PROTOTYPE))
        for name, sites in found.items()
        if sites and name not in used
    }


def _no_use(site: Site) -> bool:
    itself = site.kind is SiteKind.CALL and site.function == site.name
    other = site.kind in _OTHER_THINGS and not site.uncertain
    return site.kind in _TEXT or itself or other


def attributes(path: str, data: bytes, site: Site) -> frozenset[bytes]:
    """Returns the words of a declaration without its list of parameters: type, storage, attributes."""
    code = source_of(path, data).code
    start = max((match.end() for match in _ENDS.finditer(code, 0, site.offset)), default=0)
    opening = code.find(b"(", site.offset)
    closing = _closing(code, opening)
    stops = [at for at in (code.find(b"{", closing), code.find(b";", closing)) if at >= 0]
    around = code[start : site.offset] + code[closing : min(stops, default=len(code))]
    return frozenset(_WORD.findall(around))


def _closing(code: bytes, opening: int) -> int:
    return max(match_parenthesis(code, opening), opening) if opening >= 0 else len(code)
