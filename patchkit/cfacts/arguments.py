"""Calls in the arguments of macros that are called at file scope: TRACE_EVENT and its like.

A macro makes functions of such arguments, which hold statements and expressions, so what they call is
called as in a function. What a type stands in front of may be a declaration, and is left out, and so is
the head of a function that a macro makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from patchkit.cfacts.source import Source, source_of
from patchkit.cfacts.text import list_items, match_parenthesis, next_token, previous_token

_MACRO = re.compile(rb"^([A-Z][A-Z0-9_]*)[ \t]*\(", re.MULTILINE)
_CALLED = re.compile(rb"(?<![\w.>])([A-Za-z_]\w*)\s*\(")
_WORD = re.compile(rb"\w+")
_BEFORE_VALUE = frozenset(b"return else do case in".split())


class ArgumentCall(Struct, frozen=True):
    """A call of `name` at a byte of the file with `count` arguments.

    `macro` is the macro around it that is called at file scope, with its first argument.
    """

    name: bytes
    offset: int
    count: int
    macro: bytes


@lru_cache(maxsize=64)
def calls_in_arguments(path: str, data: bytes) -> tuple[ArgumentCall, ...]:
    """Returns such calls of a file in order; those of macros, which look the same, as well."""
    return tuple(_of_macros(source_of(path, data)))


def _of_macros(source: Source) -> Iterator[ArgumentCall]:
    for match in _MACRO.finditer(source.code):
        closing = match_parenthesis(source.code, match.end() - 1)
        block = source.blocks.around(match.start())
        inside = block is not None and block.function
        if closing >= 0 and not inside and next_token(source.code, closing + 1) != b"{":
            yield from _calls(source, match, closing)


def _calls(source: Source, macro: re.Match[bytes], end: int) -> Iterator[ArgumentCall]:
    code, opening = source.code, macro.end() - 1
    first = code[slice(*list_items(code, opening, end)[0])] if code[opening + 1 : end].strip() else b""
    named = macro[1] + b" " + b" ".join(first.split())
    for match in _CALLED.finditer(code, macro.end(), end):
        before = previous_token(code, match.start())[0]
        typed = before == b"*" or (_WORD.fullmatch(before) and before not in _BEFORE_VALUE)
        closing = match_parenthesis(code, match.end() - 1, end)
        if not typed and closing >= 0:
            count = len(list_items(code, match.end() - 1, closing))
            yield ArgumentCall(match[1], match.start(1), count, named)
