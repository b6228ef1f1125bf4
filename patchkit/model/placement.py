"""Where hunks go: a placement is a value, never a log line, and keeps its rivals.

Outcomes are git's and patch's words. Lines are 1-based lines of the file as it was before the
patch was placed.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Outcome(StrEnum):
    """What became of a hunk (or of a file patch without hunks)."""

    EXACT = "exact"
    OFFSET = "offset"
    THREE_WAY = "three-way"  # git merged the change that the hunk makes to a base into the file
    FUZZ = "fuzz"
    ALREADY = "already"
    REJECTED = "rejected"
    NOT_ANALYSED = "not-analysed"  # a binary patch

    @property
    def applied(self) -> bool:
        """True when the hunk's change is made by placing it."""
        return self in (Outcome.EXACT, Outcome.OFFSET, Outcome.THREE_WAY, Outcome.FUZZ)


class Reason(StrEnum):
    """Why a hunk was rejected."""

    FILE_MISSING = "file-missing"
    FILE_MOVED = "file-moved"  # missing, and another path has what the patch is for
    FILE_EXISTS = "file-exists"
    CONTEXT_DIFFERS = "context-differs"
    REMOVED_LINES_GONE = "removed-lines-gone"
    WRONG_FUNCTION = "wrong-function"  # fits, but not in the function it was written for
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"


class Candidate(Struct, frozen=True):
    """A place where a hunk could go: 1-based line, fuzz needed, enclosing function ("" = none)."""

    line: int
    fuzz: int
    function: str = ""


class Heir(Struct, frozen=True):
    """A function that may do what one that is gone did: where it starts, and likenesses in percent.

    `by_name` compares the names, `by_body` is the share of what the hunks expect to find that stands
    in it.
    """

    function: str
    path: str
    line: int
    by_name: int
    by_body: int


class Placement(Struct, frozen=True):
    """What became of one hunk.

    `index` is the hunk's 0-based place in its file patch. `line` is where its preimage (for
    ALREADY: its postimage) starts, None when nowhere; with fuzz it counts the lines left out.
    `offset` is the distance in lines from where the `@@` line says, as git and patch print it.
    `written_for` is the function its first changed line was written in: the one its `@@` heading
    names, unless its own leading lines close that one or open another. `landed_in` is the function
    that holds the place; both are "" at file scope. `detail` is one sentence for people.
    `rivals` are the other places its text fits at, also in functions it was not written for. `heirs`
    are set for a refused hunk whose function the file lacks: what may have taken its place, the
    likeliest first; nothing is placed there.
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
    heirs: tuple[Heir, ...] = ()


class FilePlacement(Struct, frozen=True):
    """What became of one file patch.

    `outcome` is the worst of its hunks, or what became of the file itself for a patch without
    hunks (mode change, pure rename, empty new file, binary).
    """

    path: str
    outcome: Outcome
    hunks: tuple[Placement, ...] = ()
    reason: Reason | None = None
    detail: str = ""


class PatchPlacement(Struct, frozen=True):
    """What became of one patch on the tree that the patches before it left."""

    number: int
    files: tuple[FilePlacement, ...]

    @property
    def clean(self) -> bool:
        """True when no hunk and no file was rejected."""
        return all(file.outcome is not Outcome.REJECTED for file in self.files)
