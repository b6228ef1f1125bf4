"""Two series beside each other in git range-diff's notation, and as JSON: `patchkit range-diff`.

Lines are git's: numbers, ids, marks, the diff of diffs indented by four; what git does not say stands
behind `#`. Ids are patch-ids. Refuses to decide what differs; what it leaves out it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TextIO

from msgspec import Struct
from rich.color import ColorSystem
from rich.style import Style

from patchkit.model.compare import (
    Advice,
    ApiDifference,
    Basis,
    Comparison,
    Difference,
    InnerHunk,
    Mark,
    Pair,
    PatchRef,
    Row,
    SeriesRef,
    harmless,
)
from patchkit.model.findings import Incident
from patchkit.model.series import Trailer
from patchkit.reports.json import dump
from patchkit.reports.page import wants_color
from patchkit.reports.text import printable

SCHEMA_VERSION = 1

_ABBREV = 7
_NOBODY = "-" * _ABBREV
_UNREAD = "?" * _ABBREV
_INDENT = "    "

_Paint = Callable[[str, str], str]
"""Returns a text in a style, or as it is."""


class HunkRow(Struct, frozen=True):
    """One place that differs; each row is the outer mark and the line of the patch."""

    section: str
    heading: str
    differences: tuple[Difference, ...]
    rows: tuple[str, ...]


class TrailerRow(Struct, frozen=True):
    """A review trailer and what should become of it."""

    trailer: Trailer
    advice: Advice
    reason: str


class PairRow(Struct, frozen=True):
    """A pair, or a patch alone: then `old` or `new` is null."""

    mark: Mark
    old: PatchRef | None
    new: PatchRef | None
    basis: Basis | None
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    api: tuple[ApiDifference, ...]
    trailers: tuple[TrailerRow, ...]
    hunks: tuple[HunkRow, ...]


class RangeDiffReport(Struct, frozen=True):
    """The comparison as JSON has it."""

    schema_version: int
    same: bool
    creation_factor: int
    old: SeriesRef
    new: SeriesRef
    pairs: tuple[PairRow, ...]
    api: tuple[ApiDifference, ...]
    incidents: tuple[Incident, ...]


class Display(Struct, frozen=True):
    """What is shown of the text form.

    `patch` shows the diffs of diffs at all, `full` those too in which neither code nor message changes.
    `dual` colours inner lines by what they are in their patch, as git does. `color` None means: for a
    terminal.
    """

    patch: bool = True
    full: bool = False
    dual: bool = True
    color: bool | None = None


def render_json(comparison: Comparison, out: TextIO) -> None:
    """Writes the comparison as indented JSON with a final newline."""
    dump(
        RangeDiffReport(
            schema_version=SCHEMA_VERSION,
            same=comparison.same,
            creation_factor=comparison.creation_factor,
            old=comparison.old,
            new=comparison.new,
            pairs=tuple(_pair_row(pair) for pair in comparison.pairs),
            api=comparison.api,
            incidents=comparison.incidents,
        ),
        out,
    )


def _pair_row(pair: Pair) -> PairRow:
    return PairRow(
        mark=pair.mark,
        old=pair.old,
        new=pair.new,
        basis=pair.basis,
        differences=pair.differences,
        notes=pair.notes,
        api=pair.api,
        trailers=tuple(TrailerRow(one.trailer, one.advice, one.reason) for one in pair.trailers),
        hunks=tuple(_hunk_row(hunk) for hunk in pair.hunks),
    )


def _hunk_row(hunk: InnerHunk) -> HunkRow:
    rows = tuple(row.outer + row.text.decode("utf-8", "surrogateescape") for row in hunk.rows)
    return HunkRow(hunk.section, hunk.heading, hunk.differences, rows)


def render_text(comparison: Comparison, out: TextIO, display: Display | None = None) -> None:
    """Writes the comparison as git range-diff would, with notes; strangers' text is made printable."""
    shown = display or Display()
    colored = wants_color(out) if shown.color is None else shown.color
    paint = _painted if colored else _plain
    encoding = getattr(out, "encoding", None)

    def safe(text: str, style: str) -> str:
        # A tab moves to a column and nowhere else; without it indented code cannot be compared.
        return paint("\t".join(printable(one, encoding) for one in text.split("\t")), style)

    for line in _lines(comparison, shown, safe):
        out.write(line + "\n")


