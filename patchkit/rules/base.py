"""What a rule is given and what it is: a name, and a function from one prefix tree to findings.

A rule looks at one prefix tree Tk and nothing else; which patch causes a finding and which mends
it is the engine's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from patchkit.apichange import KnownSite
from patchkit.apichange import shown as shown  # its old place; the rules take it from here
from patchkit.cfacts import Includes, MemberIndex, SiteIndex
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.placement import Outcome, PatchPlacement
from patchkit.model.profile import Profile
from patchkit.model.tree import Tree
from patchkit.rules.bodies import Bodies
from patchkit.rules.coverage import covered
from patchkit.rules.interfaces import of_interface

DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB)
CALLED = (SiteKind.CALL, SiteKind.MACRO_BODY)

# A definition or prototype that shares fewer parameter types than this with the changed function
# is taken for another function of the same name.
RELATED = 0.5


def unmoved(_path: str, line: int) -> tuple[int, bool]:
    """The line map of a tree without a series: every line is where it was."""
    return line, False


class Prefix(Struct, frozen=True):
    """The tree after patch `number` (0: before the series), as facts.

    `index` holds the sites of every global name of interest, `local` those of static functions by
    (name, path). `changes` are the realised changes of the whole series: a change of a later
    patch is wanted too, since its `before` is what the tree must agree on until then.
    `tree` is Tk itself, for rules that read code around a change, `touched` the C files that the
    series changes anywhere (the same on every prefix), and `origins` gives for each line of a
    file in Tk the patch that brought it, 0 for a line of T0.
    `base_line` maps a line of this tree to the line of T0, or to (line, True) where T0 has none.
    `includes` are those of T0, read once for all prefixes.
    `members` are the members that hold functions of interest, `bodies` the functions that the
    series changes, None where a rule is given facts without trees. `wrappers` holds the sites of the
    macros that pass on what they are given to a changed function, and of what its name is a macro for.
    """

    number: int
    index: SiteIndex
    local: Mapping[tuple[str, str], tuple[Site, ...]]
    changes: tuple[ApiChange, ...]
    members: MemberIndex = field(default_factory=MemberIndex)
    known: tuple[KnownSite, ...] = ()
    placements: tuple[PatchPlacement, ...] = ()
    profile: Profile = field(default_factory=Profile)
    tree: Tree | None = None
    touched: tuple[str, ...] = ()
    origins: Callable[[str], tuple[int, ...]] = lambda _path: ()
    base_line: Callable[[str, int], tuple[int, bool]] = unmoved
    bodies: Bodies | None = None
    includes: Includes | None = None
    wrappers: SiteIndex = field(default_factory=lambda: SiteIndex(frozenset(), ()))

    def sites(self, change: ApiChange) -> tuple[Site, ...]:
        """Returns the sites that a change concerns: those of its file for a static function.

        For external linkage, files with a static function or macro of the same name of their own
        are left out: they mean that one; so are sites of another interface of the same name.
        """
        if change.scope:
            return self.local.get((change.name, change.scope), ())
        found = self.index.of(change.name)
        own = {
            site.path
            for site in found
            if private(site) and (site.static or site.path not in change.paths)
        }
        shared = tuple(site for site in found if site.path not in own)
        return of_interface(shared, change.paths, self.tree, self.includes)

    def reference(
        self, name: str, scope: str, owner: str = ""
    ) -> tuple[Signature | None, ApiChange | None]:
        """Returns the signature that `name` has to have in this prefix tree, and who gave it.

        The latest change up to here decides; before the first change it is that change's
        `before` (and no change is to blame).
        """
        mine = [
            change
            for change in self.changes
            if (change.name, change.scope, change.owner) == (name, scope, owner) and change.realised
        ]
        past = [change for change in mine if change.patch <= self.number]
        if past:
            latest = max(past, key=lambda change: change.patch)
            return latest.after, latest
        return (min(mine, key=lambda change: change.patch).before, None) if mine else (None, None)

    def signature_changes(
        self, *, added: bool = False
    ) -> Iterator[tuple[ApiChange, Signature, ApiChange | None]]:
        """Yields (first change, reference signature, causing change) of each changed name once.

        Meant are names with a signature both before and after the series, and the new names of
        renamed functions. A function that the series adds has no users to be left behind; with
        `added` it is meant too, for its own declarations must agree.
        """
        seen: set[tuple[str, str]] = set()
        for change in self.changes:
            if change.kind is ChangeKind.RENAMED and change.realised and change.aspects:
                if change.patch <= self.number and change.after is not None:
                    under_new_name = replace(change, name=change.new_name, kind=ChangeKind.SIGNATURE)
                    yield under_new_name, change.after, under_new_name
                continue
            if change.owner or not change.realised or (change.name, change.scope) in seen:
                continue
            new = added and change.kind is ChangeKind.ADDED and change.patch <= self.number
            if change.kind is not ChangeKind.SIGNATURE and not new:
                continue
            seen.add((change.name, change.scope))
            signature, cause = self.reference(change.name, change.scope)
            if signature is not None:
                yield change, signature, cause


def private(site: Site) -> bool:
    """Tells whether a site makes the name mean something of its own in the whole source file."""
    here = site.static and site.kind is SiteKind.DEFINITION
    return (here or site.kind is SiteKind.MACRO) and not site.path.endswith(".h")


class Rule(Struct, frozen=True):
    """A rule: its id names the fault, `summary` is its one-line explanation.

    `check` yields the findings of one prefix tree.
    """

    id: str
    summary: str
    check: Callable[[Prefix], Iterator[Finding]]


def finding(
    rule: str,
    site: Site,
    message: str,
    *,
    related: tuple[Span, ...] = (),
    severity: Severity = Severity.ERROR,
    confidence: Confidence | None = None,
) -> Finding:
    """Builds the finding of `rule` at `site`; an uncertain site lowers the confidence."""
    sure = Confidence.MEDIUM if site.uncertain else Confidence.HIGH
    return Finding(
        rule=rule,
        severity=severity,
        confidence=confidence or sure,
        message=message,
        primary=Span(site.path, site.line, site.text),
        related=related,
        subject=site.name,
        function=site.function,
        arch=site.arch,
        key=f"{rule}|{site.name}|{site.path}|{site.function}|{site.kind}|{site.arguments}",
    )


def changed_here(change: ApiChange | None, prefix: Prefix) -> tuple[Span, ...]:
    """Returns the related span that names where the new signature stands."""
    if change is None or change.after is None:
        return ()
    for site in prefix.sites(change):
        if site.kind in DECLARED and site.path in change.paths:
            return (Span(site.path, site.line, f"changed by patch {change.patch}: {site.text}"),)
    return ()


def refusal(site: Site, prefix: Prefix, since: int) -> str:
    """Says which hunk from patch `since` on is for `site` and did not reach it, or that none is.

    A hunk that was placed cannot have been for a site that is still wrong.
    """
    missed = [one for one in prefix.known if one.patch >= since and _fate(one, prefix)]
    same = [one for one in prefix.index.of(site.name) if one.kind is site.kind]
    known = covered(same or (site,), missed).get(site)
    if known is None:
        return "the series does not know this site"
    if known.left_out:
        return f"hunk {known.hunk + 1} of patch {known.patch}, for this site, was left out"
    return f"hunk {known.hunk + 1} of patch {known.patch} is for it{_fate(known, prefix)}"


def _fate(known: KnownSite, prefix: Prefix) -> str:
    if known.left_out:
        return " and was left out"
    for patch in prefix.placements:
        for file in patch.files:
            if (patch.number, file.path) == (known.patch, known.path):
                placed = [hunk for hunk in file.hunks if hunk.index == known.hunk]
                if any(hunk.outcome is Outcome.REJECTED for hunk in placed):
                    return " and was refused"
    return f" and comes with patch {known.patch}" if known.patch > prefix.number else ""
