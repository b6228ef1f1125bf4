"""What a run of a script gave: remarks, and why there are not more."""

from __future__ import annotations

from dataclasses import dataclass

from patchkit.model.findings import Incident
from patchkit.model.review import Remark


@dataclass(frozen=True, slots=True)
class Outcome:
    """Remarks of one script, and incidents where it could not do its work."""

    remarks: tuple[Remark, ...] = ()
    incidents: tuple[Incident, ...] = ()
