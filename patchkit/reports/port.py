"""What became of a ported series, for programs: `patchkit port --format json`.

Rows of plain data, made from the result once and used by the text report too. Adding a key does not
change `SCHEMA_VERSION`; renaming, removing or changing the meaning of one does.
"""

from __future__ import annotations

from typing import TextIO

from msgspec import Struct

from patchkit.model.asked import not_asked_for
from patchkit.model.findings import Finding, Incident
from patchkit.model.port import Adaptation, Cause, Conflict, FilePort, Grade, HunkPort, Method, PatchPort
from patchkit.model.port_words import hunk_outcome, in_short
from patchkit.model.ported import Fate, PortResult, WrittenPatch
from patchkit.model.tree import TreeIdentity
from patchkit.reports.json import dump, schema_of

SCHEMA_VERSION = 1


class ConflictRow(Struct, frozen=True):
    """What was left out and why; `ours` are the target's lines, `base` those the original expects,
    `theirs` those it leaves behind. A byte that is not UTF-8 appears as `\\xNN`.
    """

    cause: Cause
    detail: str
    line: int | None
    ours: str
    base: str
    theirs: str


class HunkRow(Struct, frozen=True):
    """One hunk, numbered from 1; `method` left the result, `agreeing` the same, `differing` not.

    `line` is where its preimage starts in the target, `function` what holds it ("" at file scope);
    `outcome` says in words what became of it.
    """

    number: int
    grade: Grade
    outcome: str
    method: Method | None
    agreeing: tuple[Method, ...]
    differing: tuple[Method, ...]
    line: int | None
    function: str
    notes: tuple[str, ...]
    conflict: ConflictRow | None


class PortedFileRow(Struct, frozen=True):
    """One file of a patch: its names in the original (null: no such file) and in the target."""

    original: str | None
    source: str
    path: str
    changed: bool
    old_mode: str
    new_mode: str
    grade: Grade
    notes: tuple[str, ...]
    hunks: tuple[HunkRow, ...]
    conflict: ConflictRow | None


class PortedPatchRow(Struct, frozen=True):
    """One patch, with its number in the original series.

    `mail` and `rejects` are names of files in the output, `commit` is its id on the new branch; each is
    "" for none. `changed` says in one line what porting changed, "" when nothing; `not_asked_for` is a
    sentence when the patch asks only for newer kernels than the target.
    """

    number: int
    subject: str
    message_id: str
    fate: Fate
    grade: Grade
    mail: str
    rejects: str
    commit: str
    changed: str
    files: tuple[PortedFileRow, ...]
    adaptations: tuple[Adaptation, ...]
    malformed: str
    not_asked_for: str


class PortCounts(Struct, frozen=True):
    """How many patches met which fate, hunks got which grade, and adaptations ask for review.

    `undecided` are sites that facts call to adapt and that are left as they are.
    """

    patches: dict[str, int]
    hunks: dict[str, int]
    conflicts: int
    review: int
    undecided: int


class OutputRow(Struct, frozen=True):
    """What was written: `form` is "mails", "mbox", "quilt" or "" for none.

    `branch` is the new branch and `tip` its commit, "" for none. `proved` tells that `git am` made the
    port's own trees of the mails.
    """

    form: str
    location: str
    cover: str
    branch: str
    tip: str
    proved: bool


class PortReport(Struct, frozen=True):
    """The port of one series onto one tree; `remains` are the findings of a check of the port itself."""

    schema_version: int
    series: str
    title: str
    version: int
    expected: int
    missing: tuple[int, ...]
    target: TreeIdentity
    counts: PortCounts
    patches: tuple[PortedPatchRow, ...]
    output: OutputRow
    remains: tuple[Finding, ...]
    incidents: tuple[Incident, ...]

    @property
    def complete(self) -> bool:
        """True when nothing was left out and every patch was there."""
        fates = (Fate.PARTLY, Fate.NOT_PORTED)
        return not any(self.counts.patches[fate] for fate in fates) and not self.missing


def build(result: PortResult) -> PortReport:
    """Returns what is shown of a port."""
    series, output = result.series, result.output
    written = {one.number: one for one in output.patches}
    rows = tuple(_patch_row(port, written[port.patch.number], result.target) for port in result.ports)
    return PortReport(
        schema_version=SCHEMA_VERSION,
        series=series.location,
        title=series.title,
        version=series.version,
        expected=max((series.expected, *(row.number for row in rows))),
        missing=series.missing,
        target=result.target,
        counts=_counts(rows),
        patches=rows,
        output=OutputRow(
            output.form,
            output.location,
            output.cover,
            output.branch,
            output.tip,
            output.proved,
        ),
        remains=result.remains,
        incidents=result.incidents,
    )


def _counts(rows: tuple[PortedPatchRow, ...]) -> PortCounts:
    fates = [row.fate for row in rows]
    files = [file for row in rows for file in row.files]
    grades = [hunk.grade for file in files for hunk in file.hunks]
    return PortCounts(
        patches={fate.value: fates.count(fate) for fate in Fate},
        hunks={grade.value: grades.count(grade) for grade in Grade},
        conflicts=sum(bool(file.conflict) for file in files)
        + grades.count(Grade.CONFLICT)
        + sum(bool(row.malformed) for row in rows),
        review=sum(one.review and one.made for row in rows for one in row.adaptations),
        undecided=sum(not one.made for row in rows for one in row.adaptations),
    )


def _patch_row(port: PatchPort, written: WrittenPatch, target: TreeIdentity) -> PortedPatchRow:
    return PortedPatchRow(
        number=port.patch.number,
        subject=port.patch.subject.text,
        message_id=port.patch.message_id,
        fate=written.fate,
        grade=Grade.CONFLICT if port.patch.malformed else port.grade,
        mail=written.mail,
        rejects=written.rejects,
        commit=written.commit,
        changed=in_short(port),
        files=tuple(map(_file_row, port.files)),
        adaptations=port.adaptations,
        malformed=port.patch.malformed,
        not_asked_for=not_asked_for(port.patch, target),
    )


def _file_row(file: FilePort) -> PortedFileRow:
    return PortedFileRow(
        original=str(file.original.source) if file.original is not None else None,
        source=file.source,
        path=file.path,
        changed=file.changed,
        old_mode=file.old_mode,
        new_mode=file.new_mode,
        grade=file.grade,
        notes=file.notes,
        hunks=tuple(map(_hunk_row, file.hunks)),
        conflict=_conflict_row(file.conflict),
    )


def _hunk_row(hunk: HunkPort) -> HunkRow:
    return HunkRow(
        number=hunk.index + 1,
        grade=hunk.grade,
        outcome=hunk_outcome(hunk),
        method=hunk.method,
        agreeing=hunk.agreeing,
        differing=hunk.differing,
        line=hunk.line,
        function=hunk.function,
        notes=hunk.notes,
        conflict=_conflict_row(hunk.conflict),
    )


def _conflict_row(conflict: Conflict | None) -> ConflictRow | None:
    if conflict is None:
        return None
    sides = (conflict.ours, conflict.base, conflict.theirs)
    ours, base, theirs = (side.decode("utf-8", "surrogateescape") for side in sides)
    return ConflictRow(conflict.cause, conflict.detail, conflict.line, ours, base, theirs)


def render_json(report: PortReport, out: TextIO) -> None:
    """Writes the report as indented JSON with a final newline."""
    dump(report, out)


def schema() -> bytes:
    """Returns the JSON Schema (2020-12) of `render_json`'s output."""
    return schema_of(PortReport, "port", SCHEMA_VERSION)
