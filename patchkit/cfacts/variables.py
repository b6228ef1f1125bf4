"""Variables that point to functions, and which of them is given a value at a place.

`int (*fn)(int) = f;`, `static int (*const table[])(int) = { f, [2] = g };`, `fn = f;`, and those whose
type is a typedef, `fn_t table[] = { f };`, or `typeof(g)`. Members of structs are looked for elsewhere,
by their name or their place.
"""

from __future__ import annotations

import re

from msgspec import Struct

from patchkit.cfacts.blocks import Block
from patchkit.cfacts.pointers import Pointer, function_pointers
from patchkit.cfacts.positions import enclosing_brace
from patchkit.cfacts.signature import signature_of
from patchkit.cfacts.source import Source, source_of
from patchkit.cfacts.text import previous_token

_DECLARATION = re.compile(
    rb"\s*([^;{}()]*)\(\s*(?:\w+\s+)?\*+\s*(?:const\s+)?(\w+)\s*(?:\[[^][]*\]\s*)*\)\s*\((.*)\)[\w\s]*\Z",
    re.DOTALL,
)
_TYPED = re.compile(
    rb"\s*(?:(?:static|extern|const|volatile|register)\s+)*"
    rb"(?:(?:__)?typeof(?:__)?\s*\(\s*(&?)\s*(\w+)\s*\)|([A-Za-z_]\w*))(?:\s+const\b)?\s*(\*?)\s*"
    rb"(?:(?:const|__\w+)\s+)*(?<!\w)(\w+)\s*(?:\[[^][]*\]\s*)*(?:__\w++\s*)*\Z"
)
_TYPEOF = re.compile(rb"\b(?:__)?typeof(?:__)?\s*\(\s*&?\s*\Z")
_RETURNED = re.compile(rb"\breturn\s*(?:(?:[^=;,{]|[=!<>]=)*\?[^=;,{]*)?&?\s*\Z")
_ASSIGNED = re.compile(rb"(?:^|[;{}):])\s*(\w+)\s*=\s*(?:(?:[^=;,{]|[=!<>]=)*\?[^=;,{]*)?&?\s*\Z")
_VALUE = re.compile(rb"([^=!<>])=\s*(?:(?:[^=;,{]|[=!<>]=)*\?[^=;,{]*)?&?\s*\Z")


class Typed(Struct, frozen=True):
    """A variable whose type is the typedef `type`, or what points to the function `like`."""

    name: str
    type: str = ""
    like: str = ""


def pointer_at(path: str, data: bytes, offset: int) -> Pointer | Typed | None:
    """Returns the variable that the function named at `offset` is stored in, None for anything else."""
    source = source_of(path, data)
    start = _statement(source.code, offset)
    value = _VALUE.search(source.code, start, offset)
    if value is not None and (found := _declared(source, start, value.start(0) + 1)):
        return found
    assigned = assigned_variable(path, data, offset)
    if assigned:
        return local_pointer(path, data, offset, assigned)
    opening, depth = enclosing_brace(source.code, offset), 1
    while opening >= 0 and (before := previous_token(source.code, opening))[0] in (b"{", b","):
        opening, depth = enclosing_brace(source.code, opening), depth + 1
    if opening < 0 or before[0] != b"=":
        return None
    start = _statement(source.code, opening)
    table = depth == 1 or source.code.count(b"[", start, before[1]) >= depth
    return _declared(source, start, before[1]) if table else None


def returned(path: str, data: bytes, offset: int) -> bool:
    """Tells whether the function named at `offset` is what a return statement returns."""
    code = source_of(path, data).code
    found = _RETURNED.search(code, _statement(code, offset), offset)
    # `return (c ? f : g)(x)` returns something else.
    return found is not None and found[0].count(b"(") == found[0].count(b")")


def only_its_type(path: str, data: bytes, offset: int) -> bool:
    """Tells whether only the type of the function named at `offset` is asked for: `typeof(&f)`."""
    return _TYPEOF.search(source_of(path, data).code, max(0, offset - 40), offset) is not None


def assigned_variable(path: str, data: bytes, offset: int) -> str:
    """Returns the plain name in `name = function;` in a function, the function's at `offset`; or ""."""
    source = source_of(path, data)
    block = source.blocks.around(offset)
    start = max(_statement(source.code, offset) - 1, 0)
    match = _ASSIGNED.search(source.code, start, offset)
    return match[1].decode() if match is not None and block is not None and block.function else ""


def local_pointer(path: str, data: bytes, offset: int, name: str) -> Pointer | None:
    """Returns the declaration of a pointer in the function around `offset`, if there is just one."""
    block = source_of(path, data).blocks.owning(offset)
    if block is None or not block.function:
        return None
    known = function_pointers(path, data, (name,))
    found = [one for one in known if not one.owner and _holds(data, block, one.line)]
    return found[0] if len(found) == 1 else None


def shared_pointers(path: str, data: bytes, name: str) -> tuple[Pointer, ...]:
    """Returns the declarations of a pointer to a function at file scope."""
    blocks = source_of(path, data).blocks
    known = function_pointers(path, data, (name,)) if name.encode() in data else ()
    return tuple(
        one
        for one in known
        if not one.owner
        and not any(_holds(data, block, one.line) for block in blocks.all if block.function)
    )


def _holds(data: bytes, block: Block, line: int) -> bool:
    first = data.count(b"\n", 0, block.start) + 1
    return first <= line <= first + data.count(b"\n", block.start, block.close)


def _statement(code: bytes, offset: int) -> int:
    return max(code.rfind(mark, 0, offset) for mark in (b";", b"{", b"}")) + 1


def _declared(source: Source, start: int, end: int) -> Pointer | Typed | None:
    match = _DECLARATION.match(source.code, start, end)
    if match is None or not match[1].strip():
        return _typed(source.code, start, end)
    line = source.data.count(b"\n", 0, match.start(2)) + 1
    signature = signature_of(match[1], (match[3],), source.hints)
    text = " ".join(source.data[start:end].decode("utf-8", "surrogateescape").split())
    return Pointer(match[2].decode(), "", source.path, line, signature, text)


def _typed(code: bytes, start: int, end: int) -> Typed | None:
    match = _TYPED.match(code, start, end)
    if match is None:
        return None
    name, star = match[5].decode(), match[4].decode()
    if match[2]:
        # `typeof(f) *fn` and `typeof(&f) fn`
        return Typed(name, like=match[2].decode()) if bool(star) != bool(match[1]) else None
    return Typed(name, type=match[3].decode() + (" *" if star else ""))
