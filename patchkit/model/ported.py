"""What became of a whole series on another tree, and what was written of it: frozen values only."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.findings import Finding, Incident
from patchkit.model.port import PatchPort
from patchkit.model.series import Series
from patchkit.model.tree import TreeIdentity


class Fate(StrEnum):
    """What became of a patch as a whole."""

    PORTED = "ported"
    PARTLY = "partly-ported"  # some of it is left out as a conflict
    NOT_PORTED = "not-ported"  # none of it could go in
    ALREADY = "already-there"  # nothing is left to do


def fate_of(port: PatchPort) -> Fate:
    """Returns what became of a patch; one whose diff could not be read is not ported."""
    open_ends = bool(port.conflicts or port.patch.malformed)
    if port.empty:
        return Fate.NOT_PORTED if open_ends else Fate.ALREADY
    return Fate.PARTLY if open_ends else Fate.PORTED


class WrittenPatch(Struct, frozen=True):
    """What was written of one patch: names of files in `Output.location`, "" for none.

    `number` is its number in the original series, `commit` its id on the new branch.
    """

    number: int
    fate: Fate
    mail: str = ""
    rejects: str = ""
    commit: str = ""


class Output(Struct, frozen=True):
    """What was written and where.

    `form` is "mails", "mbox" or "quilt", "" when no mails were asked for; `location` is as the user
    gave it. `cover` is the cover letter's file name. `branch` is the new branch and `tip` its commit.
    `proved` tells that `git am` made the port's own trees of the mails.
    """

    form: str = ""
    location: str = ""
    cover: str = ""
    branch: str = ""
    tip: str = ""
    patches: tuple[WrittenPatch, ...] = ()
    proved: bool = False


class PortResult(Struct, frozen=True):
    """A series, the tree it was ported onto, what became of each patch, and what was written.

    `remains` are the findings of a check of the port: what is left to do, or was the series' own fault.
    """

    series: Series
    target: TreeIdentity
    ports: tuple[PatchPort, ...]
    output: Output
    remains: tuple[Finding, ...] = ()
    incidents: tuple[Incident, ...] = ()
