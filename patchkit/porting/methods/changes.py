"""The runs of changed lines of a hunk: what has to find its place one by one."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.placement.image import file_line


class Change(Struct, frozen=True):
    """A run of changed lines: behind `first` lines of the preimage, removing those to before `end`."""

    first: int
    end: int
    removed: tuple[bytes, ...]
    added: tuple[bytes, ...]


def changes(hunk: Hunk) -> list[Change]:
    """Returns the runs of changed lines of a hunk, in order."""
    found: list[Change] = []
    at = 0
    for context, group in groupby(hunk.lines, key=lambda line: line.op == " "):
        lines = list(group)
        if context:
            at += len(lines)
            continue
        removed = tuple(file_line(line) for line in lines if line.op == "-")
        added = tuple(file_line(line) for line in lines if line.op == "+")
        found.append(Change(at, at + len(removed), removed, added))
        at += len(removed)
    return found
