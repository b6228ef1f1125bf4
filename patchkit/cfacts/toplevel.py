"""What one file declares outside of its functions: names, and the types of its variables.

For the file at hand, which is read as a whole; headers are looked into by places.py. A statement that
is not understood declares every word in it: who looks for undeclared names must not be misled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct, field

from patchkit.cfacts.declare import KEYWORDS, Declarer
from patchkit.cfacts.lexer import blank
from patchkit.cfacts.source import Source, source_of
from patchkit.cfacts.tokens import Tokens, is_word, tokenize

_WORD = re.compile(rb"[A-Za-z_]\w*")
_DEFINE = re.compile(rb"#\s*define\s+(\w+)")


class FileScope(Struct, frozen=True):
    """The file-scope names of a file.

    `names` maps each name to the byte offset where it is first declared, `types` those of variables to
    their types as declare.py writes them. `made` are words in the arguments of a macro call that it
    may declare, with the macro's name and the 0-based position; the position is -1 for the name in
    a whole declaration that is the argument.
    """

    names: dict[bytes, int] = field(default_factory=dict)
    types: dict[bytes, str] = field(default_factory=dict)
    made: dict[bytes, tuple[bytes, int]] = field(default_factory=dict)


@lru_cache(maxsize=64)
def file_scope(path: str, data: bytes) -> FileScope:
    """Returns what a file declares at file scope, its own `#define`s wherever they stand included."""
    source = source_of(path, data)
    scope = FileScope()
    for directive in source.lexed.directives:
        match = _DEFINE.match(data, directive.start) if directive.keyword == b"define" else None
        if match is not None:
            _add(scope, match[1], match.start(1))
    code = _without_bodies(source)
    for start, end, head in _pieces(source, code):
        tokens = tokenize(code, start, end)
        if tokens is None:  # `#if` splits brackets here
            for match in _WORD.finditer(code, start, end):
                _add(scope, match[0], match.start())
        else:
            _Reader(source, tokens, scope).read(head)
    return scope


def _without_bodies(source: Source) -> bytes:
    pieces: list[bytes] = []
    done = 0
    for block in source.blocks.all:
        if block.function:
            opening = max(block.open, 0)
            pieces.append(source.code[done:opening])
            pieces.append(blank(source.code[opening : block.close + 1]))
            done = block.close + 1
    pieces.append(source.code[done:])
    return b"".join(pieces)


def _pieces(source: Source, code: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yields the extents between function bodies, so that one broken place spoils one piece.

    With each, whether a body follows, so that the last statement is the head of a function.
    """
    start = 0
    for block in source.blocks.all:
        if block.function:
            yield start, max(block.open, 0), True
            start = block.close + 1
    yield start, len(code), False


def _add(scope: FileScope, name: bytes, offset: int) -> None:
    scope.names[name] = min(offset, scope.names.get(name, offset))


class _Reader:
    """Reads the statements of one piece."""

    def __init__(self, source: Source, tokens: Tokens, scope: FileScope) -> None:
        self.source, self.tokens, self.scope = source, tokens, scope
        self.declarer = Declarer(tokens, source.hints)

    def read(self, head: bool) -> None:
        """Reads all of it; with `head` the last statement begins a function."""
        self._enumerators()
        index = 0
        while index < len(self.tokens):
            stop = self._end(index)
            self._statement(index, stop, head and stop == len(self.tokens))
            index = stop + 1 if self.tokens.text(stop) == b";" else max(stop, index + 1)

    def _end(self, index: int) -> int:
        """Returns the index of the statement's `;`, or of what follows a macro call without one."""
        texts, first = self.tokens.texts, self.declarer.behind_storage(index, len(self.tokens))
        while index < len(texts) and texts[index] != b";":
            if texts[index] in (b"(", b"[", b"{"):
                index = self.tokens.pair[index]
                call = texts[index] == b")" and self.tokens.pair[index] == first + 1
                following = self.tokens.text(index + 1)
                if call and is_word(following) and not self.source.hints.annotation(following):
                    return index + 1
            index += 1
        return index

    def _enumerators(self) -> None:
        texts = self.tokens.texts
        for index, text in enumerate(texts):
            if text != b"enum":
                continue
            brace = next((at for at in range(index + 1, index + 5) if self.tokens.text(at) == b"{"), -1)
            if brace >= 0 and brace in self.tokens.pair:
                for at in range(brace + 1, self.tokens.pair[brace]):
                    if is_word(texts[at]) and texts[at - 1] in (b"{", b","):
                        _add(self.scope, texts[at], self.tokens.starts[at])

    def _statement(self, first: int, last: int, head: bool) -> None:
        declaration = self.declarer.read(first, last)
        if declaration is None:
            self._unread(first, last, head)
            return
        typedef = b"typedef" in self.tokens.texts[first:last]
        for one in declaration.names:
            _add(self.scope, one.name, self.tokens.starts[one.index])
            if not typedef and not one.type.endswith("()"):
                self.scope.types.setdefault(one.name, one.type)

    def _unread(self, first: int, last: int, head: bool) -> None:
        """The words of a macro call, or of what is no declaration that could be read.

        What a macro that begins a function is given behind the name are parameters.
        """
        texts = self.tokens.texts
        first = self.declarer.behind_storage(first, last)
        macro = texts[first] if self.declarer.call_at(first, last) else b""
        depth = position = 0
        for index in range(first, last):
            text = texts[index]
            position += text == b"," and depth == 1
            if text in (b"(", b"[", b"{"):
                depth += 1
            elif text in (b")", b"]", b"}"):
                depth -= 1
            elif is_word(text) and text not in KEYWORDS:
                if depth == 0 or not macro:
                    _add(self.scope, text, self.tokens.starts[index])
                elif depth == 1 and not (head and position) and self._ends_argument(index + 1):
                    alone = texts[index - 1] in (b"(", b",")
                    self.scope.made.setdefault(text, (macro, position if alone else -1))

    def _ends_argument(self, index: int) -> bool:
        while self.tokens.text(index) in (b"[", b"("):
            index = self.tokens.pair[index] + 1
        return self.tokens.text(index) in (b")", b",")
