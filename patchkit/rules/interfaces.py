"""Tells apart interfaces that merely share a name.

Two drivers, two architectures, or the kernel and tools/ may each have a global function of one name.
Only sites that belong to the declarations which the series changed are its business.

A file belongs to the headers it includes that declare the name; without one, to the nearest
declaration: its own folder's and its parents', its architecture's, or the one in include/. Headers of
several architectures are one interface when common code uses the name, since then each of them
serves that user.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct, field

from patchkit.cfacts import Includes
from patchkit.cfacts.belonging import arch_folder, includes, meant, world
from patchkit.model.facts import Site, SiteKind
from patchkit.model.tree import Tree

_DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB, SiteKind.MACRO)
_DEFINED = (SiteKind.DEFINITION, SiteKind.STUB, SiteKind.MACRO)
_SILENT = (SiteKind.COMMENT, SiteKind.STRING, SiteKind.MEMBER, SiteKind.VARIABLE, SiteKind.TYPE)


class _Groups(Struct):
    """Files joined to interfaces (a union-find over paths)."""

    parent: dict[str, str] = field(default_factory=dict)

    def find(self, path: str) -> str:
        self.parent.setdefault(path, path)
        while self.parent[path] != path:
            self.parent[path] = self.parent[self.parent[path]]
            path = self.parent[path]
        return path

    def join(self, one: str, other: str) -> None:
        self.parent[self.find(one)] = self.find(other)


class _View(Struct):
    """The tree, and how many more files may be followed through their includes' includes.

    A closure costs hundreds of headers; a name that many files share is told apart by the
    nearest declaration alone.
    """

    tree: Tree
    includes: Includes
    budget: int = 24


def of_interface(
    sites: tuple[Site, ...], changed: Collection[str], tree: Tree | None, known: Includes | None = None
) -> tuple[Site, ...]:
    """Returns those of `sites` (all of one name) whose interface is declared in a file of `changed`.

    `known` are the tree's includes, where they were read already. Without a declaration to tell
    interfaces apart by, or without a tree, all sites are returned.
    """
    declared = {site.path for site in sites if site.kind in _DECLARED}
    homes = declared & set(changed)
    if tree is None or not homes or _one_interface(sites, declared):
        return sites
    groups = _grouped(sites, declared, _View(tree, known or Includes(tree)))
    wanted = {groups.find(path) for path in homes}
    return tuple(site for site in sites if groups.find(site.path) in wanted)


def _one_interface(sites: Iterable[Site], declared: Collection[str]) -> bool:
    """The usual case, decided without reading a file: one header, nothing outside the kernel."""
    headers = [path for path in declared if path.endswith(".h")]
    common = len(headers) == 1 and headers[0].startswith("include/")
    return common and all(world(site.path) == "kernel" for site in sites)


def _grouped(sites: tuple[Site, ...], declared: set[str], view: _View) -> _Groups:
    groups = _Groups()
    headers = sorted(path for path in declared if path.endswith(".h"))
    sources = sorted(path for path in declared if not path.endswith(".h"))
    files = sorted({site.path for site in sites if site.kind not in _SILENT})
    for path in files:
        for home in _homes(path, headers, sources, view):
            groups.join(path, home)
    _join_architectures(groups, files, headers + sources)
    _join_orphans(groups, sites)
    return groups


def _join_orphans(groups: _Groups, sites: Iterable[Site]) -> None:
    """A group that declares the name and does not define it speaks of a definition elsewhere.

    Where exactly one group of the same world defines it, that one is meant.
    """
    defined: dict[str, set[str]] = {}
    for site in sites:
        if site.kind in _DEFINED:
            defined.setdefault(world(site.path), set()).add(groups.find(site.path))
    for site in sites:
        homes = defined.get(world(site.path), set())
        if len(homes) == 1 and site.kind is SiteKind.PROTOTYPE and groups.find(site.path) not in homes:
            groups.join(site.path, next(iter(homes)))


def _homes(path: str, headers: list[str], sources: list[str], view: _View) -> list[str]:
    """The declarations that a file can see, nearest first sort winning."""
    mine = [header for header in headers if world(header) == world(path)]
    data = view.tree.read(path) or b""
    asked = [header for include in includes(data) for header in meant(path, include, mine)]
    if asked:
        return asked
    if path in headers:
        return [path]
    if len(mine) > 1 and view.budget > 0:
        view.budget -= 1
        seen = set(view.includes.closure(path).paths)
        if reached := [header for header in mine if header in seen]:
            return reached
    near = _nearest(path, [one for one in mine if _visible(path, one)])
    if near or path in sources:
        return near or [path]
    return _nearest(path, [one for one in sources if world(one) == world(path) and _visible(path, one)])


def _visible(path: str, declaration: str) -> bool:
    """Code of one architecture does not see another one's."""
    theirs, mine = arch_folder(declaration), arch_folder(path)
    return not theirs or not mine or theirs == mine


def _nearest(path: str, candidates: list[str]) -> list[str]:
    """The candidates that share most leading folders with `path`; include/ is near to all."""
    if not candidates:
        return []

    def nearness(candidate: str) -> int:
        shared = 0
        for one, other in zip(path.split("/")[:-1], candidate.split("/")[:-1], strict=False):
            if one != other:
                break
            shared += 1
        return max(shared, 1) if candidate.startswith(("include/", "arch/")) else shared

    best = max(nearness(candidate) for candidate in candidates)
    return [candidate for candidate in candidates if nearness(candidate) == best] if best else []


def _join_architectures(groups: _Groups, files: Iterable[str], declared: Iterable[str]) -> None:
    """Joins the architectures' declarations when a file of common code uses one of them."""
    common = [path for path in files if not arch_folder(path) and world(path) == "kernel"]
    by_arch = [path for path in declared if arch_folder(path)]
    for path in common:
        users = [one for one in by_arch if groups.find(one) == groups.find(path)]
        if users or not any(groups.find(path) == groups.find(one) for one in declared if one != path):
            for one in by_arch:
                groups.join(one, path)
