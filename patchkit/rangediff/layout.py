"""Whether two versions of some lines only break them elsewhere: the same C before and after the patch.

A version that wraps a statement elsewhere may count as changed what the other has as context, and a hunk
that is cut elsewhere shows other lines at its ends. So context that only one version has may be left out
at the ends, and nothing else: what is left says the same, token by token, before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from msgspec import Struct

from patchkit.model.compare import Difference
from patchkit.rangediff.reading import Reading, read_fragment
from patchkit.rangediff.rows import Aligned, Block
from patchkit.rangediff.texts import TextLine

_CODE = (" ", "-", "+")

# Blocks of one change that is laid out differently lie close together.
_NEAR = 6
_MOST_BLOCKS = 6
# Lines of context that a statement may go on in.
_MOST_KEPT = 4


class Layout(Struct, frozen=True):
    """Blocks that say the same in both versions, or differ in comments alone.

    `context` tells that context which only one version has was left out. `old` and `new` are the first
    lines that each version changes there, None where it changes none.
    """

    window: tuple[Block, ...]
    difference: Difference
    context: bool
    old: TextLine | None
    new: TextLine | None


def layouts(
    rows: Sequence[Aligned], found: Sequence[Block], candidates: Sequence[Block]
) -> Iterator[Layout]:
    """Yields the runs of blocks in which only the layout, or only comments, differ; short runs first."""
    rest = set(candidates)
    for size in range(1, _MOST_BLOCKS + 1):
        for first in range(len(found) - size + 1):
            window = tuple(found[first : first + size])
            if rest.isdisjoint(window) or not _close(rows, window):
                continue
            layout = _layout(rows, window)
            if layout is not None:
                rest.difference_update(window)
                yield layout


def _close(rows: Sequence[Aligned], window: Sequence[Block]) -> bool:
    for one, other in pairwise(window):
        between = rows[one.end : other.start]
        if len(between) > _NEAR or any(row.line.inner in ("@", "#") for row in between):
            return False
    return True


class _Side(Struct, frozen=True):
    """One version's lines in a window; `lead` and `trail` count the lines that may be left out."""

    lines: tuple[TextLine, ...]
    lead: int
    trail: int

    def cut(self, lead: int, trail: int) -> tuple[TextLine, ...]:
        """The lines without all but `lead` and `trail` of those that may be left out."""
        start, end = self.kept(lead, trail)
        return self.lines[start:end]

    def kept(self, lead: int, trail: int) -> tuple[int, int]:
        """Where those lines begin and end."""
        return self.lead - lead, len(self.lines) - self.trail + trail

    @property
    def first_change(self) -> TextLine | None:
        """The first line that is added or removed."""
        return next((line for line in self.lines if line.inner != " "), None)


def _layout(rows: Sequence[Aligned], window: tuple[Block, ...]) -> Layout | None:
    part = rows[window[0].start : window[-1].end]
    old = _side([(row.old, row.equal) for row in part if row.old is not None])
    new = _side([(row.new, row.equal) for row in part if row.new is not None])
    if not (_may_say(old, new) and _may_say(new, old)):
        return None
    for kept in _choices(old, new):
        one, other = old.cut(kept[0], kept[2]), new.cut(kept[1], kept[3])
        left, right = _readings(one), _readings(other)
        if any(a.tokens != b.tokens for a, b in zip(left, right, strict=True)):
            continue
        if _crossed(old, new):
            return None
        same = all(a.comments == b.comments for a, b in zip(left, right, strict=True))
        context = len(one) < len(old.lines) or len(other) < len(new.lines)
        difference = Difference.LAYOUT if same else Difference.COMMENTS
        return Layout(window, difference, context, old.first_change, new.first_change)
    return None


def _side(lines: Sequence[tuple[TextLine, bool]]) -> _Side:
    code = [(line, equal) for line, equal in lines if line.inner in _CODE]
    free = [line.inner == " " and not equal for line, equal in code]
    lead = next((at for at, one in enumerate(free) if not one), len(free))
    trail = next((at for at, one in enumerate(reversed(free)) if not one), len(free))
    return _Side(tuple(line for line, _ in code), lead, min(trail, len(free) - lead))


def _choices(old: _Side, new: _Side) -> Iterator[tuple[int, int, int, int]]:
    """Yields how much context of each version is kept before and behind, the least first.

    Only what leaves both with as many tokens can say the same; that is counted line by line.
    """
    before = product(_upto(old.lead), _upto(new.lead))
    behind = list(product(_upto(old.trail), _upto(new.trail)))
    counts = _counts(old), _counts(new)
    for kept in sorted(((*one, *other) for one in before for other in behind), key=sum):
        if _total(old, counts[0], kept[0], kept[2]) == _total(new, counts[1], kept[1], kept[3]):
            yield kept


def _counts(side: _Side) -> list[int]:
    return [len(read_fragment([line.text[1:]]).tokens) for line in side.lines]


def _total(side: _Side, counts: Sequence[int], lead: int, trail: int) -> tuple[int, int]:
    """Counts the tokens before the patch and after it."""
    start, end = side.kept(lead, trail)
    lines = list(zip(side.lines, counts, strict=True))[start:end]
    return (
        sum(count for line, count in lines if line.inner != "+"),
        sum(count for line, count in lines if line.inner != "-"),
    )


def _upto(most: int) -> range:
    return range(min(most, _MOST_KEPT) + 1)


def _readings(lines: Sequence[TextLine]) -> tuple[Reading, Reading]:
    """What some lines say before the patch and after it."""
    before = read_fragment([line.text[1:] for line in lines if line.inner != "+"])
    return before, read_fragment([line.text[1:] for line in lines if line.inner != "-"])


def _may_say(one: _Side, other: _Side) -> bool:
    """Tells whether all tokens that `one` cannot leave out are among those of `other`."""
    core, whole = _readings(one.cut(0, 0)), _readings(other.lines)
    return all(
        not Counter(here.tokens) - Counter(there.tokens) for here, there in zip(core, whole, strict=True)
    )


def _crossed(old: _Side, new: _Side) -> bool:
    """Tells whether a line stands before the change in one version and behind it in the other."""
    return bool(
        _left_out(old.lines[: old.lead]) & _left_out(new.lines[len(new.lines) - new.trail :])
        or _left_out(old.lines[len(old.lines) - old.trail :]) & _left_out(new.lines[: new.lead])
    )


def _left_out(lines: Sequence[TextLine]) -> set[bytes]:
    return {line.text.strip() for line in lines if line.text.strip()}
