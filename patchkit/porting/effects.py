"""What a hunk adds and takes away, counted: names, statements, calls.

Lines are read one by one and nothing is parsed: a hunk is a fragment, and what it shows of a declaration
is its first line at the best.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.porting.methods.lines import squeezed

_WORD = re.compile(rb"[A-Za-z_]\w*")
_CALLED = re.compile(rb"(?<![\w.>])([A-Za-z_]\w*)\s*\(")
# `type name;`, `struct type *name = value;`, `type a, b[2];`: more is not needed.
_DECLARATION = re.compile(
    rb"\s+(?!return\b|goto\b|else\b|case\b|typedef\b)(?:[A-Za-z_]\w*[\s*]+)+"
    rb"([A-Za-z_]\w*[^()=]*)(?:=[^=].*)?[;,]?\s*"
)
# A statement that calls or computes something; `ret = 0;` stands in many places and never moves.
_STATEMENT = re.compile(rb"(?!\w+ = -?\w+;)[A-Za-z_*].*[(=].*;")
# A statement that only calls, as `mutex_lock(&pool->lock);`.
_BARE_CALL = re.compile(rb"(?!return\b|if\b|while\b|for\b|switch\b)[A-Za-z_]\w*\(.*\);")
# What a line at file scope declares or defines: a function, a tag, a macro. `EXPORT_SYMBOL(f)` has no
# type in front, and names in capitals that have one are macros that declare something else.
_HEADS = (
    re.compile(rb"(?!return\b|else\b)[A-Za-z_][\w\s*]*[\s*](?=\w*[a-z])([A-Za-z_]\w*)\s*\("),
    re.compile(rb"(?:struct|union|enum)\s+([A-Za-z_]\w*)\s*\{"),
    re.compile(rb"#\s*define\s+([A-Za-z_]\w*)"),
)
_TEXT = re.compile(rb'"(?:\\.|[^"\\])*"|/\*.*?\*/|//.*')
_IN_COMMENT = re.compile(rb"\s*\*(?:\s|/|\Z)")
_NO_CALL = frozenset((b"if", b"while", b"for", b"switch", b"sizeof", b"return", b"defined"))
_CONSTANTS = frozenset((b"true", b"false", b"NULL"))


class Effect(Struct, frozen=True, eq=False, dict=True):
    """What a hunk adds and removes."""

    hunk: Hunk

    @cached_property
    def adds_only(self) -> bool:
        """True when it removes nothing."""
        return all(line.op != "-" for line in self.hunk.lines)

    @cached_property
    def added(self) -> set[bytes]:
        """The words of its added lines, without those of comments."""
        return {word for text in self._texts("+") for word in _WORD.findall(_code(text))} - _CONSTANTS

    @cached_property
    def declared(self) -> set[bytes]:
        """The names that added lines declare inside of something, as far as single lines show that."""
        return {name for text in self._texts("+") for name in _declared(text)}

    @cached_property
    def undeclared(self) -> set[bytes]:
        """The names of which it takes a declaration away, members and what stands at file scope."""
        gone = {name for text in self._texts("-") for name in _declared(text)}
        return (gone - self.declared) | {name for name, count in self.heads.items() if count < 0}

    @cached_property
    def uses(self) -> Counter[bytes]:
        """How many more of each word there are after it than before it, without those of comments."""
        return self._balance(lambda text: _WORD.findall(_code(text)))

    @cached_property
    def heads(self) -> Counter[bytes]:
        """How many more lines at file scope declare or define a name after it than before it."""
        return self._balance(lambda text: [m[1] for head in _HEADS if (m := head.match(text))])

    @cached_property
    def statements(self) -> Counter[bytes]:
        """How many more of each statement there are after it than before it."""
        return self._balance(lambda text: [key for key in (squeezed(text),) if _STATEMENT.match(key)])

    @cached_property
    def bare_calls(self) -> Counter[bytes]:
        """The same for those that only call: of all they are the ones that move to another function."""
        return self._balance(lambda text: [key for key in (squeezed(text),) if _BARE_CALL.match(key)])

    @cached_property
    def calls(self) -> Counter[bytes]:
        """The same for calls, by the name that is called."""
        return self._balance(
            lambda text: [name for name in _CALLED.findall(text) if name not in _NO_CALL]
        )

    def _balance(self, parts: Callable[[bytes], Sequence[bytes]]) -> Counter[bytes]:
        found: Counter[bytes] = Counter()
        for line in self.hunk.lines:
            if line.op != " ":
                for part in parts(line.text):
                    found[part] += 1 if line.op == "+" else -1
        return found

    def _texts(self, op: str) -> Iterator[bytes]:
        return (line.text for line in self.hunk.lines if line.op == op)


def _declared(line: bytes) -> Iterator[bytes]:
    match = _DECLARATION.fullmatch(line)
    for one in match[1].split(b",") if match is not None else ():
        yield from _WORD.findall(one)[:1]


def _code(line: bytes) -> bytes:
    """Returns a line without strings and comments, though a comment may begin above or end below."""
    head, ends, tail = _TEXT.sub(b" ", line).partition(b"*/")
    rest = tail if ends else head
    return b"" if _IN_COMMENT.match(rest) else rest.partition(b"/*")[0]


def moved(mine: Counter[bytes], lost: Counter[bytes]) -> tuple[bytes, bool] | None:
    """Returns what one hunk brings and the other takes away, and whether `mine` takes it; or None."""
    for one in sorted(mine.keys() & lost.keys()):
        if mine[one] * lost[one] < 0:
            return one, mine[one] < 0
    return None


def move_told(what: bytes, other: str, *, goes: bool) -> str:
    """Returns the sentence about half of a move, the other half of which is in the hunk `other`."""
    here, there = ("goes here", "comes") if goes else ("comes here", "goes")
    return f"'{what.decode('utf-8', 'replace')}' moves: it {here} and {there} with {other}"
