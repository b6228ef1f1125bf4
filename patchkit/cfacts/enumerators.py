"""The values of enumerators, as far as an enum's text gives them.

C11 6.7.2.2p3: without a value of its own an enumerator is one more than the one before it. Values that
are not written as numbers, and enums that `#if` splits, are not evaluated.
"""

from __future__ import annotations

import re

from patchkit.cfacts.lexer import lex
from patchkit.cfacts.text import list_items

_ITEM = re.compile(rb"\s*([A-Za-z_]\w*)\s*(?:=\s*(.*?)\s*)?\Z", re.DOTALL)
_NUMBER = re.compile(rb"(-?)\s*(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)[uUlL]*\Z")


def number(text: bytes) -> int | None:
    """Returns the value of an integer constant, None for any other text."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    digits = match[2]
    octal = digits[:1] == b"0" and len(digits) > 1 and digits[1:2] not in b"xX"
    value = int(digits, 8 if octal else 0)
    return -value if match[1] else value


def enumerator_value(data: bytes, offset: int) -> int | None:
    """Returns the value of the enumerator whose name stands at `offset`, None where it is not known."""
    opening = data.rfind(b"{", 0, offset)
    closing = data.find(b"}", offset)
    if opening < 0 or closing < 0:
        return None
    lexed = lex(data[opening : closing + 1])
    if lexed.directives:
        return None
    value: int | None = -1
    for start, end in list_items(lexed.code, 0, closing - opening):
        item = _ITEM.match(lexed.code[start:end])
        if item is None:
            return None
        if item[2] is not None:
            value = number(item[2])
        elif value is not None:
            value += 1
        if opening + start + item.start(1) == offset:
            return value
    return None
