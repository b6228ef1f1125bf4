"""What two patches, or two series, make of functions: where they differ in what other code would see.

Read from the hunks' text by `apichange.intended_changes`; of a function whose declaration no hunk
shows, nothing is said. Names of parameters count here: a reviewer may have asked for better ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.apichange import aspects_of, intended_changes, shown
from patchkit.model.changes import ApiChange, Aspect, ChangeKind
from patchkit.model.compare import ApiDifference
from patchkit.model.facts import Signature
from patchkit.model.series import Patch

Changes = dict["Name", ApiChange]

_ASPECTS = {
    Aspect.COUNT: "another number of parameters",
    Aspect.ORDER: "another order of parameters",
    Aspect.TYPE: "other parameter types",
    Aspect.RETURN: "another return type",
}


class Name(Struct, frozen=True):
    """A function; `scope` is its file when it is static, `owner` the struct of a pointer."""

    name: str
    scope: str
    owner: str


class Interfaces(Struct, frozen=True):
    """What a series does to functions: patch by patch, and as a whole."""

    patches: tuple[Changes, ...]
    whole: Changes


def interfaces(patches: Sequence[Patch]) -> Interfaces:
    """Returns the API changes of each patch, and what they come to together."""
    each = [
        {Name(one.name, one.scope, one.owner): one for one in intended_changes(patch)}
        for patch in patches
    ]
    whole: Changes = {}
    for changes in each:
        for name, change in changes.items():
            whole[name] = _chained(whole[name], change) if name in whole else change
    return Interfaces(tuple(each), {name: one for name, one in whole.items() if not _nothing(one)})


def _chained(first: ApiChange, then: ApiChange) -> ApiChange:
    """Returns the one change that two of the same name come to."""
    before, after = first.before, then.after
    if before is None or after is None:
        kind = ChangeKind.REMOVED if after is None else ChangeKind.ADDED
        return replace(then, kind=kind, before=before, aspects=())
    return replace(then, kind=ChangeKind.SIGNATURE, before=before, aspects=aspects_of(before, after))


def _nothing(change: ApiChange) -> bool:
    if change.before is None or change.after is None:
        return change.before is change.after
    return change.kind is ChangeKind.SIGNATURE and not change.aspects


def api_differences(
    old: Changes, new: Changes, elsewhere: Mapping[Name, str] | None = None
) -> tuple[ApiDifference, ...]:
    """Returns the names that two patches, or series, change differently, in order.

    `elsewhere` says of a name that only one of them changes where the other series changes it.
    """
    found = []
    for name in sorted(old.keys() | new.keys(), key=lambda one: (one.owner, one.name, one.scope)):
        one, other = old.get(name), new.get(name)
        detail = _detail(name, one, other)
        if detail:
            place = (elsewhere or {}).get(name, "") if one is None or other is None else ""
            found.append(ApiDifference(name.name, one, other, detail + place))
    return tuple(found)


def _detail(name: Name, old: ApiChange | None, new: ApiChange | None) -> str:
    label = f"struct {name.owner}.{name.name}" if name.owner else f"{name.name}()"
    if old is None or new is None:
        side, change = ("only the old", old) if old is not None else ("only the new", new)
        assert change is not None
        return f"{label}: {side} version {_does(change)}"
    if old.kind is not new.kind:
        return f"{label}: the old version {_does(old)}, the new one {_does(new)}"
    if old.after is None or new.after is None:
        return ""
    what = _compared(old.after, new.after)
    if not what:
        return ""
    if aspects_of(old.after, new.after):
        what += f": {shown(old.after, name.name)} became {shown(new.after, name.name)}"
    return f"{label}: {what}"


def _does(change: ApiChange) -> str:
    if change.kind is ChangeKind.REMOVED:
        return "removes it"
    verb = "adds" if change.kind is ChangeKind.ADDED else "makes it"
    return f"{verb} {shown(change.after, change.name)}"


def _compared(old: Signature, new: Signature) -> str:
    aspects = aspects_of(old, new)
    if aspects:
        return " and ".join(_ASPECTS[one] for one in aspects)
    renamed = [
        f"parameter {number} is called {other.name}, no longer {one.name}"
        for number, (one, other) in enumerate(zip(old.params, new.params, strict=False), 1)
        if one.name and other.name and one.name != other.name
    ]
    return " and ".join(renamed)


def found_elsewhere(series: Interfaces, numbers: Iterable[int], side: str) -> dict[Name, str]:
    """Returns for each name which patch of a series changes it, as the end of a sentence."""
    return {
        name: f"; the {side} series does it in patch {number}"
        for number, changes in zip(numbers, series.patches, strict=True)
        for name in changes
    }
