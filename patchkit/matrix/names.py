"""How a tree declares the names of a series, as it stands: what the history of an API is made of."""

from __future__ import annotations

from collections.abc import Iterable

from patchkit.apichange import intended_changes, shown
from patchkit.cfacts import SiteIndex
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.matrix import Declared, NameHere
from patchkit.model.series import Series
from patchkit.rules.base import private

_DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB, SiteKind.MACRO)


def names_to_follow(series: Series) -> tuple[str, ...]:
    """Returns the global names that a series changes, sorted.

    By the hunks' text alone, so that the names are the same whatever tree the series meets.
    """
    changes = [change for patch in series.patches for change in intended_changes(patch)]
    shared = [change for change in changes if not change.scope and not change.owner]
    return tuple(sorted({name for one in shared for name in (one.name, one.new_name) if name}))


def names_here(wanted: Iterable[str], index: SiteIndex) -> tuple[NameHere, ...]:
    """Returns how the tree of `index` declares each wanted name."""
    return tuple(NameHere(name, _ways(index.of(name))) for name in wanted)


def _ways(sites: Iterable[Site]) -> tuple[Declared, ...]:
    ways: dict[tuple[str, ...], list[tuple[Site, Signature]]] = {}
    for site in sites:
        if site.kind not in _DECLARED or private(site) or _elsewhere(site.path):
            continue
        if site.signature is not None and not (site.signature.unspecified and not site.signature.params):
            ways.setdefault(_interface(site.signature), []).append((site, site.signature))
    declared = [_declared(found) for found in ways.values()]
    return tuple(sorted(declared, key=lambda one: (not _shared(one.where), -one.places, one.where)))


def _elsewhere(path: str) -> bool:
    """Programs beside the kernel have functions of their own."""
    return path.startswith(("tools/", "samples/", "scripts/"))


def _shared(where: str) -> bool:
    return where.startswith("include/")


def _interface(signature: Signature) -> tuple[str, ...]:
    kind = "macro" if signature.macro else signature.returns
    return (kind, *_types(signature))


def _types(signature: Signature) -> tuple[str, ...]:
    names = tuple(param.name or "" for param in signature.params)
    types = names if signature.macro else signature.types
    return (*types, "...") if signature.variadic else types


def _declared(found: list[tuple[Site, Signature]]) -> Declared:
    """Joins what agrees; a header that all share speaks first, then what names its parameters."""
    site, signature = min(
        found,
        key=lambda one: (
            not _shared(one[0].path),
            any(param.name is None for param in one[1].params),
            one[0].path,
            one[0].line,
        ),
    )
    parameters = tuple(str(param) for param in signature.params)
    return Declared(
        text=shown(signature, site.name),
        returns=signature.returns,
        parameters=(*parameters, "...") if signature.variadic else parameters,
        types=_types(signature),
        where=f"{site.path}:{site.line}",
        places=len(found),
    )
