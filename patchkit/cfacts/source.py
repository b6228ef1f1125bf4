"""One file, lexed: the mask, the conditionals and the outermost blocks, worked out once per content.

Everything in `cfacts` that looks at a file starts here, so that a file which is looked at for its
outline, its declarations and its sites is lexed once.
"""

from __future__ import annotations

from functools import lru_cache

from patchkit.cfacts.blocks import Blocks
from patchkit.cfacts.guards import Conditionals
from patchkit.cfacts.hints import Hints, load_hints
from patchkit.cfacts.lexer import ASSEMBLY_SUFFIXES, Lexed, lex

# Files above this size (register headers of a few drivers) are lexed again rather than kept.
_LARGEST_KEPT = 1 << 20


class Source:
    """A file as the classifiers see it; what is asked for is worked out, once."""

    __slots__ = ("_blocks", "_conditionals", "hints", "lexed", "path")

    def __init__(self, path: str, data: bytes) -> None:
        """Lexes the file."""
        self.path = path
        self.lexed: Lexed = lex(data, assembly=path.endswith(ASSEMBLY_SUFFIXES))
        self.hints: Hints = load_hints()
        self._blocks: Blocks | None = None
        self._conditionals: Conditionals | None = None

    @property
    def conditionals(self) -> Conditionals:
        """The file's `#if`s."""
        if self._conditionals is None:
            self._conditionals = Conditionals(self.lexed)
        return self._conditionals

    @property
    def blocks(self) -> Blocks:
        """The file's outermost blocks."""
        if self._blocks is None:
            self._blocks = Blocks(self.lexed, self.hints)
        return self._blocks

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.lexed.data

    @property
    def code(self) -> bytes:
        """The masked text."""
        return self.lexed.code

    @property
    def assembly(self) -> bool:
        """Tells whether the file is assembly."""
        return self.path.endswith(ASSEMBLY_SUFFIXES)

    @property
    def header(self) -> bool:
        """Tells whether the file is a header."""
        return self.path.endswith((".h", ".h_shipped"))


def source_of(path: str, data: bytes) -> Source:
    """Returns the file, from memory when the same content was asked for lately."""
    return _kept(path, data) if len(data) <= _LARGEST_KEPT else Source(path, data)


_kept = lru_cache(maxsize=64)(Source)
