"""Turns a check's results into the Report: counts, sentences, the matrix, the verdict; sorted.

The one place where a report is put together. Renderers below it add nothing and drop nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from patchkit import __version__
from patchkit.model.findings import Finding, Incident, Severity
from patchkit.model.placement import FilePlacement, Outcome, PatchPlacement
from patchkit.model.report import (
    Accounting,
    ApiReport,
    Counts,
    IntentReport,
    MatrixCell,
    MatrixRow,
    PatchReport,
    Prerequisite,
    Report,
    SeriesSummary,
    SeriesText,
    SiteReport,
    SiteState,
    Standing,
    TreeSummary,
    Verdict,
)
from patchkit.model.series import Patch, Series


class Results(Struct, frozen=True):
    """Everything a check found out, unsorted."""

    series: SeriesSummary
    tree: TreeSummary
    posting: Series
    placements: tuple[PatchPlacement, ...]
    standings: Mapping[int, Standing]
    api: tuple[ApiReport, ...]
    findings: tuple[Finding, ...]
    preexisting: tuple[Finding, ...]
    intent: tuple[IntentReport, ...]
    accounting: Accounting
    prerequisites: tuple[Prerequisite, ...]
    incidents: tuple[Incident, ...]


def build_report(results: Results) -> Report:
    """Returns the report of a check."""
    patches = _patches(results)
    verdict, sentence = _verdict(results, patches)
    return Report(
        series=results.series,
        tree=results.tree,
        verdict=verdict,
        sentence=sentence,
        patches=patches,
        api=results.api,
        matrix=_matrix(results.api),
        findings=results.findings,
        preexisting=results.preexisting,
        intent=results.intent,
        prerequisites=results.prerequisites,
        accounting=results.accounting,
        incidents=results.incidents,
        patchkit_version=__version__,
    )


def _patches(results: Results) -> tuple[PatchReport, ...]:
    placed = {placement.number: placement for placement in results.placements}
    return tuple(
        _patch(patch, placed.get(patch.number), results.standings[patch.number])
        for patch in results.posting.patches
    )


def _patch(patch: Patch, placement: PatchPlacement | None, standing: Standing) -> PatchReport:
    files = placement.files if placement is not None else ()
    return PatchReport(
        number=patch.number,
        subject=patch.subject.text,
        author=str(patch.author),
        message_id=patch.message_id,
        counts=count_outcomes(files),
        files=files,
        standing=standing,
    )


def count_outcomes(files: Iterable[FilePlacement]) -> Counts:
    """Counts outcomes hunk by hunk; a file patch without hunks counts once."""
    count: Counter[Outcome] = Counter()
    for file in files:
        count.update([hunk.outcome for hunk in file.hunks] or [file.outcome])
    return Counts(
        exact=count[Outcome.EXACT],
        offset=count[Outcome.OFFSET],
        three_way=count[Outcome.THREE_WAY],
        fuzz=count[Outcome.FUZZ],
        already=count[Outcome.ALREADY],
        rejected=count[Outcome.REJECTED],
        not_analysed=count[Outcome.NOT_ANALYSED],
    )


def _matrix(api: Sequence[ApiReport]) -> tuple[MatrixRow, ...]:
    """One row an architecture that has a site of a changed name; the common code first."""
    shown = [change for change in api if change.sites and not change.scope]
    arches = sorted({site.arch for change in shown for site in change.sites})
    rows = []
    for arch in arches:
        cells = []
        for change in shown:
            sites = [site for site in change.sites if site.arch == arch]
            states = Counter(site.state for site in sites)
            ordered = {state: states[state] for state in SiteState if states[state]}
            cells.append(MatrixCell(change.name, _word(ordered), ordered))
        rows.append(MatrixRow(arch, tuple(cells)))
    return tuple(rows)


def _word(states: dict[SiteState, int]) -> str:
    if not states:
        return "-"
    for state in (SiteState.UNKNOWN, SiteState.REFUSED, SiteState.OTHER):
        if state in states:
            return state.value
    return "converted" if SiteState.CONVERTED in states else next(iter(states)).value


def _verdict(results: Results, patches: Sequence[PatchReport]) -> tuple[Verdict, str]:
    refused = sum(patch.counts.rejected for patch in patches)
    hunks = sum(_hunks(patch.counts) for patch in patches)
    errors = [one for one in results.findings if one.severity is Severity.ERROR]
    open_ends = [one for one in results.incidents if not one.harmless]
    parts = []
    if results.series.text is SeriesText.INTENT_ONLY:
        verdict = Verdict.INTENT_ONLY
        states = [f"{one.patch} {one.state}" for one in results.intent]
        parts.append(f"intent per patch: {', '.join(states)}")
    elif refused:
        verdict = Verdict.DOES_NOT_APPLY
        numbers = ", ".join(str(patch.number) for patch in patches if patch.counts.rejected)
        parts.append(f"{refused} of {hunks} hunks are refused (patch {numbers})")
    elif results.findings:
        verdict = Verdict.FINDINGS
        parts.append("every hunk fits or is there already")
    elif hunks and all(patch.counts.already == _hunks(patch.counts) for patch in patches):
        verdict = Verdict.NOTHING_TO_DO
        parts.append("the tree has every hunk already")
    else:
        verdict = Verdict.CLEAN
        merged = sum(patch.counts.three_way for patch in patches)
        by_merge = f", {merged} of them by three-way merge" if merged else ""
        parts.append(f"all {hunks} hunks fit{by_merge}")
    if results.findings:
        others = len(results.findings) - len(errors)
        parts.append(f"{_number(len(errors), 'error')}, {_number(others, 'warning or note')}")
    elif results.series.text is not SeriesText.INTENT_ONLY:
        parts.append("no inconsistency found")
    left = _left_behind(results.api)
    if left:
        parts.append(left)
    if open_ends:
        parts.append(f"incomplete: {_number(len(open_ends), 'incident')}")
        if verdict in (Verdict.CLEAN, Verdict.NOTHING_TO_DO):
            verdict = Verdict.INCOMPLETE
    return verdict, "; ".join(parts)


def _number(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    words = " or ".join(f"{word}s" for word in noun.split(" or "))
    return f"{count} {words}"


def _hunks(counts: Counts) -> int:
    fit = counts.exact + counts.offset + counts.three_way + counts.fuzz
    return fit + counts.already + counts.rejected


def _left_behind(api: Sequence[ApiReport]) -> str:
    """Names the sites that lack a changed signature and that no hunk is for."""
    left: dict[str, list[SiteReport]] = {}
    for change in api:
        found = [site for site in change.sites if site.state is SiteState.UNKNOWN]
        if found:
            left.setdefault(change.name, []).extend(found)
    told = []
    for name, sites in left.items():
        files = list(dict.fromkeys(site.path for site in sites))
        more = f" and {len(files) - 3} more files" if len(files) > 3 else ""
        told.append(f"{name}() in {', '.join(files[:3])}{more}")
    return f"sites the series does not know: {'; '.join(told)}" if told else ""
