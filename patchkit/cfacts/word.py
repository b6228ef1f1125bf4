"""A word in masked text with what stands beside it: the tokens around it and its context.

What classifier B (scan.py, lists.py, uses.py) looks at. Offsets count from the island's start.
"""

from __future__ import annotations

import re
from functools import cached_property

from patchkit.cfacts.context import Context
from patchkit.cfacts.hints import Hints, load_hints
from patchkit.cfacts.text import next_offset, next_token, previous_token

WORD = re.compile(rb"\w+")
# Words that stand in front of an expression and are no type.
KEYWORDS = frozenset(
    (
        b"return else do case sizeof goto if while for switch typeof __typeof__ default "
        b"break continue _Alignof"
    ).split()
)


class Word:
    """The word of `length` bytes at `offset` of an island's masked text."""

    def __init__(self, code: bytes, offset: int, length: int, context: Context) -> None:
        """Reads the tokens on both sides."""
        self.code = code
        self.context = context
        self.hints: Hints = load_hints()
        self.offset, self.end = offset, offset + length
        self.before, self.before_at = previous_token(code, offset)
        self.after = next_token(code, self.end)

    @cached_property
    def head(self) -> bytes:
        """The statement in front of the word."""
        return self.code[self.context.statement : self.offset]

    @property
    def bracket(self) -> int:
        """The offset of the innermost unclosed `(` or `[` around the word, or -1."""
        return self.context.brackets[-1] if self.context.brackets else -1

    @property
    def in_parentheses(self) -> bool:
        """Tells whether that is a `(`."""
        return self.bracket >= 0 and self.code[self.bracket] == 0x28

    def type_in_front(self) -> bool:
        """Tells whether a word or `*` stands directly in front, as behind a type."""
        word = WORD.fullmatch(self.before)
        return self.before == b"*" or (word is not None and self.before not in KEYWORDS)

    def pointer_declarator(self) -> bool:
        """Tells whether this is the name in `(*name)(`, a pointer to a function."""
        if self.before != b"*" or self.after != b")":
            return False
        return next_token(self.code, next_offset(self.code, self.end) + 1) == b"("

    def ends_declarator(self) -> bool:
        """Tells whether what follows ends a declared name: `;`, `,`, `=`, `[`, an annotation."""
        return self.after in (b";", b",", b"=", b"[", b":", b"") or self.hints.annotation(self.after)
