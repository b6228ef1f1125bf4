"""The calls in a function, what becomes of their values, and the types of simple expressions.

Only what can be said for certain is: an expression is typed when it is a name, a name's member, its
address, what it points to, a function's result, a cast to a type that can be read, or a constant.
Everything else has the type "".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from patchkit.cfacts.compatible import CONSTANT
from patchkit.cfacts.declare import BUILTIN, TAGS
from patchkit.cfacts.enumerators import number
from patchkit.cfacts.scope import Function, Local, Use
from patchkit.cfacts.statements import Kind
from patchkit.cfacts.tokens import is_word
from patchkit.model.facts import Parameter

# Of a name that is no local: its type at file scope, or that of the enumerator it is; of (struct tag,
# member): the member's; of a function: what it returns. "" for not known.
GlobalType = Callable[[bytes], str]
MemberType = Callable[[bytes, bytes], str]
ResultType = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Types:
    """Where types of things outside of a function come from."""

    variable: GlobalType
    member: MemberType
    result: ResultType
    constant: GlobalType = lambda _name: ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call by name: the indices of its parentheses, and its arguments as token extents."""

    use: Use
    opening: int
    closing: int
    arguments: tuple[tuple[int, int], ...]


def calls(function: Function) -> Iterator[Call]:
    """Yields the calls in a function of what is not declared in it, in order."""
    for use in function.free():
        if use.called and not use.tag:
            opening = use.index + 1
            yield Call(use, opening, function.tokens.pair[opening], tuple(_items(function, opening)))


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


@dataclass(frozen=True, slots=True)
class Access:
    """A member taken of a struct (or union) with that tag; `index` is the member's token.

    `use` is the variable that the chain of members begins with.
    """

    tag: bytes
    member: bytes
    index: int
    use: Use


def accesses(function: Function, types: Types) -> Iterator[Access]:
    """Yields the members that are taken of variables whose struct is known, in order."""
    texts = function.tokens.texts
    for use in function.uses:
        index = use.index + 1
        if use.tag or function.tokens.text(index) not in (b"->", b"."):
            continue
        known = name_type(function, use.index, types)
        while known and function.tokens.text(index) in (b"->", b".") and is_word(texts[index + 1]):
            tag = tag_of(known, pointer=texts[index] == b"->")
            if not tag:
                break
            yield Access(tag, texts[index + 1], index + 1, use)
            known = types.member(tag, texts[index + 1])
            index += 2


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


_TESTS = frozenset(b"if while switch".split())
_ASSIGNS = frozenset(b"= += -= *= /= %= &= |= ^= <<= >>=".split())
_OPERATORS = frozenset(b"== != <= >= < > + - / % && || | ^ << >> -> .".split())


def type_of(function: Function, first: int, last: int, types: Types) -> str:
    """Returns the type of the expression of tokens [first, last), "" where it is not known."""
    texts, pair = function.tokens.texts, function.tokens.pair
    while last - first > 2 and texts[first] == b"(" and pair[first] == last - 1:
        first, last = first + 1, last - 1
    if first >= last:
        return ""
    if texts[first] == b"&" and last - first > 1:
        inner = type_of(function, first + 1, last, types)
        simple = inner and "(" not in inner and "[" not in inner
        return f"{inner}{'' if inner.endswith('*') else ' '}*" if simple else ""
    if texts[first] == b"*":
        return pointed(type_of(function, first + 1, last, types))
    if not is_word(texts[first]):
        return _cast(function, first, last) or _literal(texts[first:last])
    if last - first == 1 and not function.declares(texts[first], first):
        constant = _CONSTANTS.get(texts[first]) or types.constant(texts[first])
        if constant:
            return constant
    if function.tokens.text(first + 1) == b"(" and pair[first + 1] == last - 1:
        return "" if function.declares(texts[first], first) else types.result(texts[first])
    return _chain(function, first, last, types)


# `false` and 0 are null pointers as well (C11 6.3.2.3p3), `true` is none.
_CONSTANTS = {b"true": "bool", b"false": CONSTANT, b"NULL": "void *"}


def _literal(texts: list[bytes]) -> str:
    """Returns the type of a string or of an integer constant, which may have a minus in front."""
    if all(text[:1] == b'"' for text in texts):
        return "char *"
    value = number(b"".join(texts))
    if value is None:
        return CONSTANT if len(texts) == 1 and texts[0][:1] == b"'" else ""
    return "int" if value else CONSTANT


def _cast(function: Function, first: int, last: int) -> str:
    """Returns the type that an expression is cast to, where it begins with a word of C's own."""
    texts, closing = function.tokens.texts, function.tokens.pair.get(first, -1)
    inside = texts[first + 1 : closing] if texts[first] == b"(" and closing < last - 1 else []
    known = inside and (inside[0] in TAGS or inside[0] in BUILTIN)
    if not known or not all(is_word(text) or text == b"*" for text in inside):
        return ""
    behind = texts[closing + 1 : last]
    # `(int)a + p` is no cast as a whole.
    operand = behind[0] in (b"(", b"*", b"&") or is_word(behind[0])
    plain = operand and all(is_word(text) or text in (b"->", b".") for text in behind)
    return b" ".join(inside).replace(b"* *", b"**").decode() if plain else ""


def _chain(function: Function, first: int, last: int, types: Types) -> str:
    """`name`, `name->member`, `name.member->member`."""
    texts = function.tokens.texts
    known = name_type(function, first, types)
    index = first + 1
    while known and index < last:
        if texts[index] not in (b"->", b".") or index + 1 >= last:
            return ""
        tag = tag_of(known, pointer=texts[index] == b"->")
        known = types.member(tag, texts[index + 1]) if tag else ""
        index += 2
    return known


def name_type(function: Function, index: int, types: Types) -> str:
    """Returns the type of the variable or parameter whose name stands at token `index`."""
    name = function.tokens.texts[index]
    found = function.lookup(name, index)
    if isinstance(found, Local):
        return found.declared.type
    if isinstance(found, Parameter):
        return found.type
    return "" if name in function.head else types.variable(name)


def tag_of(type_: str, *, pointer: bool) -> bytes:
    """Returns the tag of `struct tag` or, with `pointer`, of `struct tag *`; b"" for other types."""
    words = [word for word in type_.replace("*", " * ").split() if word not in ("const", "volatile")]
    if words[:1] not in (["struct"], ["union"]) or len(words) < 2:
        return b""
    return words[1].encode() if words[2:] == (["*"] if pointer else []) else b""


def pointed(type_: str) -> str:
    """Returns what a pointer of this type points to, "" for what is no pointer."""
    if not type_.endswith("*") or "(" in type_:
        return ""
    return type_[:-1].rstrip()
