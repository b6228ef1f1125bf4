"""The report of a port for people: what became of each patch, and what asks for somebody's eyes.

Hunks that are simply as in the original are counted; `verbose` lists them too. Refuses to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from patchkit.model.findings import Finding, Severity
from patchkit.model.port import Grade, Method
from patchkit.model.ported import Fate
from patchkit.reports.page import Page
from patchkit.reports.patches import patch_margin
from patchkit.reports.port import ConflictRow, HunkRow, PortedFileRow, PortedPatchRow, PortReport

_HEAD = 9  # columns of the head's labels
_STYLE = {
    Fate.PORTED: "bold green",
    Fate.PARTLY: "bold yellow",
    Fate.NOT_PORTED: "bold red",
    Fate.ALREADY: "bold cyan",
}
_SEVERITY_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_GRADE_STYLE = {Grade.CONFIDENT: "green", Grade.LIKELY: "yellow", Grade.CONFLICT: "red"}


def render_text(
    report: PortReport, out: TextIO, *, color: bool | None, width: int | None, verbose: bool
) -> None:
    """Writes the report; see `Page` for what None means for `color` and `width`."""
    page = Page(out, color=color, width=width)
    _head(page, report)
    for patch in report.patches:
        _patch(page, report, patch, verbose=verbose)
    if report.remains:
        page.blank()
        page.line(("What remains, by a check of the port", "bold"))
    for finding in report.remains:
        _finding(page, finding)
    if report.incidents:
        page.blank()
        page.line(("Incidents", "bold"))
    for incident in report.incidents:
        mark = " (harmless)" if incident.harmless else ""
        place = f"{incident.where}: " if incident.where else ""
        page.line(f"{incident.kind}{mark}: {place}{incident.message}", indent=2)


def _finding(page: Page, finding: Finding) -> None:
    mended = f", until {finding.mended_by}" if finding.mended_by is not None else ""
    page.line(
        f"{finding.primary.path}:{finding.primary.line}: ",
        (f"{finding.severity} {finding.rule}", _SEVERITY_STYLE[finding.severity]),
        f" (patch {finding.caused_by}{mended}, {finding.confidence} confidence): {finding.message}",
        indent=2,
    )


def _head(page: Page, report: PortReport) -> None:
    version = f" v{report.version}" if report.version > 1 else ""
    count = _many(report.expected, "patch", "patches")
    page.line(
        f"{'series':{_HEAD}}",
        (f"{report.title}{version}", "bold"),
        f", {count}, {report.series}",
        hang=_HEAD,
    )
    if report.missing:
        missing = ", ".join(f"{number}/{report.expected}" for number in report.missing)
        page.line(f"{'':{_HEAD}}", (f"missing: {missing}", "bold red"), hang=_HEAD)
    target = report.target
    commit = f", commit {target.commit}" if target.commit else ""
    page.line(
        f"{'onto':{_HEAD}}",
        (target.version or "unknown version", "bold"),
        f", {target.kind}, {target.location}{commit}",
        hang=_HEAD,
    )
    style = "bold green" if report.complete else "bold red"
    page.line(f"{'result':{_HEAD}}", (_result(report), style), hang=_HEAD)
    for line in _written(report):
        page.line(f"{'written':{_HEAD}}", line, hang=_HEAD)


def _result(report: PortReport) -> str:
    counts = report.counts
    said = [f"{counts.patches[fate]} {fate.replace('-', ' ')}" for fate in Fate if counts.patches[fate]]
    if counts.conflicts:
        said.append(_many(counts.conflicts, "conflict", "conflicts"))
    if counts.hunks[Grade.LIKELY]:
        said.append(f"{_many(counts.hunks[Grade.LIKELY], 'hunk', 'hunks')} likely, not confident")
    if counts.review:
        said.append(f"{_many(counts.review, 'addition', 'additions')} to review")
    if counts.undecided:
        said.append(f"{_many(counts.undecided, 'site', 'sites')} left behind")
    return "; ".join((", ".join(said[:4]), *said[4:])) if said else "no patches"


def _written(report: PortReport) -> Iterator[str]:
    output = report.output
    mails = sum(bool(patch.mail) for patch in report.patches)
    if not output.proved:
        yield "nothing: nothing is left to do"
        return
    if output.form:
        where = "stdout" if output.location == "-" else output.location
        rejects = sum(bool(patch.rejects) for patch in report.patches)
        beside = f" and {_many(rejects, '.rej file', '.rej files')}" if rejects else ""
        if where == "stdout":
            beside = ""
        yield f"{_many(mails, 'patch', 'patches')}{beside} ({output.form}): {where}"
    if output.branch:
        yield f"branch {output.branch}, commit {output.tip}"
    if not output.form and not output.branch:
        yield "nothing: no output was asked for; git am takes what would be written"


def _patch(page: Page, report: PortReport, patch: PortedPatchRow, *, verbose: bool) -> None:
    page.blank()
    label = patch_margin(patch.number, report.expected)
    margin = len(label)
    page.line(label, (patch.subject, "bold"), hang=margin)
    grade = f", {patch.grade}" if patch.fate is Fate.PORTED else ""
    names = [name for name in (patch.mail, patch.rejects) if name and report.output.form]
    page.line(
        (f"{patch.fate}{grade}", _STYLE[patch.fate]),
        f": {', '.join(names)}" if names else "",
        indent=margin,
    )
    if patch.malformed:
        page.line(("unreadable", "red"), f": {patch.malformed}", indent=margin)
    if patch.not_asked_for:
        page.line((patch.not_asked_for, "yellow"), indent=margin)
    for file in patch.files:
        _file(page, file, margin, verbose=verbose)
    for one in patch.adaptations:
        review = ", to review" if one.review and one.made else ""
        page.line(
            f"{one.path}:{one.line}: ",
            (f"{one.kind}{review}", "yellow"),
            f": {one.detail}",
            indent=margin,
        )


def _file(page: Page, file: PortedFileRow, margin: int, *, verbose: bool) -> None:
    for note in file.notes:
        page.line(f"{file.path}: {note}", indent=margin)
    if file.conflict is not None:
        page.line(f"{file.path}: ", *_conflict(file.conflict), indent=margin)
    for hunk in file.hunks:
        plain = hunk.grade is Grade.CONFIDENT and hunk.method is Method.TEXT and not hunk.notes
        if plain and not verbose:
            continue
        _hunk(page, file, hunk, margin)


def _hunk(page: Page, file: PortedFileRow, hunk: HunkRow, margin: int) -> None:
    line = hunk.line if hunk.conflict is None else hunk.conflict.line
    at = f":{line}" if line is not None else ""
    within = f" in {hunk.function}()" if hunk.function else ""
    head = f"{file.path}{at}: hunk {hunk.number}{within}: "
    if hunk.conflict is not None:
        page.line(head, *_conflict(hunk.conflict), indent=margin)
        return
    page.line(head, (hunk.outcome, _GRADE_STYLE[hunk.grade]), indent=margin)
    for note in hunk.notes:
        page.line(note, indent=margin + 4)


def _conflict(conflict: ConflictRow) -> tuple[tuple[str, str], str]:
    detail = f": {conflict.detail}" if conflict.detail else ""
    return (f"conflict, {conflict.cause}", "red"), detail


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
