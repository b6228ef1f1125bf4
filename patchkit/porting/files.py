"""What becomes of one file of the target: decisions on its hunks, made into the file's new content.

Edits that touch each other are a contradiction between decisions, and the later hunk falls. A file
without hunks (mode change, pure rename) goes through as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from patchkit.model.diff import FilePatch, Hunk, Line
from patchkit.model.facts import Outline
from patchkit.model.placement import FilePlacement, Outcome
from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, Method
from patchkit.placement.bases import Base
from patchkit.placement.functions import homes
from patchkit.placement.image import file_line
from patchkit.porting.claims import Claims, Question
from patchkit.porting.decide import Decision, decide
from patchkit.porting.dependence import dependent
from patchkit.porting.methods.edits import Edit, applied
from patchkit.porting.methods.lines import FileLines
from patchkit.porting.reasons import Place, explained

_DEFAULT_MODE = "100644"
_PLACED = (Outcome.EXACT, Outcome.OFFSET)


class Target(Struct, frozen=True):
    """The file of the target that a file patch is about, and what is known for its port.

    `source` is its name there and `mode` git's; `placement` is what text alone makes of the patch,
    `notes` say why it is this file. `brought` says of lines which hunks of earlier patches bring them
    that were left out.
    """

    patch: FilePatch
    source: str
    data: bytes
    mode: str
    outline: Outline
    placement: FilePlacement
    notes: tuple[str, ...] = ()
    brought: Mapping[bytes, str] = field(default_factory=dict)

    @property
    def placed(self) -> bool:
        """True when the lines of all hunks stand there as they are: nothing is to be merged."""
        return all(hunk.outcome in _PLACED for hunk in self.placement.hunks)


def port_text(
    target: Target,
    path: str,
    merged: tuple[Base, bytes] | None,
    refused: Mapping[int, Conflict],
    confident_only: bool,
) -> FilePort:
    """Returns the port of a file patch that changes an existing file; `path` is its name afterwards.

    `merged` is the file that the patch was made on, and git's merge of the target's file by way of it.
    """
    question = Question(
        target.patch, target.data, target.outline, target.placement, *(merged or (None, None))
    )
    claims = Claims(question)
    spans = [home.span for home in homes(target.patch.hunks, target.outline)]
    places = [Place(claims.file, target.outline, span, target.brought) for span in spans]
    builder = _Builder(places, confident_only=confident_only)
    decisions = [decide(row) for row in claims.all()]
    left_out = dict(refused)
    while True:
        for index, decision in enumerate(decisions):
            builder.add(index, target.patch.hunks[index], decision, left_out.get(index))
        fallen = dependent(target.patch.hunks, builder.hunks, claims.file, target.outline)
        if not fallen:
            break
        left_out |= fallen
        builder.restart()
    mode = target.patch.new_mode or target.mode or _DEFAULT_MODE
    return FilePort(
        original=target.patch,
        source=target.source,
        path=path,
        before=target.data,
        after=applied(builder.edits, claims.file.lines),
        old_mode=target.mode or _DEFAULT_MODE,
        new_mode=mode if target.patch.new_mode != target.patch.old_mode else target.mode or mode,
        hunks=tuple(builder.hunks),
        notes=target.notes,
    )


def port_new_file(file_patch: FilePatch, present: bytes | None) -> FilePort:
    """Returns the port of a file patch that creates a file; `present` is what has its name already."""
    path = str(file_patch.path)
    content = b"".join(file_line(line) for hunk in file_patch.hunks for line in hunk.postimage)
    mode = file_patch.new_mode or _DEFAULT_MODE
    if present is None:
        hunks = _whole(file_patch, Method.TEXT)
        return FilePort(file_patch, path, path, None, content, "", mode, hunks)
    if present == content:
        hunks = _whole(file_patch, Method.ALREADY)
        return FilePort(file_patch, path, path, present, present, mode, mode, hunks)
    conflict = Conflict(
        Cause.FILE_EXISTS, f"{path} is there, with other content", 1, present, b"", content
    )
    return FilePort(file_patch, path, path, present, present, mode, mode, conflict=conflict)


def port_old_file(file_patch: FilePatch, source: str, data: bytes | None, mode: str) -> FilePort:
    """Returns the port of a file patch that deletes a file; `data` is the target's, None for none."""
    name = source or str(file_patch.source)
    if data is None:
        return FilePort(file_patch, name, name, None, None, "", "", _whole(file_patch, Method.ALREADY))
    content = b"".join(file_line(line) for hunk in file_patch.hunks for line in hunk.preimage)
    if data == content:
        return FilePort(file_patch, name, name, data, None, mode, "", _whole(file_patch, Method.TEXT))
    detail = f"{name} is to be deleted, and has other content than the one the patch deletes"
    conflict = Conflict(Cause.CHANGED_BOTH_WAYS, detail, 1, data, content, b"")
    return FilePort(file_patch, name, name, data, data, mode, mode, conflict=conflict)


