"""From an alignment to what a hunk does to the file: one replaced run of lines for each run of changes.

Removed lines must stand there, one after the other. What is added needs a neighbour: the lines around it
that stand in a row with it are its evidence, and where the target has other lines at this place the
stronger side decides, or nobody. Indentation follows the neighbours. Refuses whatever needs a
judgement: a change that the target made to the same lines is for `words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.model.port import Cause
from patchkit.model.port_words import lines_named
from patchkit.placement.image import file_line
from patchkit.porting.methods.align import Alignment
from patchkit.porting.methods.changes import Change, changes
from patchkit.porting.methods.declaring import only_declare
from patchkit.porting.methods.edits import Edit
from patchkit.porting.methods.gaps import Gaps, Rewording
from patchkit.porting.methods.lines import FileLines, quoted, squeezed
from patchkit.porting.methods.words import called_in, words_of

# What a neighbour on one side alone must weigh (FileLines.weight, over the lines in a row with it), and
# by how much the sides must differ for one of them to decide.
_ALONE = 2.5
_CLEARLY = 2.0
# A neighbour behind which the hunk's own next line follows need not be so strong.
_FOLLOWED = 1.0


class Resolution(Struct, frozen=True):
    """The edits that a hunk makes, or the cause why they cannot be told.

    `notes` say in a sentence each what is otherwise than in the hunk. `one_sided` is set where the lines
    on one side decided where something goes, `reworded` where words were merged; `kept` is then the
    share of the words that the target has kept.
    """

    edits: tuple[Edit, ...] | None
    cause: Cause | None = None
    detail: str = ""
    notes: tuple[str, ...] = ()
    one_sided: bool = False
    reworded: bool = False
    kept: float = 1.0


class _Undecided(Exception):
    def __init__(self, cause: Cause, detail: str) -> None:
        super().__init__(detail)
        self.cause, self.detail = cause, detail


def resolve(hunk: Hunk, alignment: Alignment, file: FileLines) -> Resolution:
    """Returns what `hunk` does to `file` when its lines stand where `alignment` says."""
    resolver = _Resolver(hunk, alignment, file)
    edits: dict[Change, Edit] = {}
    undecided: dict[Change, _Undecided] = {}
    runs = changes(hunk)
    for change in runs:
        try:
            edits[change] = resolver.edit(change)
        except _Undecided as why:
            undecided[change] = why
    merged = _reworded(runs, undecided, Gaps(hunk, alignment, file))
    plain = [change for change in edits if not _held(change, merged)]
    left = [why for change, why in undecided.items() if not _held(change, merged)]
    if not left and (name := _called_otherwise(plain, merged)):
        detail = f"the target calls {name}() with other arguments, and the hunk adds a call"
        left = [_Undecided(Cause.CHANGED_BOTH_WAYS, detail)]
    if left:
        return Resolution(None, left[0].cause, left[0].detail)
    notes = [note for change in plain for note in resolver.notes.get(change, ())]
    return Resolution(
        tuple(sorted([edits[change] for change in plain] + [one.edit for one in merged])),
        notes=tuple(dict.fromkeys([*notes, *map(_in_other_words, merged)])),
        one_sided=any(change in resolver.one_sided for change in plain),
        kept=min((one.words.kept for one in merged), default=1.0),
        reworded=bool(merged),
    )


def _reworded(runs: Sequence[Change], undecided: Iterable[Change], gaps: Gaps) -> list[Rewording]:
    """Returns what becomes of those changes that only words can tell."""
    found: list[Rewording] = []
    for change in undecided:
        # Where whole lines are added the lines around tell, or nothing does.
        if not change.removed or _held(change, found):
            continue
        if (one := gaps.merged(change, runs)) is not None:
            found.append(one)
    return found


def _held(change: Change, merged: Iterable[Rewording]) -> bool:
    return any(one.gap.holds(change) for one in merged)


def _called_otherwise(plain: Iterable[Change], merged: Sequence[Rewording]) -> str:
    """Returns a function of which the change adds calls as they were before the target changed them."""
    added = {name for change in plain for name in called_in(words_of(change.added))}
    added.update(name for one in merged for name in one.words.called)
    names = sorted(added & {name for one in merged for name in one.words.otherwise if name})
    return names[0].decode("utf-8", "replace") if names else ""


def _in_other_words(one: Rewording) -> str:
    start, end = one.edit.start + 1, max(one.edit.start + 1, one.edit.end)
    return f"words changed in {lines_named(start, end)} where the target has others"


class _Resolver:
    def __init__(self, hunk: Hunk, alignment: Alignment, file: FileLines) -> None:
        self.notes: dict[Change, list[str]] = {}
        self.one_sided: set[Change] = set()
        self._file = file
        self._rows, self._exact = alignment.rows, alignment.exact
        self._preimage = [file_line(line) for line in hunk.preimage]
        self._keys = [squeezed(line) for line in self._preimage]

    def edit(self, change: Change) -> Edit:
        self._notes = self.notes.setdefault(change, [])
        edit = self._replaced(change) if change.removed else self._inserted(change)
        self._check_last_line(edit)
        return edit

    def _check_last_line(self, edit: Edit) -> None:
        """Refuses to run two lines together, where one of them is a last line without newline."""
        lines = self._file.lines
        above = edit.start and edit.lines and not lines[edit.start - 1].endswith(b"\n")
        below = edit.lines and edit.end < len(lines) and not edit.lines[-1].endswith(b"\n")
        if above or below:
            where = "the target's" if above else "its"
            raise _Undecided(Cause.CHANGED_BOTH_WAYS, f"{where} last line ends without a newline")

    def _replaced(self, change: Change) -> Edit:
        inner = range(change.first, change.end)
        rows = [row for at in inner if (row := self._rows[at]) is not None]
        if not rows:
            raise _Undecided(Cause.REMOVED_LINES_GONE, "the lines it removes are not there")
        start, end = rows[0], rows[-1] + 1
        if len(rows) == len(inner) == end - start and all(self._exact[at] for at in inner):
            return Edit(start, end, self._indented(change.added, inner))
        raise self._why_not(change, rows)

    def _why_not(self, change: Change, rows: Sequence[int]) -> _Undecided:
        """The target has other words in the lines that the hunk changes, or lines in between."""
        if len(rows) < change.end - change.first:
            cause, what = Cause.REMOVED_LINES_PARTLY_GONE, "some of the lines it removes are not there"
        elif all(self._exact[at] for at in range(change.first, change.end)):
            between = [at for at in range(rows[0], rows[-1]) if at not in rows]
            first = next((at for at in between if self._file.keys[at]), between[0])
            what = quoted(self._file.keys[first]) if self._file.keys[first] else "empty"
            detail = f"line {first + 1}, {what}, stands among the lines it removes"
            return _Undecided(Cause.REMOVED_LINES_SCATTERED, detail)
        else:
            cause, what = Cause.CHANGED_BOTH_WAYS, "the lines it changes are other ones here"
        return _Undecided(cause, f"{what} ({lines_named(rows[0] + 1, rows[-1] + 1)})")

    def _inserted(self, change: Change) -> Edit:
        above = change.first - 1 if change.first and self._rows[change.first - 1] is not None else None
        below = change.end if self._found(change.end) else None
        if above is None and below is None:
            if not self._rows and not self._file.lines:
                return Edit(0, 0, change.added)
            raise _Undecided(Cause.NO_ANCHOR, "of the lines around what it adds none is there")
        after = None if above is None else self._row(above) + 1
        before = None if below is None else self._row(below)
        if after is not None and after == before:
            return self._put(after, change, (above, below))
        return self._one_sided(change, above, below)

    def _one_sided(self, change: Change, above: int | None, below: int | None) -> Edit:
        """Other lines stand at this place in the target, or one neighbour is gone."""
        up = self._evidence(above, -1) if above is not None else 0.0
        down = self._evidence(below, 1) if below is not None else 0.0
        if above is not None and up >= _FOLLOWED and self._goes_on(self._row(above) + 1, change.end):
            return self._beside("behind", self._row(above) + 1, change, above)
        if (
            below is not None
            and down >= _FOLLOWED
            and self._goes_on(self._row(below) - 1, change.first - 1)
        ):
            return self._beside("in front of", self._row(below), change, below)
        if above is not None and up >= max(_ALONE, _CLEARLY * down):
            return self._beside("behind", self._row(above) + 1, change, above)
        if below is not None and down >= max(_ALONE, _CLEARLY * up):
            return self._beside("in front of", self._row(below), change, below)
        if above is not None and below is not None:
            first, last = self._row(above) + 2, self._row(below)
            raise _Undecided(Cause.AMBIGUOUS, self._either_side(change, first, last))
        side = "above" if above is not None else "below"
        raise _Undecided(
            Cause.ONE_SIDED_ANCHOR, f"of the lines around what it adds only those {side} are there"
        )

    def _either_side(self, change: Change, first: int, last: int) -> str:
        """Says that the 1-based lines `first` to `last` stand where something is added."""
        stand, them = ("stands", "it") if first == last else ("stand", "them")
        where = f"{lines_named(first, last)} {stand} where it adds"
        said = f"{where}, and nothing tells on which side of {them}"
        if only_declare(change.added) and only_declare(self._file.lines[first - 1 : last]):
            return f"{said}; both only declare, and C does not mind their order"
        return said

    def _beside(self, side: str, row: int, change: Change, neighbour: int) -> Edit:
        self.one_sided.add(change)
        line = self._row(neighbour) + 1
        self._notes.append(
            f"added {side} line {line}; the lines on the other side are not those of the hunk"
        )
        return self._put(row, change, (neighbour,))

    def _put(self, row: int, change: Change, neighbours: Iterable[int | None]) -> Edit:
        return Edit(row, row, self._indented(change.added, [at for at in neighbours if at is not None]))

    def _evidence(self, at: int, step: int) -> float:
        """Returns the weight of the lines that stand in a row with line `at`, away from the change."""
        total, first, row = 0.0, at, self._row(at)
        while 0 <= at < len(self._rows) and self._rows[at] == row + at - first:
            weight = self._file.weight(self._keys[at])
            total += weight if self._exact[at] else weight / 2
            at += step
        return total

    def _goes_on(self, row: int, at: int) -> bool:
        """Tells whether line `row` of the file is line `at` of the preimage, however it was aligned."""
        inside = 0 <= row < len(self._file.keys) and 0 <= at < len(self._keys)
        return inside and self._file.keys[row] == self._keys[at]

    def _found(self, at: int) -> bool:
        return at < len(self._rows) and self._rows[at] is not None

    def _row(self, at: int) -> int:
        row = self._rows[at]
        assert row is not None
        return row

    def _indented(self, added: tuple[bytes, ...], neighbours: Iterable[int]) -> tuple[bytes, ...]:
        """Returns the added lines, formed as the target has formed the lines around them."""
        pairs = [
            (self._preimage[at], self._file.lines[self._row(at)])
            for at in neighbours
            if self._exact[at] and self._keys[at]
        ]
        added = self._ended(added, pairs)
        shifts = {_shift(old, new) for old, new in pairs} or {(b"", b"")}
        if shifts == {(b"", b"")}:
            return added
        if None in shifts or len(shifts) > 1:
            raise _Undecided(Cause.CHANGED_BOTH_WAYS, "the lines around are indented in different ways")
        shift = shifts.pop()
        assert shift is not None
        self._notes.append("indented as the lines around it are")
        return tuple(_shifted(line, *shift) for line in added)

    def _ended(
        self, added: tuple[bytes, ...], pairs: Iterable[tuple[bytes, bytes]]
    ) -> tuple[bytes, ...]:
        """Returns the added lines with the line endings that the target has around them."""
        endings = {(_ending(old), _ending(new)) for old, new in pairs if _ending(old) and _ending(new)}
        if all(old == new for old, new in endings):
            return added
        if len(endings) > 1:
            raise _Undecided(Cause.CHANGED_BOTH_WAYS, "the lines around end in different ways")
        old, new = endings.pop()
        self._notes.append("line endings as those of the lines around it")
        return tuple(line.removesuffix(old) + new if line.endswith(old) else line for line in added)


def _ending(line: bytes) -> bytes:
    return b"\r\n" if line.endswith(b"\r\n") else line[-1:] if line.endswith(b"\n") else b""


def _indentation(line: bytes) -> bytes:
    return line[: len(line) - len(line.lstrip(b" \t"))]


def _shift(old: bytes, new: bytes) -> tuple[bytes, bytes] | None:
    """Returns what `new` has in front of `old`'s indentation, and what it lacks of it."""
    before, after = _indentation(old), _indentation(new)
    if after.endswith(before):
        return after[: len(after) - len(before)], b""
    if before.endswith(after):
        return b"", before[: len(before) - len(after)]
    return None


def _shifted(line: bytes, more: bytes, less: bytes) -> bytes:
    if not line.strip():
        return line
    if not line.startswith(less):
        raise _Undecided(
            Cause.CHANGED_BOTH_WAYS, "an added line cannot be indented like those around it"
        )
    return more + line[len(less) :]
