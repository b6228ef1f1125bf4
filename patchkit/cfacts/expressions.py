"""The calls in a function, what becomes of their values, and the members it takes of structs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from patchkit.cfacts.scope import Function, Use
from patchkit.cfacts.statements import Kind
from patchkit.cfacts.tokens import is_word
from patchkit.cfacts.values import Types, name_type, pointed, tag_of, type_of

NOTHING = Types(lambda _name: "", lambda _tag, _name: "", lambda _name: "")


class Call(Struct, frozen=True):
    """A call by name: the indices of its parentheses, and its arguments as token extents."""

    use: Use
    opening: int
    closing: int
    arguments: tuple[tuple[int, int], ...]


def calls(function: Function) -> Iterator[Call]:
    """Yields the calls in a function of what is not declared in it, itself included, in order."""
    for use in function.uses:
        if not use.called or use.tag:
            continue
        itself = use.name == function.name and function.lookup(use.name, use.index) is None
        if itself or not function.declares(use.name, use.index):
            yield _call(function, use, use.index + 1)


def pointer_calls(function: Function) -> Iterator[tuple[Call, str]]:
    """Yields the calls of what is declared in a function, and its type: `fn(x)`, `fn[i](x)`."""
    for use in function.uses:
        if not use.tag and function.declares(use.name, use.index):
            opening, depth = _called_behind(function, use.index)
            type_ = name_type(function, use.index, NOTHING) if opening >= 0 else ""
            for _ in range(depth):
                type_ = pointed(type_)
            if opening >= 0:
                yield _call(function, use, opening), type_


def calls_through(function: Function, names: Collection[bytes]) -> Iterator[Call]:
    """Yields the calls of names that a function does not declare: `fn(x)`, `fn[i](x)`, `(*fn[i])(x)`."""
    for use in function.uses:
        if use.name in names and not use.tag and not function.declares(use.name, use.index):
            opening, _ = _called_behind(function, use.index)
            if opening >= 0:
                yield _call(function, use, opening)


def _called_behind(function: Function, name: int) -> tuple[int, int]:
    """Returns the `(` behind a name and its dimensions, -1 for none, and the number of dimensions."""
    text, pair = function.tokens.text, function.tokens.pair
    index, depth = name + 1, 0
    while text(index) == b"[":
        index, depth = pair[index] + 1, depth + 1
    if text(name - 1) == b"*" and text(name - 2) == b"(" and text(index) == b")":
        index += 1
    return (index if text(index) == b"(" else -1), depth


def _call(function: Function, use: Use, opening: int) -> Call:
    return Call(use, opening, function.tokens.pair[opening], tuple(_items(function, opening)))


def _items(function: Function, opening: int) -> Iterator[tuple[int, int]]:
    texts, pair = function.tokens.texts, function.tokens.pair
    closing, index = pair[opening], opening + 1
    start = index
    while index < closing:
        if texts[index] == b",":
            yield start, index
            start = index + 1
        index = pair[index] + 1 if texts[index] in (b"(", b"[", b"{") else index + 1
    if closing > opening + 1:
        yield start, closing


class Access(Struct, frozen=True):
    """A member taken of a struct (or union) with that tag; `index` is the member's token.

    `use` is the variable that the chain of members begins with. `operator` is "." or "->"; `amiss` where
    that is the wrong one: of what points to such a struct, or of the struct itself.
    """

    tag: bytes
    member: bytes
    index: int
    use: Use
    operator: str = "."
    amiss: bool = False


def accesses(function: Function, types: Types) -> Iterator[Access]:
    """Yields the members that are taken of variables whose struct is known, in order."""
    return (one for one in all_accesses(function, types) if not one.amiss)


def all_accesses(function: Function, types: Types) -> Iterator[Access]:
    """Yields the same, and those that are taken amiss."""
    texts = function.tokens.texts
    for use in function.uses:
        index = _behind(function, use.index)
        if use.tag or function.tokens.text(index) not in _POSTFIX:
            continue
        known = name_type(function, use.index, types)
        known = pointed(known) if index > use.index + 1 else known
        while known and function.tokens.text(index) in _POSTFIX:
            if texts[index] == b"[":
                known, index = pointed(known), function.tokens.pair[index] + 1
                continue
            pointer, operator = texts[index] == b"->", texts[index].decode()
            tag = tag_of(known, pointer=pointer)
            other = b"" if tag or known.endswith("[]") else tag_of(known, pointer=not pointer)
            if not (tag or other) or not is_word(texts[index + 1]):
                break
            if other:
                yield Access(other, texts[index + 1], index + 1, use, operator, amiss=True)
                break
            yield Access(tag, texts[index + 1], index + 1, use, operator)
            known = types.member(tag, texts[index + 1])
            index += 2


def _behind(function: Function, index: int) -> int:
    """Returns the index behind a name, behind the parentheses of `(*name)`."""
    text = function.tokens.text
    starred = text(index - 2) == b"(" and text(index - 1) == b"*" and text(index + 1) == b")"
    return index + 2 if starred and not is_word(text(index - 3)) else index + 1


def member_calls(
    function: Function, types: Types
) -> Iterator[tuple[Access, tuple[tuple[int, int], ...]]]:
    """Yields the accesses of a member that is called, each with the arguments as token extents."""
    for access in accesses(function, types):
        if function.tokens.text(access.index + 1) == b"(":
            yield access, tuple(_items(function, access.index + 1))


def text_of_tokens(function: Function, first: int, last: int) -> bytes:
    """Returns the tokens [first, last) as text with single spaces between words."""
    parts: list[bytes] = []
    for text in function.tokens.texts[first:last]:
        if parts and is_word(parts[-1][-1:]) and is_word(text[:1]):
            parts.append(b" ")
        parts.append(text)
    return b"".join(parts)


def value_used(function: Function, call: Call) -> bool:
    """Tells whether a call's value is used for certain: assigned, returned, tested, computed with."""
    texts, index = function.tokens.texts, call.use.index
    statement = function.body.statements[call.use.statement]
    before, after = texts[index - 1], function.tokens.text(call.closing + 1)
    if after in _OPERATORS or (after == b"?" and index == statement.first):
        return True
    if index == statement.first:
        if statement.kind is Kind.RETURN:
            return function.returns not in ("void", "")
        # `if (f())`: the header is all of the call. `for (;; f())` is none.
        whole = call.closing + 1 == statement.last
        return statement.kind is Kind.HEADER and whole and texts[index - 2] in _TESTS
    return before in _ASSIGNS or before in _OPERATORS or before in (b"!", b"~", b"return")


def taken_by(function: Function, call: Call, types: Types) -> str:
    """Returns the type of what a call's whole value is assigned to, or returned as; "" for neither."""
    texts, index = function.tokens.texts, call.use.index
    statement = function.body.statements[call.use.statement]
    if function.tokens.text(call.closing + 1) not in (b";", b","):
        return ""
    if statement.kind is Kind.RETURN and index == statement.first:
        return function.returns
    if statement.kind is not Kind.PLAIN or texts[index - 1] != b"=":
        return ""
    for local in function.locals:
        if local.declared.index == index - 2:
            return local.declared.type
    return type_of(function, statement.first, index - 1, types)


_POSTFIX = (b"->", b".", b"[")
_TESTS = frozenset(b"if while switch".split())
_ASSIGNS = frozenset(b"= += -= *= /= %= &= |= ^= <<= >>=".split())
_OPERATORS = frozenset(b"== != <= >= < > + - / % && || | ^ << >> -> .".split())
