"""What the lexer reads at a word, once for each choice of `#if` branches around its declaration."""

from __future__ import annotations

from patchkit.cfacts.guards import hide
from patchkit.cfacts.reading import View
from patchkit.cfacts.scan import scan
from patchkit.cfacts.source import Source
from patchkit.cfacts.text import next_offset


def scanned_views(source: Source, offset: int, length: int) -> tuple[View, ...]:
    """Returns the readings of the word at `offset`: one, or several where `#if` splits its text.

    The first view has the first branches. Views that read the word as another kind are left out.
    """
    plain = View(source.code, (), scan(source, offset, length))
    start = next_offset(source.code, plain.reading.head)
    end = max(plain.reading.closing, offset + length)
    end = max(next_offset(source.code, end + 1), end) + 1
    if start < 0 or not source.conditionals.touching(start, end):
        return (plain,)
    views: list[View] = []
    for hidden in source.conditionals.choices(offset, start, end):
        code = hide(source.code, hidden)
        reading = scan(source, offset, length, code)
        if not views or reading.kind is views[0].reading.kind:
            views.append(View(code, hidden, reading))
    return tuple(views)
