"""What a run of a script gave: remarks, and why there are not more."""

from __future__ import annotations

from msgspec import Struct

from patchkit.model.findings import Incident
from patchkit.model.review import Remark


class Outcome(Struct, frozen=True):
    """Remarks of one script, and incidents where it could not do its work."""

    remarks: tuple[Remark, ...] = ()
    incidents: tuple[Incident, ...] = ()
