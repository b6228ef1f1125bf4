"""One file, lexed: the mask, the conditionals and the outermost blocks, worked out once per content.

Everything in `cfacts` that looks at a file starts here, so that a file which is looked at for its
outline, its declarations and its sites is lexed once.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from patchkit.cfacts.blocks import Blocks
from patchkit.cfacts.guards import Conditionals
from patchkit.cfacts.hints import Hints, load_hints
from patchkit.cfacts.lexer import ASSEMBLY_SUFFIXES, Lexed, lex

# Files above this size (register headers of a few drivers) are lexed again rather than kept.
_LARGEST_KEPT = 1 << 20


class Source(Struct, frozen=True):
    """A file as the classifiers see it."""

    path: str
    lexed: Lexed
    conditionals: Conditionals
    blocks: Blocks
    hints: Hints

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
    return _kept(path, data) if len(data) <= _LARGEST_KEPT else _read(path, data)


def _read(path: str, data: bytes) -> Source:
    lexed = lex(data, assembly=path.endswith(ASSEMBLY_SUFFIXES))
    hints = load_hints()
    return Source(path, lexed, Conditionals(lexed), Blocks(lexed, hints), hints)


_kept = lru_cache(maxsize=64)(_read)
