"""Prototypes that the series takes out of a header that other files go on including.

The function is still declared, in another header: who does not include that one calls it undeclared.
For `prototype-missing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts import declarations
from patchkit.model.facts import Site, SiteKind
from patchkit.rules.base import CALLED
from patchkit.rules.bodies import ELSEWHERE, Bodies

_DECLARES = (SiteKind.PROTOTYPE, SiteKind.DEFINITION, SiteKind.STUB, SiteKind.MACRO)


class Unseen(Struct, frozen=True):
    """The first use in a file of a name that `header` declared in T0 and `now` declares."""

    site: Site
    header: str
    now: Site


def unseen(bodies: Bodies) -> Iterator[Unseen]:
    """Yields for each file the first call of a function whose declaration went out of its sight."""
    lost = _lost(bodies)
    sites = bodies.sites(lost) if lost else ()
    for name, header in lost.items():
        mine = [site for site in sites if site.name == name]
        headers = [one for one in mine if one.kind in _DECLARES and one.path.endswith(".h")]
        users = {
            site.path: site
            for site in reversed(mine)
            if site.kind in CALLED and site.kind is not SiteKind.MACRO_BODY
        }
        for path, site in users.items() if headers else ():
            if _out_of_sight(bodies, path, name.encode("utf-8", "surrogateescape"), header):
                yield Unseen(site, header, headers[0])


def _lost(bodies: Bodies) -> dict[str, str]:
    """The functions that a header declared in T0 and does not any more, and which header it was."""
    found: dict[str, str] = {}
    for path in bodies.touched if bodies.first is not bodies else ():
        was, now = bodies.first.data(path), bodies.data(path)
        if path.endswith(".h") and was != now:
            left = {one.name for one in declarations(path, now)}
            gone = (one.name for one in declarations(path, was) if not one.static)
            found.update({name: path for name in gone if name not in left})
    return found


def _out_of_sight(bodies: Bodies, path: str, name: bytes, header: str) -> bool:
    if not path.endswith(".c") or path.startswith(ELSEWHERE):
        return False
    includes = bodies.resolver.includes.closure(path)
    saw = any(one == header for one, _ in bodies.first.resolver.declared_as(path, name))
    macros, declared = bodies.resolver.definitions(path, name)
    return saw and includes.complete and not macros and not declared
