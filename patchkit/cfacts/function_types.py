"""Typedefs of functions and of pointers to functions, and the members that have such a type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts.blocks import has_type
from patchkit.cfacts.fields import structs_in, tags_in
from patchkit.cfacts.signature import signature_of
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import match_parenthesis, skip_attributes
from patchkit.model.facts import Signature

# `typedef int (*name)(`, `typedef int (name)(`, `typedef int name(`
_TYPEDEF = re.compile(rb"\btypedef\b([^;{}()]*)(?:\(\s*(\*?)\s*(\w+)\s*\)|(?<=[\s*])(\w+))\s*\(")


class FunctionType(Struct, frozen=True):
    """A typedef's name and the function it stands for; with `pointer`, for a pointer to it."""

    name: str
    path: str
    line: int
    signature: Signature
    pointer: bool

    @property
    def declared(self) -> str:
        """The type of what points to such a function: "name", or "name *"."""
        return self.name if self.pointer else f"{self.name} *"


def function_types(path: str, data: bytes) -> Iterator[FunctionType]:
    """Yields the typedefs of functions in a file, in order of their place."""
    if b"typedef" not in data:
        return
    source = source_of(path, data)
    for match in _TYPEDEF.finditer(source.code):
        opening = match.end() - 1
        closing = match_parenthesis(source.code, opening)
        head, name = match[1], match[3] or match[4]
        end = skip_attributes(source.code, closing + 1, source.hints) if closing >= 0 else -1
        if closing < 0 or source.code[end : end + 1] != b";" or not has_type(head, source.hints):
            continue
        yield FunctionType(
            name.decode("utf-8", "surrogateescape"),
            path,
            data.count(b"\n", 0, match.start()) + 1,
            signature_of(head, (source.code[opening + 1 : closing],), source.hints),
            bool(match[2]),
        )


def members_of_type(path: str, data: bytes, type_: str) -> Iterator[tuple[str, str]]:
    """Yields (struct's tag, member) of the members in a file that are declared with this very type."""
    word = type_.rstrip(" *").encode("utf-8", "surrogateescape")
    for tag in tags_in(data) if word in data else ():
        for struct in structs_in(path, data, tag):
            for member, declared in struct.types.items():
                if declared == type_:
                    yield (
                        tag.decode("utf-8", "surrogateescape"),
                        member.decode("utf-8", "surrogateescape"),
                    )
