"""The review of a series before it is sent: remarks, the trees it was checked on, one verdict.

These types are the JSON format of `patchkit review`, docs/review.schema.json its JSON Schema. Adding a
key does not change `SCHEMA_VERSION`; renaming, removing or changing the meaning of one does.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.base import Prerequisite
from patchkit.model.findings import Confidence, Incident, Severity
from patchkit.model.report import Report, SeriesSummary

SCHEMA_VERSION = 1


class Origin(StrEnum):
    """Who made a remark."""

    SUBMIT = "submit"  # patchkit, of the mails
    CHECK = "check"  # patchkit, of the code on a tree
    CHECKPATCH = "checkpatch"  # the tree's scripts/checkpatch.pl
    MAINTAINERS = "maintainers"  # the tree's scripts/get_maintainer.pl


class Remark(Struct, frozen=True):
    """One thing a maintainer would find.

    `patch` is the number of the patch it is about, 0 the cover letter, None the series as a whole.
    `where` is the mail, or "path:line" in a tree; `quote` the line that is meant ("" for none), `hint`
    what the author can do. `trees` are the locations of the trees that show it, none when no tree
    takes part.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    patch: int | None = None
    where: str = ""
    quote: str = ""
    hint: str = ""
    origin: Origin = Origin.SUBMIT
    trees: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Tells whether the series should not be sent before this is looked at."""
        return self.severity is not Severity.NOTE and self.confidence is not Confidence.LOW


class Role(StrEnum):
    """Why a tree was checked."""

    BASE = "base"  # the commit the series was made on, as it says or as its blobs show
    GIVEN = "given"  # what the user named, where the series says nothing
    TARGET = "target"  # one it will meet


class TreeReview(Struct, frozen=True):
    """One tree and the whole report of `check` on it; `why` says how the tree was chosen."""

    role: Role
    why: str
    report: Report


class Readiness(StrEnum):
    """The verdict."""

    READY = "ready"
    NOT_YET = "not-yet"
    INCOMPLETE = "incomplete"


class Review(Struct, frozen=True):
    """The whole review. `reasons` are one sentence for each kind of remark that blocks.

    `prerequisites` are what the mails say must go in first, and where that is.
    """

    series: SeriesSummary
    verdict: Readiness
    sentence: str
    reasons: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    trees: tuple[TreeReview, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    incidents: tuple[Incident, ...] = ()
    schema_version: int = SCHEMA_VERSION
    patchkit_version: str = ""
