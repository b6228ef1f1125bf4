"""The sites of some names in a whole tree, and the same again after a patch.

Only files that contain one of the names are read and parsed. A file that cannot be analysed is an
incident; it is never left out in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import count

from msgspec import Struct

from patchkit.cfacts.remembered import sites_in
from patchkit.cfacts.sites import file_sites
from patchkit.errors import TreeError
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Incident
from patchkit.model.tree import Tree
from patchkit.search.hits import SOURCES
from patchkit.search.means import Means

# Documentation/ holds no code that is compiled; tools/ does and keeps copies of kernel names.
C_SUFFIXES = SOURCES
_SKIPPED = ("Documentation/",)

Progress = Callable[[str], None]


class SiteIndex(Struct, frozen=True):
    """Every site of some names in one tree, sorted by path and place."""

    names: frozenset[str]
    sites: tuple[Site, ...]
    incidents: tuple[Incident, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files that hold a site, sorted."""
        return tuple(dict.fromkeys(site.path for site in self.sites))

    @property
    def unaccounted(self) -> tuple[Site, ...]:
        """The hits that nobody could classify."""
        return tuple(site for site in self.sites if site.kind is SiteKind.UNACCOUNTED)

    def of(self, name: str) -> tuple[Site, ...]:
        """Returns the sites of one name, sorted by path and place."""
        return tuple(site for site in self.sites if site.name == name)

    def updated(self, tree: Tree, paths: Collection[str]) -> SiteIndex:
        """Returns the index of `tree`, which differs from this index's tree in `paths` alone."""
        changed = frozenset(paths)
        kept = [site for site in self.sites if site.path not in changed]
        incidents = [incident for incident in self.incidents if incident.where not in changed]
        for path in sorted(changed):
            if not indexed(path):
                continue
            try:
                data = tree.read(path)
            except TreeError as error:
                incidents.append(Incident("unreadable-file", error.message, where=path))
                continue
            if data is not None:
                _add(path, data, self.names, kept, incidents)
        return _index(self.names, kept, incidents)


def counted(progress: Callable[[str, int, int], None]) -> Progress:
    """Returns a progress callback for `index_sites` that tells `progress` how many files it were."""
    numbers = count(1)
    return lambda _path: progress("looking at files", next(numbers), 0)


def indexed(path: str) -> bool:
    """Tells whether a file is one that sites are looked for in."""
    return path.endswith(C_SUFFIXES) and not path.startswith(_SKIPPED)


def index_sites(
    tree: Tree, names: Collection[str], progress: Progress | None = None, means: Means | None = None
) -> SiteIndex:
    """Returns every site of `names` in `tree`; `progress` is told each file that was looked at.

    Files that the tree itself cannot read are incidents of the tree.
    """
    wanted = frozenset(name for name in names if name)
    if not wanted:
        return SiteIndex(wanted, ())
    words = [name.encode("utf-8", "surrogateescape") for name in sorted(wanted)]
    files = ((path, data) for path, data in tree.containing(words, C_SUFFIXES) if indexed(path))
    about = sum(len(paths or ()) for paths in tree.holders(words).values())
    sites: list[Site] = []
    troubles: dict[str, str] = {}
    for file in sites_in(files, wanted, means or Means(), about):
        if progress is not None:
            progress(file.path)
        sites += file.sites
        if file.trouble:
            troubles[file.path] = file.trouble
    return _index(wanted, sites, [_unparsed(path, troubles[path]) for path in sorted(troubles)])


def _add(
    path: str, data: bytes, names: frozenset[str], sites: list[Site], incidents: list[Incident]
) -> None:
    try:
        sites.extend(file_sites(path, data, names))
    except (ValueError, RecursionError, MemoryError) as error:
        incidents.append(_unparsed(path, f"{type(error).__name__}: {error}"))


def _unparsed(path: str, message: str) -> Incident:
    return Incident("unparsed-file", f"the file could not be analysed: {message}", where=path)


def _index(names: frozenset[str], sites: Iterable[Site], incidents: Iterable[Incident]) -> SiteIndex:
    ordered = sorted(sites, key=lambda site: (site.path, site.offset))
    return SiteIndex(names, tuple(ordered), tuple(incidents))
