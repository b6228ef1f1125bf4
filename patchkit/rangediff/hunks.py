"""The places where two versions of a patch differ, as the result shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patchkit.model.compare import Difference, InnerHunk
from patchkit.rangediff.pairing import spans
from patchkit.rangediff.rows import Aligned, Block
from patchkit.rangediff.texts import Section, TextLine


def inner_hunks(
    section: Section, rows: Sequence[Aligned], judged: Mapping[Block, frozenset[Difference]]
) -> tuple[InnerHunk, ...]:
    """Returns the hunks of the diff of two sections, each with what its blocks come to."""
    found = []
    for start, end in spans("".join(row.shown.outer for row in rows)):
        differences = {
            one for block, ones in judged.items() if start <= block.start < end for one in ones
        }
        part = tuple(row.shown for row in rows[start:end])
        heading = _heading(section, [row.line for row in rows[:start]])
        found.append(InnerHunk(section.name, heading, part, in_order(differences)))
    return tuple(found)


def in_order(differences: frozenset[Difference] | set[Difference]) -> tuple[Difference, ...]:
    """Returns differences from the least to the most."""
    return tuple(one for one in Difference if one in differences)


def _heading(section: Section, above: Sequence[TextLine]) -> str:
    """What git shows behind "@@": the last hunk's or section's start above."""
    for line in reversed(above):
        text = line.text.decode("utf-8", "surrogateescape")
        if line.inner == "@" and text != "@@":
            return text.removeprefix("@@ ")
        if line.inner == "#":
            break
    return section.name
