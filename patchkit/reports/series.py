"""What was read of a series, for people and for programs: `patchkit series`.

Plain lines without colour, made to be compared with the mails side by side; JSON of the same data.
Adding a key does not change `SCHEMA_VERSION`; renaming, removing or changing the meaning of one does.
Refuses to judge: incidents are shown as the readers told them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from msgspec import Struct

from patchkit.model.diff import FileChange, FilePatch
from patchkit.model.findings import Incident
from patchkit.model.series import (
    BaseHints,
    Cover,
    DiffstatEntry,
    FollowUp,
    Patch,
    Person,
    Reply,
    Series,
    Subject,
    Trailer,
)
from patchkit.reports.json import dump
from patchkit.reports.text import printable

SCHEMA_VERSION = 1


class FileRow(Struct, frozen=True):
    """One file of a patch; `added` and `removed` count lines, `old_path` is null for a new file."""

    path: str
    old_path: str | None
    new_path: str | None
    change: FileChange
    added: int
    removed: int
    hunks: int
    old_mode: str
    new_mode: str
    old_blob: str
    new_blob: str
    similarity: int | None
    binary: bool
    crlf: bool


class PatchRow(Struct, frozen=True):
    """One patch; `malformed` says why its diff could not be read ("" when it could)."""

    number: int
    subject: Subject
    author: Person
    sender: Person
    date: str
    message_id: str
    where: str
    body: str
    notes: str
    trailers: tuple[Trailer, ...]
    base: BaseHints
    files: tuple[FileRow, ...]
    added: int
    removed: int
    malformed: str


class CoverRow(Struct, frozen=True):
    """The cover letter."""

    subject: Subject
    author: Person
    date: str
    message_id: str
    where: str
    body: str
    diffstat: tuple[DiffstatEntry, ...]


class SeriesReport(Struct, frozen=True):
    """The series as read."""

    schema_version: int
    location: str
    title: str
    version: int
    expected: int
    missing: tuple[int, ...]
    base: BaseHints
    cover: CoverRow | None
    patches: tuple[PatchRow, ...]
    added: int
    removed: int
    incidents: tuple[Incident, ...]
    replies: tuple[Reply, ...]


def build(series: Series) -> SeriesReport:
    """Returns what is shown of `series`: everything but the raw bytes and the hunks' lines."""
    return SeriesReport(
        schema_version=SCHEMA_VERSION,
        location=series.location,
        title=series.title,
        version=series.version,
        expected=series.expected,
        missing=series.missing,
        base=series.base,
        cover=None if series.cover is None else _cover_row(series.cover),
        patches=tuple(_patch_row(patch) for patch in series.patches),
        added=sum(patch.added for patch in series.patches),
        removed=sum(patch.removed for patch in series.patches),
        incidents=series.incidents,
        replies=series.replies,
    )


def _cover_row(cover: Cover) -> CoverRow:
    return CoverRow(
        subject=cover.subject,
        author=cover.author,
        date=cover.date,
        message_id=cover.message_id,
        where=cover.where,
        body=cover.body,
        diffstat=cover.diffstat,
    )


def _patch_row(patch: Patch) -> PatchRow:
    return PatchRow(
        number=patch.number,
        subject=patch.subject,
        author=patch.author,
        sender=patch.sender,
        date=patch.date,
        message_id=patch.message_id,
        where=patch.where,
        body=patch.body,
        notes=patch.notes,
        trailers=patch.trailers,
        base=patch.base,
        files=tuple(_file_row(file) for file in patch.files),
        added=patch.added,
        removed=patch.removed,
        malformed=patch.malformed,
    )


def _file_row(file: FilePatch) -> FileRow:
    return FileRow(
        path=file.path,
        old_path=file.old_path,
        new_path=file.new_path,
        change=file.change,
        added=file.added,
        removed=file.removed,
        hunks=len(file.hunks),
        old_mode=file.old_mode,
        new_mode=file.new_mode,
        old_blob=file.old_blob,
        new_blob=file.new_blob,
        similarity=file.similarity,
        binary=file.binary,
        crlf=file.crlf,
    )


def render_json(report: SeriesReport, out: TextIO) -> None:
    """Writes the report as indented JSON with a final newline."""
    dump(report, out)


def render_text(report: SeriesReport, out: TextIO) -> None:
    """Writes the report as plain lines; strangers' text is made printable."""
    encoding = getattr(out, "encoding", None)
    for line in _lines(report):
        out.write(printable(line, encoding) + "\n")


