"""Aligns the lines a hunk expects with those of a file that has changed in the meantime.

Needleman and Wunsch's alignment (1970) with Gotoh's affine gaps (1982), of the whole preimage with a
part of the file: lines may be missing from the file, and the file may have others in between. It is done
in windows only, around places that share telling lines with the hunk. An alignment is a claim with a
score; what follows for the hunk's change is for `resolve`, and which claim to believe for `choose`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.placement.image import file_line
from patchkit.porting.methods.lines import LIKE, FileLines, squeezed

# Costs, in the unit of FileLines.weight. Opening a gap in the file is dear, its length cheap: a function
# may have gained a block, but hardly ten single lines.
_GAP, _LONGER_GAP = 0.8, 0.04
# A line that the hunk expects and the file lacks costs a share of its weight.
_LOST_CONTEXT, _LOST_REMOVED = 0.5, 1.0
# What a line in another form is worth, from its likeness on.
_LIKE_FROM = 0.35
# Lines from the expected one cost a little, up to a limit: between equals the nearest wins.
_PER_LINE, _FAR = 0.03, 1.0
# What an alignment is worth at the least, of all it could be, that finds lines which only it can mean;
# and what such a line weighs.
_CERTAIN, _TELLS_ALL = 0.3, 3.0
# Only lines that tell something are looked for in another form.
_TELLING = 1.0

_REACH = 30  # lines that a window goes beyond the lines that match
_NARROW = 6  # the same for the window at the expected place
_WINDOWS = 5
_COMMON = 60  # a line that stands more often than this is looked for near the expected place only
_EXACT_PLACES = 200
_NEVER = -1e9

_MATCH, _LOST, _GAP_HERE = 1, 2, 3


class Expected(Struct, frozen=True):
    """The preimage of a hunk: lines as they are compared, which of them it removes, where it should be.

    `at` is the 0-based line of the file at which the first of them is expected; `home` are the first
    line, and the one behind the last, of the function that the hunk belongs to, as far as it is known.
    """

    keys: tuple[bytes, ...]
    removed: tuple[bool, ...]
    at: int
    home: tuple[int, int] | None = None

    @classmethod
    def of(cls, hunk: Hunk, at: int, home: tuple[int, int] | None = None) -> Expected:
        """Returns what `hunk` expects to find from line `at` on."""
        preimage = hunk.preimage
        keys = tuple(squeezed(file_line(line)) for line in preimage)
        return cls(keys, tuple(line.op == "-" for line in preimage), at, home)


class Alignment(Struct, frozen=True):
    """Where each line of a preimage stands: `rows` has 0-based lines of the file, None for a lost one.

    `exact` tells which of them are the same but for white space. `score` is at most `full`, which a file
    with all lines in a row gets.
    """

    score: float
    full: float
    rows: tuple[int | None, ...]
    exact: tuple[bool, ...]

    @property
    def start(self) -> int:
        """Where the first line stands, or would stand in front of the first one that was found."""
        return next((row - at for at, row in enumerate(self.rows) if row is not None), 0)

    @property
    def quality(self) -> float:
        """The share of the full score, at most 1; below 0 where more speaks against than for it."""
        return self.score / self.full if self.full else 0.0


def alignments(
    expected: Expected, file: FileLines, allowed: Callable[[Alignment], bool]
) -> list[Alignment]:
    """Returns the different ways in which the lines may stand in the file, the best first.

    Where they stand in a row at a place that is `allowed` no other way is looked for.
    """
    found = [one for one in _exact(expected, file) if allowed(one)]
    if not found:
        found = [_Window(expected, file, *window).best() for window in _windows(expected, file)]
        found = [one for one in found if allowed(one)]
    distinct = {one.rows: one for one in reversed(found) if any(row is not None for row in one.rows)}
    return sorted(distinct.values(), key=lambda one: (-one.score, abs(one.start - expected.at)))


def _exact(expected: Expected, file: FileLines) -> list[Alignment]:
    """Returns every place at which all lines stand in a row."""
    keys = expected.keys
    if not keys:
        return []
    rarest = min(range(len(keys)), key=lambda at: len(file.places.get(keys[at], ())))
    full = sum(map(file.weight, keys))
    starts = [row - rarest for row in file.places.get(keys[rarest], ())[:_EXACT_PLACES]]
    return [
        Alignment(full, full, tuple(range(start, start + len(keys))), (True,) * len(keys))
        for start in starts
        if start >= 0 and tuple(file.keys[start : start + len(keys)]) == keys
    ]


def _windows(expected: Expected, file: FileLines) -> list[tuple[int, int]]:
    """Returns the parts of the file that share telling lines with the hunk, and the expected place."""
    votes: dict[int, float] = {}
    for at, key in enumerate(expected.keys):
        if file.is_plain(key):
            continue
        rows = file.places.get(key, [])
        if len(rows) > _COMMON:
            near = bisect_left(rows, expected.at + at)
            rows = rows[max(0, near - 10) : near + 10]
        for row in rows:
            votes[row - at] = votes.get(row - at, 0.0) + file.weight(key)
    starts = sorted(votes)
    counted = [(sum(votes[one] for one in _within(starts, start, _REACH)), start) for start in starts]
    counted.sort(key=lambda one: (-one[0], abs(one[1] - expected.at)))
    chosen: list[int] = []
    for _, start in counted:
        if len(chosen) < _WINDOWS and all(abs(start - other) > _REACH for other in chosen):
            chosen.append(start)
    parts = [(expected.at, _NARROW), *((start, _REACH) for start in (*chosen, expected.at))]
    end, length = len(file.lines), len(expected.keys)
    windows = [(max(0, start - reach), min(end, start + length + reach)) for start, reach in parts]
    if expected.home is not None:
        windows.append(expected.home)
    return [window for window in dict.fromkeys(windows) if window[0] < window[1]]


def _within(ordered: Sequence[int], middle: int, reach: int) -> Sequence[int]:
    return ordered[bisect_left(ordered, middle - reach) : bisect_right(ordered, middle + reach)]


class _Window:
    """The alignment of one preimage with the lines `low` to before `high`, by dynamic programming."""

    def __init__(self, expected: Expected, file: FileLines, low: int, high: int) -> None:
        self._keys, self._file, self._low = expected.keys, file, low
        self._columns = high - low
        self._at = expected.at
        self._removed = expected.removed
        self._weights = [file.weight(key) for key in expected.keys]
        shares = [_LOST_REMOVED if removed else _LOST_CONTEXT for removed in expected.removed]
        self._losses = [weight * share for weight, share in zip(self._weights, shares, strict=True)]

    def best(self) -> Alignment:
        """Returns the best alignment; every line may start it and end it."""
        above = [
            -min(_FAR, _PER_LINE * abs(self._low + column - self._at))
            for column in range(self._columns + 1)
        ]
        steps: list[list[int]] = []
        gaps: list[list[bool]] = []
        for at in range(len(self._keys)):
            above, step, opened = self._row(at, above)
            steps.append(step)
            gaps.append(opened)
        end = self._at + len(self._keys) - self._low
        last = max(range(self._columns + 1), key=lambda column: (above[column], -abs(column - end)))
        return self._traced(above[last], last, steps, gaps)

    def _row(self, at: int, above: list[float]) -> tuple[list[float], list[int], list[bool]]:
        """Returns scores, steps and whether a gap is opened, behind the line `at` of the preimage."""
        loss, width = self._losses[at], self._columns + 1
        worth = self._worth(at)
        scores = [above[0] - loss] * width
        steps, opened = [_LOST] * width, [True] * width
        gap = _NEVER
        is_last = at == len(self._keys) - 1  # nothing is gained by going on behind the last line
        for column in range(1, width):
            best, step = above[column] - loss, _LOST
            match = above[column - 1] + worth[column - 1]
            if match >= best:
                best, step = match, _MATCH
            if not is_last:
                fresh, longer = scores[column - 1] - _GAP, gap - _LONGER_GAP
                opened[column] = fresh >= longer
                gap = fresh if fresh >= longer else longer
                if gap > best:
                    best, step = gap, _GAP_HERE
            scores[column], steps[column] = best, step
        return scores, steps, opened

    def _worth(self, at: int) -> list[float]:
        """Returns for each line of the window what it is worth to take it for line `at`."""
        key, weight = self._keys[at], self._weights[at]
        keys = self._file.keys[self._low : self._low + self._columns]
        if weight < _TELLING:
            return [weight if other == key else _NEVER for other in keys]
        alike = self._file.likenesses(key, self._low, self._low + self._columns)
        return [
            weight if other == key else weight * (like - _LIKE_FROM) if like >= LIKE else _NEVER
            for other, like in zip(keys, alike, strict=True)
        ]

    def _traced(
        self, score: float, column: int, steps: list[list[int]], gaps: list[list[bool]]
    ) -> Alignment:
        rows: list[int | None] = [None] * len(self._keys)
        at = len(self._keys) - 1
        while at >= 0:
            step = steps[at][column]
            if step == _GAP_HERE:
                while not gaps[at][column]:
                    column -= 1
                column -= 1
                continue
            if step == _MATCH:
                column -= 1
                rows[at] = self._low + column
            at -= 1
        exact = tuple(
            row is not None and self._file.keys[row] == key
            for row, key in zip(rows, self._keys, strict=True)
        )
        full = sum(self._weights)
        if self._certain(rows, exact):
            score = max(score, _CERTAIN * full)
        return Alignment(score, full, tuple(rows), exact)

    def _certain(self, rows: Sequence[int | None], exact: Sequence[bool]) -> bool:
        """Tells whether all lines to be removed stand in a row, and one of them nowhere else.

        Nothing else can be meant then, whatever has become of the lines around.
        """
        inner = [at for at, removed in enumerate(self._removed) if removed]
        if not inner or not all(exact[at] for at in inner):
            return False
        places = {row - at for at in inner if (row := rows[at]) is not None}
        return len(places) == 1 and any(self._weights[at] >= _TELLS_ALL for at in inner)
