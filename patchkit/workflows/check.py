"""`patchkit check` as a library call: a series and a tree in, a Report out; prints nothing.

Follows docs/architecture.md: readers and trees, placement to prefix trees, facts per prefix,
API changes, rules, report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from patchkit.apichange import KnownSite, changes_between, intended_changes, known_sites, merge_intended
from patchkit.cfacts import SiteIndex, file_sites, index_sites, outline
from patchkit.gitio import blob_id
from patchkit.model.changes import ApiChange, ChangeKind
from patchkit.model.facts import Site
from patchkit.model.findings import Confidence, Finding, Incident
from patchkit.model.placement import PatchPlacement
from patchkit.model.profile import Profile
from patchkit.model.report import (
    Accounting,
    ApiReport,
    Report,
    SeriesSummary,
    SeriesText,
    TreeSummary,
)
from patchkit.model.series import Series
from patchkit.model.tree import Tree
from patchkit.placement import place_series
from patchkit.readers import read_series
from patchkit.readers.profile import available, embedded_series, load_facts, load_profile
from patchkit.reports.build import Results, build_report
from patchkit.rules import judge, judge_intent
from patchkit.rules.base import DECLARED, Prefix, shown
from patchkit.rules.coverage import covered
from patchkit.rules.intent import Question
from patchkit.rules.ledger import site_reports
from patchkit.trees import OverlayTree, open_tree
from patchkit.workflows.lines import BaseLines

Progress = Callable[[str, int, int], None]

DEFAULT_SERIES = "hot-remove"


def silent(_stage: str, _done: int, _total: int) -> None:
    """A progress callback that shows nothing."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What to check.

    `series` is a location as `readers` takes it, or "" for the embedded series named `embedded`.
    `prerequisites` are locations of series that are placed on the tree first, in memory.
    Findings below `min_confidence` are left out of the report and counted in an incident.
    """

    tree: str
    rev: str = ""
    kernel: bool = True
    series: str = ""
    embedded: str = DEFAULT_SERIES
    profile: str = ""
    prerequisites: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LOW


@dataclass(frozen=True, slots=True)
class _Inputs:
    series: Series
    text: SeriesText
    note: str
    profile: Profile
    base: Tree
    incidents: tuple[Incident, ...]


def check(
    options: CheckOptions, *, stdin: BinaryIO | None = None, progress: Progress = silent
) -> Report:
    """Checks a series against a tree and returns the report.

    Raises SeriesError or TreeError when either cannot be read at all; everything less is an
    incident in the report.
    """
    inputs = _inputs(options, stdin, progress)
    judged = inputs.text is not SeriesText.INTENT_ONLY
    if judged:
        placed = place_series(
            inputs.series, inputs.base, outline, lambda done, all_: progress("placing", done, all_)
        )
        placements, trees = placed.patches, placed.trees
    else:
        placements = ()
        trees = (inputs.base,) * (len(inputs.series.patches) + 1)
    changes = _changes(inputs.series, trees)
    names = {change.name for change in changes if not change.scope} | inputs.profile.names
    progress("searching the tree", 0, 0)
    index = index_sites(trees[0], names)
    prefixes = _prefixes(inputs, trees, changes, index, placements)
    changes = _sensible(changes, prefixes[0])
    prefixes = tuple(replace(prefix, changes=changes) for prefix in prefixes)
    judgement = judge(prefixes)
    kept = _confident(judgement.findings, options.min_confidence)
    intent = judge_intent(inputs.profile, _question(prefixes[0], trees[0]))
    incidents = (*inputs.incidents, *trees[-1].incidents, *index.incidents, *judgement.incidents)
    return build_report(
        Results(
            series=_summary(inputs),
            tree=_tree_summary(options, inputs.base),
            posting=inputs.series,
            placements=placements,
            api=_api(changes, prefixes),
            findings=kept,
            preexisting=_confident(judgement.preexisting, options.min_confidence),
            intent=intent,
            accounting=_accounting(prefixes[-1].index),
            incidents=tuple(dict.fromkeys((*incidents, *_unaccounted(prefixes[-1].index)))),
        )
    )


def _inputs(options: CheckOptions, stdin: BinaryIO | None, progress: Progress) -> _Inputs:
    progress("opening the tree", 0, 0)
    tree = open_tree(options.tree, rev=options.rev, kernel=options.kernel)
    base, incidents = _with_prerequisites(tree, options.prerequisites)
    if options.series:
        series = read_series(options.series, stdin=stdin)
        folder = Path(options.profile) if options.profile else _profile_for(series)
        profile = load_profile(folder) if folder else Profile()
        text, note = SeriesText.GIVEN, ""
    else:
        folder = embedded_series(options.embedded)
        facts = load_facts(folder)
        series = read_series(str(folder / facts.mails))
        profile = load_profile(folder)
        text, note = SeriesText.RENDERING, f"patchkit's own rendering of {facts.title!r}"
        if not _written_for(series, tree):
            text = SeriesText.INTENT_ONLY
            note = (
                f"{note}; its hunks were not written for this tree and are not judged as text. "
                f"{facts.fetch_hint}"
            )
    return _Inputs(series, text, note, profile, base, (*series.incidents, *incidents))


def _with_prerequisites(tree: Tree, locations: Sequence[str]) -> tuple[Tree, tuple[Incident, ...]]:
    incidents: list[Incident] = []
    for location in locations:
        series = read_series(location)
        placed = place_series(series, tree, outline)
        incidents += series.incidents
        for patch in placed.patches:
            if not patch.clean:
                incidents.append(
                    Incident(
                        "prerequisite-refused",
                        f"patch {patch.number} of the prerequisite does not apply completely",
                        where=location,
                    )
                )
        tree = placed.trees[-1]
    return tree, tuple(incidents)


def _profile_for(series: Series) -> Path | None:
    """Returns the embedded profile of a posting, known by its message-ids."""
    ids = {patch.message_id.strip("<>") for patch in series.patches}
    for name in available():
        folder = embedded_series(name)
        postings = load_facts(folder).postings
        if any(ids & {one.strip("<>") for one in posting.message_ids} for posting in postings):
            return folder
    return None


def _written_for(series: Series, tree: Tree) -> bool:
    """Tells whether a file stands in the tree exactly as the series' index lines say."""
    seen: set[str] = set()
    for patch in series.patches:
        for file in patch.files:
            path = str(file.source)
            if path in seen or not file.old_blob.strip("0"):
                continue
            seen.add(path)
            data = tree.read(path)
            if data is not None and blob_id(data).startswith(file.old_blob):
                return True
    return False


