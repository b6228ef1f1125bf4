"""Which alignment to believe, for all hunks of a file together.

Hunks stand in the file in their order and as far apart as their headers say, or a base file does. A beam
search over the best alignments of each hunk; a hunk may be left without one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from patchkit.porting.methods.align import Alignment

_BEAM = 12
_OPTIONS = 8
_NONE = -2.0  # what it costs to leave a hunk without a place
# The cost of a distance grows with its logarithm: twice as far is never twice as wrong. Lines that a
# base file tells are surer than those of the header.
_PER_DOUBLING = 0.35
_FIRM_UNIT, _LOOSE_UNIT = 2, 4
_FIRM_MOST, _LOOSE_MOST = 2.5, 1.6


class _Path(Struct, frozen=True):
    score: float
    last: int  # start of the last hunk placed
    drift: int  # by how much that one stands further down than expected
    picks: tuple[Alignment | None, ...]


def choose(
    options: Sequence[Sequence[Alignment]], expected: Sequence[int], *, firm: bool
) -> tuple[Alignment | None, ...]:
    """Returns for each hunk the alignment to believe, or None.

    `options` are those of each hunk, the best first; `expected` the 0-based lines where the hunks should
    start. With `firm` these are known from a base file; else a hunk is expected as far from its
    place as the one before it was.
    """
    paths = [_Path(0.0, -1, 0, ())]
    for ways, line in zip(options, expected, strict=True):
        coming = [
            _Path(path.score + _NONE, path.last, path.drift, (*path.picks, None)) for path in paths
        ]
        for way in ways[:_OPTIONS]:
            for path in paths:
                if way.start <= path.last and path.last >= 0:
                    continue
                distance = abs(way.start - line - (0 if firm else path.drift))
                score = path.score + way.score - _cost(distance, firm=firm)
                coming.append(_Path(score, way.start, way.start - line, (*path.picks, way)))
        paths = sorted(coming, key=lambda path: -path.score)[:_BEAM]
    return paths[0].picks


def _cost(distance: int, *, firm: bool) -> float:
    unit, most = (_FIRM_UNIT, _FIRM_MOST) if firm else (_LOOSE_UNIT, _LOOSE_MOST)
    return min(most, _PER_DOUBLING * math.log2(1 + distance / unit))
