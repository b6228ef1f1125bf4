"""Short ways to say hunks, files and claims in the tests of porting."""

from __future__ import annotations

from patchkit.model.diff import Hunk
from patchkit.placement import place_file
from patchkit.porting.claims import Claims, Question
from patchkit.porting.methods.edits import applied
from patchkit.porting.methods.lines import FileLines
from tests.placement.makers import edit_of, file_patch, outline_of


def lines_of(text: str) -> list[bytes]:
    return [line.encode() + b"\n" for line in text.split()]


def words(text: str) -> bytes:
    """A file with one word a line."""
    return b"".join(lines_of(text))


def hunks_of(before: bytes, after: bytes, heading: str = "") -> tuple[Hunk, ...]:
    return file_patch(edit_of("f.c", before, after, heading)).hunks


def hunk_of(before: bytes, after: bytes, heading: str = "") -> Hunk:
    (only,) = hunks_of(before, after, heading)
    return only


def question_of(before: bytes, after: bytes, target: bytes, heading: str = "") -> Question:
    """The question what the change from `before` to `after` is in `target`, with no base."""
    patch = file_patch(edit_of("f.c", before, after, heading))
    outline = outline_of("f.c", target)
    placement, _ = place_file(target, patch, outline)
    return Question(patch, target, outline, placement)


def aligned(before: bytes, after: bytes, target: bytes) -> bytes | None:
    """What alignment alone makes of a change; None when it refuses a hunk of it."""
    rows = Claims(question_of(before, after, target)).all()
    edits = [row[-1].edits for row in rows]
    if any(one is None for one in edits):
        return None
    return applied([edit for one in edits if one for edit in one], FileLines(target).lines)