def _changes(series: Series, trees: Sequence[Tree]) -> tuple[ApiChange, ...]:
    found: list[ApiChange] = []
    for patch, old, new in zip(series.patches, trees, trees[1:], strict=False):
        paths = [path for path in _touched(old, new) if path.endswith((".c", ".h"))]
        before = _contents(old, paths)
        after = _contents(new, paths)
        realised = changes_between(patch.number, before, after)
        found += merge_intended(realised, intended_changes(patch))
    return tuple(found)


def _touched(old: Tree, new: Tree) -> tuple[str, ...]:
    """The files in which two neighbouring prefix trees differ."""
    if old is new:
        return ()
    was = old.changed if isinstance(old, OverlayTree) else frozenset()
    now = new.changed if isinstance(new, OverlayTree) else frozenset()
    return tuple(sorted(path for path in was | now if old.read(path) != new.read(path)))


def _contents(tree: Tree, paths: Iterable[str]) -> dict[str, bytes]:
    contents = {path: tree.read(path) for path in paths}
    return {path: data for path, data in contents.items() if data is not None}


def _prefixes(
    inputs: _Inputs,
    trees: Sequence[Tree],
    changes: tuple[ApiChange, ...],
    index: SiteIndex,
    placements: tuple[PatchPlacement, ...],
) -> tuple[Prefix, ...]:
    known = _known(inputs.series, changes, inputs.profile, placements)
    scoped = sorted({(change.name, change.scope) for change in changes if change.scope})
    prefixes: list[Prefix] = []
    members: Mapping[str, tuple[Site, ...]] = {}
    for number, tree in enumerate(trees):
        if number:
            index = index.updated(tree, _touched(trees[number - 1], tree))
        prefixes.append(
            Prefix(
                number=number,
                index=index,
                local={key: _local_sites(tree, *key) for key in scoped},
                changes=changes,
                members=members,
                known=known,
                placements=placements,
                profile=inputs.profile,
                base_line=BaseLines(trees[0], tree),
            )
        )
    return tuple(prefixes)


def _known(
    series: Series,
    changes: Iterable[ApiChange],
    profile: Profile,
    placements: Iterable[PatchPlacement],
) -> tuple[KnownSite, ...]:
    written_for = {
        (patch.number, file.path, hunk.index): hunk.written_for
        for patch in placements
        for file in patch.files
        for hunk in file.hunks
    }
    return known_sites(series, {change.name for change in changes} | profile.names, written_for)


def _local_sites(tree: Tree, name: str, path: str) -> tuple[Site, ...]:
    data = tree.read(path)
    return file_sites(path, data, (name,)) if data is not None else ()


def _sensible(changes: Iterable[ApiChange], base: Prefix) -> tuple[ApiChange, ...]:
    """Drops intentions that the tree already fulfils: added names it has, removed ones it lacks."""
    kept = []
    for change in changes:
        declared = any(site.kind in DECLARED for site in base.sites(change))
        moot = not change.realised and (
            (change.kind is ChangeKind.ADDED and declared)
            or (change.kind is ChangeKind.REMOVED and not declared)
        )
        if not moot:
            kept.append(change)
    return tuple(kept)


def _question(prefix: Prefix, tree: Tree) -> Question:
    sites = [site for name in prefix.profile.names for site in prefix.index.of(name)]
    hunks = covered(sites, prefix.known)
    return Question(tree, prefix.index, lambda site: site in hunks)


def _confident(findings: Iterable[Finding], least: Confidence) -> tuple[Finding, ...]:
    order = list(Confidence)
    return tuple(one for one in findings if order.index(one.confidence) <= order.index(least))


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


def _summary(inputs: _Inputs) -> SeriesSummary:
    series = inputs.series
    return SeriesSummary(
        location=series.location,
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
