"""`patchkit check` as a library call: a series and a tree in, a Report out; prints nothing.

Follows docs/architecture.md: readers and trees, placement to prefix trees, facts per prefix,
API changes, rules, report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from patchkit.cfacts import SiteIndex, outline
from patchkit.cfacts.index import counted, index_sites
from patchkit.model.changes import ApiChange
from patchkit.model.findings import Confidence, Finding, Incident
from patchkit.model.placement import PatchPlacement
from patchkit.model.report import (
    Accounting,
    ApiReport,
    Report,
    SeriesSummary,
    SeriesText,
    TreeSummary,
)
from patchkit.model.tree import Tree
from patchkit.placement import PlacementOptions, place_series
from patchkit.reports.build import Results, build_report
from patchkit.rules import judge, judge_intent
from patchkit.rules.base import Prefix, shown
from patchkit.rules.coverage import covered
from patchkit.rules.intent import Question
from patchkit.rules.ledger import site_reports
from patchkit.rules.states import patch_standings
from patchkit.rules.trust import doubted
from patchkit.search.hits import Progress, silent
from patchkit.search.means import Means
from patchkit.workflows.inputs import CheckOptions, Inputs, read_inputs
from patchkit.workflows.prefixes import build_prefixes, sensible, series_changes
from patchkit.workflows.prerequisites import (
    Expectations,
    missing_prerequisites,
    refused_names,
)

_OTHERS = (SeriesText.GIVEN, SeriesText.POSTED)  # text that is not patchkit's own


def check(
    options: CheckOptions,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
    means: Means | None = None,
) -> Report:
    """Checks a series against a tree and returns the report; `means` is what the work may use.

    Raises SeriesError or TreeError when either cannot be read at all; everything less is an
    incident in the report.
    """
    progress("opening the tree", 0, 0)
    inputs = read_inputs(options, stdin, means)
    return check_inputs(inputs, options, progress=progress, means=means)


def check_inputs(
    inputs: Inputs,
    options: CheckOptions,
    *,
    progress: Progress = silent,
    means: Means | None = None,
) -> Report:
    """Checks a series that was read already, on a tree that is open; of `options` it needs the rest."""
    return judge_placed(place_inputs(inputs, progress), options, progress=progress, means=means).report


class Placed(Struct, frozen=True):
    """A series on a tree, before anything is looked up: T0..Tn, what changes, and the names to look up.

    `refused` is what `refused_names` returns. Until the first of several is judged, one search can look
    for the names of all.
    """

    inputs: Inputs
    placements: tuple[PatchPlacement, ...]
    trees: tuple[Tree, ...]
    changes: tuple[ApiChange, ...]
    names: frozenset[str]
    refused: tuple[tuple[str, bytes, int], ...]


class Judged(Struct, frozen=True):
    """A check's report, and the sites of the names on the tree as it stands."""

    report: Report
    sites: SiteIndex


def place_inputs(inputs: Inputs, progress: Progress = silent) -> Placed:
    """Places a series and tells the tree which names will be asked for; searches nothing yet."""
    placements, trees = _place(inputs, progress)
    changes = series_changes(inputs.series, trees)
    names = {
        name
        for change in changes
        if not change.scope and not change.owner
        for name in (change.name, change.new_name)
        if name
    } | inputs.profile.names
    refused = refused_names(inputs.series, placements, trees)
    soon = names | {name for one in changes if one.owner for name in (one.name, one.owner)}
    trees[0].expect([name.encode("utf-8", "surrogateescape") for name in sorted(soon)])
    return Placed(inputs, placements, trees, changes, frozenset(names), refused)


