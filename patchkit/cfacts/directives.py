"""What a word in a preprocessor line is: a macro's name, its parameter, its body, or a condition.

A macro's body is no C that a grammar could read, so its tokens are looked at one by one.
"""

from __future__ import annotations

import re

from msgspec import Struct

from patchkit.cfacts.chosen import called_as_chosen
from patchkit.cfacts.lexer import Directive, Lexed, Region, lex
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.signature import macro_parameters
from patchkit.cfacts.text import list_items, match_parenthesis, next_offset, previous_token
from patchkit.model.facts import Signature, SiteKind

_DEFINE = re.compile(rb"#\s*define\s+(\w+)(\([^)]*\))?")
_REST = re.compile(rb"(\w*)\s*\.\.\.\s*\)\Z")
_CONTINUED = re.compile(rb"\\\r?\n")


class Definition(Struct, frozen=True):
    """A `#define`: offsets in the file, its parameters, and its text masked at equal length.

    `signature` is None for an object-like macro. `body` is the offset where the body begins. `rest` is
    what the body calls the arguments that may be any number, b"" where there are none.
    """

    name: bytes
    name_offset: int
    signature: Signature | None
    body: int
    start: int
    masked: Lexed
    rest: bytes = b""


def definition_of(lexed: Lexed, directive: Directive) -> Definition | None:
    """Returns the macro that a preprocessor line defines, None for any other line."""
    if directive.keyword != b"define":
        return None
    text = lexed.data[directive.start : directive.end]
    # On one line and without "#", the lexer sees what a compiler would see of the body.
    flat = _CONTINUED.sub(lambda match: b" " * len(match[0]), text)
    match = _DEFINE.match(flat)
    if match is None:
        return None
    signature = None
    if match[2] is not None:
        signature = macro_parameters(match[2][1:-1].decode("utf-8", "surrogateescape"))
    masked = lex(b" " + flat[1:])
    named = _REST.search(match[2] or b"")
    rest = (named[1] or b"__VA_ARGS__") if named is not None else b""
    start = directive.start
    return Definition(
        match[1], start + match.start(1), signature, start + match.end(), start, masked, rest
    )


def read_directive(lexed: Lexed, directive: Directive, offset: int, length: int) -> Reading:
    """Returns what the word of `length` bytes at `offset` in a preprocessor line is.

    `opening` and `closing` of a word in a macro's body are offsets in the file.
    """
    macro = definition_of(lexed, directive)
    if macro is None:
        return Reading(_plain_line(lexed, directive, offset))
    if offset == macro.name_offset:
        return Reading(SiteKind.MACRO)
    inner = offset - macro.start
    region = macro.masked.region(inner)
    if region is not None:
        return Reading(SiteKind.COMMENT if region is Region.COMMENT else SiteKind.STRING)
    word = lexed.data[offset : offset + length].decode("utf-8", "surrogateescape")
    own = macro.signature is not None and any(one.name == word for one in macro.signature.params)
    if own or offset < macro.body:
        return Reading(SiteKind.VARIABLE)
    code = macro.masked.code
    if previous_token(code, inner)[0] in (b"->", b"."):
        return Reading(SiteKind.MEMBER)
    opening = next_offset(code, inner + length)
    if opening < 0 or code[opening] != 0x28:
        opening = called_as_chosen(code, inner, length, macro.body - macro.start)
    if opening < 0:
        return Reading(SiteKind.MACRO_BODY)
    closing = match_parenthesis(code, opening)
    if closing < 0:
        return Reading(SiteKind.MACRO_BODY, doubt="its parenthesis is not closed in this macro")
    count = len(list_items(code, opening, closing))
    return Reading(
        SiteKind.MACRO_BODY, opening=opening + macro.start, closing=closing + macro.start, count=count
    )


def _plain_line(lexed: Lexed, directive: Directive, offset: int) -> SiteKind:
    text = lexed.data[directive.start : directive.end]
    if directive.keyword in (b"include", b"error", b"warning"):
        return SiteKind.DIRECTIVE
    masked = lex(b" " + _CONTINUED.sub(lambda match: b" " * len(match[0]), text)[1:])
    is_comment = masked.region(offset - directive.start) is Region.COMMENT
    return SiteKind.COMMENT if is_comment else SiteKind.DIRECTIVE
