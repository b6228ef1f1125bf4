"""The signature of a function at a place where a file declares it, from the text around the name.

Only the one declaration is lexed, not its file. Where `#if` splits it, or where it does not look like
one, there is no signature: nothing is then said about calls.
"""

from __future__ import annotations

import re

from patchkit.cfacts.blocks import behind_macro_calls, has_type
from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.lexer import lex
from patchkit.cfacts.places import Place, PlaceKind, Text
from patchkit.cfacts.signature import signature_of
from patchkit.cfacts.text import match_parenthesis, next_offset
from patchkit.model.facts import Signature

# No declaration is longer than this, in bytes, in front of its name and behind it.
_BEFORE, _BEHIND = 400, 3000
_ENDS = re.compile(rb"[;{}]")


def signature_at(text: Text, place: Place, name: bytes) -> Signature | None:
    """Returns the signature of the function `name` declared at `place`; None if it is none."""
    if place.kind is not PlaceKind.NAME:
        return None
    start = text.data.rfind(b"\n", 0, max(place.offset - _BEFORE, 0)) + 1
    lexed = lex(text.data[start : place.offset + _BEHIND])
    code, at = lexed.code, place.offset - start
    opening = next_offset(code, at + len(name))
    closing = match_parenthesis(code, opening) if code[opening : opening + 1] == b"(" else -1
    if closing < 0 or any(at < line.start < closing for line in lexed.directives):
        return None
    begin = 0
    for end in _ENDS.finditer(code, 0, at):
        begin = end.end()
    for line in lexed.directives:
        begin = max(begin, line.end) if line.end <= at else begin
    hints = load_hints()
    head = behind_macro_calls(code[begin:at], hints)
    if b"(" in head or b"=" in head or b"typedef" in head.split() or not has_type(head, hints):
        return None
    return signature_of(head, (code[opening + 1 : closing],), hints)
