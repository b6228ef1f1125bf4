"""The report as Markdown, for a merge request, a wiki or a mail: what to know first, then the places.

Refused and doubtful hunks, findings and incidents are all there; sites that are in order are counted.
Refuses to judge and to sort, as the terminal's report does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from patchkit.model.findings import Finding
from patchkit.model.placement import Outcome
from patchkit.model.report import ApiReport, PatchReport, Report, SiteState
from patchkit.reports.markup import code, plain, table
from patchkit.reports.patches import patch_label
from patchkit.reports.text import printable

_QUIET = (Outcome.EXACT, Outcome.OFFSET, Outcome.ALREADY)
_OPEN = (SiteState.REFUSED, SiteState.UNKNOWN, SiteState.OTHER)


def render(report: Report, out: TextIO) -> None:
    """Writes the report; what is not in the stream's encoding is escaped."""
    encoding = getattr(out, "encoding", None)
    for line in _lines(report):
        out.write(printable(line, encoding) + "\n" if line else "\n")


def _lines(report: Report) -> Iterator[str]:
    series, tree = report.series, report.tree
    version = f" v{series.version}" if series.version > 1 else ""
    yield f"# {plain(series.title)}{version} on {plain(tree.version or tree.location)}"
    yield ""
    yield f"**{plain(report.verdict)}**: {plain(report.sentence)}"
    yield from _patches(report)
    for patch in report.patches:
        yield from _hunks(patch, series.expected)
    yield from _api(report)
    yield from _findings(report)
    yield from _incidents(report)
    counted = report.accounting
    yield ""
    yield (
        f"{counted.names} names, {counted.files} files, {counted.hits} word hits,"
        f" {len(counted.unaccounted)} unaccounted. patchkit {plain(report.patchkit_version)}"
    )
    if counted.unaccounted:
        yield from ("", *(f"- unaccounted: {code(place)}" for place in counted.unaccounted))


def _patches(report: Report) -> Iterator[str]:
    if not report.patches:
        return
    yield from ("", "## Patches", "")
    rows = []
    for patch in report.patches:
        counts = patch.counts
        fits = counts.exact + counts.offset + counts.three_way + counts.fuzz
        rows.append(
            [
                patch_label(patch.number, report.series.expected),
                plain(patch.subject),
                plain(patch.standing.state),
                str(fits),
                str(counts.already),
                str(counts.rejected),
                plain(patch.standing.sentence),
            ]
        )
    yield from table(["", "patch", "state", "fits", "already", "refused", "why"], rows)


def _hunks(patch: PatchReport, total: int) -> Iterator[str]:
    """Yields the hunks one must look at."""
    shown = []
    for file in patch.files:
        if not file.hunks and file.outcome not in _QUIET:
            why = ": ".join(part for part in (file.reason, file.detail) if part)
            shown.append(f"- {code(file.path)}: {plain(file.outcome)}: {plain(why)}")
        for hunk in file.hunks:
            if hunk.outcome in _QUIET and not hunk.doubt:
                continue
            place = file.path if hunk.line is None else f"{file.path}:{hunk.line}"
            said = [part for part in (hunk.reason, hunk.detail) if part]
            said += [f"not to be trusted: {hunk.doubt}"] if hunk.doubt else []
            why = f": {plain(': '.join(said))}" if said else ""
            shown.append(f"- {code(place)} hunk {hunk.index + 1}: {plain(hunk.outcome)}{why}")
    if shown:
        yield from ("", f"### Hunks of {patch_label(patch.number, total)} to look at", "", *shown)


def _api(report: Report) -> Iterator[str]:
    if not report.api:
        return
    yield from ("", "## API changes")
    for change in report.api:
        yield from ("", _change(change, report.series.expected), "")
        for sign, signature in (("-", change.before), ("+", change.after)):
            if signature:
                yield f"    {sign} {printable(signature)}"
        listed = [site for site in change.sites if site.state in _OPEN]
        if listed:
            yield ""
        for site in listed:
            place, kind = code(f"{site.path}:{site.line}"), plain(site.kind)
            function = f" in {plain(site.function)}()" if site.function else ""
            yield f"- {plain(site.state)}: {place}: {kind}{function}"


def _change(change: ApiReport, total: int) -> str:
    renamed = f" to {code(change.new_name)}" if change.new_name else ""
    aspects = f" ({', '.join(change.aspects)})" if change.aspects else ""
    made = "" if change.realised else ", not made: its hunks did not go in"
    counts = [
        f"{plain(state)} {number}"
        for state in SiteState
        if (number := sum(site.state is state for site in change.sites))
    ]
    sites = f"; sites: {', '.join(counts)}" if counts else ""
    label = patch_label(change.patch, total)
    return f"**{label}** {code(change.name)}: {plain(change.kind)}{renamed}{aspects}{made}{sites}"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        return
    yield from ("", "## Findings")
    grouped = groupby(report.findings, lambda one: (one.caused_by, one.severity))
    for (cause, severity), findings in grouped:
        label = patch_label(cause, report.series.expected) if cause else "no patch"
        yield from ("", f"### {severity.capitalize()}s caused by {label}", "")
        for finding in findings:
            yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    place = f"{code(f'{finding.primary.path}:{finding.primary.line}')}: " if finding.primary.path else ""
    mended = f"; mended by patch {finding.mended_by}" if finding.mended_by else ""
    arch = f", {plain(finding.arch)}" if finding.arch else ""
    sure = f"{plain(finding.rule)}, {finding.confidence}{arch}{mended}"
    yield f"- {place}{plain(finding.message)} ({sure})"
    for related in finding.related:
        yield f"  - {code(f'{related.path}:{related.line}')}: {plain(related.label)}"


def _incidents(report: Report) -> Iterator[str]:
    if not report.incidents:
        return
    yield from ("", "## Incidents", "")
    for incident in report.incidents:
        where = f"{code(incident.where)}: " if incident.where else ""
        harmless = ", harmless" if incident.harmless else ""
        yield f"- {where}{plain(incident.message)} ({plain(incident.kind)}{harmless})"
