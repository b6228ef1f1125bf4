"""A signature change of one patch, and what the series itself shows of how to follow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from patchkit.apichange import changes_between
from patchkit.cfacts import declarations
from patchkit.cfacts.source import source_of
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.diff import Hunk
from patchkit.model.facts import SiteKind
from patchkit.porting.completion.callsite import CallSite, calls_in
from patchkit.porting.completion.declared import Model
from patchkit.porting.completion.delta import Delta, delta_of
from patchkit.porting.completion.intents import intents
from patchkit.porting.completion.lists import read_list
from patchkit.porting.completion.values import Example, Shown

_SUFFIXES = (".c", ".h")
_MODELS = (SiteKind.DEFINITION, SiteKind.STUB, SiteKind.PROTOTYPE)


class Conversion(Struct, frozen=True):
    """What became of a function's parameters, and the series' own sites that show how to follow."""

    change: ApiChange
    delta: Delta
    model: Model
    shown: Shown


def conversions(
    number: int,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    names: Collection[str],
    left_out: Sequence[tuple[str, Hunk]],
) -> dict[tuple[str, str], Conversion]:
    """Returns by (name, scope) the conversions of those of `names` that patch `number` changes.

    `before` and `after` are the files that the patch changes, `left_out` its hunks that are not in. A
    change that is not plain is not returned.
    """
    old = {path: data for path, data in before.items() if path.endswith(_SUFFIXES)}
    new = {path: data for path, data in after.items() if path.endswith(_SUFFIXES)}
    found = {}
    for change in changes_between(number, old, new):
        if change.kind is not ChangeKind.SIGNATURE or change.owner or change.name not in names:
            continue
        assert change.before is not None
        assert change.after is not None
        delta = delta_of(change.before, change.after)
        model = _model(change, new) if delta is not None else None
        if delta is not None and model is not None:
            shown = Shown(_examples(change, delta, old, new), intents(change.name, left_out))
            found[(change.name, change.scope)] = Conversion(change, delta, model, shown)
    return found


def _model(change: ApiChange, files: Mapping[str, bytes]) -> Model | None:
    """Returns the parameters as one of the changed declarations has them, a definition before others."""
    assert change.after is not None
    sites = [
        site
        for path in change.paths
        if path in files
        for site in declarations(path, files[path])
        if site.name == change.name and site.kind in _MODELS and site.signature is not None
        if site.signature.params == change.after.params
    ]
    for site in sorted(sites, key=lambda one: _MODELS.index(one.kind)):
        name = site.name.encode("utf-8", "surrogateescape")
        written = read_list(source_of(site.path, files[site.path]), site.offset + len(name))
        if written is not None and len(written.items) == len(change.after.params):
            return Model({at: item.text for at, item in enumerate(written.items)})
    return None


def _examples(
    change: ApiChange, delta: Delta, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> tuple[Example, ...]:
    """Returns the calls that the patch made fit, and those that it brings."""
    name = change.name.encode("utf-8", "surrogateescape")
    paths = [change.scope] if change.scope else list(after)
    found: list[Example] = []
    for path in paths:
        if path not in after:
            continue
        old = _by_function(calls_in(path, before.get(path, b""), name))
        for function, sites in _by_function(calls_in(path, after[path], name)).items():
            was = old.get(function, [])
            pairs = was if len(was) == len(sites) else [None] * len(sites)
            found += [
                Example(site, one.arguments if one is not None else ())
                for site, one in zip(sites, pairs, strict=True)
                if len(site.arguments) == len(delta.slots)
                if one is None or len(one.arguments) == len(delta.before.params)
            ]
    return tuple(found)


def _by_function(sites: Iterable[CallSite]) -> dict[bytes, list[CallSite]]:
    found: dict[bytes, list[CallSite]] = defaultdict(list)
    for site in sites:
        found[site.function.name].append(site)
    return found
