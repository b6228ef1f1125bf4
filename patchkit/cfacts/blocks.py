"""The outermost `{ }` blocks of a file and which of them are functions, from the masked text.

Kernel style helps: a function's closing brace stands in column 0. So unbalanced braces under `#if`
spoil at most the function they stand in. This module knows heads and braces, not statements.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

from msgspec import Struct

from patchkit.cfacts.hints import Hints
from patchkit.cfacts.lexer import Lexed
from patchkit.cfacts.text import match_parenthesis, previous_token, skip_attributes

_EMPTY_LINE = re.compile(rb"\n[ \t\r]*\n")
_BRACE = re.compile(rb"[{}]")
_CANDIDATE = re.compile(rb"(\w+)\s*\(")
_RETURNS_POINTER = re.compile(rb"\w[\w\s*]*\(\s*\*+\s*(\w+)\s*\(")
_OLD_STYLE = re.compile(rb"(\w+)\s*\([\w\s,]+\)\s*(?:\w[\w\s*,\[\]]*;\s*)+\Z")
_CONTROL = frozenset(b"if for while switch return sizeof do else".split())
_NOT_A_NAME = _CONTROL | frozenset(
    (
        b"typeof __typeof__ asm __asm__ defined int void char long short unsigned signed "
        b"float double bool const volatile"
    ).split()
)
_TYPE_WORDS = re.compile(rb"[A-Za-z_]\w*")
_STORAGE = frozenset(b"static extern const volatile register typedef".split())


class Block(Struct, frozen=True):
    """An outermost block: byte offsets of its head's start, its `{` and its `}` (or the file's end).

    For a function `name` is its name (the macro's for one made by a macro), `name_offset` where it
    stands. A block whose head lies in front of a fragment has `open` == -1 and counts as a function.
    """

    start: int
    open: int
    close: int
    name: bytes = b""
    name_offset: int = -1
    function: bool = False


class Blocks:
    """The outermost blocks of one file, in order; a block's head is read when it is asked for."""

    __slots__ = ("_closes", "_hints", "_lexed", "_opens", "_read")

    def __init__(self, lexed: Lexed, hints: Hints) -> None:
        """Finds the blocks."""
        extents = _extents(lexed)
        self._lexed = lexed
        self._hints = hints
        self._opens = [opening for opening, _ in extents]
        self._closes = [closing for _, closing in extents]
        self._read: dict[int, Block] = {}

    @property
    def all(self) -> Sequence[Block]:
        """Every block."""
        return tuple(self._block(index) for index in range(len(self._opens)))

    @property
    def braces(self) -> Iterator[tuple[int, int]]:
        """The offsets of every block's `{` and `}`, its head unread; of `{` -1 where it is not here."""
        return zip(self._opens, self._closes, strict=True)

    def around(self, offset: int) -> Block | None:
        """Returns the block between whose braces `offset` lies."""
        index = bisect_right(self._opens, offset - 1) - 1
        return self._block(index) if index >= 0 and offset < self._closes[index] else None

    def owning(self, offset: int) -> Block | None:
        """Returns the block in whose head or braces `offset` lies."""
        index = bisect_right(self._closes, offset)
        found = self._block(index) if index < len(self._closes) else None
        return found if found is not None and found.start <= offset else None

    def after(self, offset: int) -> int:
        """Returns where the next block's head begins, or the end of the text."""
        index = bisect_right(self._closes, offset)
        if index < len(self._closes) and self._block(index).start <= offset:
            index += 1
        return self._block(index).start if index < len(self._closes) else len(self._lexed.code)

    def before(self, offset: int) -> int:
        """Returns where the file scope that holds `offset` begins: behind the block before it."""
        index = bisect_right(self._opens, offset - 1) - 1
        return self._closes[index] + 1 if index >= 0 else 0

    def _block(self, index: int) -> Block:
        if index not in self._read:
            opening, closing = self._opens[index], self._closes[index]
            since = self._closes[index - 1] + 1 if index else 0
            self._read[index] = (
                _block(self._lexed, self._hints, since, opening, closing)
                if opening >= 0
                else Block(0, opening, closing, function=True)
            )
        return self._read[index]


_CONDITIONAL = frozenset(b"if ifdef ifndef else elif elifdef elifndef endif".split())


def _extents(lexed: Lexed) -> list[tuple[int, int]]:
    """Returns (offset of `{`, offset of `}`) of every outermost block in order.

    An opening of -1 stands for a body whose head lies in front of the text.
    """
    code = lexed.code
    found: list[tuple[int, int]] = []
    position = transparent = 0
    linkage = b'extern "' in code
    while True:
        opening, closing = code.find(b"{", position), code.find(b"}", position)
        if closing >= 0 and not 0 <= opening < closing:
            # A "}" too many: the text begins inside a function, unless one has ended before.
            inside = _in_column_0(code, closing) and not any(_in_column_0(code, end) for _, end in found)
            if transparent:
                transparent -= 1
            elif inside and not _closes_linkage(lexed, closing):
                found = [(-1, closing)]
            position = closing + 1
        elif opening < 0:
            return found
        elif linkage and previous_token(code, opening)[0] == b'"':
            transparent += 1  # extern "C" {
            position = opening + 1
        else:
            end = _balanced_end(code, opening)
            closed = (end, True) if end >= 0 else _walk(lexed, opening)
            if closed[1]:
                found.append((opening, closed[0]))
            position = closed[0] + 1


def _closes_linkage(lexed: Lexed, closing: int) -> bool:
    """Tells whether a `}` stands under `#ifdef __cplusplus`."""
    before = bisect_left(lexed.directives, closing, key=lambda line: line.start) - 1
    line = lexed.directives[before] if before >= 0 else None
    return line is not None and b"__cplusplus" in lexed.data[line.start : line.end]


def _balanced_end(code: bytes, opening: int) -> int:
    """Returns the `}` in column 0 that closes a `{` in column 0 if all between is balanced, else -1."""
    if not _in_column_0(code, opening):
        return -1
    end = code.find(b"\n}", opening) + 1
    if end == 0 or code.find(b"\n{", opening, end) >= 0:
        return -1
    balanced = code.count(b"{", opening, end) == code.count(b"}", opening, end) + 1
    return end if balanced and code.find(b"}", opening, code.find(b"\n", opening)) < 0 else -1


def _walk(lexed: Lexed, start: int) -> tuple[int, bool]:
    """Follows braces from the `{` at `start`; returns (where it ends, whether it was closed).

    Each branch of a conditional starts from the depth its `#if` had; where that is outside of the
    block, the head belongs to another branch and the block is given up.
    """
    code = lexed.code
    plain = _walk_plain(lexed, start)
    if plain >= 0:
        return plain, True
    stack: list[int] = []
    saved: list[list[int]] = []
    for position, keyword in _events(lexed, start):
        if keyword == b"{":
            stack.append(position)
        elif keyword == b"}":
            opening = stack.pop()
            if _in_column_0(code, position) and not _in_column_0(code, opening):
                stack.clear()
            if not stack:
                return position, True
        elif keyword == b"endif":
            del saved[-1:]
        elif keyword.startswith(b"if"):
            saved.append(list(stack))
        elif saved:
            stack = list(saved[-1])
        else:
            return position, False
    return len(code), True


def _walk_plain(lexed: Lexed, start: int) -> int:
    """Returns where the block of the `{` at `start` ends, -1 when a conditional line comes first."""
    code = lexed.code
    first = bisect_left(lexed.directives, start, key=lambda line: line.start)
    limit = next(
        (one.start for one in islice(lexed.directives, first, None) if one.keyword in _CONDITIONAL),
        len(code),
    )
    stack: list[int] = []
    for match in _BRACE.finditer(code, start, limit):
        position = match.start()
        if match[0] == b"{":
            stack.append(position)
        else:
            opening = stack.pop()
            if not stack or (_in_column_0(code, position) and not _in_column_0(code, opening)):
                return position
    return -1


def _events(lexed: Lexed, start: int) -> Iterator[tuple[int, bytes]]:
    """Yields braces and the lines of conditionals from `start` on in order of their place."""
    braces = ((match.start(), match[0]) for match in _BRACE.finditer(lexed.code, start))
    first = bisect_left(lexed.directives, start, key=lambda line: line.start)
    lines = islice(lexed.directives, first, None)
    return merge(braces, ((one.start, one.keyword) for one in lines if one.keyword in _CONDITIONAL))


def _in_column_0(code: bytes, position: int) -> bool:
    return position == 0 or code[position - 1] == 0x0A


def _block(lexed: Lexed, hints: Hints, since: int, opening: int, closing: int) -> Block:
    code = lexed.code
    start = max(since, *(code.rfind(mark, since, opening) + 1 for mark in (b";", b"{", b"}")))
    if not code[start:opening].strip() and start > since:
        old_style = _OLD_STYLE.search(code, since, opening)
        if old_style is not None:
            begin = max(since, code.rfind(b";", since, old_style.start()) + 1)
            place = old_style.start(1)
            return Block(_first(code, begin, place), opening, closing, old_style[1], place, True)
    start = paragraph(lexed, start, opening)
    name_at = function_name(code, hints, start, opening)
    if name_at is None:
        return Block(_first(code, start, opening), opening, closing)
    name, offset = name_at
    return Block(_signature_start(code, start, offset, hints), opening, closing, name, offset, True)


def paragraph(lexed: Lexed, since: int, offset: int) -> int:
    """Returns where the last paragraph of code between `since` and `offset` begins.

    No declaration goes over an empty line, except inside of parentheses or comments; but macro calls
    and assembly without semicolons often stand in front of that line.
    """
    start = since
    for match in _EMPTY_LINE.finditer(lexed.data, since, offset):
        before, behind = lexed.code[start : match.end()], lexed.code[match.end() : offset]
        balanced = before.count(b"(") == before.count(b")")
        if balanced and behind.strip() and lexed.region(match.start()) is None:
            start = match.end()
    return start


def function_name(code: bytes, hints: Hints, start: int, opening: int) -> tuple[bytes, int] | None:
    """Returns (name, offset) of the function whose head is code[start:opening], None for data.

    The first name with a parameter list and a type in front of it; else the last one that could
    be a macro that makes a function.
    """
    made: tuple[bytes, int] | None = None
    position = start
    typed = False
    while (match := _CANDIDATE.search(code, position, opening)) is not None:
        between = code[position : match.start()]
        if b"=" in between or b"{" in between:
            return None
        typed = typed or has_type(between, hints)
        closing = match_parenthesis(code, match.end() - 1, opening)
        if closing < 0:
            return None
        if match[1] not in _NOT_A_NAME and not hints.annotation(match[1]):
            pointer = _RETURNS_POINTER.match(code, match.start(), opening)
            if pointer is not None:
                return pointer[1], pointer.start(1)
            if typed:
                return match[1], match.start(1)
            made = match[1], match.start(1)
        position = closing + 1
    rest = code[position:opening]
    if made is None or b"=" in rest or skip_attributes(code, position, hints) < opening:
        return None
    in_column_0 = made[1] == 0 or code[made[1] - 1] == 0x0A or code[opening - 1] == 0x0A
    return made if in_column_0 or b"static" in code[start : made[1]] else None


def has_type(text: bytes, hints: Hints) -> bool:
    """Tells whether `text`, the words in front of a name, holds a type."""
    return any(
        word not in _STORAGE and word not in hints.inline and not hints.annotation(word)
        for word in _TYPE_WORDS.findall(text)
    )


def _first(code: bytes, start: int, end: int) -> int:
    text = code[start:end]
    return start + len(text) - len(text.lstrip())


def behind_macro_calls(head: bytes, hints: Hints) -> bytes:
    """Returns a declaration's text in front of the name, without annotations and without the macro
    calls that have no semicolon and stand on lines before it; what is left is its end."""
    head = hints.blank_annotations(head)
    cut = head.rfind(b")")
    if cut < 0 or b"\n" not in head[cut:] or not head[cut + 1 :].strip():
        return head
    return head[cut + 1 :]


def _signature_start(code: bytes, start: int, name: int, hints: Hints) -> int:
    rest = behind_macro_calls(code[start:name], hints)
    return _first(code, name - len(rest), name)
