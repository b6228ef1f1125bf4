"""Whose member a value with a member's name is for, in initialisers of any depth.

C11 6.7.9: `.ops.open = f`, `.ops = { .open = f }`, `[2] = { .open = f }` and those of compound literals
(6.5.2.5). Braces without a name of a member, but for those of an array's elements, are not followed, nor
are types that a typedef hides.
"""

from __future__ import annotations

import re

from msgspec import Struct

from patchkit.cfacts.positions import LITERAL, enclosing_brace
from patchkit.cfacts.resolve import Resolver
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import list_items

# What may stand in front of a brace: a declared struct, or array of them; or a compound literal's type.
# The attributes' group gives nothing back, or every way to cut a word in parts would be tried.
_DECLARED = re.compile(
    rb"\b(?:struct|union)\s+(\w+)\b[\w\s*]*((?:\[[^][]*\]\s*)*)(?:\w++(?:\([^()]*+\))?+\s*+)*+=\s*\Z"
)
_DESIGNATORS = re.compile(rb"\s*(?:(?:\.\s*\w+|\[[^][]*\])\s*)*(?:=.*)?\.?\s*\Z", re.DOTALL)
_MEMBER = re.compile(rb"\.\s*(\w+)")
_FURTHEST = 300
_DEEPEST = 8


class Owner(Struct, frozen=True):
    """The struct that the members `inside` of `struct tag` lead to; without any, that struct itself."""

    tag: str
    inside: tuple[str, ...] = ()


def owner_at(path: str, data: bytes, offset: int) -> Owner | None:
    """Returns whose member is named, or given the value, at `offset`; None where that is not known."""
    code = source_of(path, data).code
    opening = enclosing_brace(code, offset)
    if opening < 0:
        return None
    names = _designated(code, opening, offset)
    if names is None:
        return None
    item = code[_item(code, opening, offset) : offset]
    inside = names[:-1] if b"=" in item else names
    for _ in range(_DEEPEST):
        found = _begun(code, opening)
        if found is not None:
            return Owner(found[0], inside)
        outer = enclosing_brace(code, opening)
        names = _designated(code, outer, opening) if outer >= 0 else None
        if names is None or not (names or _element(code, outer, opening)):
            return None
        inside, opening = (*names, *inside), outer
    return None


def struct_of(resolver: Resolver, path: str, owner: Owner) -> str:
    """Returns the tag of the struct that an owner is, "" where a member's type is not known."""
    tag = owner.tag.encode("utf-8", "surrogateescape")
    for member in owner.inside:
        types = {one.types.get(member.encode(), "") for one in resolver.structs(path, tag)}
        words = types.pop().replace("[]", "").split() if len(types) == 1 else []
        words = [word for word in words if word not in ("const", "volatile")]
        if len(words) != 2 or words[0] not in ("struct", "union"):
            return ""
        tag = words[1].encode()
    return tag.decode("utf-8", "surrogateescape")


def _item(code: bytes, opening: int, end: int) -> int:
    """Returns where the item that `end` stands in begins, of the braces at `opening`."""
    items = list_items(code, opening, end)
    return items[-1][0] if items else opening + 1


def _designated(code: bytes, opening: int, end: int) -> tuple[str, ...] | None:
    """Returns the members named in front of `end` in its item of the braces at `opening`."""
    text = code[_item(code, opening, end) : end]
    if not _DESIGNATORS.match(text):
        return None
    return tuple(name.decode() for name in _MEMBER.findall(text.partition(b"=")[0]))


def _begun(code: bytes, opening: int) -> tuple[str, bool] | None:
    """Returns the tag of the struct whose initialiser the `{` begins, and whether it is an array's."""
    start = max(0, opening - _FURTHEST)
    for pattern in (_DECLARED, LITERAL):
        match = pattern.search(code, start, opening)
        if match is not None:
            return match[1].decode(), bool(match[2])
    return None


def _element(code: bytes, outer: int, opening: int) -> bool:
    """Tells whether the braces at `opening` are those of an array's element."""
    indexed = code[_item(code, outer, opening) : opening].strip().startswith(b"[")
    begun = _begun(code, outer)
    return indexed or (begun is not None and begun[1])
