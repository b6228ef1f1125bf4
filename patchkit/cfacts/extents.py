"""The functions of a file as texts that can be read one by one."""

from __future__ import annotations

import re

from msgspec import Struct

from patchkit.cfacts.scope import NEVER, Function, read_function
from patchkit.cfacts.source import source_of


class Extent(Struct, frozen=True):
    """A function's text in a file: its name, its byte offset, and where in the text the name is."""

    path: str
    name: bytes
    start: int
    name_offset: int
    text: bytes

    @property
    def function(self) -> Function | None:
        """The function, read; None where its brackets do not match."""
        return read_function(self.text, self.name, self.name_offset)

    @property
    def header(self) -> bool:
        """Tells whether the function stands in a file that others include, and see the names of."""
        return not self.path.endswith(".c")

    def mentions(self, name: bytes) -> bool:
        """Tells whether `name` stands anywhere in the text as a whole word."""
        return name in self.text and re.search(rb"\b" + name + rb"\b", self.text) is not None


def extents(path: str, data: bytes) -> tuple[Extent, ...]:
    """Returns the functions of a file, in order, without those that `#if 0` leaves out."""
    source = source_of(path, data)
    return tuple(
        Extent(
            path,
            block.name,
            block.start,
            block.name_offset - block.start,
            data[block.start : block.close + 1],
        )
        for block in source.blocks.all
        if block.function and block.open >= 0
        if not any(guard.text in NEVER for guard in source.conditionals.guards(block.start))
    )