def judge_placed(
    placed: Placed,
    options: CheckOptions,
    *,
    progress: Progress = silent,
    means: Means | None = None,
) -> Judged:
    """Judges a series that was placed."""
    inputs, placements, trees = placed.inputs, placed.placements, placed.trees
    progress("searching the tree", 0, 0)
    index = index_sites(trees[0], placed.names, counted(progress), means)
    prefixes = build_prefixes(inputs, trees, placed.changes, index, placements)
    changes = sensible(placed.changes, prefixes[0])
    prefixes = tuple(replace(prefix, changes=changes) for prefix in prefixes)
    progress("judging", 0, 0)
    judgement = judge(prefixes)
    kept = _confident(judgement.findings, options.min_confidence)
    there = {patch.number for patch in inputs.series.patches}
    intended = [one for one in inputs.profile.intent if one.patch in there]
    intent = judge_intent(intended, _question(prefixes[0], trees[0]))
    placements = doubted(inputs.series, placements, judgement.findings)
    expected = Expectations(
        inputs.series, placements, trees, judgement.findings, inputs.bases, placed.refused
    )
    prerequisites, unsearched = missing_prerequisites(expected, options.history)
    standings = patch_standings(inputs.series.patches, placements, judgement.findings, intent)
    incidents = (
        *inputs.incidents,
        *inputs.bases.incidents,
        *inputs.renames.incidents,
        *trees[-1].incidents,
        *index.incidents,
        *(means.cache.incidents if means is not None else ()),
        *judgement.incidents,
        *_hidden(judgement.findings, kept, options.min_confidence),
        *unsearched,
    )
    report = build_report(
        Results(
            series=_summary(inputs),
            tree=_tree_summary(options, inputs.base),
            posting=inputs.series,
            placements=placements,
            standings=standings,
            api=_api(changes, prefixes),
            findings=kept,
            preexisting=_confident(judgement.preexisting, options.min_confidence),
            intent=intent,
            prerequisites=prerequisites,
            accounting=_accounting(prefixes[-1].index),
            incidents=tuple(dict.fromkeys((*incidents, *_unaccounted(prefixes[-1].index)))),
        )
    )
    return Judged(report, index)


def _place(inputs: Inputs, progress: Progress) -> tuple[tuple[PatchPlacement, ...], tuple[Tree, ...]]:
    """Returns the placements and T0..Tn; no placement when only the intent is judged."""
    if inputs.text is SeriesText.INTENT_ONLY:
        return (), (inputs.base,) * (len(inputs.series.patches) + 1)
    placed = place_series(
        inputs.series,
        inputs.base,
        outline,
        lambda done, all_: progress("placing", done, all_),
        PlacementOptions(bases=inputs.bases, renamed_to=inputs.renames.renamed_to),
    )
    return placed.patches, placed.trees


def _question(prefix: Prefix, tree: Tree) -> Question:
    sites = [site for name in prefix.profile.names for site in prefix.index.of(name)]
    hunks = covered(sites, prefix.known)
    return Question(tree, prefix.index, lambda site: site in hunks)


def _confident(findings: Iterable[Finding], least: Confidence) -> tuple[Finding, ...]:
    order = list(Confidence)
    return tuple(one for one in findings if order.index(one.confidence) <= order.index(least))


def _hidden(
    findings: Sequence[Finding], kept: Sequence[Finding], least: Confidence
) -> tuple[Incident, ...]:
    """Says how many findings the reader asked not to see."""
    left_out = len(findings) - len(kept)
    if not left_out:
        return ()
    message = f"{left_out} of {len(findings)} findings are below confidence {least} and not shown"
    return (Incident("findings-hidden", message, harmless=True),)


def _api(changes: Iterable[ApiChange], prefixes: Sequence[Prefix]) -> tuple[ApiReport, ...]:
    return tuple(
        ApiReport(
            name=change.name,
            kind=change.kind,
            patch=change.patch,
            before=shown(change.before, change.name),
            after=shown(change.after, change.new_name or change.name),
            aspects=change.aspects,
            realised=change.realised,
            scope=change.scope,
            new_name=change.new_name,
            owner=change.owner,
            static_in=change.static_in,
            sites=site_reports(change, prefixes[0], prefixes[-1]),
        )
        for change in changes
    )


def _accounting(index: SiteIndex) -> Accounting:
    return Accounting(
        names=len(index.names),
        files=len(index.files),
        hits=len(index.sites),
        unaccounted=tuple(f"{one.path}:{one.line}: {one.text}" for one in index.unaccounted),
    )


def _unaccounted(index: SiteIndex) -> tuple[Incident, ...]:
    return tuple(
        Incident(
            "unaccounted-hit",
            f"{one.name} is used here in a way that was not understood: {one.text}",
            where=f"{one.path}:{one.line}",
        )
        for one in index.unaccounted
    )


def _summary(inputs: Inputs) -> SeriesSummary:
    series = inputs.series
    return SeriesSummary(
        location=series.location if inputs.text in _OTHERS else "embedded",
        title=series.title,
        version=series.version,
        expected=series.expected,
        missing=series.missing,
        text=inputs.text,
        note=inputs.note,
    )


def _tree_summary(options: CheckOptions, tree: Tree) -> TreeSummary:
    identity = tree.identity
    return TreeSummary(
        location=identity.location,
        kind=identity.kind,
        version=identity.version,
        commit=identity.commit,
        prerequisites=options.prerequisites,
    )
