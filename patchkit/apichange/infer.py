"""From declarations before and after a patch to API changes.

Works on the files a patch touches only: where a name is used is a question for the rules. A
change that the hunks mean but that did not reach the tree is kept as `realised=False`, read from
the hunks' own text, so that a tree on which nothing fits is still told what it would have to change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from patchkit.apichange import fragments
from patchkit.apichange.compare import aspects_of, same_interface
from patchkit.apichange.types import type_changes
from patchkit.cfacts import Pointer, declarations, function_pointers
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Signature, Site, SiteKind
from patchkit.model.series import Patch

C_SUFFIXES = (".c", ".h")

# Two functions are taken for one that was renamed when their definitions, without the name,
# are this alike (difflib ratio over lines); git's own default for renamed files is 0.5.
RENAME_LIKENESS = 0.6


class _Name(Struct, frozen=True):
    """A name with its linkage: `scope` is the file of a static function, "" otherwise."""

    name: str
    scope: str


class _Member(Struct, frozen=True):
    """A member that points to a function: its struct's tag and its name."""

    owner: str
    name: str


# Whose signature is shown: a definition names its parameters, a prototype need not.
_RANK = {SiteKind.DEFINITION: 0, SiteKind.STUB: 1, SiteKind.PROTOTYPE: 2, SiteKind.MACRO: 3}


