"""Calls of what an expression in parentheses chooses: `(c ? f : g)(x)` and `_Generic(c, type: f)(x)`.

C11 6.5.15 and 6.5.1.1: each of the names is called with what stands behind, whatever is chosen. Looks at
brackets and the tokens beside the name; refuses to look through a cast, and through any other operator.
"""

from __future__ import annotations

import re

from patchkit.cfacts.text import match_parenthesis, next_offset, next_token, previous_token

_BRACKET = re.compile(rb"[(){}\[\];]")
_WORD = re.compile(rb"\w+")
_BEFORE_VALUE = frozenset(b"return else do case".split())
_FURTHEST = 2000  # bytes that an expression which chooses may have in front of a name


def called_as_chosen(code: bytes, offset: int, length: int, start: int = 0) -> int:
    """Returns the offset of the `(` of the arguments for the word at `offset` of masked text.

    -1 where it is not one of the names that an expression chooses among to be called. What stands in
    front of `start` is not looked at.
    """
    before, at = previous_token(code, offset, start)
    if before in (b"&", b"*"):
        before, at = previous_token(code, at, start)
    after = next_token(code, offset + length)
    if before not in (b"?", b":") or after not in (b":", b",", b")"):
        return -1
    opening = _around(code, at, start)
    closing = match_parenthesis(code, opening) if opening >= 0 else -1
    behind = next_offset(code, closing + 1) if closing >= 0 else -1
    if behind < 0 or code[behind] != 0x28:
        return -1
    callee = previous_token(code, opening, start)[0]
    if callee == b"_Generic":
        return behind if before == b":" and after != b":" else -1
    operand = _WORD.fullmatch(callee) and callee not in _BEFORE_VALUE
    return behind if after != b"," and not operand and callee not in (b")", b"]") else -1


def _around(code: bytes, offset: int, start: int) -> int:
    """Returns the innermost `(` around `offset`, -1 where something else begins first."""
    depth = 0
    for match in reversed(list(_BRACKET.finditer(code, max(start, offset - _FURTHEST), offset))):
        if match[0] in b")]}":
            depth += 1
        elif depth == 0:
            return match.start() if match[0] == b"(" else -1
        elif match[0] != b";":
            depth -= 1
    return -1
