"""Lists the sites of names in a tree: `patchkit sites` as a library call."""

from __future__ import annotations

from msgspec import Struct

from patchkit.cfacts.index import counted, index_sites
from patchkit.reports.sites import SitesReport, build
from patchkit.search.hits import Progress
from patchkit.search.means import Means
from patchkit.trees import open_tree


class SitesOptions(Struct, frozen=True):
    """Which names, in which tree; `kernel` is False to allow any C tree."""

    names: tuple[str, ...]
    tree: str
    rev: str = ""
    kernel: bool = True


def list_sites(
    options: SitesOptions, progress: Progress | None = None, means: Means | None = None
) -> SitesReport:
    """Returns every site of the names; raises TreeError or GitError when there is no such tree.

    Names are listed in the order they were asked for, each once.
    """
    tree = open_tree(options.tree, rev=options.rev, kernel=options.kernel, means=means)
    names = tuple(dict.fromkeys(options.names))
    index = index_sites(tree, names, counted(progress) if progress else None, means)
    slow = means.cache.incidents if means is not None else ()
    return build(names, index.sites, tree.identity, (*tree.incidents, *index.incidents, *slow))
