"""A search for the origins of names: what is asked, what was found, and how much time is left."""

from __future__ import annotations

import re
from time import monotonic
from typing import NamedTuple

from patchkit.model.findings import Incident

_SECONDS = 60.0  # how long the search of one history may take
_MOST = 3  # changes told of one name


class Wanted(NamedTuple):
    """A name whose origin is asked for ("f", "pgmap->kill"), and the file in which it was expected."""

    name: str
    path: str

    @property
    def text(self) -> bytes:
        """The name as the bytes of a file."""
        return self.name.encode("utf-8", "surrogateescape")


class Search:
    """The changes that bring each name, and what could not be searched."""

    def __init__(self, location: str, seconds: float = _SECONDS) -> None:
        """Starts the clock; `location` is what the user calls the history."""
        self.location = location
        self._changes: dict[Wanted, list[str]] = {}
        self.incidents: list[Incident] = []
        self._seconds = seconds
        self._deadline = monotonic() + seconds

    @property
    def seconds(self) -> float:
        """The time left, 0.0 when there is none."""
        return max(self._deadline - monotonic(), 0.0)

    def add(self, one: Wanted, change: str) -> None:
        """Notes a change, in words for people; those found later are older."""
        self._changes.setdefault(one, []).append(change)

    def origins(self, one: Wanted) -> tuple[str, ...]:
        """Returns the first changes that brought the name, oldest first; later ones are mere users."""
        return tuple(self._changes.get(one, ())[: -_MOST - 1 : -1])

    def cut(self) -> None:
        """Says that time ran out."""
        self.tell("history-cut", f"the search was cut short after {self._seconds:.0f} s")

    def tell(self, kind: str, message: str) -> None:
        """Notes an incident, a harmless one: what a history says is no part of the judgement."""
        self.incidents.append(Incident(kind, message, self.location, harmless=True))


def whole(name: bytes) -> re.Pattern[bytes]:
    """Returns the pattern of `name` as a whole word, or of a member expression ("a->b")."""
    return re.compile(rb"(?<!\w)" + re.escape(name) + rb"(?!\w)")
