"""Where a word stands in masked text: its statement, and the braces and parentheses around it.

Found by following brackets from the start of the island; never fails, and is wrong only
where brackets under `#if` are not balanced within one branch.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from patchkit.cfacts.text import previous_token

_TOKEN = re.compile(rb"[(){}\[\];]")
_FIELDS = re.compile(rb"\b(?:struct|union)\b[^;{}()=]*(?:\([^;{}()=]*\)[^;{}()=]*)*\Z")
_ENUMERATORS = re.compile(rb"\benum\b[^;{}()=]*\Z")
_WORD = re.compile(rb"\w+")


class Where(Enum):
    """What kind of text the innermost braces around a word hold."""

    FILE = "file scope"
    BODY = "statements"
    FIELDS = "struct or union members"
    ENUMERATORS = "enumerators"
    INITIALIZER = "initialisers"


class Context(Struct, frozen=True):
    """Where a word stands: kind of text, start of its statement, the unclosed `(` `[` around it.

    Only brackets inside the innermost braces count, innermost last.
    """

    where: Where
    statement: int
    brackets: tuple[int, ...]


def context_of(code: bytes, offset: int, body: int, function: bool) -> Context:
    """Returns where the byte at `offset` of an island stands; see islands.py for the other two."""
    if not -1 < body < offset and not function:
        return _follow(code, 0, offset, Where.FILE)
    where = Where.BODY if function else _held(code, Where.FILE, 0, body)
    return _follow(code, body + 1, offset, where)


def _follow(code: bytes, start: int, offset: int, where: Where) -> Context:
    stack: list[tuple[Where, int, list[int]]] = []
    statement = start
    brackets: list[int] = []
    for match in _TOKEN.finditer(code, start, offset):
        byte = match[0]
        if byte in b"([":
            brackets.append(match.start())
        elif byte in b")]":
            del brackets[-1:]
        elif byte == b";":
            if not brackets:
                statement = match.end()
        elif byte == b"{":
            stack.append((where, statement, brackets))
            where = _held(code, where, statement, match.start())
            statement, brackets = match.end(), []
        elif stack:
            where, statement, brackets = stack.pop()
            if where in (Where.BODY, Where.FILE) and not brackets:
                statement = match.end()
    return Context(where, statement, tuple(brackets))


def _held(code: bytes, around: Where, statement: int, opening: int) -> Where:
    """Returns what the braces that open at `opening` hold, from what stands in front of them."""
    head = code[statement:opening]
    if _FIELDS.search(head):
        return Where.FIELDS
    if _ENUMERATORS.search(head):
        return Where.ENUMERATORS
    token, position = previous_token(code, opening)
    if token == b"=":
        return Where.INITIALIZER
    if token == b")":
        group = opening_of(code, position, statement)
        before = previous_token(code, group)[0] if group >= 0 else b""
        is_cast = around is not Where.FILE and not _WORD.fullmatch(before) and before != b")"
        return Where.INITIALIZER if is_cast or before == b"return" else Where.BODY
    if around is Where.INITIALIZER or around is Where.ENUMERATORS:
        return Where.BODY if token == b"(" else Where.INITIALIZER
    return Where.BODY


def opening_of(code: bytes, closing: int, start: int) -> int:
    """Returns the offset of the `(` that the `)` at `closing` closes, not before `start`, or -1."""
    depth = 0
    position = closing + 1
    while position > start:
        position = max(code.rfind(b"(", start, position), code.rfind(b")", start, position))
        if position < 0:
            return -1
        depth += 1 if code[position] == 0x29 else -1
        if depth == 0:
            return position
    return -1
