"""Which hunks of a port must fall because a check of it says that what they bring does not hold there.

The finding names a patch, a place and an identifier; the hunk that brings that identifier, or takes its
declaration away, is the one to fall. What the series' author got wrong himself is no fault of the port:
it stays, and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from patchkit.model.diff import Hunk
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.model.port import Cause, Conflict, FilePort, Grade, PatchPort
from patchkit.porting.engine import HunkKey

_UNDECLARED = "unresolved-identifier"


def falling(
    ports: Iterable[PatchPort], findings: Iterable[Finding], rules: Collection[str]
) -> dict[HunkKey, Conflict]:
    """Returns the hunks that an error of one of `rules` speaks against, and the conflict to say.

    `findings` are those of a check of the port; errors that a later patch mends are not counted.
    """
    patches = {port.patch.number: port for port in ports}
    fallen: dict[HunkKey, Conflict] = {}
    for finding in findings:
        port = patches.get(finding.caused_by)
        blamed = finding.rule in rules and finding.severity is Severity.ERROR
        if port is None or not blamed or finding.mended_by is not None or not finding.subject:
            continue
        for file in port.files:
            if file.original is None or file.path != finding.primary.path:
                continue
            for index in _hunks(file, finding):
                key = port.patch.number, str(file.original.path), index
                fallen[key] = _conflict(finding)
    return fallen


def _conflict(finding: Finding) -> Conflict:
    return Conflict(Cause.DOES_NOT_RESOLVE, f"{finding.rule}: {finding.message}", finding.primary.line)


def _hunks(file: FilePort, finding: Finding) -> Iterator[int]:
    """Yields the hunks of a file that a finding is about, 0-based."""
    assert file.original is not None
    word = re.compile(
        rb"(?<!\w)" + re.escape(finding.subject.encode("utf-8", "surrogateescape")) + rb"(?!\w)"
    )
    placed = [hunk for hunk in file.hunks if hunk.grade is not Grade.CONFLICT]
    near = [hunk for hunk in placed if hunk.function in ("", finding.function)]
    for op in "+-":
        found = [
            hunk.index for hunk in near or placed if _mentions(file.original.hunks[hunk.index], op, word)
        ]
        if found:
            yield from (at for at in found if not _own_fault(file.original.hunks[at], finding))
            return


def _mentions(hunk: Hunk, op: str, word: re.Pattern[bytes]) -> bool:
    return any(line.op == op and word.search(line.text) for line in hunk.lines)


def _own_fault(hunk: Hunk, finding: Finding) -> bool:
    """Tells whether the author forgot a variable: in a function that the hunk itself brings whole."""
    if finding.rule != _UNDECLARED or finding.confidence is not Confidence.HIGH:
        return False
    name = finding.function.encode("utf-8", "surrogateescape")
    head = re.compile(rb"\A[A-Za-z_].*(?<!\w)" + re.escape(name) + rb"\(")
    return bool(name) and any(line.op == "+" and head.match(line.text) for line in hunk.lines)