def without(port: FilePort, why: Conflict) -> FilePort:
    """Returns the port with its file left as it is in the target."""
    return replace(
        port, path=port.source, after=port.before, new_mode=port.old_mode, hunks=(), conflict=why
    )


def _whole(file_patch: FilePatch, method: Method) -> tuple[HunkPort, ...]:
    return tuple(
        HunkPort(index, Grade.CONFIDENT, method, line=1) for index in range(len(file_patch.hunks))
    )


class _Builder:
    """The hunks of one file as they are decided, and the edits taken so far.

    `places` say of each hunk where it belongs.
    """

    def __init__(self, places: Sequence[Place], *, confident_only: bool) -> None:
        self.hunks: list[HunkPort] = []
        self.edits: list[Edit] = []
        self._places = places
        self._confident_only = confident_only

    def restart(self) -> None:
        self.hunks, self.edits = [], []

    def add(self, index: int, hunk: Hunk, decision: Decision, refused: Conflict | None) -> None:
        """Takes a decision, or leaves the hunk out and shows all sides of it."""
        place = self._places[index]
        conflict = refused or self._against(decision, place.file)
        if conflict is None:
            self.edits += decision.edits
            self.hunks.append(self._port(index, decision))
            return
        if place.home is None and conflict.line is not None:
            # Its own function has another name here, or is none: it is explained where it would go.
            home = place.outline.at(conflict.line + hunk.leading)
            place = replace(place, home=home)
        conflict = conflict if refused else explained(conflict, hunk, place)
        shown = replace(
            conflict,
            ours=_around(place.file, conflict.line, len(hunk.preimage)),
            base=_text(hunk.preimage),
            theirs=_text(hunk.postimage),
        )
        changed = None if conflict.line is None else conflict.line + hunk.leading
        function = place.home.name if place.home is not None else _function(place.outline, changed)
        self.hunks.append(HunkPort(index, Grade.CONFLICT, function=function, conflict=shown))

    def _against(self, decision: Decision, file: FileLines) -> Conflict | None:
        """Returns why a decision is not taken, None when it is."""
        line = decision.claim.line
        if decision.grade is Grade.CONFLICT:
            return Conflict(decision.cause or Cause.NO_ANCHOR, decision.detail, line)
        if self._confident_only and decision.grade is not Grade.CONFIDENT:
            detail = f"only {_said(decision)}, and confident results were asked for"
            return Conflict(Cause.NOT_CONFIDENT, detail, line)
        if applied([*self.edits, *decision.edits], file.lines) is None:
            detail = "it would change lines that an earlier hunk of the patch changes"
            return Conflict(Cause.METHODS_DISAGREE, detail, line)
        return None

    def _port(self, index: int, decision: Decision) -> HunkPort:
        claim = decision.claim
        first = decision.edits[0].start + 1 if decision.edits else claim.line
        return HunkPort(
            index,
            decision.grade,
            claim.method if decision.edits else Method.ALREADY,
            decision.agreeing,
            decision.differing,
            claim.line,
            _function(self._places[index].outline, first),
            claim.notes if decision.edits else (),
        )


def _around(file: FileLines, line: int | None, length: int) -> bytes:
    if line is None:
        return b""
    first = max(0, line - 1)
    return b"".join(file.lines[first : first + length])


def _function(outline: Outline, line: int | None) -> str:
    span = outline.at(line) if line is not None else None
    return span.name if span is not None else ""


def _said(decision: Decision) -> str:
    """Returns which methods stand for a result and which against it, in words."""
    methods = " and ".join([decision.claim.method, *decision.agreeing])
    against = (
        f", {' and '.join(decision.differing)} would have it otherwise" if decision.differing else ""
    )
    return f"{methods} {'say' if decision.agreeing else 'says'} so{against}"


def _text(lines: Sequence[Line]) -> bytes:
    return b"".join(file_line(line) for line in lines)
