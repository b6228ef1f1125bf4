"""Which hunks of a port must fall because a check of it says that what they bring does not hold there.

The finding names a patch, a place and an identifier; the hunk that brings that identifier, or takes its
declaration away, is the one to fall. Where the finding is that the target has the same already, it is
the hunk that brings that very line. A prototype falls with the definition that was left out. What the
series' author got wrong himself is no fault of the port: it stays, and the report says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from patchkit.model.diff import Hunk
from patchkit.model.findings import Confidence, Finding, Severity
from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, PatchPort
from patchkit.porting.effects import Effect
from patchkit.porting.engine import HunkKey

_UNDECLARED = "unresolved-identifier"
_DECLARED_IN_VAIN = "declared-unused"
# What is said of these stands in one line that is there twice over; which name is in it says too little.
_DONE_OTHERWISE = frozenset(("declared-twice", "duplicate-effect"))

_FUNCTION = re.compile(rb"(?<!\w)([A-Za-z_]\w*)\s*\((?!\()")


def falling(
    ports: Iterable[PatchPort], findings: Iterable[Finding], rules: Collection[str]
) -> dict[HunkKey, Conflict]:
    """Returns the hunks that an error of one of `rules` speaks against, and the conflict to say.

    `findings` are those of a check of the port; errors that a later patch mends are not counted.
    """
    patches = {port.patch.number: port for port in ports}
    brought = _left_out_names(patches.values())
    fallen: dict[HunkKey, Conflict] = {}
    in_vain: dict[tuple[int, str], set[bytes]] = {}
    for finding in findings:
        port = patches.get(finding.caused_by)
        if port is None or finding.mended_by is not None or not finding.subject:
            continue
        if finding.rule == _DECLARED_IN_VAIN and finding.severity is Severity.WARNING:
            place = finding.caused_by, finding.primary.path
            in_vain.setdefault(place, set()).add(_bytes(finding.subject))
        if finding.rule not in rules or not _counts(finding):
            continue
        for file in port.files:
            if file.original is None or file.path != finding.primary.path:
                continue
            for hunk in _hunks(file, finding):
                key = port.patch.number, str(file.original.path), hunk.index
                fallen[key] = _conflict(hunk, file.original.hunks[hunk.index], finding, brought)
    for (number, path), names in in_vain.items():
        fallen |= _prototypes(patches[number], path, names)
    return fallen


def _counts(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR or finding.rule in _DONE_OTHERWISE


def _left_out_names(ports: Iterable[PatchPort]) -> dict[bytes, tuple[int, str]]:
    """Returns the names that hunks would have declared that were left out: by which patch and hunk."""
    found: dict[bytes, tuple[int, str]] = {}
    for port in ports:
        for file in port.files:
            for hunk in file.hunks if file.original is not None else ():
                if hunk.grade is not Grade.CONFLICT or file.original is None:
                    continue
                effect = Effect(file.original.hunks[hunk.index])
                for name in {*effect.declared, *(+effect.heads)}:
                    found.setdefault(name, (port.patch.number, f"hunk {hunk.index + 1} of {file.path}"))
    return found


def _conflict(
    port: HunkPort, hunk: Hunk, finding: Finding, brought: Mapping[bytes, tuple[int, str]]
) -> Conflict:
    if finding.rule not in _DONE_OTHERWISE:
        said = f"{finding.rule}: {finding.message}"
        number, where = brought.get(_bytes(finding.subject), (0, ""))
        if 0 < number <= finding.caused_by:
            patch = "" if number == finding.caused_by else f" in patch {number}"
            said += f"; {where}{patch} brings it and is left out"
        return Conflict(Cause.DOES_NOT_RESOLVE, said, port.line)
    mine, theirs = finding.primary.label, finding.related[0].label
    if _bytes(mine).split() not in _added(hunk):
        mine, theirs = theirs, mine
    detail = f"the target has '{theirs.strip()}' already where the hunk brings '{mine.strip()}'"
    return Conflict(Cause.DONE_OTHERWISE, detail, port.line)


def _prototypes(port: PatchPort, path: str, names: Collection[bytes]) -> dict[HunkKey, Conflict]:
    """Returns the hunks of a file that only declare functions whose definitions were left out."""
    left_out = [
        (file.path, hunk.index, _functions(file.original.hunks[hunk.index]))
        for file in port.files
        for hunk in file.hunks
        if file.original is not None and hunk.grade is Grade.CONFLICT
    ]
    found: dict[HunkKey, Conflict] = {}
    for file in port.files:
        if file.original is None or file.path != path:
            continue
        for hunk in file.hunks:
            declared = _functions(file.original.hunks[hunk.index])
            if hunk.grade is Grade.CONFLICT or not declared or not declared <= set(names):
                continue
            for where, index, brought in left_out:
                if where != path and declared & brought:
                    detail = f"it declares what hunk {index + 1} of {where} brings, which is left out"
                    conflict = Conflict(Cause.DEPENDS_ON_CONFLICT, detail, hunk.line)
                    found[port.patch.number, str(file.original.path), hunk.index] = conflict
                    break
    return found


def _functions(hunk: Hunk) -> set[bytes]:
    """Returns the functions that a hunk which removes nothing declares, defines or calls."""
    if any(line.op == "-" for line in hunk.lines):
        return set()
    return {name for line in hunk.lines if line.op == "+" for name in _FUNCTION.findall(line.text)}


def _hunks(file: FilePort, finding: Finding) -> Iterator[HunkPort]:
    """Yields the hunks of a file that a finding is about."""
    assert file.original is not None
    hunks = file.original.hunks
    placed = [hunk for hunk in file.hunks if hunk.grade is not Grade.CONFLICT]
    if finding.rule in _DONE_OTHERWISE:
        yield from (one for one in placed if _brings(hunks[one.index], finding))
        return
    word = re.compile(rb"(?<!\w)" + re.escape(_bytes(finding.subject)) + rb"(?!\w)")
    near = [hunk for hunk in placed if hunk.function in ("", finding.function)]
    for op in "+-":
        found = [one for one in near or placed if _mentions(hunks[one.index], op, word)]
        if found:
            yield from (one for one in found if not _own_fault(hunks[one.index], finding))
            return


def _brings(hunk: Hunk, finding: Finding) -> bool:
    """Tells whether a hunk adds one of the two lines that a finding is about, and not both."""
    lines = Counter(map(tuple, _added(hunk)))
    twice = Counter(tuple(_bytes(span.label).split()) for span in (finding.primary, *finding.related))
    return 0 < (lines & twice).total() < twice.total()


def _added(hunk: Hunk) -> list[list[bytes]]:
    """Returns the words of each line that a hunk adds."""
    return [line.text.split() for line in hunk.lines if line.op == "+"]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _mentions(hunk: Hunk, op: str, word: re.Pattern[bytes]) -> bool:
    return any(line.op == op and word.search(line.text) for line in hunk.lines)


def _own_fault(hunk: Hunk, finding: Finding) -> bool:
    """Tells whether the author forgot a variable: in a function that the hunk itself brings whole."""
    if finding.rule != _UNDECLARED or finding.confidence is not Confidence.HIGH:
        return False
    name = _bytes(finding.function)
    head = re.compile(rb"\A[A-Za-z_].*(?<!\w)" + re.escape(name) + rb"\(")
    return bool(name) and any(line.op == "+" and head.match(line.text) for line in hunk.lines)
