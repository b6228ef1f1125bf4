"""What a macro does with a function that it is given: `#define INIT_X(x, f) (x)->fn = (f)`.

It may store it in a member, or hand it to a function or another macro. Behind a cast everything fits, so
that is not followed; nor is what is pasted.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.macros import Definitions, Macro, call_around, given_to
from patchkit.cfacts.tokens import Tokens, is_word, tokenize

_DEPTH = 6


class Kept(Struct, frozen=True):
    """Where a macro's argument ends up: in `member` of some struct, or as an argument of `function`.

    `object` is the number of the macro's argument that points to the struct, -1 where it is another, and
    `named` that of the one that is the member's name; then `member` is "".
    """

    member: str = ""
    function: str = ""
    position: int = 0
    object: int = -1
    named: int = -1


def kept_by(name: bytes, position: int, definitions: Definitions, depth: int = _DEPTH) -> Iterator[Kept]:
    """Yields what becomes of argument number `position` of the macros called `name`."""
    for macro in definitions(name)[0] if depth else ():
        params = macro.params or ()
        if position < len(params):
            yield from _in_body(macro, params[position], definitions, depth)


def _in_body(macro: Macro, param: bytes, definitions: Definitions, depth: int) -> Iterator[Kept]:
    tokens = tokenize(macro.body, 0, len(macro.body))
    for index, text in enumerate(tokens.texts) if tokens is not None else ():
        if text != param or tokens is None:
            continue
        first = _out_of_parentheses(tokens, index)
        if tokens.text(first - 1) == b"=" and tokens.text(first - 3) in (b".", b"->"):
            member = tokens.texts[first - 2]
            named = _number(macro, member)
            word = member.decode("utf-8", "surrogateescape") if named < 0 else ""
            yield Kept(word, object=_object(macro, tokens, first - 3), named=named)
        elif tokens.text(first - 1) in (b"(", b","):
            callee, position = call_around(tokens, first)
            if is_word(callee) and definitions(callee)[0]:
                for one in kept_by(callee, position, definitions, depth - 1):
                    at = (_argument(macro, tokens, first, each) for each in (one.object, one.named))
                    yield replace(one, object=next(at), named=next(at))
            elif is_word(callee):
                yield Kept(function=callee.decode("utf-8", "surrogateescape"), position=position)


def _object(macro: Macro, tokens: Tokens, arrow: int) -> int:
    """Returns which parameter stands alone in front of a `->`, -1 for none."""
    at = arrow - 1
    while tokens.text(at) == b")" and tokens.text(at - 1) != b")" and tokens.text(at - 2) == b"(":
        at -= 1
    return _number(macro, tokens.text(at)) if tokens.text(arrow) == b"->" else -1


def _argument(macro: Macro, tokens: Tokens, inside: int, position: int) -> int:
    """Returns which parameter is argument `position` of the call around a token, -1 for none."""
    opening = max(
        (
            one
            for one, other in tokens.pair.items()
            if one < inside < other and tokens.texts[one] == b"("
        ),
        default=-1,
    )
    if opening < 0 or position < 0:
        return -1
    given = given_to(tokens, opening)
    if position >= len(given):
        return -1
    words = [text for text in tokens.texts[slice(*given[position])] if text not in (b"(", b")")]
    return _number(macro, words[0]) if len(words) == 1 else -1


def _number(macro: Macro, name: bytes) -> int:
    params = macro.params or ()
    return params.index(name) if name in params else -1


def _out_of_parentheses(tokens: Tokens, index: int) -> int:
    """Returns where an operand begins that is a name in any number of parentheses of its own."""
    last = index
    while index and tokens.texts[index - 1] == b"(" and tokens.text(last + 1) == b")":
        before = tokens.text(index - 2)
        if is_word(before) and before not in (b"return", b"sizeof"):
            break  # a call's list
        index, last = index - 1, last + 1
    return index
