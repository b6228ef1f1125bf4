"""Compares two series from what their mails say, without a repository.

git's diff aligns texts; what a difference comes to is decided by the modules beside this one. Nothing is
applied anywhere, so nothing is said of what either series does to a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct

from patchkit.gitio import align_texts, patch_ids
from patchkit.model.compare import (
    Comparison,
    Difference,
    InnerHunk,
    Pair,
    PatchRef,
    SeriesRef,
)
from patchkit.model.findings import Incident
from patchkit.model.series import Patch, Series
from patchkit.rangediff.api import Interfaces, api_differences, found_elsewhere, interfaces
from patchkit.rangediff.code import judge_file
from patchkit.rangediff.files import FilePair, pair_files
from patchkit.rangediff.hunks import in_order, inner_hunks
from patchkit.rangediff.message import judge_message
from patchkit.rangediff.notes import notes_on
from patchkit.rangediff.pairing import CREATION_FACTOR, Match, match_patches
from patchkit.rangediff.review import advise, reviews
from patchkit.rangediff.rows import Aligned, aligned, blocks
from patchkit.rangediff.texts import PatchText, Section, patch_text


class _Side(Struct, frozen=True):
    """One series, with all that is worked out of it alone."""

    series: Series
    texts: tuple[PatchText, ...]
    refs: tuple[PatchRef, ...]
    api: Interfaces


def compare(old: Series, new: Series, *, creation_factor: int = CREATION_FACTOR) -> Comparison:
    """Returns which patch of `old` became which of `new`, and what differs.

    `creation_factor` is git's: the share, in per cent, of a patch's lines that it costs to call it
    dropped or new. What could not be read of either series is among the incidents. Raises GitError when
    git fails.
    """
    left, right = _side(old), _side(new)
    matches = match_patches(left.texts, right.texts, creation_factor)
    pairs = dict(zip(matches, _pairs(left, right, matches), strict=True))
    return Comparison(
        old=_series_ref(old),
        new=_series_ref(new),
        pairs=tuple(_in_order(left, right, pairs)),
        api=api_differences(left.api.whole, right.api.whole),
        creation_factor=creation_factor,
        incidents=tuple(
            Incident(one.kind, f"{name} series: {one.message}", one.where, harmless=one.harmless)
            for name, series in (("old", old), ("new", new))
            for one in series.incidents
        ),
    )


def _side(series: Series) -> _Side:
    ids = patch_ids([patch.git_diff for patch in series.patches])
    refs = [
        PatchRef(patch.number, patch.subject.text, patch_id, patch.message_id, patch.where)
        for patch, patch_id in zip(series.patches, ids, strict=True)
    ]
    texts = tuple(patch_text(patch) for patch in series.patches)
    return _Side(series, texts, tuple(refs), interfaces(series.patches))


def _series_ref(series: Series) -> SeriesRef:
    patches = len(series.patches)
    return SeriesRef(series.location, series.title, series.version, patches, series.expected)


def _pairs(left: _Side, right: _Side, matches: Sequence[Match]) -> list[Pair]:
    """Compares all pairs at once: git is started once for all their texts."""
    parts = [_parts(left.texts[one.old], right.texts[one.new]) for one in matches]
    wanted = [
        (one.texts if one is not None else (), other.texts if other is not None else ())
        for one, other in chain.from_iterable(parts)
    ]
    found = iter(align_texts(wanted))
    there = found_elsewhere(left.api, [ref.number for ref in left.refs], "old")
    here = found_elsewhere(right.api, [ref.number for ref in right.refs], "new")
    pairs = []
    for match, part in zip(matches, parts, strict=True):
        rows = [aligned(one, other, next(found)) for one, other in part]
        differences, hunks = _judged(
            left.texts[match.old].patch, right.texts[match.new].patch, part, rows
        )
        old, new = left.api.patches[match.old], right.api.patches[match.new]
        elsewhere = {name: (here if name in old else there).get(name, "") for name in (*old, *new)}
        pairs.append(
            Pair(
                old=left.refs[match.old],
                new=right.refs[match.new],
                basis=match.basis,
                differences=differences,
                notes=notes_on(match.basis, part, hunks, differences),
                hunks=hunks,
                api=api_differences(old, new, elsewhere),
                trailers=advise(
                    reviews(left.series, left.texts[match.old].patch),
                    reviews(right.series, right.texts[match.new].patch),
                    differences,
                ),
            )
        )
    return pairs


def _parts(old: PatchText, new: PatchText) -> tuple[FilePair, ...]:
    return (
        (old.metadata, new.metadata),
        (old.message, new.message),
        *pair_files(old.files, new.files),
    )


def _judged(
    old: Patch, new: Patch, parts: Sequence[FilePair], rows: Sequence[Sequence[Aligned]]
) -> tuple[tuple[Difference, ...], tuple[InnerHunk, ...]]:
    """Returns in what two patches differ, and where."""
    prose = judge_message(old, new)
    total = set(prose)
    hunks: list[InnerHunk] = []
    for (one, other), part in zip(parts, rows, strict=True):
        section = other if other is not None else one
        assert section is not None
        if section.file is None:
            judged = {block: _of_section(section, prose) for block in blocks(part)}
        else:
            judged = judge_file(one, other, part)
        total |= {difference for ones in judged.values() for difference in ones}
        hunks += inner_hunks(section, part, judged)
    if old.malformed or new.malformed:
        total.add(Difference.CODE)  # what could not be read is not called the same
    return in_order(total), tuple(hunks)


def _of_section(section: Section, prose: frozenset[Difference]) -> frozenset[Difference]:
    metadata = section.name == "Metadata"
    return frozenset(one for one in prose if (one is Difference.AUTHOR) == metadata)


def _in_order(left: _Side, right: _Side, pairs: dict[Match, Pair]) -> list[Pair]:
    """The order of git range-diff: the new series', a dropped patch once those before it were shown."""
    partner = {match.new: (match.old, pair) for match, pair in pairs.items()}
    matched = {match.old for match in pairs}
    dropped = [
        None if at in matched else Pair(ref, None, notes=_missing(right.series, "new"))
        for at, ref in enumerate(left.refs)
    ]
    found: list[Pair] = []
    shown: set[int] = set()
    at = 0
    for number, ref in enumerate((*right.refs, None)):
        while at < len(dropped) and (dropped[at] is not None or at in shown):
            found += [pair for pair in (dropped[at],) if pair is not None]
            at += 1
        if number in partner:
            shown.add(partner[number][0])
            found.append(partner[number][1])
        elif ref is not None:
            found.append(Pair(None, ref, notes=_missing(left.series, "old")))
    return found


def _missing(series: Series, name: str) -> tuple[str, ...]:
    """Says that a patch without a partner may have one that was not read."""
    if not series.missing:
        return ()
    numbers = ", ".join(f"{number}/{series.expected}" for number in series.missing)
    return (f"{numbers} of the {name} series is not there and may be this one",)
