"""The differences of a pair in sentences: which files, and what of them."""

from __future__ import annotations

from collections.abc import Sequence

from patchkit.model.compare import Basis, Difference, InnerHunk
from patchkit.rangediff.files import FilePair

_OF_FILES = {
    Difference.CODE: "the code differs",
    Difference.PLACE: "the same lines at another place",
    Difference.COMMENTS: "only comments differ",
    Difference.MOVED: "whole hunks or declarations moved",
    Difference.LAYOUT: "re-wrapped",
    Difference.CONTEXT: "other context",
}
_OF_PATCH = {
    Difference.AUTHOR: "another author",
    Difference.MESSAGE: "the message says something else",
    Difference.PEOPLE: "other trailers",
}


def notes_on(
    basis: Basis, parts: Sequence[FilePair], hunks: Sequence[InnerHunk], found: Sequence[Difference]
) -> tuple[str, ...]:
    """Returns the notes, the weightiest first."""
    notes = []
    if basis is Basis.SUBJECT:
        notes.append("paired for the subject alone: the diffs have little in common")
    alone = {one.name for one, other in parts if other is None and one is not None}
    fresh = {other.name for one, other in parts if one is None and other is not None}
    notes += [f"{name}: only the old version touches it" for name in sorted(alone)]
    notes += [f"{name}: only the new version touches it" for name in sorted(fresh)]
    notes += [
        f"{other.name}: {one.name} in the old version"
        for one, other in parts
        if one is not None and other is not None and one.name != other.name
    ]
    worst: dict[Difference, list[str]] = {}
    for name in dict.fromkeys(hunk.section for hunk in hunks):
        if name in alone or name in fresh:
            continue
        ones = {one for hunk in hunks if hunk.section == name for one in hunk.differences}
        said = [one for one in _OF_FILES if one in ones]
        if said and name not in ("Metadata", "Commit message"):
            worst.setdefault(said[0], []).append(name)
    notes += [f"{_OF_FILES[one]}: {', '.join(worst[one])}" for one in _OF_FILES if one in worst]
    layout = any(
        hunk.section == "Commit message" and Difference.LAYOUT in hunk.differences for hunk in hunks
    )
    if layout and Difference.MESSAGE not in found:
        notes.append("the message is re-wrapped")
    notes += [_OF_PATCH[one] for one in _OF_PATCH if one in found]
    return tuple(notes)
