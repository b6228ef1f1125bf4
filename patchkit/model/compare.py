"""Two series beside each other: which patch became which, and what differs, as frozen data.

`old` and `new` are two versions of a posting, or an original and its port. Positions take no part: a
patch is what it says, what it removes and adds, and what stands around that.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.changes import ApiChange
from patchkit.model.findings import Incident
from patchkit.model.series import Trailer


class Difference(StrEnum):
    """In what two versions of a patch differ, from the least to the most.

    Up to MOVED the patch does the same and says the same.
    """

    PEOPLE = "trailers"  # who signed, reviewed, tested, is to be copied; links
    CONTEXT = "context"  # lines around the change, headings, how it is cut into hunks
    LAYOUT = "re-wrapped"  # the same words or C tokens, the lines break elsewhere
    MOVED = "moved"  # whole hunks, functions or declarations at another place of the file
    MESSAGE = "message"
    AUTHOR = "author"
    COMMENTS = "comments"  # of the code, comments only
    PLACE = "place"  # the same lines, but not in the same function, file or order
    CODE = "code"


_HARMLESS = (Difference.PEOPLE, Difference.CONTEXT, Difference.LAYOUT, Difference.MOVED)


class Mark(StrEnum):
    """What stands between the two sides of a pair: git's marks, and one more."""

    SAME = "="
    ALIKE = "~"  # git has "!" here: something differs, but neither what the patch does nor what it says
    CHANGED = "!"
    DROPPED = "<"
    ADDED = ">"


class Basis(StrEnum):
    """What two patches were paired for."""

    DIFF = "diff"  # the same diff, positions apart
    LIKENESS = "likeness"  # the cheapest assignment, as git range-diff makes it
    SUBJECT = "subject"  # only the subject is the same; git would call them two patches


class PatchRef(Struct, frozen=True):
    """One patch of one of the series.

    `patch_id` is that of `git patch-id --stable`, "" where there is no diff that git can read.
    """

    number: int
    subject: str
    patch_id: str
    message_id: str
    where: str


class Row(Struct, frozen=True):
    """One line of the diff of two patches.

    `outer` is " " for a line of both, "-" of the old and "+" of the new patch. `inner` is what the line
    is in its patch: " ", "-" or "+" in a hunk, "@" a hunk's start, "#" a section's start, "" text.
    """

    outer: str
    inner: str
    text: bytes


class InnerHunk(Struct, frozen=True):
    """A place where two versions of a patch differ: rows with three equal ones around.

    `section` is "Metadata", "Commit message" or a file's path; `heading` is the enclosing function as
    git shows it, with the path. `differences` says what it comes to.
    """

    section: str
    heading: str
    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]


class ApiDifference(Struct, frozen=True):
    """A name that the two patches change differently, read from the hunks' text.

    `old` or `new` is None when that patch leaves the name alone. `detail` is one sentence.
    """

    name: str
    old: ApiChange | None
    new: ApiChange | None
    detail: str


class Advice(StrEnum):
    """What the author should do about a review trailer of the new version."""

    KEEP = "keep"
    DROP = "drop"
    RESTORE = "restore"  # the old version had it, the new one lacks it, and nothing speaks against it
    DROPPED = "dropped"  # the new version lacks it, rightly


class TrailerAdvice(Struct, frozen=True):
    """A Reviewed-by, Acked-by or Tested-by of either version, and what should become of it."""

    trailer: Trailer
    advice: Advice
    reason: str


class Pair(Struct, frozen=True):
    """A patch of the old series, one of the new, or both when the one became the other.

    `differences` are in the order of the enumeration; `notes` say, a sentence each, what they come to.
    `hunks` are the places that differ, all of them; `api` and `trailers` as their classes say.
    """

    old: PatchRef | None
    new: PatchRef | None
    basis: Basis | None = None
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    hunks: tuple[InnerHunk, ...] = ()
    api: tuple[ApiDifference, ...] = ()
    trailers: tuple[TrailerAdvice, ...] = ()

    @property
    def mark(self) -> Mark:
        """What the pair comes to."""
        if self.new is None:
            return Mark.DROPPED
        if self.old is None:
            return Mark.ADDED
        if not self.differences:
            return Mark.SAME
        return Mark.ALIKE if harmless(self.differences) else Mark.CHANGED


def harmless(differences: tuple[Difference, ...]) -> bool:
    """Tells whether the patch does and says the same for all of these differences."""
    return all(one in _HARMLESS for one in differences)


class SeriesRef(Struct, frozen=True):
    """One of the two series."""

    location: str
    title: str
    version: int
    patches: int
    expected: int


class Comparison(Struct, frozen=True):
    """The result: pairs in the order of the new series, dropped patches after those they followed.

    `api` holds the names on which the series differ as a whole: what all patches of the one and of the
    other come to.
    """

    old: SeriesRef
    new: SeriesRef
    pairs: tuple[Pair, ...]
    api: tuple[ApiDifference, ...]
    creation_factor: int
    incidents: tuple[Incident, ...] = ()

    @property
    def same(self) -> bool:
        """True when every patch became one that does and says the same."""
        return all(pair.mark in (Mark.SAME, Mark.ALIKE) for pair in self.pairs)
