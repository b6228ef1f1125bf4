"""What the classifiers read at a word in the code: the lexer once for each choice of `#if`."""

from __future__ import annotations

from patchkit.cfacts.guards import hide
from patchkit.cfacts.islands import Island
from patchkit.cfacts.reading import Reading, View
from patchkit.cfacts.scan import scan
from patchkit.cfacts.source import Source
from patchkit.cfacts.syntax import parse_word
from patchkit.cfacts.text import next_offset


def views_at(source: Source, island: Island, offset: int, length: int) -> tuple[View, ...]:
    """Returns what the lexer reads at the word at `offset` of an island, the first branches first.

    Views that read the word as another kind are left out.
    """
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


def parsed_at(source: Source, island: Island, offset: int, length: int) -> Reading | None:
    """Returns tree-sitter's reading of the word at `offset` of an island, None without an answer."""
    text = source.data[island.start : island.end]
    if text.endswith(b"{"):
        text += b"}"  # the body was left out
    return parse_word(text, offset - island.start, length)


def _scanned(code: bytes, island: Island, offset: int, length: int) -> Reading:
    start = island.start
    text = code[start : island.end]
    body = island.body - start if island.body >= start else -1
    return scan(text, offset - start, length, body, island.function).moved(start)
