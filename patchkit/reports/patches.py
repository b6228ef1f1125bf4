"""The patches of a report for the terminal: each with its counts, and the hunks one must look at.

Hunks that went in exactly or at an offset are counted; `verbose` lists them too. Hunks of a file
that all failed in the same way share a line. Refuses to say whether a placement is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from patchkit.model.placement import Candidate, FilePlacement, Outcome, Placement
from patchkit.model.report import Counts, PatchState, Report
from patchkit.reports.page import Page, Part

OUTCOME_STYLE = {
    Outcome.EXACT: "green",
    Outcome.OFFSET: "green",
    Outcome.THREE_WAY: "yellow",
    Outcome.FUZZ: "yellow",
    Outcome.ALREADY: "cyan",
    Outcome.REJECTED: "red",
    Outcome.NOT_ANALYSED: "yellow",
}
_QUIET = (Outcome.EXACT, Outcome.OFFSET)


STATE_STYLE = {
    PatchState.APPLIES: "bold green",
    PatchState.PRESENT: "bold green",
    PatchState.WITH_CARE: "bold yellow",
    PatchState.PARTLY_PRESENT: "bold yellow",
    PatchState.SUPERSEDED: "bold cyan",
    PatchState.REVERTED: "bold cyan",
    PatchState.NEEDS_PORTING: "bold red",
    PatchState.HARMFUL: "bold red",
    PatchState.NOT_JUDGED: "bold",
}


def patch_label(number: int, total: int) -> str:
    """Returns "3/12", or "3" when nobody knows how many there are."""
    return f"{number}/{total}" if total else str(number)


def patch_margin(number: int, total: int) -> str:
    """Returns the label and a blank, as wide for every patch of the series."""
    return f"{patch_label(number, total):>{len(patch_label(total, total))}} "


def show_patches(page: Page, report: Report, *, verbose: bool) -> None:
    """Writes the section; nothing when the report has no patches."""
    if not report.patches:
        return
    page.blank()
    page.line(("Patches", "bold"))
    digits = max(len(str(number)) for patch in report.patches for _, number in _numbers(patch.counts))
    for patch in report.patches:
        label = patch_margin(patch.number, report.series.expected)
        margin = len(label)
        page.line(label, (patch.subject, "bold"), hang=margin)
        if verbose:
            page.line((f"{patch.author} {patch.message_id}", "dim"), indent=margin)
        standing = patch.standing
        state: Part = (f"{standing.state}: ", STATE_STYLE[standing.state])
        page.together(_counts(patch.counts, digits), [state, standing.sentence], indent=margin)
        for place in standing.evidence if verbose else ():
            page.line(place, indent=margin + 4, hang=margin + 8)
        for file in patch.files:
            _file(page, file, margin + 2, verbose=verbose)


def _numbers(counts: Counts) -> list[tuple[Outcome, int]]:
    numbers = [
        (Outcome.EXACT, counts.exact),
        (Outcome.OFFSET, counts.offset),
        (Outcome.FUZZ, counts.fuzz),
        (Outcome.ALREADY, counts.already),
        (Outcome.REJECTED, counts.rejected),
    ]
    if counts.three_way:
        numbers.append((Outcome.THREE_WAY, counts.three_way))
    if counts.not_analysed:
        numbers.append((Outcome.NOT_ANALYSED, counts.not_analysed))
    return numbers


def _counts(counts: Counts, digits: int) -> list[Part]:
    """Returns "exact 7 offset 2 ... ", or nothing for a patch whose hunks were not judged."""
    if counts == Counts():
        return []
    parts: list[Part] = []
    for outcome, number in _numbers(counts):
        parts.append("  " if parts else "")
        parts.append((f"{outcome} {number:>{digits}}", OUTCOME_STYLE[outcome] if number else "dim"))
    return parts


def _file(page: Page, file: FilePlacement, indent: int, *, verbose: bool) -> None:
    says_more = file.detail and all(hunk.detail != file.detail for hunk in file.hunks)
    if (says_more or not file.hunks) and (verbose or file.outcome not in _QUIET):
        outcome: Part = (file.outcome, OUTCOME_STYLE[file.outcome])
        page.line((f"{file.path}: ", "bold"), outcome, indent=indent, hang=indent + 4)
        _details(page, file, (), indent + 4)
    shown = [hunk for hunk in file.hunks if verbose or hunk.doubt or hunk.outcome not in _QUIET]
    for _, group in groupby(shown, _alike):
        hunks = list(group)
        page.line(*_hunk(file.path, hunks), indent=indent, hang=indent + 4)
        _details(page, hunks[0], hunks[0].rivals, indent + 4)
        if hunks[0].doubt:
            page.line(
                ("not to be trusted: ", "bold red"), hunks[0].doubt, indent=indent + 4, hang=indent + 4
            )


def _details(
    page: Page, placed: FilePlacement | Placement, rivals: Sequence[Candidate], indent: int
) -> None:
    why = ": ".join(part for part in (placed.reason, placed.detail) if part)
    if why:
        page.line(why, indent=indent, hang=indent)
    for rival in rivals:
        page.line(f"or line {_candidate(rival)}", indent=indent)


def _alike(hunk: Placement) -> tuple[object, ...]:
    """Returns what hunks that share a line have in common; a hunk with a place shares none."""
    alone = hunk.index if hunk.line is not None or hunk.rivals else None
    return alone, hunk.outcome, hunk.reason, hunk.detail, hunk.written_for, hunk.doubt


def _hunk(path: str, hunks: list[Placement]) -> list[Part]:
    hunk = hunks[0]
    place = path if hunk.line is None else f"{path}:{hunk.line}"
    numbers = f"hunk {hunk.index + 1}"
    if len(hunks) > 1:
        numbers = "hunks " + ", ".join(str(one.index + 1) for one in hunks)
    return [
        (f"{place}: ", "bold"),
        f"{numbers}: ",
        (_amount(hunk), OUTCOME_STYLE[hunk.outcome]),
        _functions(hunk),
    ]


def _amount(hunk: Placement) -> str:
    """Returns the outcome with its figures: "offset +12", "fuzz 2, offset -4", "rejected"."""
    if hunk.outcome is Outcome.OFFSET:
        return f"offset {hunk.offset:+d}"
    fuzz = f" {hunk.fuzz}" if hunk.outcome is Outcome.FUZZ else ""
    return f"{hunk.outcome}{fuzz}{f', offset {hunk.offset:+d}' if hunk.offset else ''}"


def _functions(hunk: Placement) -> str:
    """Returns where the hunk was meant to go, and where it went if that is another function."""
    if not hunk.written_for or hunk.written_for == hunk.landed_in:
        return ""
    landed = f", landed in {hunk.landed_in}()" if hunk.landed_in else ""
    return f", written for {hunk.written_for}(){landed}"


def _candidate(rival: Candidate) -> str:
    fuzz = f", fuzz {rival.fuzz}" if rival.fuzz else ""
    function = f" in {rival.function}()" if rival.function else ""
    return f"{rival.line}{function}{fuzz}"
