"""What a macro does with its arguments.

`container_of(p, struct x, member)`: the third argument is no name that has to be declared.
`DEFINE_WAIT(w)`: the argument is declared by it. The preprocessor is not run: a parameter's neighbours
in the macro's body say what becomes of it. What macros paste together is pasting.py's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Flag, auto

from msgspec import Struct

from patchkit.cfacts.declare import KEYWORDS
from patchkit.cfacts.lexer import lex
from patchkit.cfacts.text import list_items
from patchkit.cfacts.tokens import Tokens, is_word, tokenize

_DEFINITION = re.compile(rb"#\s*define\s+\w+(?:\(([^)]*)\))?((?:[^\\\n]|\\.)*)", re.DOTALL)
_WORD_OR_CALL = re.compile(rb"([A-Za-z_]\w*)\s*(\(.*\))?", re.DOTALL)
_CONTINUED = re.compile(rb"\\\r?\n")
_TAGS = frozenset(b"struct union enum".split())
# How far a macro is followed into the macros of its body.
_DEPTH = 12
# No expression's macro is longer than this, in tokens, its arguments put in.
_LONGEST = 200


class Fate(Flag):
    """What becomes of a macro's argument; several may be true."""

    NONE = 0
    VALUE = auto()  # it is an expression, or a type
    MEMBER = auto()  # it stands behind `.` or `->`
    TOKEN = auto()  # it is pasted, made a string, or the tag of a struct
    DECLARED = auto()  # a type stands in front of it
    UNKNOWN = auto()


class Macro(Struct, frozen=True):
    """A macro's parameters (None: it takes none), and the masked text of its body.

    `home` is the file it stands in, where that matters.
    """

    params: tuple[bytes, ...] | None
    body: bytes
    home: str = ""


# Gives the definitions of a name: the macros, and whether it is (also) something that is no macro.
Definitions = Callable[[bytes], tuple[tuple[Macro, ...], bool]]


def macro_at(data: bytes, offset: int) -> Macro | None:
    """Returns the macro whose name stands at `offset` in a file's bytes."""
    begin = data.rfind(b"#", 0, offset)
    match = _DEFINITION.match(data, begin) if begin >= 0 else None
    if match is None:
        return None
    # Behind another token a "#" begins no preprocessor line.
    flat = lex(b";" + _CONTINUED.sub(b"  ", match[2])).code[1:]
    if match[1] is None:
        return Macro(None, flat)
    names = [name.strip() for name in _CONTINUED.sub(b" ", match[1]).split(b",")]
    return Macro(tuple(name for name in names if name), flat)


def fate(name: bytes, position: int, definitions: Definitions, depth: int = _DEPTH) -> Fate:
    """Returns what becomes of the argument at `position` (0-based) of `name(...)`.

    A function's arguments are values; a name that nothing declares has arguments of UNKNOWN fate.
    """
    if name.startswith(b"__builtin_") and name != b"__builtin_offsetof":
        return Fate.VALUE
    macros, function = definitions(name)
    if not macros:
        return Fate.VALUE if function else Fate.UNKNOWN
    if depth == 0:
        return Fate.UNKNOWN
    result = Fate.NONE
    # A definition that takes fewer arguments belongs to another configuration's callers.
    meant = [macro for macro in macros if macro.params is None or _takes(macro.params, position)]
    for macro in meant or macros:
        if macro.params is None:
            word = macro.body.strip()
            aliased = is_word(word) and b" " not in word and b"(" not in word
            result |= fate(word, position, definitions, depth - 1) if aliased else Fate.UNKNOWN
        else:
            result |= _in_body(macro, position, definitions, depth)
    return result


def _takes(params: tuple[bytes, ...], position: int) -> bool:
    return position < len(params) or (bool(params) and params[-1].endswith(b"..."))


def _in_body(macro: Macro, position: int, definitions: Definitions, depth: int) -> Fate:
    params = macro.params or ()
    if position >= len(params) or params[position].endswith(b"..."):
        variadic = bool(params) and params[-1].endswith(b"...")
        if not variadic:
            return Fate.UNKNOWN
        name = params[-1][:-3] or b"__VA_ARGS__"
    else:
        name = params[position]
    tokens = tokenize(macro.body, 0, len(macro.body))
    if tokens is None:
        return Fate.UNKNOWN
    result = Fate.NONE
    for index, text in enumerate(tokens.texts):
        if text == name:
            result |= _at(tokens, index, definitions, depth)
    return result


def _at(tokens: Tokens, index: int, definitions: Definitions, depth: int) -> Fate:
    before, after = tokens.text(index - 1), tokens.text(index + 1)
    if before in (b"#", b"##") or after == b"##":
        # `, ## args` only takes the comma away.
        return Fate.VALUE if before == b"##" and tokens.text(index - 2) == b"," else Fate.TOKEN
    if before in _TAGS:
        return Fate.TOKEN
    if before in (b".", b"->"):
        return Fate.MEMBER
    typed = is_word(before) and before not in (b"return", b"else", b"do", b"case", b"sizeof")
    if typed and before not in KEYWORDS - _TYPES:
        return Fate.DECLARED
    if before == b"*" and _pointer_declared(tokens, index):
        return Fate.DECLARED
    if before == b")" and is_word(tokens.text(tokens.pair[index - 1] - 1)) and after in _ENDS_DECLARATOR:
        return Fate.DECLARED  # __typeof__(type) name
    callee, position = call_around(tokens, index)
    if callee == _PASTED_CALLEE:
        return Fate.UNKNOWN
    alone = before in (b"(", b",") and after in (b")", b",")
    if not callee or not alone:
        # Inside of a larger argument it is an expression, unless the argument is a member.
        inner = fate(callee, position, definitions, depth - 1) if callee else Fate.VALUE
        return inner & Fate.MEMBER if inner & Fate.MEMBER else Fate.VALUE
    return fate(callee, position, definitions, depth - 1)


