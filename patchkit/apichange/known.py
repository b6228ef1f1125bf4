"""Which sites of a name a series knows: those that one of its hunks changes.

A caller on the target tree that no hunk was written for is "unknown to the series"; one whose
hunk was refused is not. Only the hunks' text is looked at, so it works on every tree. Of a port the
original's hunks are looked at: what was left out is known all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from patchkit.apichange import fragments
from patchkit.cfacts import file_sites
from patchkit.model.diff import FilePatch, Hunk
from patchkit.model.facts import Site, SiteKind
from patchkit.model.port import FilePort, PatchPort
from patchkit.model.series import Series
from patchkit.placement import function_written_for

_DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB, SiteKind.MACRO)


class KnownSite(Struct, frozen=True):
    """A site that hunk `hunk` (0-based) of patch `patch` changes in `path`.

    `function` is the enclosing function as the hunk's text or its heading tells it. `left_out` is
    set when the hunk is no part of the port that is looked at.
    """

    name: str
    path: str
    kind: SiteKind
    function: str
    patch: int
    hunk: int
    left_out: bool = False


def known_sites(series: Series, names: Collection[str]) -> tuple[KnownSite, ...]:
    """Returns the sites of `names` that the hunks of `series` change.

    A hunk changes a site when the site's declaration or argument list differs between the
    hunk's preimage and postimage, or stands on a removed line.
    """
    return tuple(
        known
        for patch in series.patches
        for file in patch.files
        for known in _of_file(patch.number, file, str(file.source), names)
    )


def ported_sites(ports: Iterable[PatchPort], names: Collection[str]) -> tuple[KnownSite, ...]:
    """Returns the sites of `names` that the original hunks of a port change, by the target's paths."""
    return tuple(
        replace(known, left_out=_left_out(file, known.hunk))
        for port in ports
        for file in port.files
        if file.original is not None
        for known in _of_file(port.patch.number, file.original, file.source, names)
    )


def _left_out(file: FilePort, index: int) -> bool:
    if file.conflict is not None:
        return True
    return any(hunk.index == index and hunk.conflict is not None for hunk in file.hunks)


def _of_file(number: int, file: FilePatch, path: str, names: Collection[str]) -> Iterator[KnownSite]:
    for index, hunk in enumerate(file.hunks):
        if not _mentions(hunk, names):
            continue
        for site in _changed(path, hunk, names):
            function = site.function or function_written_for(hunk)
            if site.kind in _DECLARED:
                function = site.name
            yield KnownSite(site.name, path, site.kind, function, number, index)


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
