"""Variables that point to functions, and which of them is given a value at a place.

`int (*fn)(int) = f;`, `static int (*const table[])(int) = { f, [2] = g };`, `fn = f;`. Members of
structs are looked for elsewhere, by their name or their place.
"""

from __future__ import annotations

import re

from patchkit.cfacts.blocks import Block
from patchkit.cfacts.pointers import Pointer, function_pointers
from patchkit.cfacts.positions import enclosing_brace
from patchkit.cfacts.signature import signature_of
from patchkit.cfacts.source import Source, source_of

_DECLARATION = re.compile(
    rb"\s*([^;{}()]*)\(\s*(?:\w+\s+)?\*+\s*(?:const\s+)?(\w+)\s*(?:\[[^][]*\]\s*)*\)\s*\((.*)\)[\w\s]*\Z",
    re.DOTALL,
)
_ASSIGNED = re.compile(rb"(?:^|[;{}):])\s*(\w+)\s*=\s*(?:[^=;,{]*\?[^=;,{]*)?&?\s*\Z")
_VALUE = re.compile(rb"([^=!<>])=\s*(?:[^=;,{]*\?[^=;,{]*)?&?\s*\Z")


def pointer_at(path: str, data: bytes, offset: int) -> Pointer | None:
    """Returns the variable that the function named at `offset` is stored in, None for anything else."""
    source = source_of(path, data)
    start = _statement(source.code, offset)
    assigned = assigned_variable(path, data, offset)
    if assigned:
        return local_pointer(path, data, offset, assigned)
    value = _VALUE.search(source.code, start, offset)
    if value is not None and (found := _declared(source, start, value.start(0) + 1)):
        return found
    opening = enclosing_brace(source.code, offset)
    if opening < 0 or source.code[:opening].rstrip()[-1:] != b"=":
        return None
    start = _statement(source.code, opening)
    return _declared(source, start, source.code.rfind(b"=", start, opening))


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


def _declared(source: Source, start: int, end: int) -> Pointer | None:
    match = _DECLARATION.match(source.code, start, end)
    if match is None or not match[1].strip():
        return None
    line = source.data.count(b"\n", 0, match.start(2)) + 1
    signature = signature_of(match[1], (match[3],), source.hints)
    text = " ".join(source.data[start:end].decode("utf-8", "surrogateescape").split())
    return Pointer(match[2].decode(), "", source.path, line, signature, text)
