"""What each method says of the hunks of one file: claims, not yet a decision.

A claim is a set of edits or a cause. Claims of different methods on one hunk can be compared, for edits
are normalised.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from patchkit.model.diff import FilePatch, Hunk
from patchkit.model.facts import Outline
from patchkit.model.placement import FilePlacement, Outcome, Placement
from patchkit.model.port import Cause, Method
from patchkit.placement.bases import Base
from patchkit.placement.functions import Home, homes, mended, was_renamed
from patchkit.placement.image import Image
from patchkit.porting.methods.align import Alignment, Expected, alignments
from patchkit.porting.methods.changes import changes
from patchkit.porting.methods.choose import choose
from patchkit.porting.methods.edits import Edit, hunk_edits, normalised
from patchkit.porting.methods.linemap import LineMap
from patchkit.porting.methods.lines import FileLines, split_lines
from patchkit.porting.methods.merged import merged_hunks
from patchkit.porting.methods.resolve import resolve

_PLACED = {Outcome.EXACT: Method.TEXT, Outcome.OFFSET: Method.TEXT, Outcome.FUZZ: Method.FUZZ}


class Claim(Struct, frozen=True):
    """What one method says of one hunk.

    `edits` is None where it says no, for `cause` and `detail`. `quality` is the share of what the hunk
    expects that stands there, 1 at most (where it is reworded, of lines and words in the mean);
    `one_sided` and `reworded` are a resolution's.
    """

    method: Method
    edits: tuple[Edit, ...] | None
    line: int | None = None
    cause: Cause | None = None
    detail: str = ""
    notes: tuple[str, ...] = ()
    quality: float = 1.0
    one_sided: bool = False
    reworded: bool = False

    @property
    def loose(self) -> bool:
        """True when the evidence is not all that the hunk asks for."""
        return self.one_sided or self.reworded


class Question(Struct, frozen=True):
    """One file patch and the target file it is to be ported to.

    `base` is the file it was made on, as far as one was found, and `merged` what git's three-way merge
    with that base made of the target file.
    """

    patch: FilePatch
    data: bytes
    outline: Outline
    placement: FilePlacement
    base: Base | None = None
    merged: bytes | None = None


class Claims:
    """The claims on all hunks of one file patch."""

    def __init__(self, question: Question) -> None:
        self.file = FileLines(question.data)
        self._question = question
        self._hunks = question.patch.hunks
        self._map = LineMap(split_lines(question.base.data), self.file.lines) if question.base else None

    def all(self) -> list[list[Claim]]:
        """Returns the claims on each hunk: by text or fuzz, by merge, by alignment."""
        columns = [self._by_text(), self._by_alignment()]
        if self._question.merged is not None:
            columns.insert(1, self._by_merge())
        return [[self._normal(claim) for claim in row] for row in zip(*columns, strict=True)]

    def _normal(self, claim: Claim) -> Claim:
        if claim.edits is None:
            return claim
        return replace(claim, edits=normalised(claim.edits, self.file.lines))

    def _by_text(self) -> list[Claim]:
        placed = self._question.placement.hunks
        return [_placed(hunk, one) for hunk, one in zip(self._hunks, placed, strict=True)]

    def _by_merge(self) -> list[Claim]:
        base, merged, lines = self._question.base, self._question.merged, self._map
        assert base is not None
        assert merged is not None
        assert lines is not None
        found = merged_hunks(self._hunks, base.starts, lines, self.file, merged)
        detail = f"three-way with base {base.name}"
        return [
            Claim(Method.MERGE, one.edits, one.line + 1, detail=detail)
            if one.edits is not None
            else Claim(Method.MERGE, None, one.line + 1, Cause.CHANGED_BOTH_WAYS, f"{detail} conflicts")
            for one in found
        ]

    def _by_alignment(self) -> list[Claim]:
        guard = _Guard(self._question, self._hunks)
        expected = [
            Expected.of(hunk, line, guard.home(index))
            for index, (hunk, line) in enumerate(zip(self._hunks, self._expected(), strict=True))
        ]
        options = [
            alignments(one, self.file, partial(guard.allows, index))
            for index, one in enumerate(expected)
        ]
        firm = self._map is not None and self._map.firm
        picks = choose(options, [one.at for one in expected], firm=firm)
        return [self._aligned(index, pick, guard) for index, pick in enumerate(picks)]

    def _expected(self) -> list[int]:
        """Returns the 0-based line at which each hunk should start."""
        if self._map is not None and self._map.firm:
            assert self._question.base is not None
            return [self._map.at(start) for start in self._question.base.starts]
        return [max(0, hunk.old_start - (1 if hunk.old_count else 0)) for hunk in self._hunks]

    def _aligned(self, index: int, pick: Alignment | None, guard: _Guard) -> Claim:
        if pick is None:
            cause, detail = guard.why_not(index)
            return Claim(Method.ALIGNED, None, cause=cause, detail=detail, quality=0.0)
        found = resolve(self._hunks[index], pick, self.file)
        return Claim(
            Method.ALIGNED,
            found.edits,
            pick.start + 1,
            found.cause,
            found.detail,
            found.notes,
            (pick.quality + found.kept) / 2 if found.reworded else pick.quality,
            found.one_sided,
            found.reworded,
        )


class _Guard:
    """Keeps hunks out of functions that they were not written for."""

    def __init__(self, question: Question, hunks: Sequence[Hunk]) -> None:
        self._image = Image(question.data)
        self._outline = mended(question.outline, hunks, self._image)
        self._homes: tuple[Home, ...] = homes(hunks, self._outline)
        self._changes = [changes(hunk)[:1] for hunk in hunks]

    def allows(self, index: int, alignment: Alignment) -> bool:
        home = self._homes[index]
        if not home.name or not self._changes[index]:
            return True
        function = self._function(alignment, index)
        return home.owns(function) or was_renamed(home, function, self._image, self._outline)

    def home(self, index: int) -> tuple[int, int] | None:
        """Returns the lines of the function that a hunk was written for: the first, behind the last."""
        span = self._homes[index].span
        return (span.first - 1, span.last) if span is not None else None

    def why_not(self, index: int) -> tuple[Cause, str]:
        """Says why no place was left for the hunk."""
        home = self._homes[index]
        if home.vanished and self._outline.functions:
            return Cause.FUNCTION_MISSING, f"{home.name}() is not in this file"
        where = f" in {home.name}()" if home.name else ""
        return Cause.REMOVED_LINES_GONE, f"nothing{where} is like what it expects"

    def _function(self, alignment: Alignment, index: int) -> str:
        """Returns the function in which the first change of a hunk would stand."""
        change = self._changes[index][0]
        rows = alignment.rows
        row = next((rows[at] for at in range(change.first, len(rows)) if rows[at] is not None), None)
        if row is None:
            row = next((one for one in reversed(rows) if one is not None), None)
        span = self._outline.at(row + 1) if row is not None else None
        if span is None or (not change.removed and row is not None and self._outline.at(row) != span):
            return ""
        return span.name


def _placed(hunk: Hunk, placed: Placement) -> Claim:
    if placed.outcome is Outcome.ALREADY:
        return Claim(Method.ALREADY, (), placed.line, detail=placed.detail or "the change is there")
    method = _PLACED.get(placed.outcome)
    if method is None or placed.line is None:
        return Claim(Method.TEXT, None, placed.line, _cause(placed), placed.detail)
    edits = hunk_edits(hunk, placed.line - 1)
    notes = (f"fits with fuzz {placed.fuzz}",) if method is Method.FUZZ else ()
    return Claim(method, edits, placed.line, detail=placed.detail, notes=notes)


def _cause(placed: Placement) -> Cause | None:
    """Returns the cause of a refusal where placement knows it better than an alignment would."""
    known = {cause.value: cause for cause in Cause}
    return known.get(placed.reason.value) if placed.reason is not None else None
