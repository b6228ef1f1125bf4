"""Which sites of a name a series knows: those that one of its hunks changes.

A caller on the target tree that no hunk was written for is "unknown to the series"; one whose
hunk was refused is not. Only the hunks' text is looked at, so it works on every tree.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from patchkit.apichange import fragments
from patchkit.cfacts import file_sites
from patchkit.model.diff import Hunk
from patchkit.model.facts import Site, SiteKind
from patchkit.model.series import Series
from patchkit.placement import function_written_for

_DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB, SiteKind.MACRO)


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site that hunk `hunk` (0-based) of patch `patch` changes in `path`.

    `function` is the enclosing function as the hunk's text or its heading tells it.
    """

    name: str
    path: str
    kind: SiteKind
    function: str
    patch: int
    hunk: int


def known_sites(series: Series, names: Collection[str]) -> tuple[KnownSite, ...]:
    """Returns the sites of `names` that the hunks of `series` change.

    A hunk changes a site when the site's declaration or argument list differs between the
    hunk's preimage and postimage, or stands on a removed line.
    """
    found = []
    for patch in series.patches:
        for file in patch.files:
            path = str(file.source)
            for index, hunk in enumerate(file.hunks):
                if not _mentions(hunk, names):
                    continue
                for site in _changed(path, hunk, names):
                    function = site.function or function_written_for(hunk)
                    if site.kind in _DECLARED:
                        function = site.name
                    found.append(KnownSite(site.name, path, site.kind, function, patch.number, index))
    return tuple(found)


def _mentions(hunk: Hunk, names: Collection[str]) -> bool:
    text = b"\n".join(line.text for line in hunk.lines)
    return any(name.encode() in text for name in names)


def _changed(path: str, hunk: Hunk, names: Collection[str]) -> list[Site]:
    before = file_sites(path, fragments.before(hunk), names)
    after = [_shape(site) for site in file_sites(path, fragments.after(hunk), names)]
    changed = []
    for site in before:
        shape = _shape(site)
        if shape in after:
            after.remove(shape)
        elif site.kind not in (SiteKind.COMMENT, SiteKind.STRING):
            changed.append(site)
    return changed


def _shape(site: Site) -> tuple[object, ...]:
    return (site.name, site.kind, site.arguments, site.signature)
