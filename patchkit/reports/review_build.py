"""Puts a review together: what `check` says of each tree as remarks, each once, and the verdict.

A remark that several trees show is one remark of several trees. Refuses to judge anew: what `check`
found keeps its severity and confidence, and only what it says of a whole patch becomes a remark of its
own here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from patchkit import __version__
from patchkit.model.base import Prerequisite
from patchkit.model.findings import Confidence, Finding, Incident, Severity
from patchkit.model.report import PatchReport, PatchState, Report, SeriesSummary
from patchkit.model.review import Origin, Readiness, Remark, Review, Role, TreeReview

_TOLD = 3  # reasons in the verdict's sentence
_SEVERITY = list(Severity)
_CONFIDENCE = list(Confidence)
_THERE = (PatchState.PRESENT, PatchState.SUPERSEDED, PatchState.REVERTED)


def build_review(
    series: SeriesSummary,
    remarks: Iterable[Remark],
    trees: Sequence[TreeReview],
    incidents: Iterable[Incident],
    prerequisites: tuple[Prerequisite, ...] = (),
) -> Review:
    """Returns the review; `incidents` are those that are not of a tree's report."""
    ordered = tuple(sorted(remarks, key=_order))
    told = tuple(dict.fromkeys((*incidents, *(one for tree in trees for one in tree.report.incidents))))
    verdict, sentence, reasons = _verdict(ordered, told)
    return Review(
        series=series,
        verdict=verdict,
        sentence=sentence,
        reasons=reasons,
        remarks=ordered,
        trees=tuple(trees),
        prerequisites=prerequisites,
        incidents=told,
        patchkit_version=__version__,
    )


def remarks_of(trees: Iterable[TreeReview]) -> tuple[Remark, ...]:
    """Returns what the checks say, joined over the trees, in the order of the trees."""
    found: dict[tuple[object, ...], Remark] = {}
    for tree in trees:
        for one in _of_tree(tree):
            key = (one.rule, one.message, one.patch, one.where.rpartition(":")[0])
            known = found.get(key)
            if known is None:
                found[key] = one
            elif one.trees[0] not in known.trees:
                found[key] = replace(known, trees=(*known.trees, *one.trees))
    return tuple(found.values())


def in_doubt(
    prerequisites: Iterable[Prerequisite], remarks: tuple[Remark, ...]
) -> tuple[tuple[Remark, ...], tuple[Incident, ...]]:
    """Returns what the trees show as what it is worth when the series lacks what goes before it.

    Then it may be the prerequisites' want and no fault of the series: nothing of it blocks, and where it
    would have, the review is incomplete.
    """
    if all(one.there for one in prerequisites):
        return remarks, ()
    message = "what the series needs first is not in its tree, which may be all that is wrong there"
    told = (Incident("prerequisite-missing", message),) if any(one.blocks for one in remarks) else ()
    return tuple(replace(one, confidence=Confidence.LOW) for one in remarks), told


def _of_tree(tree: TreeReview) -> Iterator[Remark]:
    for patch in tree.report.patches:
        yield from _of_patch(patch, tree)
    for finding in tree.report.findings:
        yield _of_finding(finding, tree.report)


def _of_patch(patch: PatchReport, tree: TreeReview) -> Iterator[Remark]:
    """Yields what a tree says of a whole patch: that it does not apply, or is there already."""
    here = tree.role is not Role.TARGET
    if patch.counts.rejected or _refused(patch):
        severity = Severity.ERROR if here else Severity.WARNING
        rule, message = "does-not-apply", f"it does not apply: {patch.standing.sentence}"
    elif patch.standing.state in _THERE:
        severity = Severity.WARNING if tree.role is Role.BASE else Severity.NOTE
        rule, message = "already-there", patch.standing.sentence
    elif patch.counts.fuzz or patch.counts.three_way:
        severity = Severity.WARNING if here else Severity.NOTE
        rule, message = "applies-with-care", patch.standing.sentence
    else:
        return
    yield Remark(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        patch=patch.number,
        quote=next(iter(patch.standing.evidence), ""),
        origin=Origin.CHECK,
        trees=(tree.report.tree.location,),
    )


def _refused(patch: PatchReport) -> bool:
    return patch.standing.state is PatchState.NEEDS_PORTING and any(
        file.outcome == "rejected" for file in patch.files
    )


def _of_finding(finding: Finding, report: Report) -> Remark:
    later = finding.mended_by is not None
    mended = f"; patch {finding.mended_by} mends it" if later else ""
    return Remark(
        rule=finding.rule,
        severity=finding.severity,
        confidence=finding.confidence,
        message=f"{finding.message}{mended}",
        patch=finding.caused_by,
        where=f"{finding.primary.path}:{finding.primary.line}",
        quote=finding.primary.label,
        hint="each patch has to build on its own" if later else "",
        origin=Origin.CHECK,
        trees=(report.tree.location,),
    )


def _order(one: Remark) -> tuple[object, ...]:
    number = -1 if one.patch is None else one.patch
    return (
        not one.blocks,
        _SEVERITY.index(one.severity),
        _CONFIDENCE.index(one.confidence),
        number,
        one.rule,
        one.where,
    )


def _verdict(
    remarks: Sequence[Remark], incidents: Sequence[Incident]
) -> tuple[Readiness, str, tuple[str, ...]]:
    reasons = tuple(_reasons([one for one in remarks if one.blocks]))
    open_ends = [one for one in incidents if not one.harmless]
    told = "; ".join(reasons[:_TOLD])
    if len(reasons) > _TOLD:
        told += f"; and {len(reasons) - _TOLD} more"
    if open_ends:
        first = open_ends[0]
        where = f"{first.where}: " if first.where else ""
        more = f", and {len(open_ends) - 1} more" if len(open_ends) > 1 else ""
        sentence = f"not all of it could be looked at ({where}{first.message}{more})"
        return (
            Readiness.INCOMPLETE,
            f"{sentence}; not yet, because {told}" if told else sentence,
            reasons,
        )
    if reasons:
        return Readiness.NOT_YET, f"not yet, because {told}", reasons
    notes = len(remarks)
    looks = f"; {notes} {'note' if notes == 1 else 'notes'} below" if notes else ""
    return Readiness.READY, f"ready to send{looks}", reasons


def _reasons(remarks: Sequence[Remark]) -> Iterator[str]:
    """Yields a few words for each rule that speaks against sending, the worst first."""
    for rule in dict.fromkeys(one.rule for one in remarks):
        mine = [one for one in remarks if one.rule == rule]
        same = [one for one in mine if one.message == mine[0].message]
        more = f" (and {len(mine) - len(same)} more {rule})" if len(mine) > len(same) else ""
        yield f"{_about(same)}{_words(mine[0])}{more}"


def _about(same: Sequence[Remark]) -> str:
    """Returns what remarks are about, as the start of a sentence; "" for the series as a whole."""
    numbers = [one.patch for one in same if one.patch]
    if len(numbers) > 1:
        return f"patches {', '.join(map(str, numbers))}: "
    if numbers:
        return f"patch {numbers[0]}: "
    return "cover letter: " if same[0].patch == 0 else ""


def _words(one: Remark) -> str:
    """Returns what a remark comes to: a place in the code by its rule, everything else in its words."""
    on = f" on {one.trees[0]}" if one.trees else ""
    return f"{one.rule} at {one.where}{on}" if one.trees and one.where else f"{one.message}{on}"
