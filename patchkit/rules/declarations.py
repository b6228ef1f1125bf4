"""What the three rules about declarations share: which of them disagree with the reference.

`arch-implementation-missed`, `declaration-mismatch` and `stub-mismatch` differ in the kind of
site they look at and in what a reader should do, not in how a disagreement is found.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from patchkit.apichange.compare import aspects_of, likeness, same_parameters
from patchkit.cfacts.passing import alias_of
from patchkit.cfacts.typedefs import resolved, typedefs_in, words_of
from patchkit.model.changes import ApiChange, Aspect
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.findings import Finding
from patchkit.rules.base import DECLARED, RELATED, Prefix, changed_here, finding, refusal, shown
from patchkit.rules.interfaces import of_interface


class Disagreement(Struct, frozen=True):
    """A declaration, the signature it should have, the change that wants it, and what differs."""

    site: Site
    wanted: Signature
    cause: ApiChange | None
    aspects: tuple[Aspect, ...]


def told(rule: str, prefix: Prefix, row: Disagreement, verb: str) -> Finding:
    """Returns the finding of `rule`: "f() is defined here as …, which differs in … from …"."""
    site, cause = row.site, row.cause
    wanted = f"what patch {cause.patch} makes it" if cause else shown(row.wanted, site.name)
    message = (
        f"{site.name}() {verb} {shown(site.signature, site.name)}, "
        f"which differs in {spell(row.aspects)} from {wanted}"
    )
    if cause is not None:
        message += f"; {refusal(site, prefix, cause.patch)}"
    return finding(rule, site, message, related=changed_here(cause, prefix))


def disagreeing(prefix: Prefix, kind: SiteKind) -> Iterator[Disagreement]:
    """Yields each declaration of one kind that disagrees with the signature of this prefix tree.

    Left out: a declaration that agrees in no more than the name, for it is another function,
    and parameter names, which may differ.
    """
    for change, signature, cause in prefix.signature_changes(added=True):
        for site in prefix.sites(change):
            if site.kind is not kind or site.signature is None:
                continue
            aspects = _judged(site.signature, signature)
            if aspects:
                aspects = _through_typedefs(prefix, site.signature, signature)
                if aspects and _related(prefix, site.signature, change):
                    yield Disagreement(site, signature, cause, aspects)


def stale_macros(prefix: Prefix) -> Iterator[Disagreement]:
    """Yields like `disagreeing` the function-like macros that stand for the changed function.

    A macro that calls the function of its own name wraps it and may take what it likes.
    """
    for change, signature, cause in prefix.signature_changes():
        if signature.macro:
            continue
        sites = prefix.sites(change)
        bodies = {(site.path, site.line) for site in sites if site.kind is SiteKind.MACRO_BODY}
        for site in sites:
            if site.kind is not SiteKind.MACRO or site.signature is None:
                continue
            wraps = any((site.path, line) in bodies for line in range(site.line, site.line + 4))
            fits = site.signature.variadic or signature.accepts(len(site.signature.params))
            if not wraps and not fits:
                yield Disagreement(site, signature, cause, (Aspect.COUNT,))


def disagreeing_aliases(prefix: Prefix, kind: SiteKind) -> Iterator[tuple[str, Disagreement]]:
    """Yields like `disagreeing` the functions that a macro of the changed function's name stands for.

    With that name: `#define arch_f __arch_f` makes __arch_f() the implementation where the macro is.
    """
    own = {change.name for change in prefix.changes}
    for change, signature, cause in prefix.signature_changes():
        for macro in prefix.sites(change) if prefix.tree is not None and not signature.macro else ():
            other = alias_of(prefix.tree, macro) if prefix.tree is not None else ""
            sites = prefix.wrappers.of(other) if other and other not in own else ()
            for site in of_interface(sites, (macro.path,), prefix.tree, prefix.includes):
                if site.kind is kind and site.signature is not None:
                    aspects = _judged(site.signature, signature)
                    aspects = aspects and _through_typedefs(prefix, site.signature, signature)
                    if aspects and _related(prefix, site.signature, change):
                        yield change.name, Disagreement(site, signature, cause, aspects)


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


def _related(prefix: Prefix, found: Signature, change: ApiChange) -> bool:
    known = [one for one in (change.before, change.after) if one is not None]
    if any(same_parameters(found, one) or likeness(found, one) >= RELATED for one in known):
        return True
    if prefix.tree is None:
        return False
    meanings = typedefs_in(prefix.tree, words_of(found, *known))
    mine = resolved(found, meanings)
    return any(likeness(mine, resolved(one, meanings)) >= RELATED for one in known)


def spell(aspects: tuple[Aspect, ...]) -> str:
    """Returns the aspects as words: "parameter count, return type"."""
    words = {
        Aspect.COUNT: "parameter count",
        Aspect.ORDER: "parameter order",
        Aspect.TYPE: "parameter types",
        Aspect.RETURN: "return type",
    }
    return ", ".join(words[aspect] for aspect in aspects)
