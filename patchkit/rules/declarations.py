"""What the three rules about declarations share: which of them disagree with the reference.

`arch-implementation-missed`, `declaration-mismatch` and `stub-mismatch` differ in the kind of
site they look at and in what a reader should do, not in how a disagreement is found.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.apichange.compare import aspects_of, likeness, same_parameters
from patchkit.cfacts.typedefs import resolved, typedefs_in, words_of
from patchkit.model.changes import ApiChange, Aspect
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.rules.base import DECLARED, RELATED, Prefix


def disagreeing(
    prefix: Prefix, kind: SiteKind
) -> Iterator[tuple[Site, Signature, ApiChange | None, tuple[Aspect, ...]]]:
    """Yields (site, reference, causing change, aspects) of each declaration that disagrees.

    Left out: a declaration that agrees in no more than the name, for it is another function,
    and parameter names, which may differ.
    """
    for change, signature, cause in prefix.signature_changes():
        for site in prefix.sites(change):
            if site.kind is not kind or site.signature is None:
                continue
            aspects = _judged(site.signature, signature)
            if aspects and _related(site.signature, change):
                aspects = _through_typedefs(prefix, site.signature, signature)
                if aspects:
                    yield site, signature, cause, aspects


def agrees_with(site: Site, wanted: Signature | None) -> bool:
    """Tells whether a declaration takes the parameters of `wanted`."""
    return (
        wanted is not None
        and site.kind in DECLARED
        and site.signature is not None
        and same_parameters(site.signature, wanted)
    )


def _judged(found: Signature, wanted: Signature) -> tuple[Aspect, ...]:
    """What differs; a swap seen only in the names is no disagreement between two declarations."""
    aspects = aspects_of(found, wanted)
    if Aspect.ORDER in aspects and found.types == wanted.types:
        return tuple(aspect for aspect in aspects if aspect is not Aspect.ORDER)
    return aspects


def _through_typedefs(prefix: Prefix, found: Signature, wanted: Signature) -> tuple[Aspect, ...]:
    """The same with typedefs looked up; asked only when the names of the types differ."""
    if prefix.tree is None:
        return _judged(found, wanted)
    names = words_of(found) ^ words_of(wanted)
    meanings = typedefs_in(prefix.tree, names)
    return _judged(resolved(found, meanings), resolved(wanted, meanings))


def _related(found: Signature, change: ApiChange) -> bool:
    for known in (change.before, change.after):
        if known is not None and (same_parameters(found, known) or likeness(found, known) >= RELATED):
            return True
    return False


def spell(aspects: tuple[Aspect, ...]) -> str:
    """Returns the aspects as words: "parameter count, return type"."""
    words = {
        Aspect.COUNT: "parameter count",
        Aspect.ORDER: "parameter order",
        Aspect.TYPE: "parameter types",
        Aspect.RETURN: "return type",
    }
    return ", ".join(words[aspect] for aspect in aspects)
