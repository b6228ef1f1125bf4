"""Parameter and argument lists as a file lays them out, and the same lists with other items.

Items that stay keep the text and the line they have. What is new follows the list's own way to go on, or
the file's, and stays within 80 columns where that is possible (Documentation/process/coding-style.rst,
section 2). A list that a preprocessor line splits is not touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts.source import Source
from patchkit.cfacts.text import list_items, match_parenthesis, next_offset

LIMIT = 80
_TAB = 8
_GOES_ON = re.compile(rb"^([^\n]*\([^()\n]*),[ \t]*\n([ \t]+)\S", re.MULTILINE)


class Item(Struct, frozen=True):
    """One item as written: its text, and the white space in front of it."""

    text: bytes
    lead: bytes = b""

    @property
    def begins_line(self) -> bool:
        """True when it stands first in its line."""
        return b"\n" in self.lead


class Written(Struct, frozen=True):
    """A list in a file: the byte offsets of its parentheses, its items, the space before the `)`.

    A lone `void` is no item.
    """

    opening: int
    closing: int
    items: tuple[Item, ...]
    trail: bytes = b""


def read_list(source: Source, behind: int) -> Written | None:
    """Returns the list whose `(` follows the byte offset `behind`, None where it cannot be rewritten."""
    opening = next_offset(source.code, behind)
    if opening < 0 or source.code[opening] != 0x28:
        return None
    closing = match_parenthesis(source.code, opening)
    if closing < 0:
        return None
    line = source.lexed.directive_after(opening)
    if line is not None and line.start < closing:
        return None
    return written(source.data, list_items(source.code, opening, closing), opening, closing)


def written(
    data: bytes, extents: Sequence[tuple[int, int]], opening: int, closing: int
) -> Written | None:
    """Returns the list with items at the byte extents given; None with a `//` comment in it."""
    texts = [data[start:end] for start, end in extents]
    if any(b"//" in text for text in texts):
        return None
    items = tuple(Item(text.strip(), text[: len(text) - len(text.lstrip())]) for text in texts)
    if [item.text for item in items] in ([b"void"], [b""]):
        items = ()
    last = texts[-1] if texts else b""
    return Written(opening, closing, items, last[len(last.rstrip()) :] if items else b"")


def rewritten(source: Source, old: Written, wanted: Sequence[int | bytes], empty: bytes = b"") -> bytes:
    """Returns the list's text, parentheses included, with `wanted` for its items.

    A number is the 0-based place of an item that stays, a text is a new one; `empty` is what stands in
    a list without items.
    """
    if not wanted:
        return b"(" + empty + b")"
    begin = source.data.rfind(b"\n", 0, old.opening) + 1
    end = source.data.find(b"\n", old.closing)
    before = source.data[begin : old.opening + 1]
    behind = source.data[old.closing : end if end >= 0 else len(source.data)]
    items = _wrapped(before, _items(old, wanted), old.trail + behind, _indent(source, old))
    return b"(" + b",".join(item.lead + item.text for item, _ in items) + old.trail + b")"


def _items(old: Written, wanted: Sequence[int | bytes]) -> list[tuple[Item, bool]]:
    """Returns the new items, each with whether its line has grown."""
    kept = [one for one in wanted if isinstance(one, int)]
    leads = _leads(old, frozenset(kept))
    ordered = kept == sorted(kept)
    found: list[tuple[Item, bool]] = []
    grown = False
    for one in wanted:
        first, at = not found, len(found)
        if isinstance(one, int):
            lead = leads[one] if ordered else old.items[at].lead if at < len(old.items) else b" "
            lead = b" " if not first and (not lead or (ordered and one == 0)) else lead
            text = old.items[one].text
        else:
            lead, text = b" ", one
        if first:
            lead = old.items[0].lead if old.items else b""
        grown = not isinstance(one, int) or not ordered or (grown and b"\n" not in lead)
        found.append((Item(text, lead), grown))
    return found


def _leads(old: Written, kept: frozenset[int]) -> list[bytes]:
    """Returns what stands in front of each item; a line's start passes to the next item that stays."""
    leads = [item.lead for item in old.items]
    waiting = b""
    for index, item in enumerate(old.items):
        if index not in kept:
            waiting = item.lead if index and item.begins_line else waiting
        elif waiting:
            leads[index] = item.lead if item.begins_line else waiting
            waiting = b""
    return leads


def _wrapped(
    before: bytes, items: list[tuple[Item, bool]], behind: bytes, indent: bytes
) -> list[tuple[Item, bool]]:
    """Begins a new line in front of an item that would not fit, in lines that have grown."""
    column = width(before)
    behind_width = width(behind.split(b"\n", 1)[0])
    spilled = False
    for index, (item, grown) in enumerate(items):
        lead, end = item.lead, behind_width if index == len(items) - 1 else 1
        spilled = spilled and not item.begins_line
        needed = column + width(lead) + width(item.text.split(b"\n", 1)[0])
        whole = b"\n" not in item.text
        if index and not item.begins_line and (grown or spilled) and needed + end * whole > LIMIT:
            lead, spilled = b"\n" + indent, True
            items[index] = replace(item, lead=lead), grown
        text = (lead + item.text).rpartition(b"\n")
        column = width(text[2]) if text[1] else column + width(lead + item.text)
        column += 1
    return items


def _indent(source: Source, old: Written) -> bytes:
    """Returns the white space that a line which goes on with the list begins with."""
    for item in old.items:
        if item.begins_line:
            return item.lead.rpartition(b"\n")[2]
    begin = source.data.rfind(b"\n", 0, old.opening) + 1
    line = source.data[begin : old.opening + 1]
    tabs = _habit(source.code)
    if tabs is None or not tabs:
        aligned = width(line)
        return b"\t" * (aligned // _TAB) + b" " * (aligned % _TAB)
    own = line[: len(line) - len(line.lstrip())]
    return own + b"\t" * tabs


def _habit(code: bytes) -> int | None:
    """Returns by how many tabs the file indents lines that go on, None when it aligns them."""
    habits: Counter[int | None] = Counter()
    for match in _GOES_ON.finditer(code):
        head = match[1]
        depth = width(match[2])
        opening = head.rfind(b"(")
        if depth == width(head[: opening + 1]):
            habits[None] += 1
        else:
            own = width(head[: len(head) - len(head.lstrip())])
            habits[max(1, round((depth - own) / _TAB))] += 1
    aligned = habits[None]
    others = habits.total() - aligned
    if others <= aligned:
        return None
    del habits[None]
    return habits.most_common(1)[0][0]


def width(text: bytes) -> int:
    """Returns how many columns a text without newlines takes, from column 0."""
    return len(text.expandtabs(_TAB))
