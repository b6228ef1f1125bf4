"""Two sections of patch text beside each other, line by line, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from patchkit.model.compare import Row
from patchkit.rangediff.texts import Section, TextLine


class Aligned(Struct, frozen=True):
    """One row: `old` and `new` are the lines of the two sections; both, when they are the same."""

    old: TextLine | None
    new: TextLine | None

    @property
    def line(self) -> TextLine:
        """The line of either side."""
        line = self.new if self.new is not None else self.old
        assert line is not None
        return line

    @property
    def equal(self) -> bool:
        """True for a line of both."""
        return self.old is not None and self.new is not None

    @property
    def changed(self) -> bool:
        """True for a line that its patch adds or removes."""
        return self.line.inner in ("-", "+")

    @property
    def shown(self) -> Row:
        """The row as the result has it."""
        outer = " " if self.equal else "-" if self.new is None else "+"
        return Row(outer, self.line.inner, self.line.text)


class Block(Struct, frozen=True):
    """Rows `start` to before `end`, none of them in both sections, between rows that are."""

    start: int
    end: int


def aligned(old: Section | None, new: Section | None, rows: str) -> tuple[Aligned, ...]:
    """Returns the rows of two sections; None stands for a section that is not there.

    `rows` is what `gitio.align_texts` says of their texts.
    """
    left = iter(old.lines if old is not None else ())
    right = iter(new.lines if new is not None else ())
    return tuple(
        Aligned(next(left) if row != "+" else None, next(right) if row != "-" else None) for row in rows
    )


def blocks(rows: Sequence[Aligned]) -> tuple[Block, ...]:
    """Returns the maximal runs of rows that are not equal."""
    found: list[Block] = []
    start = None
    for at, row in enumerate(rows):
        if row.equal and start is not None:
            found.append(Block(start, at))
            start = None
        elif not row.equal and start is None:
            start = at
    if start is not None:
        found.append(Block(start, len(rows)))
    return tuple(found)
