"""Which hunks make no sense without one that was left out: half a conversion is worse than none.

A hunk that brings a name into a function is for those that use it there: a variable is declared and
assigned by two hunks and used by a third. When that one is left out, they are as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patchkit.model.diff import Hunk
from patchkit.model.facts import Outline
from patchkit.model.port import Cause, Conflict, Grade, HunkPort
from patchkit.porting.methods.lines import FileLines

_WORD = re.compile(rb"[A-Za-z_]\w*")


def dependent(
    hunks: Sequence[Hunk], ports: Sequence[HunkPort], file: FileLines, outline: Outline
) -> dict[int, Conflict]:
    """Returns the hunks of one file patch that must fall with those that were left out of it.

    `ports` say what became of each of `hunks` in `file`, whose functions are `outline`'s.
    """
    fallen: dict[int, Conflict] = {}
    for port in ports:
        if port.grade is Grade.CONFLICT or not port.function or not _adds_only(hunks[port.index]):
            continue
        for other in ports:
            if other.grade is not Grade.CONFLICT or other.function != port.function:
                continue
            brought = _added(hunks[port.index]) & _added(hunks[other.index])
            names = brought - _words_of(port.function, file, outline)
            if names:
                fallen[port.index] = _conflict(port, other, names)
                break
    return fallen


def _conflict(port: HunkPort, other: HunkPort, names: set[bytes]) -> Conflict:
    shown = ", ".join(sorted(name.decode("utf-8", "replace") for name in names))
    detail = f"it brings {shown} for hunk {other.index + 1} of the same function, which is left out"
    return Conflict(Cause.DEPENDS_ON_CONFLICT, detail, port.line)


def _adds_only(hunk: Hunk) -> bool:
    return all(line.op != "-" for line in hunk.lines)


def _added(hunk: Hunk) -> set[bytes]:
    return {word for line in hunk.lines if line.op == "+" for word in _WORD.findall(line.text)}


def _words_of(function: str, file: FileLines, outline: Outline) -> set[bytes]:
    spans = [span for span in outline.functions if span.name == function]
    lines = [line for span in spans for line in file.lines[span.first - 1 : span.last]]
    return set(_WORD.findall(b"".join(lines)))
