"""Where a series was made, for people and for programs: `patchkit base`.

Adding a key does not change `SCHEMA_VERSION`; renaming, removing or changing the meaning of one does.
Refuses to judge: what is sure and what is not was decided before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from msgspec import Struct

from patchkit.model.base import (
    BaseMatch,
    Expectations,
    FoundBase,
    Hint,
    Prerequisite,
    PrerequisiteState,
    Searched,
    UnmatchedFile,
)
from patchkit.model.findings import Incident
from patchkit.model.series import Series
from patchkit.reports.json import dump
from patchkit.reports.text import printable

SCHEMA_VERSION = 1
_SHOWN = 12  # names in a list of what may be many
_DIGITS = 12


class BaseReport(Struct, frozen=True):
    """The base of a series: `FoundBase`, its prerequisites, and the m of "n of m blobs" (`blobs`)."""

    schema_version: int
    location: str
    title: str
    version: int
    repository: str
    how: str
    blobs: int
    found: BaseMatch | None
    as_good: tuple[str, ...]
    runner_up: BaseMatch | None
    stated: str
    stated_here: bool
    expected: Expectations
    hints: tuple[Hint, ...]
    prerequisites: tuple[Prerequisite, ...]
    searched: Searched
    incidents: tuple[Incident, ...]


def build(series: Series, base: FoundBase, prerequisites: tuple[Prerequisite, ...] = ()) -> BaseReport:
    """Returns what is shown of the base of `series`, and of what must go in before it."""
    return BaseReport(
        schema_version=SCHEMA_VERSION,
        location=series.location,
        title=series.title,
        version=series.version,
        repository=base.repository,
        how=base.how,
        blobs=len(base.expected.files),
        found=base.found,
        as_good=base.as_good,
        runner_up=base.runner_up,
        stated=base.stated,
        stated_here=base.stated_here,
        expected=base.expected,
        hints=base.hints,
        prerequisites=prerequisites,
        searched=base.searched,
        incidents=base.incidents,
    )


def render_json(report: BaseReport, out: TextIO) -> None:
    """Writes the report as indented JSON with a final newline."""
    dump(report, out)


def render_text(report: BaseReport, out: TextIO) -> None:
    """Writes the report as plain lines."""
    encoding = getattr(out, "encoding", None)
    for line in _lines(report):
        out.write(printable(line, encoding) + "\n")


def summary(base: FoundBase) -> str:
    """Returns one line about a base that was found: its name, id, and how much of it is there."""
    found, blobs = base.found, len(base.expected.files)
    if found is None:
        return "no base was found"
    known = f"{found.name} ({found.commit[:_DIGITS]}, {found.date})"
    if base.how == "base-commit":
        known += ", as the series says"
    return f"{known}: {_counts(found, blobs)}"


def needed(one: Prerequisite) -> str:
    """Returns in words where something is that a series needs before it."""
    where = {
        PrerequisiteState.IN_TREE: f"the tree has it, {one.commit[:_DIGITS]}",
        PrerequisiteState.GIVEN: "a series that is placed first has it",
        PrerequisiteState.ELSEWHERE: f"the tree lacks it, the repository has it: {one.commit[:_DIGITS]}",
        PrerequisiteState.NOT_FOUND: f"not found: {one.why}",
        PrerequisiteState.UNKNOWN: f"not known: {one.why}",
    }
    return f"{one.kind} {one.value}: {where[one.state]}"


def _lines(report: BaseReport) -> Iterator[str]:
    yield f"{report.title}: v{report.version}, {report.location}"
    yield from _stated(report)
    for hint in report.hints:
        meant = _listed(hint.references) if hint.references else "nothing here is called so"
        yield f"“{hint.word}” in the subject: {meant}"
    yield from (f"needed first: {needed(one)}" for one in report.prerequisites)
    yield from _expected(report.expected)
    yield from _found(report)
    yield from _searched(report)
    for incident in report.incidents:
        place = f"{incident.where}: " if incident.where else ""
        yield f"{incident.kind}: {place}{incident.message}"


def _stated(report: BaseReport) -> Iterator[str]:
    if not report.stated:
        yield "base-commit: the series names none"
    elif not report.stated_here:
        yield f"base-commit: {report.stated}, which the repository does not have"
    else:
        yield f"base-commit: {report.stated}"


def _expected(expected: Expectations) -> Iterator[str]:
    parts = [f"{len(expected.files)} blobs that the tree had"]
    if expected.absent:
        parts.append(f"{len(expected.absent)} files that it had not")
    if expected.made:
        parts.append(f"{expected.made} that earlier patches leave")
    if expected.unnamed:
        parts.append(f"{expected.unnamed} files without an index line")
    yield f"the patches name {', '.join(parts)}"
    for one in expected.broken:
        yield f"  {one.path}: patch {one.patch} was not made on what the patches before it leave"


def _found(report: BaseReport) -> Iterator[str]:
    if report.found is None:
        yield "base: none found"
    else:
        yield from _match("base", report.found, report.blobs)
    if report.as_good:
        yield f"  as good: {_listed(report.as_good)}"
    if report.runner_up is not None:
        yield from _match("runner-up", report.runner_up, report.blobs)


def _match(role: str, one: BaseMatch, blobs: int) -> Iterator[str]:
    yield f"{role}: {one.commit} {one.name} of {one.date}: {_counts(one, blobs)}"
    for file in one.unmatched[:_SHOWN]:
        yield f"  {_unmatched(file)}"
    if len(one.unmatched) > _SHOWN:
        yield f"  and {len(one.unmatched) - _SHOWN} more"
    if one.clashes:
        yield f"  there already: {_listed(one.clashes)}"


def _counts(one: BaseMatch, blobs: int) -> str:
    parts = [f"{one.matched} of {blobs} blobs"]
    if one.applies:
        parts.append("every patch goes in")
    elif one.applies is not None:
        what = f"patch {one.refused}" if one.refused else "a prerequisite"
        parts.append(f"{what} does not go in")
    return ", ".join(parts)


def _unmatched(file: UnmatchedFile) -> str:
    state = "is another version" if file.there else "is not there"
    holder = file.known_at or "no commit looked at"
    return f"{file.path} (patch {file.patch}) {state}; {holder} has {file.blob}"


def _searched(report: BaseReport) -> Iterator[str]:
    looked = report.searched
    if looked.commits:
        yield (
            f"looked at {looked.commits} commits: {looked.references} branches and tags, and what"
            f" touched these files from {looked.since} to {looked.until}"
        )
        if report.found is None or not report.found.complete:
            yield "--guess-lookback DAYS looks further"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
