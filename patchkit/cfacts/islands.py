"""The stretch of a file that says what one word in it is: a function, or a declaration.

Both classifiers look at one island at a time. A place that nobody can parse costs only its own
island, and an island that did not change between two versions of a file is looked at once.
"""

from __future__ import annotations

from msgspec import Struct

from patchkit.cfacts.blocks import paragraph
from patchkit.cfacts.source import Source
from patchkit.cfacts.text import next_offset


class Island(Struct, frozen=True):
    """Byte extent of an island; `body` is where its outermost `{` stands, -1 without one.

    `function` tells whether that brace holds statements. A word in front of the brace has an
    island that ends with the brace: what is behind it says nothing about the word.
    """

    start: int
    end: int
    body: int = -1
    function: bool = False


def island_at(source: Source, offset: int) -> Island:
    """Returns the island that holds the code at `offset`."""
    block = source.blocks.owning(offset)
    if block is not None and block.open < offset:
        return Island(block.start, min(block.close + 1, len(source.code)), block.open, block.function)
    if block is not None:
        return Island(block.start, block.open + 1)
    code = source.code
    since = source.blocks.before(offset)
    since = paragraph(source.lexed, max(since, code.rfind(b";", since, offset) + 1), offset)
    first = next_offset(code, since)
    # From the start of its line, for a declaration's indentation tells it from a statement's.
    start = max(since, code.rfind(b"\n", since, first) + 1)
    until = source.blocks.after(offset)
    end = code.find(b";", offset, until)
    return Island(min(start, offset), end + 1 if end >= 0 else until)
