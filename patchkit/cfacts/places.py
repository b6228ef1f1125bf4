"""Where a file declares a word at file scope, read from its raw bytes around each occurrence.

A chain of includes has hundreds of headers, and most words asked for stand in hundreds of places. So
nothing is lexed: in kernel style what stands in column 0 says where a function or a struct begins and
ends, and only the text since then is looked at. A parameter, a member or a local variable is no
declaration; where the shape is in doubt, it is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum

from msgspec import Struct

# A line that begins in column 0 and is neither a comment, nor a label (`out:`).
_ANCHOR = re.compile(rb"^(?!\w+[ \t]*:(?!:)(?![^\n]*;))[^\s/*]", re.MULTILINE)
_NOISE = re.compile(
    rb'/\*.*?(?:\*/|\Z)|//[^\n]*|"(?:[^"\\\n]|\\.)*"|^[ \t]*#(?:[^\n\\]|\\.)*',
    re.DOTALL | re.MULTILINE,
)
_DEFINE = re.compile(rb"[ \t]*#\s*define\s+(\w+)(\(?)")
_ENUM = re.compile(rb"\benum\b[^(){};=]*\Z")
# A call that begins a statement, or follows another one that has no semicolon.
_MACRO_CALL = re.compile(rb"(?:\A|\))\s*(?:(?:static|extern|const)\s+)*([A-Za-z_]\w*)\s*\Z")
_PARENTHESES = re.compile(rb"[()]")
_TAG = re.compile(rb"\b(?:struct|union|enum)\s+\Z")
_CALLED = re.compile(rb"\w+\s*\(")
_NESTING = re.compile(rb"[();}]")
_POINTER = re.compile(rb"\(\s*\*[\s*]*(?:const\s+|volatile\s+)?\Z")


class PlaceKind(Enum):
    """How a word is declared."""

    MACRO = "object-like macro"
    CALLED_MACRO = "function-like macro"
    ENUMERATOR = "enumerator"
    NAME = "name"  # a function, a variable, a typedef, or the type in front of one
    MADE = "argument of a macro call at file scope"
    TAG = "tag of a struct, union or enum"


class Place(Struct, frozen=True):
    """One declaration of a word: its byte offset in its file.

    For MADE, `macro` is the macro that is called and `position` the 0-based argument, -1 for the
    function in a whole prototype that is the argument.
    """

    offset: int
    kind: PlaceKind
    macro: bytes = b""
    position: int = 0


class Text:
    """A file's bytes, ready to be asked about many occurrences."""

    __slots__ = ("_anchors", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._anchors: list[int] | None = None

    def place(self, offset: int) -> Place | None:
        """Returns what the word at `offset` declares at file scope, None for nothing."""
        if self._in_comment(offset):
            return None
        directive = self._directive(offset)
        if directive is not None:
            return directive if directive.offset == offset else None
        start = self._anchor(offset)
        text = _NOISE.sub(b" ", self.data[start:offset])
        if text[:1] in (b"{", b"}"):
            if text[:1] == b"{" and not self._enum_above(start):
                return None
            text = b"enum " + text if text[:1] == b"{" else text[1:]
        elif text[:1] == b".":
            return None  # assembly
        depth = text.count(b"{") - text.count(b"}")
        if depth > 0 and not self._in_arguments(text):
            return self._in_braces(offset, text)
        statement, depth = _last_statement(text)
        if depth:
            return self._in_parentheses(offset, statement) if depth == 1 else None
        kind = PlaceKind.TAG if _TAG.search(statement) else PlaceKind.NAME
        return Place(offset, kind)

    def _in_comment(self, offset: int) -> bool:
        opening = self.data.rfind(b"/*", 0, offset)
        if opening >= 0 and self.data.find(b"*/", opening + 2, offset) < 0:
            return True
        begin = self.data.rfind(b"\n", 0, offset) + 1
        line = self.data[begin:offset]
        return b"//" in line or line.count(b'"') % 2 == 1

    def _directive(self, offset: int) -> Place | None:
        """Returns the macro defined by the preprocessor line that holds `offset`.

        Offset -1 for a line that defines none; None where there is no preprocessor line.
        """
        begin = self.data.rfind(b"\n", 0, offset) + 1
        while begin > 1 and self.data[begin - 2 : begin - 1] == b"\\":
            begin = self.data.rfind(b"\n", 0, begin - 1) + 1
        if self.data[begin : begin + 40].lstrip(b" \t")[:1] != b"#":
            return None
        match = _DEFINE.match(self.data, begin)
        if match is None:
            return Place(-1, PlaceKind.MACRO)
        return Place(match.start(1), PlaceKind.CALLED_MACRO if match[2] else PlaceKind.MACRO)

    def _anchor(self, offset: int) -> int:
        """Returns the start of the last line in front of `offset` that begins in column 0."""
        if self._anchors is None:
            self._anchors = [
                match.start()
                for match in _ANCHOR.finditer(self.data)
                if self.data[match.start()] != 0x23 and not self._in_comment(match.start())
            ]
        index = bisect_right(self._anchors, offset) - 1
        return self._anchors[index] if index >= 0 else 0

    def _enum_above(self, brace: int) -> bool:
        above = self.data[max(0, brace - 200) : brace].rstrip()
        return bool(_ENUM.search(above[above.rfind(b"\n") + 1 :]))

    def _in_braces(self, offset: int, text: bytes) -> Place | None:
        """An enumerator is a declaration, whatever braces its enum stands in but a function's."""
        depth = 0
        for opening in range(len(text) - 1, -1, -1):
            byte = text[opening]
            if byte == 0x7D:
                depth += 1
            elif byte == 0x7B:
                if depth == 0:
                    break
                depth -= 1
        else:
            return None
        if not _ENUM.search(text[:opening]) or b"(" in text[: text.find(b"{")]:
            return None
        before = text[opening:].rstrip()[-1:]
        return Place(offset, PlaceKind.ENUMERATOR) if before in (b"{", b",") else None

    def _in_arguments(self, text: bytes) -> bool:
        """Tells whether the braces stand in the arguments of a macro call: TRACE_EVENT(x, ({ ... }))."""
        brace = text.find(b"{")
        return text.count(b"(", 0, brace) > text.count(b")", 0, brace)

    def _in_parentheses(self, offset: int, statement: bytes) -> Place | None:
        """A parameter is no declaration; `(*name)` and what a macro is given may be one."""
        if _POINTER.search(statement) and b"(" not in statement[: statement.rfind(b"(")]:
            return Place(offset, PlaceKind.NAME)
        if _TAG.search(statement):
            return Place(offset, PlaceKind.TAG)
        opening = _unclosed(statement)
        call = _MACRO_CALL.search(statement[:opening])
        if call is None:
            return None
        inside = statement[opening + 1 :]
        if not inside.strip() or inside.rstrip().endswith(b","):
            return Place(offset, PlaceKind.MADE, call[1], inside.count(b","))
        prototype = _CALLED.match(self.data, offset) is not None
        return Place(offset, PlaceKind.MADE, call[1], -1) if prototype else None


def _unclosed(text: bytes) -> int:
    """Returns the offset of the last `(` that is not closed."""
    depth = 0
    for match in reversed(list(_PARENTHESES.finditer(text))):
        depth += 1 if match[0] == b")" else -1
        if depth < 0:
            return match.start()
    return -1


def _last_statement(text: bytes) -> tuple[bytes, int]:
    """Returns the text behind the last `;` or `}` outside of parentheses, and how many are open."""
    depth = start = 0
    for match in _NESTING.finditer(text):
        byte = match[0]
        if byte == b"(":
            depth += 1
        elif byte == b")":
            depth = max(depth - 1, 0)
        elif not depth:
            start = match.end()
    return text[start:], depth
