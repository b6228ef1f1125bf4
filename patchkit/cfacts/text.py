"""Small steps over masked C: the next and the last token, matching parentheses, list items.

All offsets are byte offsets into text in which comments, strings and preprocessor lines are
blank (see lexer.py). Nothing here knows what a token means.
"""

from __future__ import annotations

import re

from patchkit.cfacts.hints import Hints

_NONSPACE = re.compile(rb"\S")
_WORD = re.compile(rb"\w+")
_LAST_WORD = re.compile(rb"\w+\Z")
# Two column-0 braces end every search: no argument list goes on behind a function.
_PARENTHESIS = re.compile(rb"[()]|\n\}")
_NESTING = re.compile(rb"[(){}\[\],]")
_ASM = frozenset(b"asm __asm__ __asm".split())
_LONGEST_OPERATORS = (b"...", b"<<=", b">>=")
_OPERATORS = frozenset(b"-> ++ -- && || == != <= >= << >> ## += -= *= /= %= &= |= ^=".split())


def word_set(text: str) -> frozenset[str]:
    """Returns the blank-separated words of `text`."""
    return frozenset(text.split())


def next_offset(code: bytes, position: int, end: int | None = None) -> int:
    """Returns the offset of the next byte that is no white space, or -1."""
    match = _NONSPACE.search(code, position, len(code) if end is None else end)
    return match.start() if match else -1


def next_token(code: bytes, position: int) -> bytes:
    """Returns the token at or behind `position`: a word, an operator, or b"" at the end."""
    start = next_offset(code, position)
    if start < 0:
        return b""
    word = _WORD.match(code, start)
    if word is not None:
        return word[0]
    for length in (3, 2):
        token = code[start : start + length]
        if token in _LONGEST_OPERATORS or token in _OPERATORS:
            return token
    return code[start : start + 1]


def previous_token(code: bytes, position: int, start: int = 0) -> tuple[bytes, int]:
    """Returns (token, its offset) that ends in front of `position`, or (b"", -1) down to `start`."""
    end = position
    while end > start:
        low = max(start, end - 80)
        chunk = code[low:end].rstrip()
        if chunk:
            end = low + len(chunk)
            break
        end = low
    else:
        return b"", -1
    word = _LAST_WORD.search(code, max(start, end - 120), end)
    if word is not None:
        return word[0], word.start()
    for length in (3, 2):
        token = code[max(start, end - length) : end]
        if len(token) == length and (token in _LONGEST_OPERATORS or token in _OPERATORS):
            return token, end - length
    return code[end - 1 : end], end - 1


def match_parenthesis(code: bytes, opening: int, end: int | None = None) -> int:
    """Returns the offset of the `)` that closes the `(` at `opening`, or -1."""
    depth = 0
    for match in _PARENTHESIS.finditer(code, opening, len(code) if end is None else end):
        if match[0] == b"(":
            depth += 1
        elif match[0] == b")":
            depth -= 1
            if depth == 0:
                return match.start()
        else:
            return -1
    return -1


def list_items(code: bytes, opening: int, closing: int) -> list[tuple[int, int]]:
    """Returns the (start, end) of the comma-separated items between two parentheses.

    A list without any text has no items.
    """
    items: list[tuple[int, int]] = []
    depth, start = 0, opening + 1
    for match in _NESTING.finditer(code, start, closing):
        byte = match[0]
        if byte == b",":
            if depth == 0:
                items.append((start, match.start()))
                start = match.end()
        else:
            depth += 1 if byte in b"({[" else -1
    if items or code[start:closing].strip():
        items.append((start, closing))
    return items


def skip_attributes(code: bytes, position: int, hints: Hints) -> int:
    """Returns the offset of the first token behind `position` that is no annotation, or the end.

    Known annotations, `asm("...")`, and unknown words that look like one: `__lower` or `UPPER`.
    """
    while (start := next_offset(code, position)) >= 0:
        word = _WORD.match(code, start)
        if word is None or not (hints.annotation(word[0]) or _looks_like_one(word[0])):
            return start
        position = word.end()
        opening = next_offset(code, position)
        if opening >= 0 and code[opening] == 0x28:
            closing = match_parenthesis(code, opening)
            if closing < 0:
                return start
            position = closing + 1
    return len(code)


def _looks_like_one(word: bytes) -> bool:
    return word in _ASM or word.startswith(b"__") or (word.isupper() and not word.isdigit())