_TYPES = frozenset(
    (
        b"const volatile static extern register void char short int long signed unsigned float double "
        b"bool _Bool"
    ).split()
)


_PASTED_CALLEE = b")"
_ENDS_DECLARATOR = frozenset((b"", b"=", b";", b"["))
_BEFORE_TYPE = frozenset((b"", b"{", b";", b"(", b"struct", b"union", b"const", b"static"))


def _pointer_declared(tokens: Tokens, index: int) -> bool:
    """`type *name =` or `type *name;` and not a product."""
    position = index - 1
    while position >= 0 and tokens.texts[position] == b"*":
        position -= 1
    word = position >= 0 and is_word(tokens.texts[position])
    starts = tokens.text(position - 1) in _BEFORE_TYPE
    ends = tokens.text(index + 1) in (b"=", b";", b",", b"[")
    return word and starts and ends


def call_around(tokens: Tokens, index: int) -> tuple[bytes, int]:
    """Returns (callee, position) of the innermost call around a token, (b"", 0) without one.

    `PASTE(A, b)(argument)` calls what nobody can name.
    """
    position = 0
    index -= 1
    while index >= 0:
        text = tokens.texts[index]
        if text in (b")", b"]", b"}"):
            index = tokens.pair[index]
        elif text == b",":
            position += 1
        elif text == b"(":
            before = tokens.text(index - 1)
            if is_word(before) and before not in KEYWORDS:
                member = tokens.text(index - 2) in (b".", b"->")
                return (b"", 0) if member else (before, position)
            return (_PASTED_CALLEE if before == b")" else b""), 0
        elif text in (b"[", b"{", b";"):
            return (b"", 0)
        index -= 1
    return b"", 0


def expanded(macro: Macro, tokens: Tokens, opening: int | None) -> tuple[Tokens, tuple[int, ...]] | None:
    """Returns what stands for a macro, called with the list at `opening` (None: its name alone).

    With the tokens comes for each of them its index in `tokens`, -1 for one of the macro's body. None
    where the arguments do not fit, words are pasted, or the text grows long.
    """
    body = tokenize(macro.body, 0, len(macro.body))
    if body is None or b"##" in body.texts or b"#" in body.texts or len(body) > _LONGEST:
        return None
    indices: list[tuple[bytes, int]] = [(text, -1) for text in body.texts]
    if macro.params is None:
        if opening is not None:
            rest = range(opening, tokens.pair[opening] + 1)
            indices += [(tokens.texts[index], index) for index in rest]
    else:
        given = given_to(tokens, opening) if opening is not None else []
        if len(given) != len(macro.params):
            return None
        parts = dict(zip(macro.params, given, strict=True))
        indices = [
            one
            for text, at in indices
            for one in (
                [(tokens.texts[index], index) for index in range(*parts[text])]
                if text in parts
                else [(text, at)]
            )
        ]
    texts = [text for text, _ in indices]
    pair = _paired(texts)
    if pair is None or len(texts) > _LONGEST:
        return None
    return Tokens(texts, list(range(len(texts))), pair), tuple(index for _, index in indices)


def given_to(tokens: Tokens, opening: int) -> list[tuple[int, int]]:
    """Returns the arguments of the list at `opening`, as [first, last) extents of tokens."""
    found, start = [], opening + 1
    index, closing = start, tokens.pair[opening]
    while index < closing:
        if tokens.texts[index] == b",":
            found.append((start, index))
            start = index + 1
        index = tokens.pair[index] + 1 if tokens.texts[index] in (b"(", b"[", b"{") else index + 1
    return [*found, (start, closing)] if closing > opening + 1 else []


def _paired(texts: list[bytes]) -> dict[int, int] | None:
    """The partner of every bracket, None if they do not match."""
    pair: dict[int, int] = {}
    waiting: list[int] = []
    for index, text in enumerate(texts):
        if text in (b"(", b"[", b"{"):
            waiting.append(index)
        elif text in (b")", b"]", b"}"):
            if not waiting:
                return None
            pair[index] = waiting.pop()
            pair[pair[index]] = index
    return None if waiting else pair


def width(argument: bytes, definitions: Definitions, depth: int = 3) -> int:
    """Returns how many arguments one is when macros are expanded: `#define AT 1, 2` makes it two.

    Only macros in capitals are looked up, which all are that are more than an expression.
    """
    match = _WORD_OR_CALL.fullmatch(argument.strip())
    widths = [1]
    if match is None or not match[1].isupper() or not depth:
        return 1
    for macro in definitions(match[1])[0]:
        if macro.params is None or match[2]:
            body = b"(" + macro.body + b")"
            items = (body[low:high] for low, high in list_items(body, 0, len(body) - 1))
            widths.append(sum(width(item, definitions, depth - 1) for item in items))
    return max(widths)


def arguments(code: bytes, opening: int, closing: int) -> list[bytes]:
    """Returns the masked texts of a call's arguments, stripped."""
    return [code[start:end].strip() for start, end in list_items(code, opening, closing)]