def _painted(text: str, style: str) -> str:
    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD) if text and style else text


def _plain(text: str, _style: str) -> str:
    return text


def _lines(comparison: Comparison, display: Display, paint: _Paint) -> Iterator[str]:
    most = max((comparison.old.expected, comparison.new.expected, 0))
    width = len(str(most))
    for pair in comparison.pairs:
        yield _head(pair, width, paint)
        for note in _notes(pair):
            yield _INDENT + paint(f"# {note}", "")
        if display.patch:
            yield from _diff(pair, display, paint)
    if comparison.api and len(comparison.pairs) > 1:
        yield paint("# all patches together:", "")
        yield from (paint(f"#   {one.detail}", "") for one in comparison.api)
    for incident in comparison.incidents:
        place = f"{incident.where}: " if incident.where else ""
        yield paint(f"# {incident.kind}: {place}{incident.message}", "")


def _head(pair: Pair, width: int, paint: _Paint) -> str:
    patch = pair.new or pair.old
    assert patch is not None
    old, new = _side(pair.old, width), _side(pair.new, width)
    mark = pair.mark
    if mark is Mark.CHANGED:
        middle, end = paint(f" {mark} ", "yellow"), paint(f" {patch.subject}", "yellow")
        return paint(old, "red") + middle + paint(new, "green") + end
    style = {Mark.DROPPED: "red", Mark.ADDED: "green"}.get(mark, "yellow")
    return paint(f"{old} {mark} {new} {patch.subject}", style)


def _side(patch: PatchRef | None, width: int) -> str:
    if patch is None:
        return f"{'-':>{width}}:  {_NOBODY}"
    return f"{patch.number:>{width}}:  {patch.patch_id[:_ABBREV] or _UNREAD}"


def _notes(pair: Pair) -> Iterator[str]:
    yield from pair.notes
    yield from (f"api: {one.detail}" for one in pair.api)
    for one in pair.trailers:
        yield f"{one.advice} {one.trailer.key}: {one.trailer.value} ({one.reason})"


def _diff(pair: Pair, display: Display, paint: _Paint) -> Iterator[str]:
    wanted = [hunk for hunk in pair.hunks if display.full or not harmless(hunk.differences)]
    for hunk in wanted:
        frame = "reverse cyan" if display.dual else "cyan"
        yield _INDENT + paint("@@", frame) + paint(f" {hunk.heading}", "")
        yield from (_INDENT + _row(row, paint, dual=display.dual) for row in hunk.rows)
    left = len(pair.hunks) - len(wanted)
    if left:
        places = "1 place" if left == 1 else f"{left} places"
        yield _INDENT + paint(
            f"# {places} not shown, where neither code nor message changes (--full)", ""
        )


_OUTER = {"-": "red", "+": "green", " ": ""}
_INNER = {"-": "red", "+": "green", "@": "cyan"}
_ONE_SIDED = {"-": "dim", "+": "bold"}  # git's contextDimmed, oldDimmed, newBold and so on


def _row(row: Row, paint: _Paint, *, dual: bool) -> str:
    text = row.text.decode("utf-8", "surrogateescape")
    if not dual:
        return paint(row.outer + text, _OUTER[row.outer])
    inner = _INNER.get(row.inner, "")
    if row.outer == " ":
        return " " + paint(text, inner)
    style = f"{_ONE_SIDED[row.outer]} {inner}".strip()
    return paint(row.outer, f"reverse {_OUTER[row.outer]}") + paint(text, style)
