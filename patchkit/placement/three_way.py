"""Three-way merge of the hunks that text alone could not place: git merges, hunk by hunk.

What a hunk changes in the base is merged into the tree's file. Hunks that fit exactly or at an offset
are in both sides beforehand, so a merge never moves them. Each other hunk is merged alone first, which
tells what becomes of it; those that merge go in together. A clean merge is an offer and no proof: it is
refused where it lands in another function than the hunk was written for, and what it brings is for the
rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import GitError
from patchkit.gitio import merge_file
from patchkit.model.diff import FileChange, FilePatch, Hunk
from patchkit.model.facts import Outline
from patchkit.model.placement import Candidate, Outcome, Placement
from patchkit.placement.alignment import alike, corresponding
from patchkit.placement.bases import Base, BaseFinder, with_hunks
from patchkit.placement.files import MOVES, Placed, summary

_OPEN = (Outcome.REJECTED, Outcome.FUZZ)
_STANDS = (Outcome.EXACT, Outcome.OFFSET, Outcome.FUZZ)
_MARKER = b"<<<<<<< ours"
_CONFLICT = re.compile(
    rb"^<<<<<<< ours\r?\n(.*?)^=======\r?\n.*?^>>>>>>> theirs(?:\r?\n)?", re.DOTALL | re.MULTILINE
)


def merge_open_hunks(
    data: bytes, file_patch: FilePatch, placed: Placed, outline: Outline, bases: BaseFinder
) -> Placed:
    """Returns `placed` with refused and fuzzy hunks merged where a base is found and git can.

    `data` is the tree's file and `outline` its functions; `placed` is what `place_file` said. A hunk
    that the merge finds made already becomes ALREADY; one that conflicts keeps its outcome
    and says where.
    """
    placement, result = placed
    open_hunks = [hunk for hunk in placement.hunks if hunk.outcome in _OPEN]
    merges = file_patch.change is FileChange.MODIFIED or file_patch.change in MOVES
    base = bases.find(file_patch) if open_hunks and merges else None
    if base is None:
        return placed
    merger = _Merger(data, file_patch.hunks, outline, base)
    judged = {hunk.index: merger.judge(hunk) for hunk in open_hunks}
    hunks = tuple(judged.get(hunk.index, hunk) for hunk in placement.hunks)
    if any(hunk.outcome is Outcome.THREE_WAY for hunk in hunks):
        merged = merger.together(hunks)
        if merged is None:
            why = f"three-way with base {base.name}: its hunks merge one by one and conflict together"
            hunks = tuple(
                _said(hunk, why) if hunk.outcome in _OPEN else hunk for hunk in placement.hunks
            )
        else:
            result = merged
    elif any(hunk.outcome is Outcome.ALREADY and hunk.index in judged for hunk in hunks):
        result = merger.with_placed(hunks)
    return replace(summary(file_patch, hunks), detail=placement.detail), result


class _Merger(Struct, frozen=True):
    """Merges hunks of one file patch, by way of `base`, into `data`."""

    data: bytes
    hunks: Sequence[Hunk]
    outline: Outline
    base: Base

    def judge(self, placed: Placement) -> Placement:
        """Returns what becomes of one hunk when it alone is merged."""
        with_base = f"three-way with base {self.base.name}"
        try:
            merged, conflicts = merge_file(self.base.data, self.data, self._changed([placed.index]))
        except GitError as error:
            return _said(placed, f"{with_base}: {error.message}")
        lines = self.data.split(b"\n")
        if conflicts:
            before = merged.partition(_MARKER)[0].count(b"\n")
            resolved = _CONFLICT.sub(rb"\1", merged).split(b"\n")
            line = corresponding(resolved, lines, before) + 1
            return _said(placed, f"{with_base} conflicts at line {line}")
        if merged == self.data:
            return self._there(placed, f"{with_base} changes nothing")
        line = alike(lines, merged.split(b"\n")) + 1
        return self._landed(placed, line, with_base)

    def together(self, hunks: Iterable[Placement]) -> bytes | None:
        """Returns `data` with the hunks that were placed and those that merge; None on conflict."""
        hunks = tuple(hunks)
        before = [hunk.index for hunk in hunks if hunk.outcome in (*_STANDS, Outcome.ALREADY)]
        after = [hunk.index for hunk in hunks if hunk.outcome is not Outcome.REJECTED]
        merged, conflicts = merge_file(
            self._changed(before), self.with_placed(hunks), self._changed(after)
        )
        return None if conflicts else merged

    def with_placed(self, hunks: Iterable[Placement]) -> bytes:
        """Returns `data` with the hunks that text alone placed."""
        return with_hunks(
            self.data,
            (
                (self.hunks[hunk.index], hunk.line - 1)
                for hunk in hunks
                if hunk.outcome in _STANDS and hunk.line is not None
            ),
        )

    def _changed(self, indices: Iterable[int]) -> bytes:
        """Returns the base with these hunks in."""
        return with_hunks(
            self.base.data, ((self.hunks[index], self.base.starts[index]) for index in indices)
        )

    def _there(self, placed: Placement, why: str) -> Placement:
        line = self._counterpart(placed.index)
        return replace(
            placed,
            outcome=Outcome.ALREADY,
            line=line,
            offset=line - self.hunks[placed.index].new_start,
            fuzz=0,
            reason=None,
            detail=why,
            landed_in=self._function_at(line + self.hunks[placed.index].leading, inserts=False),
            rivals=(),
            heirs=(),
        )

    def _landed(self, placed: Placement, changed: int, why: str) -> Placement:
        """The hunk's first changed line comes to stand at line `changed`, unless that is a stranger."""
        hunk = self.hunks[placed.index]
        inserts = hunk.lines[hunk.leading].op == "+"
        function = self._function_at(changed, inserts=inserts)
        wanted = placed.written_for
        there = any(span.name == wanted for span in self.outline.functions)
        start = self._counterpart(placed.index)
        if wanted and function not in ("", wanted) and there:
            rivals = (*placed.rivals, Candidate(start, 0, function))
            why = f"{why} would go into {function}() at line {changed}"
            return _said(replace(placed, rivals=rivals), why)
        return replace(
            placed,
            outcome=Outcome.THREE_WAY,
            line=start,
            offset=start - hunk.old_start,
            fuzz=0,
            reason=None,
            detail=why,
            landed_in=function,
            rivals=(),
            heirs=(),
        )

    def _counterpart(self, index: int) -> int:
        """Returns the 1-based line of `data` that corresponds to a hunk's first line in the base."""
        lines = self.base.data.split(b"\n")
        return corresponding(lines, self.data.split(b"\n"), self.base.starts[index]) + 1

    def _function_at(self, line: int, *, inserts: bool) -> str:
        """Returns the function of a 1-based line; what is inserted there must be inside of it."""
        span = self.outline.at(line)
        if span is None or (inserts and self.outline.at(line - 1) != span):
            return ""
        return span.name


def _said(placed: Placement, why: str) -> Placement:
    return replace(placed, detail="; ".join(filter(None, (placed.detail, why))))
