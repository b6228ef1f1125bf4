"""From prefix trees to facts: what each patch changes, and the sites of every name on each tree.

The tree is searched once, before the series; after that only touched files are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from patchkit.apichange import (
    changes_between,
    intended_changes,
    known_sites,
    member_changes,
    merge_intended,
    ported_sites,
)
from patchkit.cfacts import Includes, SiteIndex, file_sites, index_members, index_sites
from patchkit.cfacts.passing import alias_of, passing_macros
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Site
from patchkit.model.placement import PatchPlacement
from patchkit.model.series import Series
from patchkit.model.tree import Tree
from patchkit.rules.base import DECLARED, Prefix
from patchkit.rules.bodies import Bodies
from patchkit.rules.reference_mismatch import member_of
from patchkit.trees import OverlayTree
from patchkit.workflows.inputs import Inputs
from patchkit.workflows.lines import BaseLines, LineOrigins

_C = (".c", ".h")


def series_changes(series: Series, trees: Sequence[Tree]) -> tuple[ApiChange, ...]:
    """Returns what each patch changed, and what it meant to change and did not, in order."""
    found: list[ApiChange] = []
    for patch, old, new in zip(series.patches, trees, trees[1:], strict=False):
        paths = [path for path in _touched(old, new) if path.endswith(_C)]
        before = _contents(old, paths)
        after = _contents(new, paths)
        realised = changes_between(patch.number, before, after)
        found += merge_intended(realised, intended_changes(patch))
        found += member_changes(new, realised)
    return tuple(found)


def _touched(old: Tree, new: Tree) -> tuple[str, ...]:
    """The files in which two neighbouring prefix trees differ."""
    if old is new:
        return ()
    was = old.changed if isinstance(old, OverlayTree) else frozenset()
    now = new.changed if isinstance(new, OverlayTree) else frozenset()
    return tuple(sorted(path for path in was | now if old.read(path) != new.read(path)))


def _contents(tree: Tree, paths: Iterable[str]) -> dict[str, bytes]:
    contents = {path: tree.read(path) for path in paths}
    return {path: data for path, data in contents.items() if data is not None}


def build_prefixes(
    inputs: Inputs,
    trees: Sequence[Tree],
    changes: tuple[ApiChange, ...],
    index: SiteIndex,
    placements: tuple[PatchPlacement, ...],
) -> tuple[Prefix, ...]:
    """Returns the facts of T0..Tn; `index` is that of T0, `trees` are T0..Tn."""
    names = {change.name for change in changes} | inputs.profile.names
    known = ported_sites(inputs.ports, names) if inputs.ports else known_sites(inputs.series, names)
    scoped = sorted(
        {
            (name, change.scope)
            for change in changes
            if change.scope
            for name in (change.name, change.new_name)
            if name
        }
    )
    prefixes: list[Prefix] = []
    # What a patch changes and a later one changes back counts too.
    steps = [_touched(old, new) for old, new in pairwise(trees)]
    changed = tuple(sorted({path for step in steps for path in step if path.endswith(_C)}))
    origins: LineOrigins | None = None
    bodies = Bodies(trees[0], changed)
    includes = Includes(trees[0])
    holders = _holders(changes, index, (trees[0], trees[-1]))
    own = {(change.owner, change.name) for change in changes if change.owner}
    members = index_members(trees[0], holders, own)
    wrappers = index_sites(trees[0], _wrapper_names(changes, index, trees))
    numbers = (0, *(patch.number for patch in inputs.series.patches))
    for at, (number, tree) in enumerate(zip(numbers, trees, strict=True)):
        if at:
            touched = steps[at - 1]
            index = index.updated(tree, touched)
            members = members.updated(tree, touched)
            wrappers = wrappers.updated(tree, touched)
        origins = LineOrigins(number, origins, tree)
        prefixes.append(
            Prefix(
                number=number,
                index=index,
                local={key: _local_sites(tree, *key) for key in scoped},
                changes=changes,
                members=members,
                known=known,
                placements=placements,
                profile=inputs.profile,
                tree=tree,
                touched=changed,
                origins=origins,
                base_line=BaseLines(trees[0], tree),
                bodies=bodies.on(tree),
                includes=includes,
                wrappers=wrappers,
            )
        )
    return tuple(prefixes)


def _holders(changes: Iterable[ApiChange], index: SiteIndex, ends: tuple[Tree, Tree]) -> set[str]:
    """The members that a function with a changed signature is stored in."""
    names: set[str] = set()
    for change in changes:
        if change.kind is not ChangeKind.SIGNATURE:
            continue
        sites = index.of(change.name)
        if change.scope:
            sites = tuple(
                site for tree in ends for site in _local_sites(tree, change.name, change.scope)
            )
        names |= {member for site in sites if (member := member_of(site))}
    return names


def _wrapper_names(changes: Iterable[ApiChange], index: SiteIndex, trees: Sequence[Tree]) -> set[str]:
    """The macros that pass on what they are given to a function with a changed signature.

    And the functions that macros of its name stand for.
    """
    changed = [change for change in changes if change.kind is ChangeKind.SIGNATURE and change.realised]
    plain = {change.name for change in changed if not change.owner and not change.scope}
    names: set[str] = set()
    for tree, sites in (
        (trees[0], index),
        (trees[-1], index.updated(trees[-1], _touched(trees[0], trees[-1]))),
    ):
        bodies = [site for name in sorted(plain) for site in sites.of(name)]
        names |= {one.macro for one in passing_macros(tree, bodies)}
        names |= {other for site in bodies if (other := alias_of(tree, site))}
    return names - plain


def _local_sites(tree: Tree, name: str, path: str) -> tuple[Site, ...]:
    data = tree.read(path)
    return file_sites(path, data, (name,)) if data is not None else ()


def sensible(changes: Iterable[ApiChange], base: Prefix) -> tuple[ApiChange, ...]:
    """Drops intentions that the tree already fulfils: added names it has, removed ones it lacks."""
    kept = []
    for change in changes:
        declared = any(site.kind in DECLARED for site in base.sites(change))
        moot = not change.realised and (
            (change.kind is ChangeKind.ADDED and declared)
            or (change.kind is ChangeKind.REMOVED and not declared)
        )
        if not moot:
            kept.append(change)
    return tuple(kept)
