"""Which placed hunks must not be trusted: text that fits is not yet a port.

A hunk keeps its textual outcome and gets a doubt, with the reason: it brings something that does
not resolve where it landed, it depends on a hunk that was refused, or its function was converted
by halves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from patchkit.model.diff import FilePatch, Hunk
from patchkit.model.findings import Finding, Severity
from patchkit.model.placement import FilePlacement, Outcome, PatchPlacement, Placement
from patchkit.model.series import Patch, Series

# The rules that look at what a hunk brings, where it landed.
RESOLVING = frozenset(
    (
        "unresolved-identifier",
        "unknown-field",
        "undefined-label",
        "arity-mismatch",
        "return-mismatch",
        "duplicate-effect",
        "declared-twice",
        "argument-type",
    )
)


def doubted(
    series: Series, placements: Iterable[PatchPlacement], findings: Iterable[Finding]
) -> tuple[PatchPlacement, ...]:
    """Returns the placements with a doubt on every placed hunk that fails a check."""
    patches = {patch.number: patch for patch in series.patches}
    blame: dict[tuple[int, str], list[Finding]] = {}
    for one in findings:
        if one.rule in RESOLVING and one.severity is not Severity.NOTE:
            blame.setdefault((one.caused_by, one.primary.path), []).append(one)
    return tuple(_patch(patches[placed.number], placed, blame) for placed in placements)


def _patch(
    patch: Patch, placed: PatchPlacement, blame: Mapping[tuple[int, str], list[Finding]]
) -> PatchPlacement:
    texts = {str(file.path): file for file in patch.files}
    files = []
    for file in placed.files:
        text = texts.get(file.path)
        if text is None or len(text.hunks) != len(file.hunks):
            files.append(file)
            continue
        files.append(_file(file, text, blame.get((patch.number, file.path), [])))
    return replace(placed, files=tuple(files))


def _file(file: FilePlacement, text: FilePatch, blame: list[Finding]) -> FilePlacement:
    refused = [hunk for hunk in file.hunks if hunk.outcome is Outcome.REJECTED]
    hunks = []
    for hunk in file.hunks:
        why = ""
        if hunk.outcome.applied:
            mine = [one for one in blame if one.function in ("", hunk.landed_in or one.function)]
            why = _unresolved(text.hunks[hunk.index], mine) or _half(hunk, refused)
        hunks.append(replace(hunk, doubt=why) if why else hunk)
    return replace(file, hunks=tuple(hunks))


def _unresolved(hunk: Hunk, blame: list[Finding]) -> str:
    """The finding whose subject a line added by the hunk names."""
    added = b"\n".join(line.text for line in hunk.lines if line.op == "+")
    for one in blame:
        word = re.escape(one.subject.encode("utf-8", "surrogateescape"))
        if one.subject and re.search(rb"(?<!\w)" + word + rb"(?!\w)", added):
            return f"{one.rule}: {one.message}"
    return ""


def _half(hunk: Placement, refused: list[Placement]) -> str:
    """The refused hunk of the same function: half a conversion is worse than none."""
    for other in refused:
        if hunk.written_for and other.written_for == hunk.written_for:
            return f"hunk {other.index + 1}, for the same {hunk.written_for}(), was refused"
    return ""
