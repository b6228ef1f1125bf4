"""One function's names: what its parameters and its body declare, and what it uses of others.

C's scopes (C11 6.2.1): a name is visible from its declarator to the end of the innermost braces, or
`for`, around it. Nothing outside of the function's own text is looked at, so the answer for a text is
always the same; what a free name means, and whether a macro's argument is a name at all, is not
known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.blocks import behind_macro_calls, has_type
from patchkit.cfacts.declare import KEYWORDS, TAGS, Declared, Declarer
from patchkit.cfacts.guards import Branch, Conditionals, hide
from patchkit.cfacts.hints import Hints, load_hints
from patchkit.cfacts.lexer import Lexed, lex
from patchkit.cfacts.old_style import old_style_parameters
from patchkit.cfacts.signature import parameters, return_type
from patchkit.cfacts.statements import Body, Kind, Statement, statements
from patchkit.cfacts.text import match_parenthesis
from patchkit.cfacts.tokens import Tokens, is_word, tokenize
from patchkit.model.facts import Parameter, Signature

_WORD = re.compile(rb"[A-Za-z_]\w*")
_TAGGED = re.compile(rb"\b(?:struct|union|enum)\s+[A-Za-z_]\w*")
_OF_EVERY_FUNCTION = frozenset((b"__func__", b"__FUNCTION__", b"__PRETTY_FUNCTION__"))
_BEHIND_VALUE = frozenset(
    b"-> + - == != < > <= >= && || | ^ << >> / % = += -= *= /= |= &= ^= <<= >>= ++ -- ?".split()
)
_BEFORE_VALUE = frozenset(b"! ~ + - == != < > <= >= && || | ^ << >> / % = return & ++ --".split())
_PREFIXES = frozenset((b"L", b"u", b"U", b"u8"))  # of strings and characters


class Use(Struct, frozen=True):
    """A word that stands for something declared elsewhere, or in the function.

    `index` is its token, `offset` its byte in the function's text. `called`: a `(` follows.
    `within` are the calls around it, innermost first: (callee, 0-based position of the argument);
    the callee is b"" for a call through an expression. `alone`: it is an argument all by itself,
    or with a dimension behind it. `firm`: an operator beside it shows that it is a value. `tag` is
    set for the tag of a struct, union or enum.
    """

    name: bytes
    index: int
    offset: int
    statement: int
    called: bool = False
    within: tuple[tuple[bytes, int], ...] = ()
    alone: bool = False
    firm: bool = False
    tag: bool = False


class Local(Struct, frozen=True):
    """A declared name and the statement and the scope it is declared in."""

    declared: Declared
    statement: int
    scope: int


class Function(Struct, frozen=True, eq=False):
    """A function's text, read. The same text is the same object for as long as it is kept.

    `code` is the masked text of what was read; `made` tells that a macro makes the function, which
    may declare names of its own. `head` are all words of its parameter list but tags. `exact` is
    False when `#if` splits braces; then scopes are not to be trusted, and every local counts everywhere.
    `made_by_macros` are words alone in an argument of a macro call that is a statement or a header,
    and what stands behind such a call: each may be declared by it.
    """

    name: bytes
    code: bytes
    returns: str
    params: tuple[Parameter, ...]
    head: frozenset[bytes]
    made: bool
    exact: bool
    body: Body
    locals: tuple[Local, ...]
    uses: tuple[Use, ...]
    labels: frozenset[bytes]
    made_by_macros: tuple[Use, ...]

    @property
    def tokens(self) -> Tokens:
        """The tokens of the body; their starts are byte offsets in the function's text."""
        return self.body.tokens

    def lookup(self, name: bytes, index: int) -> Local | Parameter | None:
        """Returns what declares `name` for a use at token `index`: a local before a parameter."""
        best: Local | None = None
        for local in self.locals:
            if local.declared.name == name and self._visible(local, index):
                inner = best is None or self.body.scopes[local.scope].first >= (
                    self.body.scopes[best.scope].first
                )
                best = local if inner else best
        if best is not None:
            return best
        word = name.decode("utf-8", "surrogateescape")
        return next((param for param in self.params if param.name == word), None)

    def declares(self, name: bytes, index: int) -> bool:
        """Tells whether a parameter, or a local that is visible at token `index`, has this name."""
        return name in self.head or self.lookup(name, index) is not None

    def has_own(self, name: bytes) -> bool:
        """Tells whether any parameter or local of the function has this name, wherever visible."""
        word = name.decode("utf-8", "surrogateescape")
        return any(param.name == word for param in self.params) or any(
            local.declared.name == name for local in self.locals
        )

    def _visible(self, local: Local, index: int) -> bool:
        if not self.exact:
            return True
        scope = self.body.scopes[local.scope]
        return scope.first <= index <= scope.last and local.declared.index <= index

    def free(self) -> Iterator[Use]:
        """Yields the uses that neither a parameter nor a local answers, in order."""
        for use in self.uses:
            if use.tag or not self.declares(use.name, use.index):
                yield use


