"""Remembers what a tree could not read, each place once, however often it is asked for."""

from __future__ import annotations

from patchkit.errors import MissingObjectError
from patchkit.model.findings import Incident


class IncidentLog:
    """The incidents of one tree in the order they happened."""

    __slots__ = ("_followed", "_incidents")

    def __init__(self) -> None:
        self._incidents: dict[tuple[str, str], Incident] = {}
        self._followed: IncidentLog | None = None

    def add(self, kind: str, message: str, where: str) -> Incident:
        """Records an incident unless one of that kind is known for that place; returns the known one."""
        return self._incidents.setdefault((kind, where), Incident(kind, message, where))

    def missing(self, kind: str, message: str, where: str) -> MissingObjectError:
        """Records the incident and returns the error to raise for it."""
        incident = self.add(kind, message, where)
        return MissingObjectError(incident.message, where=where)

    def follow(self, other: IncidentLog) -> None:
        """Takes what is and will be in another log for this one's too: of work that several share."""
        self._followed = other if other is not self else None

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Everything recorded so far."""
        shared = self._followed.incidents if self._followed is not None else ()
        return tuple(dict.fromkeys((*shared, *self._incidents.values())))