def changes_between(
    number: int, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> tuple[ApiChange, ...]:
    """Returns what patch `number` did to functions and function-like macros.

    `before` and `after` hold the contents of the touched C files, by path.
    """
    old = _declared(before)
    new = _declared(after)
    changed = _linkage_changes(number, old, new)
    changed += [
        change
        for name in sorted(old.keys() | new.keys(), key=lambda key: (key.name, key.scope))
        if (change := _change(number, name, old.get(name, ()), new.get(name, ()))) is not None
    ]
    members = _member_changes(number, before, after)
    types = type_changes(number, before, after)
    return (*_with_renames(tuple(changed), _texts(old, before), _texts(new, after)), *members, *types)


def _linkage_changes(
    number: int, old: dict[_Name, list[Site]], new: dict[_Name, list[Site]]
) -> list[ApiChange]:
    """Follows functions that become global or static; `old` is changed to the linkage of `new`.

    A function that becomes static is removed for everybody outside of its file.
    """
    hidden = []
    for name in [one for one in old if one.scope and one not in new]:
        shared = _Name(name.name, "")
        if name.scope in _implemented(new.get(shared, ())):
            old.setdefault(shared, []).extend(old.pop(name))
    for name in [one for one in new if one.scope and one not in old]:
        shared = _Name(name.name, "")
        mine = [site for site in old.get(shared, ()) if site.path == name.scope]
        if name.scope not in _implemented(mine) or _implemented(new.get(shared, ())):
            continue
        before = _usual(old.pop(shared))
        new.pop(shared, None)
        old[name] = mine
        hidden.append(
            ApiChange(
                ChangeKind.REMOVED,
                name.name,
                number,
                before,
                None,
                (),
                (name.scope,),
                static_in=name.scope,
            )
        )
    return hidden


def _implemented(sites: Iterable[Site]) -> set[str]:
    """The files that define it."""
    return {site.path for site in sites if site.kind is not SiteKind.PROTOTYPE}


def _member_changes(
    number: int, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> list[ApiChange]:
    """The members of named structs that point to a function of another type than before."""
    old, new = _members(before), _members(after)
    found = []
    for member in sorted(old.keys() & new.keys(), key=lambda key: (key.owner, key.name)):
        aspects = aspects_of(old[member].signature, new[member].signature)
        if aspects:
            change = ApiChange(
                ChangeKind.SIGNATURE,
                member.name,
                number,
                old[member].signature,
                new[member].signature,
                aspects,
                (new[member].path,),
                owner=member.owner,
            )
            found.append(change)
    return found


def _members(files: Mapping[str, bytes]) -> dict[_Member, Pointer]:
    return {
        _Member(one.owner, one.name): one
        for path, data in files.items()
        for one in function_pointers(path, data)
        if one.owner
    }


def intended_changes(patch: Patch) -> tuple[ApiChange, ...]:
    """Returns what the patch's hunks mean to do, read from the hunks' text alone."""
    before: dict[_Name, list[Site]] = {}
    after: dict[_Name, list[Site]] = {}
    for file in patch.files:
        if not file.path.endswith(C_SUFFIXES):
            continue
        for hunk in file.hunks:
            _collect(before, str(file.path), fragments.before(hunk))
            _collect(after, str(file.path), fragments.after(hunk))
    found = []
    for name in sorted(before.keys() | after.keys(), key=lambda key: (key.name, key.scope)):
        change = _change(patch.number, name, before.get(name, ()), after.get(name, ()))
        if change is not None:
            found.append(replace(change, realised=False))
    return tuple(found)


def merge_intended(
    realised: Iterable[ApiChange], intended: Iterable[ApiChange]
) -> tuple[ApiChange, ...]:
    """Returns the realised changes, and those of the intended ones that did not happen."""
    done = tuple(realised)
    plain = [change for change in done if not change.owner]
    names = {(change.name, change.scope) for change in plain}
    names |= {(change.new_name, change.scope) for change in plain if change.new_name}
    rest = tuple(change for change in intended if (change.name, change.scope) not in names)
    return done + rest


def _declared(files: Mapping[str, bytes]) -> dict[_Name, list[Site]]:
    found: dict[_Name, list[Site]] = {}
    for path, data in files.items():
        _collect(found, path, data)
    return found


# What one patch leaves is what the next one finds: each content is read once.
_read = lru_cache(maxsize=256)(declarations)


def _collect(into: dict[_Name, list[Site]], path: str, data: bytes) -> None:
    for site in _read(path, data):
        if site.signature is None:
            continue
        local = site.static and not path.endswith(".h")
        into.setdefault(_Name(site.name, path if local else ""), []).append(site)


def _change(number: int, name: _Name, old: Iterable[Site], new: Iterable[Site]) -> ApiChange | None:
    old, new = tuple(old), tuple(new)
    paths = tuple(sorted({site.path for site in (*old, *new)}))
    if not old:
        return ApiChange(ChangeKind.ADDED, name.name, number, None, _usual(new), (), paths, name.scope)
    if not new or (_implemented(old) and not _implemented(new)):
        return ApiChange(ChangeKind.REMOVED, name.name, number, _usual(old), None, (), paths, name.scope)
    gained = [site for site in new if not _in(site, old)]
    lost = [site for site in old if not _in(site, new)]
    if not gained:
        return None
    before, after = _usual(lost or old), _usual(gained)
    aspects = aspects_of(before, after)
    if not aspects:
        return None
    return ApiChange(ChangeKind.SIGNATURE, name.name, number, before, after, aspects, paths, name.scope)


def _in(site: Site, others: Iterable[Site]) -> bool:
    """A signature is known when the same file, or any other, already had the same interface."""
    assert site.signature is not None
    known = [other.signature for other in others if other.signature is not None]
    # `f()` in a declaration agrees with every list; where another site shows the list it says nothing.
    telling = [one for one in known if not one.unspecified] or known
    return any(same_interface(site.signature, one) for one in telling)


def _usual(sites: Iterable[Site]) -> Signature:
    """The commonest signature; among equals a definition's, since it names its parameters."""
    ranked = sorted(sites, key=lambda site: _RANK.get(site.kind, 9))
    signatures = [site.signature for site in ranked if site.signature is not None]
    counted = Counter((one.returns, one.types, one.variadic, one.macro) for one in signatures)
    return max(signatures, key=lambda one: counted[(one.returns, one.types, one.variadic, one.macro)])


def _texts(
    declared: Mapping[_Name, Iterable[Site]], files: Mapping[str, bytes]
) -> dict[tuple[str, str], list[bytes]]:
    """The lines of each definition from its name on, up to the closing brace in column one."""
    found = {}
    for name, sites in declared.items():
        for site in sites:
            if site.kind in (SiteKind.DEFINITION, SiteKind.STUB):
                text = files[site.path][site.offset + len(name.name) :]
                end = text.find(b"\n}")
                found[(name.name, name.scope)] = text[: end if end >= 0 else None].split(b"\n")
    return found


def _with_renames(
    changes: tuple[ApiChange, ...],
    old: Mapping[tuple[str, str], list[bytes]],
    new: Mapping[tuple[str, str], list[bytes]],
) -> tuple[ApiChange, ...]:
    """Joins a removed and an added function of the same scope with like bodies into a rename."""
    removed = [
        change for change in changes if change.kind is ChangeKind.REMOVED and not change.static_in
    ]
    added = [change for change in changes if change.kind is ChangeKind.ADDED]
    pairs = []
    for left in removed:
        for right in added:
            one, other = old.get((left.name, left.scope)), new.get((right.name, right.scope))
            if left.scope != right.scope or one is None or other is None:
                continue
            ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
            if ratio >= RENAME_LIKENESS:
                pairs.append((ratio, left, right))
    renamed: dict[str, ApiChange] = {}
    taken: set[str] = set()
    for _, left, right in sorted(pairs, key=lambda pair: -pair[0]):
        if left.name in renamed or right.name in taken:
            continue
        taken.add(right.name)
        aspects = aspects_of(left.before, right.after) if left.before and right.after else ()
        renamed[left.name] = replace(
            left,
            kind=ChangeKind.RENAMED,
            after=right.after,
            aspects=aspects,
            new_name=right.name,
            paths=tuple(sorted({*left.paths, *right.paths})),
        )
    return tuple(
        renamed.get(change.name, change)
        if change.kind is ChangeKind.REMOVED and not change.static_in
        else change
        for change in changes
        if not (change.kind is ChangeKind.ADDED and change.name in taken)
    )
