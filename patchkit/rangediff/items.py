"""Lines of C at file scope, cut into what may stand in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence

Item = tuple[bytes, ...]

_LABEL = re.compile(rb"\w+[ \t]*:(?!:)")
_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL)
_FREE = re.compile(rb"#[ \t]*(?:include|define)\b")
_ENDS = (b"}", b";", b")")
_PAIRS = ((b"{", b"}"), (b"(", b")"))


def file_scope_items(lines: Sequence[bytes]) -> tuple[Item, ...] | None:
    """Returns the items that the lines are, without blank lines; None when they are not whole ones.

    Items are definitions, declarations, includes and macros; a comment belongs to what follows it.
    Conditionals are none: what stands between them does not stand in any order. Only the beginnings and
    ends of lines are looked at.
    """
    texts = [line.rstrip() for line in lines if line.strip()]
    if not texts:
        return None
    items: list[Item] = []
    item: list[bytes] = []
    for line, following in zip(texts, (*texts[1:], b""), strict=True):
        if not item and not _may_start(line):
            return None
        if line.startswith(b"#") and not _FREE.match(line):
            return None
        item.append(line)
        if _ends(item, following):
            items.append(tuple(item))
            item = []
    return tuple(items) if items and not item else None


def _may_start(line: bytes) -> bool:
    return not (line[:1].isspace() or line.startswith((b"{", b"}")) or _LABEL.match(line))


def _ends(item: Sequence[bytes], following: bytes) -> bool:
    """Tells whether the item is complete with its last line."""
    code = _COMMENT.sub(b"", b"\n".join(item)).strip()
    if not code:
        return False
    if code.startswith(b"#"):
        return not code.endswith(b"\\")
    closed = all(code.count(left) == code.count(right) for left, right in _PAIRS)
    return closed and code.endswith(_ENDS) and not following.startswith(b"{")
