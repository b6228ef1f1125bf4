"""caller-not-updated: a call passes a number of arguments that the changed function does not take.

Also a use of a function that the series removed, or made static elsewhere, and nobody else defines.
Where macros of the same name exist, a call is right when it fits the function or one of them; calls of a
macro that passes on what it is given count as calls of the function. Arguments that convert may still
stand in the order of before, which their names and types show. Changes of
type alone cannot be told from the number of arguments; `argument-type` looks at those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.cfacts.passing import Passing, passing_macros
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.rules.argument_order import in_old_order
from patchkit.rules.base import CALLED, DECLARED, Prefix, Rule, changed_here, finding, refusal, shown
from patchkit.rules.callbacks import changed_types
from patchkit.rules.called_through import called_here, called_in_file, called_through
from patchkit.rules.interfaces import of_interface

ID = "caller-not-updated"

_DEFINED = (SiteKind.DEFINITION, SiteKind.STUB, SiteKind.MACRO)
# In a #define's body: arguments that are one or more, and ones that may be none at all.
_MORE = ("__VA_ARGS__", "##__VA_ARGS__")


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each call that disagrees with the signature of this prefix tree."""
    for change, signature, cause in prefix.signature_changes():
        sites = prefix.sites(change)
        forms = (signature, *_macros(sites, signature))
        wrong = [site for site in sites if _counted(site) and not _fits(prefix, site, forms)]
        yield from (_miscounted(prefix, site, forms, cause) for site in wrong)
        # Where a macro's body is wrong by itself, its callers are not to blame.
        rest = tuple(site for site in sites if site not in wrong)
        yield from _passed_on(prefix, rest, forms, cause)
        yield from _reordered(prefix, change, cause) if cause is not None else ()
    for change in changed_types(prefix):
        for site, count in called_through(prefix, change):
            what = f"{site.name}() is called with {_number(count)}; {change.name}, which it is, takes "
            takes = _takes_words((change.after,)) if change.after is not None else ""
            yield finding(ID, site, f"{what}{takes} since patch {change.patch}")
    for site, count, pointer in (*called_here(prefix), *called_in_file(prefix)):
        is_ = shown(pointer.signature, f"(*{site.name})")
        takes = f"it takes {_takes_words((pointer.signature,))}: {is_}"
        yield finding(ID, site, f"{site.name}() is called with {_number(count)}, {takes}")
    for change in prefix.changes:
        if change.kind in (ChangeKind.REMOVED, ChangeKind.RENAMED) and change.realised:
            yield from _of_removed(prefix, change)


def _counted(site: Site) -> bool:
    return site.kind in CALLED and site.arguments is not None and not _pasted(site)


def _fits(prefix: Prefix, site: Site, forms: tuple[Signature, ...]) -> bool:
    least, more = _passed(site.arguments or ())
    split = all(any(form.accepts(count) for form in forms) for count in site.counts)
    if split and any(_takes(form, least, more) for form in forms):
        return True
    count = _expanded(prefix, site)
    return count > len(site.arguments or ()) and any(form.accepts(count) for form in forms)


def _expanded(prefix: Prefix, site: Site) -> int:
    """The number of a call's arguments when macros that stand for several have been expanded."""
    given = [one.encode("utf-8", "surrogateescape") for one in site.arguments or ()]
    if prefix.bodies is None or site.kind is not SiteKind.CALL:
        return len(given)
    return prefix.bodies.resolver.counted(site.path, given)


def _macros(sites: tuple[Site, ...], signature: Signature) -> tuple[Signature, ...]:
    """The function-like macros of the function's own name, which callers may mean."""
    return tuple(
        site.signature
        for site in sites
        if site.kind is SiteKind.MACRO and site.signature is not None and site.signature != signature
    )


def _passed(arguments: tuple[str, ...]) -> tuple[int, bool]:
    """Returns the least number of arguments a call passes, and whether it may pass more."""
    least = sum(one != "##__VA_ARGS__" for one in arguments)
    return least, any(one in _MORE for one in arguments)


def _takes(form: Signature, least: int, more: bool) -> bool:
    if form.accepts(least):
        return True
    return more and not form.variadic and any(form.accepts(least + extra) for extra in range(1, 8))


def _pasted(site: Site) -> bool:
    """Tells whether `##` or `#` makes another name, or a string, of the word."""
    name = re.escape(site.name)
    return re.search(rf"##\s*{name}\b|\b{name}\s*##|(?<!#)#\s*{name}\b", site.text) is not None


