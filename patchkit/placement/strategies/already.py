"""Where a hunk's change is in the file already: its postimage stands, with all its context.

Looked for before any fuzz is allowed, because a loose match of a hunk that is in already applies it
a second time. Lines that stand by chance are no proof: a postimage must hold a line worth finding
among those it adds; one that adds none (a pure deletion) counts only when it stands at one single
place and what it removes is gone from the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from patchkit.model.diff import Hunk
from patchkit.placement.image import Image, Pattern, Place, file_line

_WORD = re.compile(rb"\w")
# Fewer telling lines than this can stand anywhere, so they count at the expected line only.
_TELLING_LINES = 3
_LONG_WORD = re.compile(rb"[A-Za-z_]\w{3,}")
_TELLING_WORDS = 3


def places(image: Image, hunk: Hunk) -> Iterator[Place]:
    """Yields every free place, in file order, where the hunk's change stands already."""
    pattern = Pattern.after(hunk)
    found = list(image.standing(pattern))
    adds_words = any(line.op == "+" and _WORD.search(line.text) for line in hunk.lines)
    if not adds_words and (len(found) != 1 or not _removed_lines_are_gone(image, hunk)):
        return
    if sum(bool(_WORD.search(line)) for line in pattern.lines) < _TELLING_LINES:
        expected = Pattern.before(hunk).start + image.carry
        found = [place for place in found if place.start == expected]
    yield from found


def adds_much(hunk: Hunk) -> bool:
    """Tells whether what the hunk adds is telling by itself, and not only with its context."""
    words = {word for line in hunk.lines if line.op == "+" for word in _LONG_WORD.findall(line.text)}
    return len(words) >= _TELLING_WORDS


def _removed_lines_are_gone(image: Image, hunk: Hunk) -> bool:
    """Tells whether no block of removed lines stands in the file any more."""
    blocks = [list(lines) for op, lines in groupby(hunk.lines, key=lambda line: line.op) if op == "-"]
    return bool(blocks) and not any(
        any(image.runs([file_line(line) for line in block])) for block in blocks
    )