def _lines(report: SeriesReport) -> Iterator[str]:
    yield report.title
    yield f"v{report.version}, {_count(report)}, +{report.added} -{report.removed}, {report.location}"
    yield from _cover_lines(report.cover)
    yield from _reply_lines(report.replies, 0)
    yield from _base_lines(report.base)
    for patch in report.patches:
        yield ""
        yield from _patch_lines(patch, report.expected, report.replies)
    if report.incidents:
        yield ""
        yield "incidents:"
    for incident in report.incidents:
        mark = " (harmless)" if incident.harmless else ""
        place = f"{incident.where}: " if incident.where else ""
        yield f"  {incident.kind}{mark}: {place}{incident.message}"


def _count(report: SeriesReport) -> str:
    if report.missing:
        return f"{len(report.patches)} of {report.expected} patches"
    return "1 patch" if len(report.patches) == 1 else f"{len(report.patches)} patches"


def _cover_lines(cover: CoverRow | None) -> Iterator[str]:
    if cover is None:
        yield "no cover letter"
        return
    yield f"cover letter: {cover.author}, {cover.date}, {cover.where}"
    if cover.diffstat:
        changed = sum(entry.changed or 0 for entry in cover.diffstat)
        # Net of the whole series: the patches one by one may add up to more.
        yield f"  its diffstat (net): {len(cover.diffstat)} files, {changed} lines changed"


def _base_lines(base: BaseHints) -> Iterator[str]:
    if base.base_commit:
        yield f"base-commit: {base.base_commit}"
    if base.change_id:
        yield f"change-id: {base.change_id}"
    for name, values in (
        ("prerequisite-patch-id", base.prerequisite_patch_ids),
        ("prerequisite-message-id", base.prerequisite_message_ids),
        ("prerequisite-change-id", base.prerequisite_change_ids),
        ("based on", base.based_on),
    ):
        yield from (f"{name}: {value}" for value in values)


def _reply_lines(replies: Iterable[Reply], number: int) -> Iterator[str]:
    """Yields what the replies to one mail give ("+"), what was not taken ("!"), and who says no."""
    said = [reply for reply in replies if reply.patch == number]
    for reply in said:
        yield from (f"  {_follow_up_line(one, reply)}" for one in reply.follow_ups)
    for reply in said:
        yield from (f"  NAK from {reply.sender}: “{nay}” ({reply.where})" for nay in reply.nays)


def _follow_up_line(follow_up: FollowUp, reply: Reply) -> str:
    key, value = follow_up.trailer.key, follow_up.trailer.value
    # One that stands inside a sentence is shown with all of it.
    trailer = f"“{value}”" if key.lower() in value.lower() else f"{key}: {value}"
    given = f", given to v{follow_up.version}" if follow_up.version is not None else ""
    if not follow_up.refused:
        return f"+ {trailer} ({reply.where}{given})"
    return f"! {trailer} ({reply.where}{given}; not taken: {follow_up.refused})"


def _patch_lines(patch: PatchRow, expected: int, replies: Iterable[Reply]) -> Iterator[str]:
    yield f"{patch.number}/{expected} {patch.subject.text}"
    tokens = " ".join(patch.subject.tokens)
    yield f"  {patch.where}{f' [{tokens}]' if tokens else ''}"
    sender = f" (sent by {patch.sender})" if patch.sender != patch.author else ""
    if str(patch.author):
        yield f"  author: {patch.author}{sender}"
    yield from (f"  {trailer.key}: {trailer.value}" for trailer in patch.trailers)
    yield from _reply_lines(replies, patch.number)
    if patch.malformed:
        yield f"  malformed: {patch.malformed}"
    yield from (f"  {_file_line(file)}" for file in patch.files)


def _file_line(file: FileRow) -> str:
    counts = "binary, not analysed" if file.binary else f"+{file.added} -{file.removed}"
    notes = [] if file.change is FileChange.MODIFIED else [file.change.value]
    if file.change in (FileChange.RENAMED, FileChange.COPIED):
        notes = [f"{file.change.value} from {file.old_path}"]
    if file.similarity is not None:
        notes.append(f"{file.similarity}% the same")
    if file.old_mode and file.new_mode and file.old_mode != file.new_mode:
        notes.append(f"mode {file.old_mode} to {file.new_mode}")
    if file.crlf:
        notes.append("CR LF repaired")
    noted = f" ({', '.join(notes)})" if notes else ""
    return f"{file.path} {counts}{noted}"