@lru_cache(maxsize=2048)
def read_function(text: bytes, name: bytes, name_offset: int) -> Function | None:
    """Returns the function whose text, signature included, is `text`; `name_offset` is a byte offset.

    None when brackets do not match, even with the first branch of each `#if` alone.
    """
    lexed = lex(text)
    hints = load_hints()
    code, exact = _one_view(lexed)
    opening = _body_start(code, name_offset)
    closing = code.rfind(b"}")
    if opening < 0 or closing < opening:
        return None
    tokens = tokenize(code, opening, closing + 1)
    if tokens is None or tokens.pair[0] != len(tokens) - 1:
        return None
    try:
        body = statements(tokens, hints)
    except RecursionError:  # an `else if` chain of hundreds
        return None
    head = code[max(name_offset, 0) : opening]
    signature, returns, made = _signature(code, name, name_offset, hints)
    names, uses = _Names(body, hints).read()
    return Function(
        name=name,
        code=code,
        returns=returns,
        params=signature.params,
        head=frozenset(_WORD.findall(_TAGGED.sub(b" ", head))) | _OF_EVERY_FUNCTION,
        made=made,
        exact=exact,
        body=body,
        locals=tuple(names),
        uses=tuple(uses),
        labels=frozenset(tokens.texts[one.first] for one in body.statements if one.kind is Kind.LABEL),
        made_by_macros=tuple(_made(body, uses, Declarer(tokens, hints))),
    )


def _made(body: Body, uses: list[Use], declarer: Declarer) -> Iterator[Use]:
    texts, pair = body.tokens.texts, body.tokens.pair
    for use in uses:
        statement = body.statements[use.statement]
        first = declarer.behind_storage(statement.first, statement.last)
        call = statement.kind is Kind.PLAIN or statement.macro
        if not call or not declarer.call_at(first, statement.last):
            continue
        behind = pair[first + 1]
        if use.index < behind and use.alone and len(use.within) == 1:
            yield use
        elif use.index > behind and not use.within and texts[behind + 1] in (b",", b"*"):
            # LIST_HEAD(a), *b
            yield Use(use.name, use.index, use.offset, use.statement, within=((b"", 0),))


def _one_view(lexed: Lexed) -> tuple[bytes, bool]:
    """Returns the masked text in which braces match, and whether all branches are in it.

    Hidden are `#if 0`, and the later branches where one closes a bracket that another one opens.
    """
    hidden: list[Branch] = []
    exact = True
    for group in Conditionals(lexed).groups:
        hidden += [one for one in group.branches if one.guard.text in NEVER]
        if any(_unbalanced(lexed.code[one.start : one.end]) for one in group.branches):
            exact = False
            hidden += group.branches[1:]
    return (hide(lexed.code, tuple(hidden)), exact) if hidden else (lexed.code, exact)


def _unbalanced(code: bytes) -> bool:
    depths = {opening: code.count(opening) - code.count(closing) for opening, closing in _PAIRS}
    return any(depths.values())


# Guards of code that nobody compiles.
NEVER = frozenset(("if 0", "ifdef NOTYET", "ifdef notdef", "else of if 1"))
_PAIRS = ((b"{", b"}"), (b"(", b")"))


def _body_start(code: bytes, name_offset: int) -> int:
    """Returns the offset of the body's `{`: the first one outside of the head's parentheses."""
    position = max(name_offset, 0)
    opening = code.find(b"(", position)
    brace = code.find(b"{", position)
    while 0 <= opening < brace:
        closing = match_parenthesis(code, opening)
        if closing < 0:
            return brace
        brace = code.find(b"{", closing)
        opening = code.find(b"(", closing + 1)
    return brace


def _signature(code: bytes, name: bytes, offset: int, hints: Hints) -> tuple[Signature, str, bool]:
    """Returns (parameters, return type, whether a macro makes the function)."""
    head = behind_macro_calls(code[:offset], hints)
    opening = code.find(b"(", offset + len(name))
    closing = match_parenthesis(code, opening) if opening >= 0 else -1
    if closing < 0 or not has_type(head, hints):
        made = hints.definition(name)
        known = made is not None and made.defines == "function" and made.parameters != "unknown"
        return Signature("", ()), "long" if known else "", True
    listed = code[opening + 1 : closing]
    found = parameters(listed, hints)
    old_style = old_style_parameters(listed, code[closing + 1 : code.find(b"{", closing)], hints)
    return replace(found, params=old_style or found.params), return_type(head, hints), False


