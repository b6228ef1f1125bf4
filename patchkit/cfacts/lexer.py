"""Masks what is not code: comments, strings and preprocessor lines, at equal length.

Everything that looks at C without a grammar looks at `Lexed.code`, in which every byte stands at
its own offset. The lexer knows the shapes of tokens and nothing of C's grammar, so it never fails;
it refuses to judge what a word means.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import IntEnum

from msgspec import Struct

# One alternative per first byte, so that `re` can skip quickly to the next candidate. Possessive
# quantifiers keep a broken file from costing more than one pass.
_C_TOKEN = re.compile(
    rb"""
      /(?: \*.*?(?:\*/|\Z) | /(?:[^\n\\]|\\.)*+ )      # comments
    | " (?:[^"\\\n]|\\.)*+ "?                          # a string, closed or cut off by its line
    | ' (?:[^'\\\n]|\\.)*+ '                           # a character
    | \# (?: [^\n\\/"]++ | "(?:[^"\\\n]|\\.)*+"        # a preprocessor line with what it may hold
           | /\*.*?(?:\*/|\Z) | \\\r?\n | [\\/"] )*+
    """,
    re.DOTALL | re.VERBOSE,
)
# Assembly has apostrophes in its comments and "#" in the middle of lines.
_ASM_TOKEN = re.compile(_C_TOKEN.pattern.replace(rb"| ' (?:[^'\\\n]|\\.)*+ '", b""), _C_TOKEN.flags)
_BLANKS = bytes(byte if byte == 0x0A else 0x20 for byte in range(256))
_KEYWORD = re.compile(rb"#(?:\s|\\\r?\n|/\*.*?\*/)*(\w*)", re.DOTALL)

ASSEMBLY_SUFFIXES = (".S", ".s", ".asm")


class Region(IntEnum):
    """What a masked stretch of text is."""

    COMMENT = 1
    STRING = 2
    DIRECTIVE = 3


class Directive(Struct, frozen=True):
    """A preprocessor line: byte extent (continuation lines included) and its keyword ("ifdef")."""

    start: int
    end: int
    keyword: bytes


class Lexed(Struct, frozen=True):
    """A file and its mask.

    `code` has the length of `data`: comments and preprocessor lines are blank, of strings only the
    quotes are left, newlines stand. `starts`, `ends` and `kinds` describe the masked regions in
    order; they do not overlap.
    """

    data: bytes
    code: bytes
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: tuple[Region, ...]
    directives: tuple[Directive, ...]

    def region(self, offset: int) -> Region | None:
        """Returns what the byte at `offset` is masked as, None for code."""
        index = bisect_right(self.starts, offset) - 1
        return self.kinds[index] if index >= 0 and offset < self.ends[index] else None

    def directive(self, offset: int) -> Directive | None:
        """Returns the preprocessor line that holds `offset`."""
        index = bisect_right(self.directives, offset, key=lambda line: line.start) - 1
        found = self.directives[index] if index >= 0 else None
        return found if found is not None and offset < found.end else None

    def directive_after(self, offset: int) -> Directive | None:
        """Returns the first preprocessor line that starts at or behind `offset`."""
        index = bisect_left(self.directives, offset, key=lambda line: line.start)
        return self.directives[index] if index < len(self.directives) else None

    def readable(self, start: int, end: int) -> bytes:
        """Returns a stretch of the text with comments and preprocessor lines blank, strings kept."""
        text = bytearray(self.data[start:end])
        first = max(bisect_right(self.starts, start) - 1, 0)
        for index in range(first, bisect_left(self.starts, end)):
            if self.kinds[index] is not Region.STRING:
                low, high = max(self.starts[index], start) - start, min(self.ends[index], end) - start
                if low < high:
                    text[low:high] = blank(text[low:high])
        return bytes(text)

    def has_content(self, start: int, end: int) -> bool:
        """Tells whether there is anything but comments and white space between two offsets."""
        following = self.directive_after(start)
        if following is not None and following.start < end:
            return True
        return bool(self.code[start:end].strip())


def blank(text: bytes | bytearray) -> bytes:
    """Returns as many spaces as `text` has bytes, with its newlines where they were."""
    return bytes(text.translate(_BLANKS))


def lex(data: bytes, *, assembly: bool = False) -> Lexed:
    """Returns `data` with its mask; `assembly` for files that go through cpp and then `as`."""
    code = bytearray(data)
    starts: list[int] = []
    ends: list[int] = []
    kinds: list[Region] = []
    directives: list[Directive] = []
    for start, end, kind in _regions(data, _ASM_TOKEN if assembly else _C_TOKEN):
        starts.append(start)
        ends.append(end)
        kinds.append(kind)
        low, high = start, end
        if kind is _STRING:  # its quotes stand, the last one where there is one
            low, high = start + 1, end - (end > start + 1 and data[end - 1] == data[start])
        elif kind is _DIRECTIVE:
            directives.append(Directive(start, end, _keyword(data, start, end)))
        code[low:high] = data[low:high].translate(_BLANKS)
    return Lexed(data, bytes(code), tuple(starts), tuple(ends), tuple(kinds), tuple(directives))


# Looked up once: a kernel file has hundreds of them.
_COMMENT, _STRING, _DIRECTIVE = Region.COMMENT, Region.STRING, Region.DIRECTIVE


def _regions(data: bytes, token: re.Pattern[bytes]) -> Iterator[tuple[int, int, Region]]:
    """Yields (start, end, kind) of everything that is masked, in order."""
    position = _end_of_cut_comment(data)
    if position:
        yield 0, position, _COMMENT
    while position >= 0:
        matches = token.finditer(data, position)
        position = -1
        for match in matches:
            start, end = match.span()
            first = data[start]
            if first == 0x2F:
                yield start, end, _COMMENT
            elif first != 0x23:
                yield start, end, _STRING
            elif _starts_line(data, start):
                yield start, end, _DIRECTIVE
            else:  # a "#" in the middle of a line is nothing; what is behind it may be something
                position = start + 1
                break


def _end_of_cut_comment(data: bytes) -> int:
    """Returns the end of a comment whose start a fragment has cut off, 0 without one."""
    end = data.find(b"*/")
    return end + 2 if end >= 0 and data.find(b"/*", 0, end + 1) < 0 else 0


def _starts_line(data: bytes, offset: int) -> bool:
    before = data[data.rfind(b"\n", 0, offset) + 1 : offset].rstrip()
    return not before or before.endswith(b"*/")


def _keyword(data: bytes, start: int, end: int) -> bytes:
    match = _KEYWORD.match(data, start, end)
    return match[1] if match else b""
