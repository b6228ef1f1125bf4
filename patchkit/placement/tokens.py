"""C as a row of tokens, so that text which only breaks its lines elsewhere compares equal.

Comments and white space are dropped; strings and character constants are single tokens. The end of a
directive is a token of its own, because there a line break does mean something, and so is a macro's name
with the parenthesis that touches it. Refuses to understand more: it is a masked scanner for comparing a
hunk with a file, not the C facts (`cfacts`), which placement must not know.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

C_SUFFIXES = (".c", ".h")
"""Names of files that can be read as tokens; elsewhere white space may have a meaning."""

END_OF_DIRECTIVE = b"\n"

_SCAN = re.compile(
    rb"""
    (?P<blank>[ \t\r\f\v\0]+)
  | (?P<join>\\\r?\n)
  | (?P<newline>\n)
  | (?P<comment>/\*(?:.*?\*/|.*)|//(?:\\\r?\n|[^\n])*)
  | (?P<define>\#[ \t]*define[ \t]+(?P<macro>\w+\(?))
  | (?P<token>
        (?:L|u8?|U)?(?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)
      | [A-Za-z_$\x80-\xff][\w$\x80-\xff]*
      | \.?\d(?:[eEpP][+-]|[\w.])*
      | \.\.\.|<<=|>>=|->|\+\+|--|<<|>>|&&|\|\||\#\#|[-+*/%&|^=!<>]=
      | .
    )[ \t]*
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(rb"[\w$\x80-\xff\"']")
_COMMENT_MARK = re.compile(rb"/\*|\*/")
_BETWEEN = b"\0"  # in no token: a NUL byte counts as white space


class Tokens(Struct, frozen=True):
    """The tokens of a text and the 0-based line on which each of them starts."""

    texts: tuple[bytes, ...]
    lines: tuple[int, ...]

    def between(self, first: int, end: int) -> tuple[bytes, ...]:
        """Returns the tokens that start on the 0-based lines from `first` to before `end`."""
        return self.texts[bisect_left(self.lines, first) : bisect_left(self.lines, end)]


class TokenSearch:
    """The tokens of a text, and where some of them stand one after the other in it."""

    __slots__ = ("_joined", "tokens")

    def __init__(self, data: bytes) -> None:
        self.tokens = c_tokens(data)
        self._joined = _row(self.tokens.texts)

    def runs(self, wanted: Sequence[bytes]) -> Iterator[int]:
        """Yields the number, from 0, of the first token of every run of `wanted`; none for no tokens."""
        if not wanted:
            return
        row = _row(wanted)
        at = self._joined.find(row)
        number = counted = 0
        while at >= 0:
            number += self._joined.count(_BETWEEN, counted, at)
            counted = at
            yield number
            at = self._joined.find(row, at + 1)


@lru_cache(maxsize=32)
def c_tokens(data: bytes) -> Tokens:
    """Returns the tokens of C source; anything else is cut up by the same rules and never refused."""
    texts: list[bytes] = []
    lines: list[int] = []
    line = 0
    directive, fresh = False, True
    for match in _SCAN.finditer(data):
        kind = match.lastgroup
        if kind == "token":
            text = match["token"]
            directive |= fresh and text == b"#"
            fresh = False
            texts.append(text)
            lines.append(line)
        elif kind == "define":
            texts += (b"#define", match["macro"])
            lines += (line, line)
            directive, fresh = True, False
        elif kind == "newline":
            if directive:
                texts.append(END_OF_DIRECTIVE)
                lines.append(line)
            directive, fresh = False, True
            line += 1
        elif kind == "join":
            directive = True  # a line that goes on behind a backslash is one of a directive
            line += 1
        elif kind == "comment":
            line += match[0].count(b"\n")
    return Tokens(tuple(texts), tuple(lines))


def c_comments(data: bytes) -> tuple[bytes, ...]:
    """Returns the comments of C source with their marks, in order: what `c_tokens` leaves out."""
    return tuple(match[0] for match in _SCAN.finditer(data) if match.lastgroup == "comment")


def fragment_tokens(lines: Sequence[bytes]) -> Tokens:
    """Returns the tokens of some lines out of a file (with their newline bytes); lines count in it.

    A fragment that begins inside a comment has the comment's end without its start: all before it
    is comment.
    """
    data = b"".join(lines)
    mark = _COMMENT_MARK.search(data)
    if mark is not None and mark[0] == b"*/":
        data = b"\n" * data.count(b"\n", 0, mark.end()) + data[mark.end() :]
    return c_tokens(data)


def is_word(token: bytes) -> bool:
    """Tells whether a token says something by itself: a name, a number or a string."""
    return _WORD.match(token) is not None


def words(tokens: Iterable[bytes]) -> set[bytes]:
    """Returns the different names, numbers and strings among `tokens`."""
    return {token for token in tokens if is_word(token)}


def shingles(tokens: Sequence[bytes], size: int = 3) -> frozenset[tuple[bytes, ...]]:
    """Returns every different run of `size` tokens: what likeness of two texts is measured by."""
    return frozenset(tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1))


def _row(tokens: Iterable[bytes]) -> bytes:
    return _BETWEEN.join((b"", *tokens, b""))
