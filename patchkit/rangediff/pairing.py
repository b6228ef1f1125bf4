"""Which patch of the one series became which of the other.

As git range-diff does it (git-range-diff(1), "ALGORITHM"): patches with the same diff are pairs; the
others are assigned so that the lines of all diffs of diffs, and a share of every patch that stays alone,
are fewest. Patches that are left over and have the same subject are pairs too: a mail has a subject, and
a patch that was written anew is still the patch its reviewers know. Refuses to say what a pair comes to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct
from munkres import Munkres

from patchkit.gitio import align_texts
from patchkit.model.compare import Basis
from patchkit.rangediff.texts import PatchText

CREATION_FACTOR = 60  # git's default

CONTEXT = 3
"""Equal lines shown, and counted, around what differs."""


class Match(Struct, frozen=True):
    """The 0-based places of two patches that belong together."""

    old: int
    new: int
    basis: Basis


def match_patches(
    old: Sequence[PatchText], new: Sequence[PatchText], creation_factor: int = CREATION_FACTOR
) -> tuple[Match, ...]:
    """Returns the pairs in the order of `new`."""
    found = _joined(old, new, Basis.DIFF, lambda one: one.diff)
    found += _assigned(old, new, found, creation_factor)
    rest_old, rest_new = _rest(old, new, found)
    by_subject = _joined(
        [old[one] for one in rest_old],
        [new[one] for one in rest_new],
        Basis.SUBJECT,
        _subject,
    )
    found += [Match(rest_old[one.old], rest_new[one.new], one.basis) for one in by_subject]
    return tuple(sorted(found, key=lambda match: match.new))


def _subject(text: PatchText) -> tuple[str, ...]:
    return tuple(text.patch.subject.text.lower().split())


def _joined(
    old: Sequence[PatchText],
    new: Sequence[PatchText],
    basis: Basis,
    key: Callable[[PatchText], tuple[object, ...]],
) -> list[Match]:
    """Joins patches of the same key in order; an empty key says nothing."""
    places: dict[tuple[object, ...], list[int]] = {}
    for number, one in enumerate(old):
        places.setdefault(key(one), []).append(number)
    found = []
    for number, one in enumerate(new):
        same = places.get(key(one), []) if key(one) else []
        if same:
            found.append(Match(same.pop(0), number, basis))
    return found


def _rest(
    old: Sequence[PatchText], new: Sequence[PatchText], found: Sequence[Match]
) -> tuple[list[int], list[int]]:
    taken_old, taken_new = {one.old for one in found}, {one.new for one in found}
    return (
        [one for one in range(len(old)) if one not in taken_old],
        [one for one in range(len(new)) if one not in taken_new],
    )


def _assigned(
    old: Sequence[PatchText], new: Sequence[PatchText], found: Sequence[Match], factor: int
) -> list[Match]:
    """Assigns what is not paired yet at the least cost.

    git solves a matrix with a row and a column more for every patch that may stay alone. What a pair
    saves against two patches alone gives the same choice, and needs neither those nor the pairs that
    save nothing.
    """
    rest_old, rest_new = _rest(old, new, found)
    rest_old = [one for one in rest_old if old[one].files]
    rest_new = [one for one in rest_new if new[one].files]
    alone_old = [old[one].size * factor // 100 for one in rest_old]
    alone_new = [new[one].size * factor // 100 for one in rest_new]
    left, right = [old[one].diff for one in rest_old], [new[one].diff for one in rest_new]
    limits = [[one + other for other in alone_new] for one in alone_old]
    costs = _costs(left, right, limits)
    saved = {
        pair: limits[pair[0]][pair[1]] - cost
        for pair, cost in costs.items()
        if cost < limits[pair[0]][pair[1]]
    }
    if not saved:
        return []
    # Among assignments that save as much, one with more pairs of the same subject.
    scale = min(len(rest_old), len(rest_new)) + 1
    matrix = [[0] * len(rest_new) for _ in rest_old]
    for (row, column), lines in saved.items():
        same = _subject(old[rest_old[row]]) == _subject(new[rest_new[column]])
        matrix[row][column] = -(lines * scale + same)
    chosen = Munkres().compute(matrix)
    return [
        Match(rest_old[row], rest_new[column], Basis.LIKENESS)
        for row, column in chosen
        if matrix[row][column] < 0
    ]


def _costs(
    old: Sequence[Sequence[bytes]], new: Sequence[Sequence[bytes]], limits: Sequence[Sequence[int]]
) -> dict[tuple[int, int], int]:
    """Returns the cost of every pair that may cost less than its limit."""
    counted = [Counter(one) for one in new]
    wanted = []
    for row, text in enumerate(old):
        lines = Counter(text)
        for column, others in enumerate(counted):
            # Every line that only one of them has is a line of their diff.
            if (lines - others).total() + (others - lines).total() < limits[row][column]:
                wanted.append((row, column))
    rows = align_texts([(old[row], new[column]) for row, column in wanted])
    return {pair: diff_size(one) for pair, one in zip(wanted, rows, strict=True)}


def diff_size(rows: str) -> int:
    """Returns the number of lines of a diff with these rows: hunk headers, context and changes."""
    return sum(end - start + 1 for start, end in spans(rows))


def spans(rows: str) -> list[tuple[int, int]]:
    """Returns where the hunks of a diff begin and end: changes with three equal rows around them."""
    found: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if row == " ":
            continue
        start, end = max(at - CONTEXT, 0), min(at + 1 + CONTEXT, len(rows))
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found
