"""What both classifiers read at a word in the code, and the lexer once for each choice of `#if`."""

from __future__ import annotations

from patchkit.cfacts.guards import hide
from patchkit.cfacts.islands import Island, island_at
from patchkit.cfacts.reading import Reading, View
from patchkit.cfacts.scan import scan
from patchkit.cfacts.source import Source
from patchkit.cfacts.syntax import parse_word
from patchkit.cfacts.text import next_offset


def read_word(source: Source, offset: int, length: int) -> tuple[Reading | None, tuple[View, ...]]:
    """Returns tree-sitter's reading of the word at `offset`, and the lexer's views of it.

    The first view has the first branches. Views that read the word as another kind are left out.
    """
    island = island_at(source, offset)
    text = source.data[island.start : island.end]
    if text.endswith(b"{"):
        text += b"}"  # the body was left out
    return parse_word(text, offset - island.start, length), _views(source, island, offset, length)


def _views(source: Source, island: Island, offset: int, length: int) -> tuple[View, ...]:
    plain = View(source.code, (), _scanned(source.code, island, offset, length))
    start = next_offset(source.code, plain.reading.head)
    end = max(plain.reading.closing, offset + length)
    end = max(next_offset(source.code, end + 1), end) + 1
    if start < 0 or not source.conditionals.touching(start, end):
        return (plain,)
    views: list[View] = []
    for hidden in source.conditionals.choices(offset, start, end):
        code = hide(source.code, hidden)
        reading = _scanned(code, island, offset, length)
        if not views or reading.kind is views[0].reading.kind:
            views.append(View(code, hidden, reading))
    return tuple(views)


def _scanned(code: bytes, island: Island, offset: int, length: int) -> Reading:
    start = island.start
    text = code[start : island.end]
    body = island.body - start if island.body >= start else -1
    return scan(text, offset - start, length, body, island.function).moved(start)
