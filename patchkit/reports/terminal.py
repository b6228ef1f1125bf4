"""The report for people at a terminal: dense, aligned, in the forms compilers and git have taught.

Without `verbose` it spells out what asks for somebody's eyes and counts the rest; every finding,
incident and rejected hunk is always there. Refuses to judge and to sort: sections, groups and
lines stand in the report's order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TextIO

from patchkit.model.findings import Finding, Severity
from patchkit.model.report import (
    ApiReport,
    IntentReport,
    IntentState,
    MatrixCell,
    MatrixRow,
    Report,
    SiteReport,
    SiteState,
    Verdict,
)
from patchkit.reports.page import Page, Part
from patchkit.reports.patches import patch_label, patch_margin, show_patches
from patchkit.reports.prerequisites import show_prerequisites

_HEAD = 9  # columns of the head's labels
_LISTED = 12  # sites in one list; verbose shows them all

_SEVERITY_STYLE = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold magenta",
    Severity.NOTE: "bold cyan",
}
_VERDICT_STYLE = {
    Verdict.CLEAN: "bold green",
    Verdict.NOTHING_TO_DO: "bold green",
    Verdict.FINDINGS: "bold red",
    Verdict.DOES_NOT_APPLY: "bold red",
}
_STATE_STYLE = {
    SiteState.CONVERTED: "green",
    SiteState.ALREADY: "green",
    SiteState.REFUSED: "red",
    SiteState.UNKNOWN: "bold red",
    SiteState.OTHER: "yellow",
}
_INTENT_STYLE = {
    IntentState.PRESENT: "green",
    IntentState.PARTLY: "yellow",
    IntentState.ABSENT: "bold",
    IntentState.REVERTED: "red",
    IntentState.SUPERSEDED: "yellow",
}
_OPEN_STATES = (SiteState.REFUSED, SiteState.UNKNOWN, SiteState.OTHER)


def render(report: Report, out: TextIO, *, color: bool | None, width: int | None, verbose: bool) -> None:
    """Writes the report; see `Page` for what None means for `color` and `width`."""
    page = Page(out, color=color, width=width)
    _head(page, report)
    show_patches(page, report, verbose=verbose)
    show_prerequisites(page, report, verbose=verbose)
    _api(page, report, verbose=verbose)
    _matrix(page, report)
    _findings(page, report)
    _preexisting(page, report, verbose=verbose)
    _intent(page, report, verbose=verbose)
    _accounting(page, report)
    _incidents(page, report)


def _head(page: Page, report: Report) -> None:
    series, tree = report.series, report.tree
    version = f" v{series.version}" if series.version > 1 else ""
    note = f" ({series.note})" if series.note else ""
    page.line(
        f"{'series':{_HEAD}}",
        (f"{series.title}{version}", "bold"),
        f", {_many(series.expected, 'patch', 'patches')}, {series.location}, text: {series.text}{note}",
        hang=_HEAD,
    )
    if series.missing:
        missing = ", ".join(patch_label(number, series.expected) for number in series.missing)
        page.line(f"{'':{_HEAD}}", (f"missing: {missing}", "bold red"), hang=_HEAD)
    commit = f", commit {tree.commit}" if tree.commit else ""
    page.line(
        f"{'tree':{_HEAD}}",
        (tree.version or "unknown version", "bold"),
        f", {tree.kind}, {tree.location}{commit}",
        hang=_HEAD,
    )
    for prerequisite in tree.prerequisites:
        page.line(f"{'':{_HEAD}}with {prerequisite} placed first", hang=_HEAD)
    style = _VERDICT_STYLE.get(report.verdict, "bold yellow")
    page.line(f"{'verdict':{_HEAD}}", (report.verdict, style), f": {report.sentence}", hang=_HEAD)


def _api(page: Page, report: Report, *, verbose: bool) -> None:
    if not report.api:
        return
    _heading(page, "API changes")
    for change in report.api:
        label = patch_margin(change.patch, report.series.expected)
        margin = len(label)
        page.line(label, *_change(change), hang=margin)
        for sign, signature, style in (("-", change.before, "red"), ("+", change.after, "green")):
            if signature:
                page.line((f"{sign} {signature}", style), indent=margin, hang=margin + 4)
        _sites(page, change.sites, margin, verbose=verbose)


def _change(change: ApiReport) -> list[Part]:
    renamed = f" to {change.new_name}" if change.new_name else ""
    aspects = f" ({', '.join(change.aspects)})" if change.aspects else ""
    scope = f", static in {change.scope}" if change.scope else ""
    parts: list[Part] = [(change.name, "bold"), f": {change.kind}{renamed}{aspects}{scope}"]
    if not change.realised:
        parts.append((", not made: its hunks did not go in", "red"))
    return parts


def _sites(page: Page, sites: Sequence[SiteReport], margin: int, *, verbose: bool) -> None:
    counts = Counter(site.state for site in sites)
    if counts:
        parts: list[Part] = []
        for state in SiteState:
            if counts[state]:
                parts += [
                    ", " if parts else "sites: ",
                    (f"{state} {counts[state]}", _STATE_STYLE.get(state, "")),
                ]
        page.line(*parts, indent=margin)
    for state in SiteState if verbose else _OPEN_STATES:
        lines = [_site(site, verbose=verbose) for site in sites if site.state is state]
        _listed(page, (state, _STATE_STYLE.get(state, "")), lines, margin, verbose=verbose)


def _site(site: SiteReport, *, verbose: bool) -> list[Part]:
    function = f" in {site.function}()" if site.function else ""
    form = f" ({site.form})" if site.form else ""
    shown = site.signature or site.text
    parts: list[Part] = [
        (f"{site.path}:{site.line}", "bold"),
        f": {site.kind}{form}{function}{f': {shown}' if shown else ''}",
    ]
    if site.uncertain:
        parts.append((f" (uncertain: {site.uncertain})", "yellow"))
    if verbose and (site.arch or site.guards):
        parts.append((f" [{', '.join([*filter(None, [site.arch]), *site.guards])}]", "dim"))
    return parts


def _listed(
    page: Page, label: tuple[str, str], lines: Sequence[Sequence[Part]], margin: int, *, verbose: bool
) -> None:
    """Writes lines behind a label that stands before the first of them."""
    gutter = len("to change") + 2
    shown = lines if verbose else lines[:_LISTED]
    for number, parts in enumerate(shown):
        first: Part = (f"{label[0]:{gutter}}", label[1]) if not number else " " * gutter
        page.line(first, *parts, indent=margin, hang=margin + gutter + 2)
    if len(lines) > len(shown):
        page.line(f"and {len(lines) - len(shown)} more (verbose lists them)", indent=margin + gutter)


def _matrix(page: Page, report: Report) -> None:
    if not report.matrix:
        return
    _heading(page, "Architectures (sites in that state, of all sites there)")
    table = [_by_column(row) for row in report.matrix]
    columns = list(dict.fromkeys(column for cells in table for column in cells))
    rows: list[list[Part]] = [["", *((name, "bold") for name, _ in columns)]]
    for row, cells in zip(report.matrix, table, strict=True):
        rows.append([row.arch or "(common)", *(_cell(cells.get(column)) for column in columns)])
    page.columns(rows)


def _by_column(row: MatrixRow) -> dict[tuple[str, int], MatrixCell]:
    """Returns the cells by name and by how often the name stood before: two patches may change it."""
    seen: Counter[str] = Counter()
    cells = {}
    for cell in row.cells:
        cells[cell.name, seen[cell.name]] = cell
        seen[cell.name] += 1
    return cells


def _cell(cell: MatrixCell | None) -> Part:
    if cell is None:
        return ("-", "dim")
    total = sum(cell.states.values())
    count = next((n for state, n in cell.states.items() if state == cell.word), total)
    amount = "" if not total else f" {count}" if count == total else f" {count}/{total}"
    style = next((_STATE_STYLE.get(state, "") for state in SiteState if state == cell.word), "")
    return (f"{cell.word}{amount}", style if total else "dim")


def _findings(page: Page, report: Report) -> None:
    for (severity, patch), group in groupby(report.findings, lambda one: (one.severity, one.caused_by)):
        found = list(group)
        total = report.series.expected
        cause = f"caused by patch {patch_label(patch, total)}" if patch else "of the tree itself"
        _heading(page, f"{_many(len(found), severity, f'{severity}s')} {cause}")
        _diagnostics(page, found, total)


def _preexisting(page: Page, report: Report, *, verbose: bool) -> None:
    if not report.preexisting:
        return
    count = _many(len(report.preexisting), "finding", "findings")
    _heading(page, f"{count} on the tree without the series{'' if verbose else ' (verbose lists them)'}")
    if verbose:
        _diagnostics(page, report.preexisting, report.series.expected)


def _diagnostics(page: Page, findings: Iterable[Finding], total: int) -> None:
    for one in findings:
        about = ", ".join(filter(None, [one.rule, one.confidence, one.arch]))
        page.line(
            (f"{_place(one.primary.path, one.primary.line)}: ", "bold"),
            (f"{one.severity}: ", _SEVERITY_STYLE[one.severity]),
            one.message,
            (f" [{about}]", "dim"),
            hang=4,
        )
        if one.primary.label:
            page.line(one.primary.label, indent=4)
        for span in one.related:
            page.line(
                f"{_place(span.path, span.line)}: ", ("note: ", "cyan"), span.label, indent=4, hang=6
            )
        if one.mended_by is not None:
            cause = f"caused by patch {patch_label(one.caused_by, total)}, mended by"
            cause = cause if one.caused_by else "mended by patch"
            page.line(f"{cause} {patch_label(one.mended_by, total)}", indent=4)


def _intent(page: Page, report: Report, *, verbose: bool) -> None:
    if not report.intent:
        return
    _heading(page, "Intent: what the tree has of it without the series")
    state_size = max(len(intent.state) for intent in report.intent) + 2
    for intent in report.intent:
        label = patch_margin(intent.patch, report.series.expected)
        margin = len(label) + state_size
        style = _INTENT_STYLE[intent.state]
        page.line(label, (f"{intent.state:{state_size}}", style), intent.summary, hang=margin)
        page.line(intent.sentence, indent=margin, hang=margin)
        _intent_details(page, intent, margin, verbose=verbose)


def _intent_details(page: Page, intent: IntentReport, margin: int, *, verbose: bool) -> None:
    for probe in intent.probes if verbose else ():
        page.line(f"{probe.answer}: {probe.question}", indent=margin)
        for evidence in probe.evidence:
            page.line((evidence, "dim"), indent=margin + 2)
    unknown = frozenset(intent.unknown)
    known = [[site] for site in intent.to_change if site not in unknown]
    _listed(page, ("to change", ""), known, margin, verbose=verbose)
    style = _STATE_STYLE[SiteState.UNKNOWN]
    _listed(page, ("unknown", style), [[site] for site in intent.unknown], margin, verbose=verbose)


def _accounting(page: Page, report: Report) -> None:
    sums = report.accounting
    lost = len(sums.unaccounted)
    page.blank()
    page.line(
        f"{_many(sums.names, 'name', 'names')}, {_many(sums.files, 'file', 'files')}, "
        f"{_many(sums.hits, 'word hit', 'word hits')}, ",
        (f"{lost} unaccounted", "bold red" if lost else "green"),
    )
    for hit in sums.unaccounted:
        page.line((hit, "red"), indent=2, hang=4)


def _incidents(page: Page, report: Report) -> None:
    if not report.incidents:
        return
    _heading(page, _many(len(report.incidents), "incident", "incidents"))
    for incident in report.incidents:
        kind = f"{incident.kind}, harmless" if incident.harmless else incident.kind
        page.line(
            (f"{incident.where or '-'}: ", "bold"),
            ("note: ", "cyan") if incident.harmless else ("incident: ", "bold yellow"),
            incident.message,
            (f" [{kind}]", "dim"),
            hang=4,
        )


def _heading(page: Page, text: str) -> None:
    page.blank()
    page.line((text, "bold"))


def _place(path: str, line: int) -> str:
    return f"{path or '-'}:{line}" if line else path or "-"


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