class _Names:
    """Collects the locals and the uses of a body."""

    def __init__(self, body: Body, hints: Hints) -> None:
        self.body, self.hints, self.tokens = body, hints, body.tokens
        self.declarer = Declarer(body.tokens, hints)
        self.names: list[Local] = []
        self.uses: list[Use] = []

    def read(self) -> tuple[list[Local], list[Use]]:
        for number, statement in enumerate(self.body.statements):
            names_labels = self.tokens.text(statement.first) == b"__label__"
            if names_labels or statement.kind in (Kind.ASM, Kind.LABEL, Kind.GOTO, Kind.JUMP):
                continue
            skipped = list(statement.holes)
            if statement.kind is Kind.PLAIN:
                declaration = self.declarer.read(statement.first, statement.last)
                if declaration is not None:
                    skipped += declaration.skipped
                    self.names += [Local(one, number, statement.scope) for one in declaration.names]
            self._statement(number, statement, sorted(skipped))
        return self.names, self.uses

    def _statement(self, number: int, statement: Statement, skipped: list[tuple[int, int]]) -> None:
        texts, pair = self.tokens.texts, self.tokens.pair
        calls: list[tuple[bytes, int, int]] = []  # callee, position, index of the closing bracket
        jumps = dict(skipped)
        index = statement.first
        while index < statement.last:
            if index in jumps and jumps[index] > index:
                index = jumps[index]
                continue
            text = texts[index]
            while calls and index >= calls[-1][2]:
                calls.pop()
            if text in (b"(", b"[", b"{"):
                calls.append((self._callee(index), 0, pair[index]))
            elif text == b"," and calls:
                callee, position, closing = calls[-1]
                calls[-1] = (callee, position + 1, closing)
            elif is_word(text):
                index = self._word(number, index, calls)
                continue
            index += 1

    def _callee(self, index: int) -> bytes:
        """Returns the word in front of a `(`, b"" if there is none or it is a member."""
        before = self.tokens.text(index - 1)
        if self.tokens.texts[index] != b"(" or not is_word(before) or before in KEYWORDS:
            return b""
        return b"" if self.tokens.text(index - 2) in (b".", b"->") else before

    def _word(self, number: int, index: int, calls: list[tuple[bytes, int, int]]) -> int:
        """Notes the use of a word; returns the index behind what was read."""
        texts = self.tokens.texts
        text, before, after = texts[index], self.tokens.text(index - 1), self.tokens.text(index + 1)
        if (
            text in (b"asm", b"__asm__", b"__attribute__", b"_Generic", b"_Static_assert")
            and after == b"("
        ):
            return self.tokens.pair[index + 1] + 1
        if text in TAGS:
            return self._tag(number, index + 1, calls)
        designator = after == b":" and before in (b"{", b",")
        wide = text in _PREFIXES and after[:1] in (b'"', b"'")
        skip = wide or text in KEYWORDS or self.hints.annotation(text) or text in self.hints.inline
        if skip or before in (b".", b"->", b"goto") or designator or self._label_address(index):
            return index + 1
        self.uses.append(
            Use(
                name=text,
                index=index,
                offset=self.tokens.starts[index],
                statement=number,
                called=after == b"(",
                within=tuple((callee, position) for callee, position, _ in reversed(calls)),
                firm=after in _BEHIND_VALUE or before in _BEFORE_VALUE,
                alone=before in (b"(", b",") and self._ends_argument(index + 1),
            )
        )
        return index + 1

    def _label_address(self, index: int) -> bool:
        """Tells whether the word stands behind a `&&` that has no operand in front (a GNU extension)."""
        before = self.tokens.text(index - 2)
        operand = before in (b")", b"]", b"++", b"--") or (is_word(before) and before not in KEYWORDS)
        operand = operand or before[:1].isdigit() or before[:1] in (b'"', b"'")
        return self.tokens.text(index - 1) == b"&&" and not operand

    def _ends_argument(self, index: int) -> bool:
        while self.tokens.text(index) == b"[":
            index = self.tokens.pair[index] + 1
        return self.tokens.text(index) in (b")", b",")

    def _tag(self, number: int, index: int, calls: list[tuple[bytes, int, int]]) -> int:
        while self.hints.annotation(self.tokens.text(index)):
            index += 1
        text = self.tokens.text(index)
        if not is_word(text):
            return index
        within = tuple((callee, position) for callee, position, _ in reversed(calls))
        self.uses.append(Use(text, index, self.tokens.starts[index], number, within=within, tag=True))
        return index + 1
