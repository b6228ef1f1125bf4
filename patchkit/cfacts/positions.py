"""Values of an initialiser that name no member: which struct it is of, and the value's number.

C11 6.7.9p17: such a value goes to the member behind the last one that was given. Braces around a
struct's values, in an array of structs or not, are looked through once; of braces that `#if` splits,
and of those of a struct within a struct, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts.source import Source, source_of
from patchkit.cfacts.text import list_items, previous_token
from patchkit.cfacts.words import Words

_INITIALISED = re.compile(rb"\b(?:struct|union)\s+(\w+)[\w\s*]*((?:\[[^][]*\]\s*)*)=\s*\Z")
_DESIGNATOR = re.compile(rb"\s*(?:\.\s*(\w+)|\[)")
_OF_ARRAY = re.compile(rb"\s*(?:\[[^][]*\]\s*=\s*)?\Z")
# Behind the tag: `struct x y[2] = {`, `(struct x){`.
_BEGINNING = re.compile(rb"[\w\s*]*((?:\[[^][]*\]\s*)*)(?:=|\))\s*\{")
# A compound literal's type: `(const struct x){ f, g }`.
LITERAL = re.compile(
    rb"\(\s*(?:const\s+)?(?:struct|union)\s+(\w+)\s*(?:const\s*)?((?:\[[^][]*\]\s*)*)\)\s*\Z"
)
_NAME = re.compile(rb"\s*&?\s*([A-Za-z_]\w*)\s*\Z")
_BRACE = re.compile(rb"[{}]")
_BRACKET = re.compile(rb"[(){}\[\]]")
# What stands in front of a brace that says whose values they are.
_FURTHEST = 300
_STEP = 500  # bytes looked at together, backwards


class Position(Struct, frozen=True):
    """The value number `steps` behind the member `after` of `struct tag`, behind its start for ""."""

    tag: str
    after: str
    steps: int

    def member(self, order: tuple[str, ...]) -> str:
        """Returns the member that gets the value, of a struct with these members; "" for none."""
        if self.after and self.after not in order:
            return ""
        index = self.steps if not self.after else order.index(self.after) + self.steps
        return order[index] if index < len(order) else ""


def position_of(path: str, data: bytes, offset: int) -> Position | None:
    """Returns the place in a struct's initialiser of the value that the byte at `offset` begins."""
    source = source_of(path, data)
    opening = enclosing_brace(source.code, offset)
    tag = _tag(source.code, opening) if opening >= 0 else ""
    return _counted(source, tag, opening, offset) if tag else None


def unnamed_values(path: str, data: bytes, tags: Words) -> Iterator[tuple[Position, int, str]]:
    """Yields the plain names among the values without a member's name, in initialisers of such structs.

    As (position, byte offset, name), in order; only for structs with a tag of `tags`.
    """
    source = source_of(path, data)
    for at, tag in tags.find(source.code):
        begins = _BEGINNING.match(source.code, at + len(tag))
        if begins is None or previous_token(source.code, at)[0] not in (b"struct", b"union"):
            continue
        opening = begins.end() - 1
        closing = _closing(source.code, opening)
        for start, end in list_items(source.code, opening, closing) if closing >= 0 else ():
            yield from _names(source, start, end, nested=bool(begins[1]))


def _names(source: Source, start: int, end: int, *, nested: bool) -> Iterator[tuple[Position, int, str]]:
    """The name that is the value at `start`, or with `nested` those in its braces."""
    if nested:
        opening = source.code.find(b"{", start, end)
        closing = source.code.rfind(b"}", start, end)
        for low, high in list_items(source.code, opening, closing) if 0 <= opening < closing else ():
            yield from _names(source, low, high, nested=False)
        return
    value = _NAME.match(source.code, start, end)
    position = position_of(source.path, source.data, value.start(1)) if value else None
    if value is not None and position is not None:
        yield position, value.start(1), value[1].decode()


def _closing(code: bytes, opening: int) -> int:
    depth = 0
    for match in _BRACE.finditer(code, opening):
        depth += 1 if match[0] == b"{" else -1
        if depth == 0:
            return match.start()
    return -1


def enclosing_brace(code: bytes, offset: int) -> int:
    """Returns the innermost `{` around `offset`, -1 where another bracket is nearer."""
    depth, end = 0, offset
    while end > max(0, offset - 20000):
        start = max(0, offset - 20000, end - _STEP)
        for match in reversed(list(_BRACKET.finditer(code, start, end))):
            depth += 1 if match[0] in b")}]" else -1
            if depth < 0:
                return match.start() if match[0] == b"{" else -1
        end = start
    return -1


def _tag(code: bytes, opening: int) -> str:
    """Returns the tag of the struct whose values stand behind the `{` at `opening`, "" for none."""
    start = max(0, opening - _FURTHEST)
    direct = _INITIALISED.search(code, start, opening) or LITERAL.search(code, start, opening)
    if direct is not None:
        return "" if direct[2] else direct[1].decode()
    outer = enclosing_brace(code, opening)
    begin = max(code.rfind(b",", outer, opening), outer) + 1
    if outer < 0 or not _OF_ARRAY.match(code, begin, opening):
        return ""
    array = _INITIALISED.search(code, max(0, outer - _FURTHEST), outer)
    return array[1].decode() if array is not None and array[2] else ""


def _counted(source: Source, tag: str, opening: int, offset: int) -> Position | None:
    if source.conditionals.touching(opening, offset):
        return None
    after, steps = "", 0
    for start, end in list_items(source.code, opening, offset + 1):
        designator = _DESIGNATOR.match(source.code, start, end)
        if end > offset:
            return None if designator else Position(tag, after, steps)
        if designator is None:
            steps += 1
        elif designator[1] is None:
            return None
        else:
            after, steps = designator[1].decode(), 1
    return None
