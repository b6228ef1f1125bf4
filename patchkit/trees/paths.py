"""All paths of a tree as one text, in which a name is found as quickly as memory is read.

A dictionary of 79,000 paths takes longer to make than all the questions that a run has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Paths:
    """The paths of one tree; answers come in the order in which the paths were given."""

    __slots__ = ("_joined",)

    def __init__(self, paths: Iterable[str]) -> None:
        """Takes the paths; none of them holds a NUL."""
        self._joined = "\0" + "\0".join(paths) + "\0"

    def ending(self, tail: str) -> list[str]:
        """Returns the paths whose last components are those of `tail`."""
        joined = self._joined
        found = []
        for at in self._places(f"{tail}\0"):
            if joined[at - 1] in "\0/":
                found.append(joined[joined.rfind("\0", 0, at) + 1 : at + len(tail)])
        return found

    def inside(self, folder: str) -> list[str]:
        """Returns the names of the files that stand in `folder` itself ("" = the top)."""
        start = f"\0{folder}/" if folder else "\0"
        names = []
        for at in self._places(start):
            begin = at + len(start)
            name = self._joined[begin : self._joined.find("\0", begin)]
            if name and "/" not in name:
                names.append(name)
        return names

    def has_below(self, folder: str) -> bool:
        """Tells whether any file stands below `folder`."""
        return f"\0{folder}/" in self._joined

    def _places(self, text: str) -> Iterator[int]:
        # One NUL ends a path and begins the next, so it may be part of two places.
        at = self._joined.find(text)
        while at >= 0:
            yield at
            at = self._joined.find(text, at + 1)
