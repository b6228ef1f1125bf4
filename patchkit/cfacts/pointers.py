"""Pointers to functions: where they are declared, with what type, and where they are called.

An ops table's member is an interface as much as a function is. Pointers are found by their
declarator `(*name)(…)`, calls through them by `->name(…)` and `.name(…)`. What a pointer points to
at run time is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from patchkit.cfacts.declarations import declarations
from patchkit.cfacts.directives import definition_of
from patchkit.cfacts.signature import signature_of
from patchkit.cfacts.source import Source, source_of
from patchkit.cfacts.text import list_items, match_parenthesis
from patchkit.model.facts import Signature
from patchkit.model.tree import Tree

_DECLARATOR = re.compile(
    rb"\(\s*(?:\w+\s+)?\*+\s*(?:const\s+|volatile\s+)?(\w+)\s*(?:\[[^][]*\]\s*)*\)\s*\("
)
_CALL = re.compile(rb"(?:->|\.)\s*(\w+)\s*\)?\s*\(")
# Possessive, for a long word in front of something else would be tried in every way it can be cut.
_TAG = re.compile(rb"\b(?:struct|union)\s+(\w+)(?:\s+\w+)*+\s*$")
_INITIALISED = re.compile(rb"\b(?:struct|union)\s+(\w+)[\w\s*]*(?:\[[^][]*\]\s*)*=\s*$")
_ENDS = re.compile(rb"[;{}(,]")
# An argument of a variadic macro's body that may be several: `##__VA_ARGS__`, `args`.
_PASSED_ON = re.compile(r"(?:##\s*)?[A-Za-z_]\w*")
_CALLEE = re.compile(rb"(\w+)\s*\Z")
_SPACE = re.compile(rb"\s+")


class Pointer(Struct, frozen=True):
    """A declared pointer to a function; `owner` is the tag of the struct it is a member of, or ""."""

    name: str
    owner: str
    path: str
    line: int
    signature: Signature
    text: str


class IndirectCall(Struct, frozen=True):
    """A call through a member: `object` is the expression in front of it ("dev->ops")."""

    name: str
    path: str
    line: int
    object: str
    arguments: tuple[str, ...]
    function: str
    text: str


def function_pointers(
    path: str, data: bytes, names: Collection[str] | None = None
) -> tuple[Pointer, ...]:
    """Returns the pointers to functions that a file declares, in order; all of them without `names`.

    Typedefs are left out: they name a type, not a pointer.
    """
    source = source_of(path, data)
    wanted = None if names is None else {name.encode() for name in names}
    return tuple(_declared(source, wanted))


def indirect_calls(path: str, data: bytes, names: Collection[str]) -> tuple[IndirectCall, ...]:
    """Returns the calls through members called one of `names`, in order of their place."""
    source = source_of(path, data)
    wanted = {name.encode() for name in names}
    return tuple(_called(source, wanted))


def owners_of(path: str, data: bytes, member: bytes) -> tuple[bytes, ...]:
    """Returns the tags of the structs that declare a member of that name directly."""
    if member not in data:
        return ()
    code = source_of(path, data).code
    declared = re.compile(rb"\b" + re.escape(member) + rb"\s*[;,:)\[]")
    tags = (_owner(code, match.start()) for match in declared.finditer(code))
    return tuple(dict.fromkeys(tag.encode("utf-8", "surrogateescape") for tag in tags if tag))


def initialised_type(path: str, data: bytes, offset: int) -> str:
    """Returns the tag of the struct whose initialiser holds the byte at `offset`, or ""."""
    code = source_of(path, data).code
    opening = _enclosing_brace(code, offset)
    while opening >= 0:
        match = _INITIALISED.search(code[max(0, opening - 300) : opening])
        if match:
            return _text(match[1])
        opening = _enclosing_brace(code, opening)
    return ""


def _declared(source: Source, wanted: set[bytes] | None) -> Iterator[Pointer]:
    code = source.code
    for match in _DECLARATOR.finditer(code):
        if wanted is not None and match[1] not in wanted:
            continue
        opening = match.end() - 1
        closing = match_parenthesis(code, opening)
        head = code[_start_of_declaration(code, match.start()) : match.start()]
        if closing < 0 or not head.strip() or b"typedef" in head.split() or b"=" in head:
            continue
        yield Pointer(
            name=_text(match[1]),
            owner=_owner(code, match.start()),
            path=source.path,
            line=source.data.count(b"\n", 0, match.start(1)) + 1,
            signature=signature_of(head, (code[opening + 1 : closing],), source.hints),
            text=_line_at(source.data, match.start(1)),
        )


def _called(source: Source, wanted: set[bytes]) -> Iterator[IndirectCall]:
    found = list(_calls_in(source, 0, source.code, wanted))
    for line in source.lexed.directives:
        text = source.data[line.start : line.end] if line.keyword == b"define" else b""
        macro = definition_of(source.lexed, line) if any(name in text for name in wanted) else None
        if macro is not None:
            inside = _calls_in(source, macro.start, macro.masked.code, wanted)
            found += [one for one in inside if _fixed(one, macro.signature)]
    yield from sorted(found, key=lambda one: one.line)


def _fixed(call: IndirectCall, macro: Signature | None) -> bool:
    """Tells whether a call in a macro's body is one of the member, with arguments that can be counted.

    The member may be a parameter of the macro, and a variadic macro may pass what it is given.
    """
    names = {one.name for one in macro.params} if macro is not None else set()
    last = call.arguments[-1] if call.arguments else ""
    passes_on = macro is not None and macro.variadic and last.strip("# ") not in names
    return call.name not in names and not (passes_on and _PASSED_ON.fullmatch(last))


def _calls_in(source: Source, start: int, code: bytes, wanted: set[bytes]) -> Iterator[IndirectCall]:
    """Yields the calls in `code`, the text at byte `start` of the file."""
    for match in _CALL.finditer(code):
        closing = match_parenthesis(code, match.end() - 1) if match[1] in wanted else -1
        if closing >= 0:
            yield _call(source, start, code, match, closing)


def _call(source: Source, start: int, code: bytes, match: re.Match[bytes], closing: int) -> IndirectCall:
    at = start + match.start(1)
    block = source.blocks.around(at)
    items = list_items(code, match.end() - 1, closing)
    texts = (source.data[start + low : start + high] for low, high in items)
    return IndirectCall(
        name=_text(match[1]),
        path=source.path,
        line=source.data.count(b"\n", 0, at) + 1,
        object=_text(_object(code, match.start())),
        arguments=tuple(_text(_SPACE.sub(b" ", text.replace(b"\\\n", b" ")).strip()) for text in texts),
        function=_text(block.name) if block is not None else "",
        text=_line_at(source.data, at),
    )


def _start_of_declaration(code: bytes, end: int) -> int:
    """Returns the offset behind the last `;`, `{`, `}`, `(` or `,` in front of `end`."""
    window = max(0, end - 400)
    last = window
    for match in _ENDS.finditer(code, window, end):
        last = match.end()
    return last


def _owner(code: bytes, offset: int) -> str:
    opening = _enclosing_brace(code, offset)
    if opening < 0:
        return ""
    match = _TAG.search(code[max(0, opening - 200) : opening])
    return _text(match[1]) if match else ""


def _enclosing_brace(code: bytes, offset: int) -> int:
    """Returns the offset of the innermost `{` that is open at `offset`, or -1."""
    depth = 0
    position = offset
    while True:
        opening, closing = code.rfind(b"{", 0, position), code.rfind(b"}", 0, position)
        if opening < 0:
            return -1
        position = max(opening, closing)
        if closing > opening:
            depth += 1
        elif depth == 0:
            return opening
        else:
            depth -= 1


def _object(code: bytes, end: int) -> bytes:
    """Returns the postfix expression that ends at `end` ("a->b", "p[i].q"), without white space."""
    start = end
    while start > 0:
        char = code[start - 1 : start]
        if char in (b")", b"]"):
            depth = 0
            while start > 0:
                char = code[start - 1 : start]
                depth += (char in (b")", b"]")) - (char in (b"(", b"["))
                start -= 1
                if depth == 0:
                    break
        elif char.isalnum() or char in (b"_", b".", b">", b"-"):
            start -= 1
        else:
            break
    return _SPACE.sub(b"", code[start:end])


def _line_at(data: bytes, offset: int) -> str:
    begin, end = data.rfind(b"\n", 0, offset) + 1, data.find(b"\n", offset)
    return _text(data[begin : end if end >= 0 else len(data)].strip())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def passed_to(path: str, data: bytes, offset: int) -> tuple[str, int] | None:
    """Returns (function, 0-based argument) of the innermost call that has the byte at `offset`.

    None when it stands in no argument list of a plain name.
    """
    found = given_with(path, data, offset)
    return found[:2] if found is not None else None


def given_with(path: str, data: bytes, offset: int) -> tuple[str, int, tuple[str, ...]] | None:
    """The same with the texts of all arguments."""
    code = source_of(path, data).code
    depth, position = 0, offset
    for at in range(offset - 1, max(offset - 2000, -1), -1):
        char = code[at : at + 1]
        if char in (b")", b"]", b"}"):
            depth += 1
        elif char in (b"(", b"[", b"{"):
            if depth == 0:
                position = at
                break
            depth -= 1
        elif char == b";" and depth == 0:
            return None
    name = _CALLEE.search(code[max(0, position - 80) : position])
    closing = match_parenthesis(code, position) if code[position : position + 1] == b"(" else -1
    if name is None or closing < 0:
        return None
    items = list_items(code, position, closing)
    for index, (start, end) in enumerate(items):
        if start <= offset < end:
            texts = tuple(_text(data[low:high].strip()) for low, high in items)
            return _text(name[1]), index, texts
    return None


def declared_callees(tree: Tree, names: Collection[str]) -> dict[str, Signature]:
    """Returns the signatures under which headers declare functions (one of them for each name)."""
    found: dict[str, Signature] = {}
    if not names:
        return found
    for path, data in tree.containing({name.encode() for name in names}, (".h",)):
        for site in declarations(path, data):
            if site.name in names and site.signature is not None and not site.signature.macro:
                found.setdefault(site.name, site.signature)
    return found
