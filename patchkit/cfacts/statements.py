"""The statements of one function's body, in nested scopes, from its tokens alone.

A parser for kernel C that has not been through the preprocessor: a macro may head a block
(`for_each_x(y) {`), stand in front of a statement without a semicolon, or be a statement. It never
fails on what it does not know; it then sees an expression. Types and names are declare.py's.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from patchkit.cfacts.hints import Hints
from patchkit.cfacts.tokens import Tokens, is_word


class Kind(Enum):
    """What a statement is. HEADER is what stands in front of another one: `if (x)`, `case x:`."""

    PLAIN = "declaration or expression"
    HEADER = "header"
    RETURN = "return"
    GOTO = "goto"
    LABEL = "label"
    JUMP = "break or continue"
    ASM = "asm"


class Scope(Struct, frozen=True):
    """What a pair of braces, or a `for`, holds: the scope around it (-1: none), first and last token."""

    parent: int
    first: int
    last: int


class Statement(Struct, frozen=True):
    """A statement: its tokens are [first, last), without the trailing `;`.

    `scope` is the innermost scope it stands in; `conditional` tells that it hangs on a header
    (`if (x) y = 1;`). `holes` are braces inside of it whose statements are listed on their own.
    `macro` marks a HEADER that is the call of a macro.
    """

    kind: Kind
    first: int
    last: int
    scope: int
    conditional: bool = False
    holes: tuple[tuple[int, int], ...] = ()
    macro: bool = False


class Body(Struct, frozen=True):
    """A function's statements in order, and its scopes; scope 0 is the body's own."""

    tokens: Tokens
    statements: tuple[Statement, ...]
    scopes: tuple[Scope, ...]


_HEADS = frozenset(b"if while switch".split())
_SIMPLE = {
    b"return": Kind.RETURN,
    b"goto": Kind.GOTO,
    b"break": Kind.JUMP,
    b"continue": Kind.JUMP,
    b"asm": Kind.ASM,
    b"__asm__": Kind.ASM,
    b"__asm": Kind.ASM,
}
_NOT_LABELS = frozenset(b"default case else do".split())
_TAGS = frozenset(b"struct union enum".split())
# A word that goes on a statement behind `name(...)`: `typeof(x) y`, `(x) ? sizeof y`.
_TYPEOF = frozenset(b"typeof __typeof__ __typeof typeof_unqual __attribute__ _Alignas sizeof".split())


def statements(tokens: Tokens, hints: Hints) -> Body:
    """Returns the statements of a body; `tokens` begin with its `{` and end with its `}`."""
    parser = _Parser(tokens, hints)
    parser.block(0, -1)
    return Body(tokens, tuple(parser.found), tuple(parser.scopes))


class _Parser:
    """Walks over the tokens once; each step returns the index behind what it has read."""

    def __init__(self, tokens: Tokens, hints: Hints) -> None:
        self.tokens, self.texts, self.hints = tokens, tokens.texts, hints
        self.found: list[Statement] = []
        self.scopes: list[Scope] = []
        self._holes: list[tuple[int, int]] = []

    def block(self, opening: int, parent: int) -> int:
        """Reads `{ ... }`."""
        closing = self.tokens.pair[opening]
        scope = self._scope(parent, opening, closing)
        index = opening + 1
        while index < closing:
            index = self._statement(index, closing, scope, False)
        return closing + 1

    def _scope(self, parent: int, first: int, last: int) -> int:
        self.scopes.append(Scope(parent, first, last))
        return len(self.scopes) - 1

    def _statement(self, index: int, end: int, scope: int, conditional: bool) -> int:
        if index >= end:
            return end
        text = self.texts[index]
        if text == b"{":
            return self.block(index, scope)
        if text == b";":
            return index + 1
        if text in _HEADS and self.tokens.text(index + 1) == b"(":
            return self._headed(index, end, scope)
        if text == b"for" and self.tokens.text(index + 1) == b"(":
            return self._for(index, end, scope)
        if text == b"do":
            return self._do(index, end, scope)
        if text == b"else":
            return self._statement(index + 1, end, scope, True)
        if text in (b"case", b"default"):
            return self._case(index, end, scope)
        if text in _SIMPLE:
            return self._to_semicolon(_SIMPLE[text], index, end, scope, conditional)
        if is_word(text) and self.tokens.text(index + 1) == b":" and text not in _NOT_LABELS:
            self.found.append(Statement(Kind.LABEL, index, index + 1, scope))
            return index + 2
        return self._plain(index, end, scope, conditional)

    def _headed(self, index: int, end: int, scope: int) -> int:
        closing = self.tokens.pair[index + 1]
        self._add(Kind.HEADER, index + 2, closing, scope)
        behind = self._statement(closing + 1, end, scope, True)
        if self.texts[index] == b"if" and self.tokens.text(behind) == b"else" and behind < end:
            return self._statement(behind + 1, end, scope, True)
        return behind

    def _for(self, index: int, end: int, scope: int) -> int:
        closing = self.tokens.pair[index + 1]
        inner = self._scope(scope, index, closing)
        part = index + 2
        first = True
        while part < closing:
            stop = self._semicolon(part, closing)
            self._add(Kind.PLAIN if first else Kind.HEADER, part, stop, inner, conditional=not first)
            part = stop + 1
            first = False
        behind = self._statement(closing + 1, end, inner, True)
        self.scopes[inner] = Scope(scope, index, behind)
        return behind

    def _do(self, index: int, end: int, scope: int) -> int:
        behind = self._statement(index + 1, end, scope, True)
        if self.tokens.text(behind) == b"while" and self.tokens.text(behind + 1) == b"(":
            closing = self.tokens.pair[behind + 1]
            self._add(Kind.HEADER, behind + 2, closing, scope)
            return closing + 1
        return behind

    def _case(self, index: int, end: int, scope: int) -> int:
        position, choices = index + 1, 0
        while position < end:
            text = self.texts[position]
            if text == b"?":
                choices += 1
            elif text == b":":
                if not choices:
                    break
                choices -= 1
            elif text in (b"(", b"[", b"{"):
                position = self.tokens.pair[position]
            elif text == b";":
                break
            position += 1
        self._add(Kind.HEADER, index + 1, position, scope)
        return position + 1

    def _to_semicolon(self, kind: Kind, index: int, end: int, scope: int, conditional: bool) -> int:
        stop = self._semicolon(index, end)
        self._add(kind, index + 1, stop, scope, conditional=conditional)
        return stop + 1

    def _semicolon(self, index: int, end: int) -> int:
        while index < end and self.texts[index] != b";":
            index = self.tokens.pair.get(index, index) + 1 if self._opens(index) else index + 1
        return min(index, end)

    def _opens(self, index: int) -> bool:
        return self.texts[index] in (b"(", b"[", b"{")

    def _plain(self, index: int, end: int, scope: int, conditional: bool) -> int:
        """Reads up to the `;`, or to the block or the statement that a macro is the header of."""
        call = self._call_end(index)
        position = index
        while position < end and self.texts[position] != b";":
            if position == call and self._starts_statement(position):
                self._add(Kind.HEADER, index, position, scope, macro=True)
                return self._statement(position, end, scope, True)
            if self.texts[position] == b"{" and not self._continues(position):
                self._add(Kind.HEADER, index, position, scope, macro=True)
                return self._statement(position, end, scope, True)
            position = self.tokens.pair[position] + 1 if self._opens(position) else position + 1
        stop = min(position, end)
        self._add(Kind.PLAIN, index, stop, scope, conditional=conditional)
        return stop + 1

    def _call_end(self, index: int) -> int:
        """Returns the index behind `name(...)` at `index`, or -1."""
        callee = is_word(self.texts[index]) and self.texts[index] not in _TYPEOF
        if not callee or self.hints.annotation(self.texts[index]):
            return -1
        return self.tokens.pair[index + 1] + 1 if self.tokens.text(index + 1) == b"(" else -1

    def _starts_statement(self, index: int) -> bool:
        text = self.texts[index]
        return text == b"{" or (is_word(text) and not self.hints.annotation(text))

    def _continues(self, index: int) -> bool:
        """Tells whether a `{` belongs to an initialiser, or to a struct, of the statement at hand."""
        before = self.tokens.text(index - 1)
        if before in (b"=", b")", b",", b"]"):
            return True
        return before in _TAGS or self.tokens.text(index - 2) in _TAGS or self.hints.annotation(before)

    def _add(
        self,
        kind: Kind,
        first: int,
        last: int,
        scope: int,
        *,
        conditional: bool = False,
        macro: bool = False,
    ) -> None:
        place = len(self.found)
        holes = tuple(self._inner_blocks(first, last, scope))
        self.found.insert(place, Statement(kind, first, last, scope, conditional, holes, macro))

    def _inner_blocks(self, first: int, last: int, scope: int) -> list[tuple[int, int]]:
        """Reads the blocks of statement expressions, `({ ... })`; returns their extents."""
        holes: list[tuple[int, int]] = []
        index = first
        while index < last:
            if self.texts[index] == b"{" and self.tokens.text(index - 1) == b"(":
                holes.append((index, self.tokens.pair[index]))
                self.block(index, scope)
                index = self.tokens.pair[index]
            index += 1
        return holes
