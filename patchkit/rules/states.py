"""The state of each patch on a tree: one word, one sentence, and where to see it.

"Does it apply?" has more than two answers. What the intent's probes and the findings know goes
before what the text says: a hunk that fits where the work was done another way is no success.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from patchkit.model.findings import Finding, Severity
from patchkit.model.placement import FilePlacement, Outcome, PatchPlacement, Placement
from patchkit.model.report import IntentReport, IntentState, PatchState, Standing
from patchkit.model.series import Patch
from patchkit.rules.trust import RESOLVING

_SHOWN = 3


class _Case(Struct, frozen=True):
    """Everything known about one patch."""

    patch: Patch
    hunks: tuple[tuple[FilePlacement, Placement], ...]
    files: tuple[FilePlacement, ...]
    findings: tuple[Finding, ...]
    intent: IntentReport | None

    def having(self, *outcomes: Outcome) -> list[tuple[FilePlacement, Placement]]:
        return [(file, hunk) for file, hunk in self.hunks if hunk.outcome in outcomes]

    @property
    def applied(self) -> list[tuple[FilePlacement, Placement]]:
        return [(file, hunk) for file, hunk in self.hunks if hunk.outcome.applied]

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.severity is Severity.ERROR]


def patch_standings(
    patches: Iterable[Patch],
    placements: Iterable[PatchPlacement],
    findings: Iterable[Finding],
    intents: Iterable[IntentReport],
) -> dict[int, Standing]:
    """Returns where each patch stands, by its number.

    `findings` are those of the series, `intents` those of its profile (none for most series).
    """
    placed = {placement.number: placement for placement in placements}
    known = {intent.patch: intent for intent in intents}
    by_patch: dict[int, list[Finding]] = {}
    for one in findings:
        by_patch.setdefault(one.caused_by, []).append(one)
    return {
        patch.number: _state(patch, placed.get(patch.number), by_patch, known.get(patch.number))
        for patch in patches
    }


def _state(
    patch: Patch,
    placed: PatchPlacement | None,
    findings: Mapping[int, list[Finding]],
    intent: IntentReport | None,
) -> Standing:
    if patch.malformed:
        return Standing(PatchState.NOT_JUDGED, f"malformed: {patch.malformed}")
    files = placed.files if placed is not None else ()
    hunks = tuple((file, hunk) for file in files for hunk in file.hunks)
    case = _Case(patch, hunks, files, tuple(findings.get(patch.number, ())), intent)
    if placed is None:
        return _by_intent(case) or Standing(PatchState.NOT_JUDGED, "not judged as text")
    return _harmful(case) or _by_intent(case) or _by_text(case)


def _harmful(case: _Case) -> Standing | None:
    """The text fits, and what it brings is wrong where it lands."""
    wrong = [one for one in case.errors if one.rule in RESOLVING and one.mended_by is None]
    wrong = [one for one in wrong if _has_doubt(case, one)]
    done = case.intent is not None and case.intent.state in (
        IntentState.PRESENT,
        IntentState.REVERTED,
        IntentState.SUPERSEDED,
    )
    dead = [one for one in case.findings if one.rule == "duplicate-effect"]
    if wrong and not case.having(Outcome.REJECTED):
        also = f"; {_intent_words(case.intent)}" if done and case.intent else ""
        return Standing(
            PatchState.HARMFUL,
            f"every hunk fits, and the result is wrong: {wrong[0].message}{also}",
            _places(wrong),
        )
    if done and case.applied and (wrong or dead):
        first = (wrong or dead)[0]
        assert case.intent is not None
        return Standing(
            PatchState.HARMFUL,
            f"{_intent_words(case.intent)}; forcing what still fits does harm: {first.message}",
            _places(wrong or dead),
        )
    return None


def _has_doubt(case: _Case, finding: Finding) -> bool:
    """Tells whether a placed hunk of the patch is what the finding is about."""
    return any(
        file.path == finding.primary.path and hunk.doubt.startswith(f"{finding.rule}:")
        for file, hunk in case.applied
    )


def _by_intent(case: _Case) -> Standing | None:
    intent = case.intent
    if intent is None:
        return None
    states = {
        IntentState.PRESENT: PatchState.PRESENT,
        IntentState.SUPERSEDED: PatchState.SUPERSEDED,
        IntentState.REVERTED: PatchState.REVERTED,
    }
    if intent.state not in states:
        return None
    evidence = tuple(line for probe in intent.probes for line in probe.evidence)
    return Standing(states[intent.state], intent.sentence, evidence[:_SHOWN])


def _intent_words(intent: IntentReport) -> str:
    word = {IntentState.PRESENT: "present", IntentState.REVERTED: "reverted since"}
    return f"{word.get(intent.state, intent.state.value)}: {intent.sentence}"


def _by_text(case: _Case) -> Standing:
    rejected = case.having(Outcome.REJECTED)
    already = case.having(Outcome.ALREADY)
    doubts = [(file, hunk) for file, hunk in case.applied if hunk.doubt]
    refused_files = [file for file in case.files if file.outcome is Outcome.REJECTED and not file.hunks]
    if rejected or refused_files:
        count, whole = len(rejected) or len(refused_files), len(case.hunks) or len(case.files)
        parts = [f"{count} of {whole} hunks refused"]
        if already:
            parts.append(f"{len(already)} already there")
        if case.errors:
            parts.append(f"what goes in leaves {_count(len(case.errors), 'error')}")
        evidence = [_hunk_words(file, hunk) for file, hunk in rejected]
        return Standing(
            PatchState.PARTLY_PRESENT if len(already) > len(rejected) else PatchState.NEEDS_PORTING,
            ", ".join(parts),
            (*evidence[:_SHOWN], *_places(case.errors)),
        )
    if case.errors:
        broken = [one for one in case.errors if one.mended_by is None]
        if broken:
            why = f"every hunk fits and leaves {_count(len(broken), 'error')}: {broken[0].message}"
            return Standing(PatchState.NEEDS_PORTING, why, _places(broken))
        first = case.errors[0]
        why = f"not bisectable until patch {first.mended_by}: {first.message}"
        return Standing(PatchState.WITH_CARE, why, _places(case.errors))
    if case.hunks and len(already) == len(case.hunks):
        return Standing(PatchState.PRESENT, "every hunk is already there")
    if already:
        why = f"{len(already)} of {len(case.hunks)} hunks are already there, the others fit"
        return Standing(PatchState.PARTLY_PRESENT, why)
    care = _care(case, doubts)
    if care:
        return Standing(PatchState.WITH_CARE, care, _places(case.findings))
    return Standing(PatchState.APPLIES, "every hunk fits and nothing speaks against it")


def _care(case: _Case, doubts: list[tuple[FilePlacement, Placement]]) -> str:
    parts = []
    fuzzy = case.having(Outcome.FUZZ)
    merged = case.having(Outcome.THREE_WAY)
    if merged:
        parts.append(f"{_count(len(merged), 'hunk')} by three-way merge")
    if fuzzy:
        parts.append(f"{_count(len(fuzzy), 'hunk')} with fuzz")
    if doubts:
        parts.append(doubts[0][1].doubt)
    strayed = [
        hunk
        for _, hunk in case.applied
        if hunk.written_for and hunk.landed_in not in ("", hunk.written_for)
    ]
    if strayed:
        parts.append(f"written for {strayed[0].written_for}(), landed in {strayed[0].landed_in}()")
    if case.findings:
        parts.append(case.findings[0].message)
    skipped = [file for file in case.files if file.outcome is Outcome.NOT_ANALYSED]
    if skipped:
        parts.append(f"{_count(len(skipped), 'file')} not analysed")
    return "; ".join(parts)


def _hunk_words(file: FilePlacement, hunk: Placement) -> str:
    reason = f" ({hunk.reason.value})" if hunk.reason is not None else ""
    return f"{file.path}: hunk {hunk.index + 1} refused{reason}"


def _places(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"{one.primary.path}:{one.primary.line}: {one.rule}" for one in list(findings)[:_SHOWN])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
