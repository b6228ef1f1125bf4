"""Where hunks go: a placement is a value, never a log line, and keeps its rivals.

Outcomes are git's and patch's words. Lines are 1-based lines of the file as it was before the
patch was placed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a hunk (or of a file patch without hunks)."""

    EXACT = "exact"
    OFFSET = "offset"
    FUZZ = "fuzz"
    ALREADY = "already"
    REJECTED = "rejected"
    NOT_ANALYSED = "not-analysed"  # a binary patch

    @property
    def applied(self) -> bool:
        """True when the hunk's change is made by placing it."""
        return self in (Outcome.EXACT, Outcome.OFFSET, Outcome.FUZZ)


class Reason(StrEnum):
    """Why a hunk was rejected."""

    FILE_MISSING = "file-missing"
    FILE_EXISTS = "file-exists"
    CONTEXT_DIFFERS = "context-differs"
    REMOVED_LINES_GONE = "removed-lines-gone"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a hunk could go: 1-based line, fuzz needed, enclosing function ("" = none)."""

    line: int
    fuzz: int
    function: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of one hunk.

    `index` is the hunk's 0-based place in its file patch. `line` is where its preimage (for
    ALREADY: its postimage) starts, None when nowhere; with fuzz it counts the lines left out.
    `offset` is the distance in lines from where the `@@` line says, as git and patch print it.
    `written_for` is the function its first changed line was written in: the one its `@@` heading
    names, unless its own leading lines close that one or open another. `landed_in` is the function
    that holds the place; both are "" at file scope. `detail` is one sentence for people.
    `doubt` says why a hunk that was placed must not be trusted, "" when nothing speaks against it.
    """

    index: int
    outcome: Outcome
    line: int | None = None
    offset: int = 0
    fuzz: int = 0
    reason: Reason | None = None
    detail: str = ""
    written_for: str = ""
    landed_in: str = ""
    rivals: tuple[Candidate, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FilePlacement:
    """What became of one file patch.

    `outcome` is the worst of its hunks, or what became of the file itself for a patch without
    hunks (mode change, pure rename, empty new file, binary).
    """

    path: str
    outcome: Outcome
    hunks: tuple[Placement, ...] = ()
    reason: Reason | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PatchPlacement:
    """What became of one patch on the tree that the patches before it left."""

    number: int
    files: tuple[FilePlacement, ...]

    @property
    def clean(self) -> bool:
        """True when no hunk and no file was rejected."""
        return all(file.outcome is not Outcome.REJECTED for file in self.files)
