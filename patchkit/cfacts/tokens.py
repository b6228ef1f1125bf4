"""C tokens of a stretch of masked text, with the partner of every bracket.

Tokens are cheap on purpose: two parallel lists, because rules look at neighbours all the time. Text
whose brackets do not match has no tokens; nothing is guessed here.
"""

from __future__ import annotations

import re

from msgspec import Struct

# Of a string, masked text has the quotes and blanks between them.
_TOKEN = re.compile(
    rb"""
      [A-Za-z_]\w* | \.?\d (?:[eEpP][+-]|[\w.])*
    | "\s*" | '\s*'
    | -> | \+\+ | -- | <<= | >>= | \.\.\. | && | \|\| | [-+*/%&|^!=<>]= | << | >> | \#\# | \S
    """,
    re.VERBOSE,
)
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}"}
_CLOSES = frozenset(_CLOSING.values())
_WORD = re.compile(rb"[A-Za-z_]\w*")


class Tokens(Struct, frozen=True):
    """Tokens in order: `texts`, the byte offset of each in `starts`, and `pair`: bracket to bracket."""

    texts: list[bytes]
    starts: list[int]
    pair: dict[int, int]

    def __len__(self) -> int:
        return len(self.texts)

    def text(self, index: int) -> bytes:
        """Returns a token's text, b"" outside of the stretch."""
        return self.texts[index] if 0 <= index < len(self.texts) else b""


def tokenize(code: bytes, start: int, end: int) -> Tokens | None:
    """Returns the tokens of code[start:end], which must be masked; None if brackets do not match."""
    texts: list[bytes] = []
    starts: list[int] = []
    pair: dict[int, int] = {}
    waiting: list[int] = []
    for index, match in enumerate(_TOKEN.finditer(code, start, end)):
        text = match[0]
        texts.append(text)
        starts.append(match.start())
        if text in _CLOSING:
            waiting.append(index)
        elif text in _CLOSES:
            if not waiting or _CLOSING[texts[waiting[-1]]] != text:
                return None
            opening = waiting.pop()
            pair[opening] = index
            pair[index] = opening
    return None if waiting else Tokens(texts, starts, pair)


def is_word(text: bytes) -> bool:
    """Tells whether a token is an identifier or a keyword."""
    return _WORD.match(text) is not None
