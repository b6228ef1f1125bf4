"""What is said about one word hit: by one classifier, in one view of the file, by both together."""

from __future__ import annotations

from msgspec import Struct

from patchkit.cfacts.guards import Branch
from patchkit.model.facts import ReferenceForm, SiteKind


class Reading(Struct, frozen=True):
    """A kind, and what belongs to it; what one classifier says.

    `form` is set for references. `head` is the byte offset where the statement begins that the
    name stands in. `opening` and `closing` are the parentheses of its argument or parameter list,
    -1 without one. `count` is the number of arguments or parameters if they were counted.
    `declared` is True where a variable is declared and not only used. `doubt` says why the
    classifier itself is unsure ("" when it is not).
    """

    kind: SiteKind
    form: ReferenceForm | None = None
    head: int = -1
    opening: int = -1
    closing: int = -1
    count: int | None = None
    declared: bool = False
    doubt: str = ""

    def moved(self, distance: int) -> Reading:
        """Returns the reading with its offsets `distance` bytes further on."""
        head, opening, closing = (
            place + distance if place >= 0 else place
            for place in (self.head, self.opening, self.closing)
        )
        return Reading(
            self.kind, self.form, head, opening, closing, self.count, self.declared, self.doubt
        )


class View(Struct, frozen=True):
    """What the lexer reads when the branches in `hidden` are not there; `code` is that text."""

    code: bytes
    hidden: tuple[Branch, ...]
    reading: Reading


class Hit(Struct, frozen=True):
    """One whole-word occurrence, what it is believed to be, and why that may be wrong.

    `views` are the lexer's readings of a word in the code, the first one with the first branches.
    """

    offset: int
    name: bytes
    reading: Reading
    doubt: str = ""
    views: tuple[View, ...] = ()
