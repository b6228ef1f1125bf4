"""function-unused: a static function is left without a use.

The compiler warns, and with CONFIG_WERROR the tree does not build at that patch: the user comes with a
later one, or the last user went and the function, or its forward declaration, stayed. A use under any
`#if` is one. Left alone are inline functions and those marked as maybe unused, by a macro as well; names
that macros may paste (foo_show of DEVICE_ATTR_RO(foo)); files that are included by others, or include
one with the name; files with a refused hunk, which may be the user; and files that include a header
which the tree lacks, for its macros may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from patchkit.cfacts.resolve import Resolver
from patchkit.cfacts.unused import attributes, mentions, static_functions, unused_functions
from patchkit.model.changes import ChangeKind
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.model.placement import Outcome
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import Bodies

ID = "function-unused"

_EXCUSING = re.compile(
    rb"_*(?:(?:always_|gnu_)?inline|(?:maybe_|always_)?unused|used|constructor|destructor)_*",
    re.IGNORECASE,
)
_WORD = re.compile(rb"[A-Za-z_]\w*")
# How far a macro among the attributes is followed into the macros of its body.
_DEPTH = 6
_FOR_EVERYONE = re.compile(r"include/|arch/\w+/include/")


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding at each static function that the series leaves without a use."""
    bodies = prefix.bodies
    if bodies is None or bodies is bodies.first:
        return
    refused = set(_refused(prefix))
    found = [
        sites[0]
        for path in bodies.touched
        if path.endswith(".c") and path not in refused
        for sites in _orphans(bodies, path)
        if not _half_renamed(prefix, bodies, sites[0]) and not _excused(bodies, sites)
    ]
    included = bodies.elsewhere.included_of({site.path for site in found})
    for site in found:
        if site.path not in included and not _included_since(bodies, site.path):
            yield _finding(bodies, site)


def _refused(prefix: Prefix) -> Iterator[str]:
    for patch in prefix.placements:
        for file in patch.files:
            if any(hunk.outcome is Outcome.REJECTED for hunk in file.hunks):
                yield file.path


def _orphans(bodies: Bodies, path: str) -> Iterator[tuple[Site, ...]]:
    """Yields the declarations of each static function without a use that had one in T0, or is new."""
    was, now = bodies.first.data(path), bodies.data(path)
    if not now or was == now or bodies.resolver.includes.absent(path):
        return
    before, after = mentions(path, was), mentions(path, now)
    changed = frozenset(
        name
        for name in static_functions(path, now)
        if before[name.encode("latin-1")] != after[name.encode("latin-1")]
    )
    unused = unused_functions(path, now, changed) if changed else {}
    old = unused_functions(path, was, frozenset(unused)) if unused else {}
    yield from (sites for name, sites in unused.items() if name not in old)


def _excused(bodies: Bodies, sites: tuple[Site, ...]) -> bool:
    """Tells whether a function may stay; asked again only where a file that it depends on changed."""
    closure = bodies.resolver.includes.closure(sites[0].path).paths
    state = tuple(bodies.data(path) for path in closure if path in bodies.touched)
    return bodies.first.once(
        (ID, sites[0].path, sites[0].name, state), lambda: _may_stay(bodies, sites, closure)
    )


def _may_stay(bodies: Bodies, sites: tuple[Site, ...], closure: tuple[str, ...]) -> bool:
    """Tells whether an attribute says so, or what macros or files of its own make of the name."""
    path, name, resolver = sites[0].path, sites[0].name.encode("latin-1"), bodies.resolver
    # An attribute counts wherever it stands.
    if any(_excuse(resolver, path, attributes(path, bodies.data(path), site), _DEPTH) for site in sites):
        return True
    word = re.compile(rb"\b" + name + rb"\b")
    own = (one for one in closure if one != path and not _FOR_EVERYONE.match(one))
    return (
        any(word.search(bodies.data(one)) for one in own)
        or bool(resolver.definitions(path, name)[0])
        or resolver.pasted(path, name)
    )


def _excuse(resolver: Resolver, path: str, words: Iterable[bytes], depth: int) -> bool:
    """Tells whether one of the words is an attribute, or a macro for one, of what need not be used."""
    for word in words:
        macros = resolver.definitions(path, word)[0] if depth else ()
        bodies = (_WORD.findall(macro.body) for macro in macros)
        if _EXCUSING.fullmatch(word) or any(_excuse(resolver, path, one, depth - 1) for one in bodies):
            return True
    return False


def _half_renamed(prefix: Prefix, bodies: Bodies, site: Site) -> bool:
    """Tells whether the uses are left under another name, which `caller-not-updated` says."""
    return any(
        change.kind is ChangeKind.RENAMED
        and (change.new_name, change.scope) == (site.name, site.path)
        and mentions(site.path, bodies.data(site.path))[change.name.encode("latin-1")] > 0
        for change in prefix.changes
    )


def _included_since(bodies: Bodies, path: str) -> bool:
    """Tells whether a file that the series changes includes `path`."""
    closure = bodies.resolver.includes.closure
    return any(path in closure(other).paths for other in bodies.touched if other != path)


def _finding(bodies: Bodies, site: Site) -> Finding:
    was_there = site.name in static_functions(site.path, bodies.first.data(site.path))
    what = "static" if site.kind is SiteKind.DEFINITION else "declared as static, not defined,"
    message = (
        f"{site.name}() is {what} and nothing in its file uses it{' any more' if was_there else ''}"
    )
    sure = bodies.resolver.includes.closure(site.path).complete and not site.uncertain
    confidence = Confidence.HIGH if sure else Confidence.MEDIUM
    return finding(ID, site, message, severity=Severity.WARNING, confidence=confidence)


RULE = Rule(ID, "a static function is left without a use", check)