def _miscounted(
    prefix: Prefix, site: Site, forms: tuple[Signature, ...], cause: ApiChange | None
) -> Finding:
    least, more = _passed(site.arguments or ())
    given = ("at least " if more else "") + _number(least)
    if (count := _expanded(prefix, site)) > len(site.arguments or ()):
        given = f"{_number(count)}, macros expanded"
    if site.counts:
        given = f"{' or '.join(map(str, site.counts))} arguments, as its #if goes"
    message = f"{site.name}() is called with {given}, it takes {_takes_words(forms)}"
    if cause is not None:
        message += f" since patch {cause.patch}; {refusal(site, prefix, cause.patch)}"
    sure = Confidence.MEDIUM if site.uncertain or site.kind is SiteKind.MACRO_BODY else None
    dead = any(guard.text in ("if 0", "else of if 1") for guard in site.guards)
    return finding(
        ID,
        site,
        message + ("; never compiled" if dead else ""),
        related=changed_here(cause, prefix),
        severity=Severity.NOTE if dead else Severity.ERROR,
        confidence=sure,
    )


def _passed_on(
    prefix: Prefix, sites: tuple[Site, ...], forms: tuple[Signature, ...], cause: ApiChange | None
) -> Iterator[Finding]:
    """The calls of macros that pass on what they are given; the macro itself where no call is right."""
    for macro in passing_macros(prefix.tree, sites) if prefix.tree is not None else ():
        counted = list(_given(prefix, macro))
        wrong = [one for one in counted if not any(form.accepts(one[1]) for form in forms)]
        if 1 < len(wrong) == len(counted):
            first, count = wrong[0]
            what = f"{macro.site.name}() gets what {macro.macro}() is given, {_number(count)} in "
            yield _handed(prefix, macro.site, f"{what}{first.path}:{first.line}; it", forms, cause)
            continue
        for site, count in wrong:
            what = f"{site.name}() passes {_number(count)} on to {macro.site.name}(), which"
            yield _handed(prefix, site, what, forms, cause)


def _reordered(prefix: Prefix, change: ApiChange, cause: ApiChange) -> Iterator[Finding]:
    for site, what in in_old_order(prefix, change, cause):
        yield finding(
            ID,
            site,
            f"{site.name}() is called with its arguments in the order from before patch {cause.patch}: "
            f"{what}; {refusal(site, prefix, cause.patch)}",
            related=changed_here(cause, prefix),
            confidence=Confidence.MEDIUM,
        )


def _handed(
    prefix: Prefix, site: Site, what: str, forms: tuple[Signature, ...], cause: ApiChange | None
) -> Finding:
    since = f" since patch {cause.patch}; {refusal(site, prefix, cause.patch)}" if cause else ""
    return finding(
        ID,
        site,
        f"{what} takes {_takes_words(forms)}{since}",
        related=changed_here(cause, prefix),
        confidence=Confidence.MEDIUM,
    )


def _given(prefix: Prefix, macro: Passing) -> Iterator[tuple[Site, int]]:
    """Yields the calls of a macro that passes on, and how many arguments the function gets."""
    found = of_interface(
        prefix.wrappers.of(macro.macro), (macro.site.path,), prefix.tree, prefix.includes
    )
    for site in found:
        if _counted(site):
            least, more = _passed(site.arguments or ())
            if not more and least >= macro.fixed:
                yield site, least + macro.more


def _number(count: int) -> str:
    return f"{count} argument{'' if count == 1 else 's'}"


def _takes_words(forms: tuple[Signature, ...]) -> str:
    """Returns the counts that are right: "4", "3 or 4", "2 or more"."""
    if any(form.variadic for form in forms):
        return f"{min(len(form.params) for form in forms)} or more"
    counts = {len(form.params) for form in forms}
    counts.update(len(one) for form in forms for one in form.alternatives)
    return " or ".join(str(count) for count in sorted(counts))


def _of_removed(prefix: Prefix, change: ApiChange) -> Iterator[Finding]:
    if change.patch > prefix.number:
        return
    sites = prefix.sites(change)
    if any(site.kind in (*DECLARED, *_DEFINED) for site in sites):
        return  # others define it, or `declared-unused` says that nobody does
    if change.new_name:
        became = f"is {change.new_name}() since patch {change.patch}"
    elif change.static_in:
        became = f"is static in {change.static_in} since patch {change.patch}"
    else:
        became = f"was removed by patch {change.patch}"
    for site in sites:
        if site.kind in CALLED or site.kind is SiteKind.REFERENCE:
            yield finding(
                ID,
                site,
                f"{site.name}() {became} and is still used here; {refusal(site, prefix, change.patch)}",
                confidence=Confidence.MEDIUM if site.kind is SiteKind.MACRO_BODY else None,
            )


RULE = Rule(ID, "a call does not fit the changed signature", check)
