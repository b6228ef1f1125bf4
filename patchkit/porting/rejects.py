"""What could not be ported, as a `.rej` file: every conflict with its sides, for a person to decide.

The sides stand in merge3 style between git's markers: the target's lines, the lines the hunk
expects, the lines it leaves behind.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.diff import Hunk, Line
from patchkit.model.port import Conflict, FilePort, PatchPort
from patchkit.model.port_words import conflict_words, hunk_place


def rejects_of(port: PatchPort) -> bytes:
    """Returns the text of a patch's `.rej` file, b"" when nothing was left out."""
    parts = list(_parts(port))
    if not parts:
        return b""
    title = f"Left out of patch {port.patch.number}, “{port.patch.subject.text}”, as conflicts.\n"
    return b"\n".join((title.encode("utf-8", "replace"), *parts))


def _parts(port: PatchPort) -> Iterator[bytes]:
    if port.patch.malformed:
        yield (
            _said(f"the whole patch: its diff cannot be read: {port.patch.malformed}") + port.patch.diff
        )
    for file in port.files:
        if file.conflict is not None:
            yield from _whole_file(file, file.conflict)
        for hunk in file.hunks:
            if hunk.conflict is not None:
                yield _said(f"{hunk_place(file, hunk)}: {conflict_words(hunk.conflict)}") + _sides(
                    file, hunk.conflict
                )


def _whole_file(file: FilePort, conflict: Conflict) -> Iterator[bytes]:
    """A file that no hunk could be tried in: what each hunk expects and brings, or the raw diff."""
    head = _said(f"{file.path}: {conflict_words(conflict)}")
    if conflict.base or conflict.theirs:
        yield head + _sides(file, conflict)
    elif file.original is not None and file.original.hunks:
        sides = (_of_hunk(file, conflict, hunk) for hunk in file.original.hunks)
        yield head + b"\n".join(sides)
    else:
        yield head + (file.original.raw if file.original is not None else b"")


def _of_hunk(file: FilePort, conflict: Conflict, hunk: Hunk) -> bytes:
    filled = Conflict(
        conflict.cause,
        conflict.detail,
        conflict.line,
        conflict.ours,
        _text(hunk.preimage),
        _text(hunk.postimage),
    )
    return _sides(file, filled)


def _sides(file: FilePort, conflict: Conflict) -> bytes:
    at = f":{conflict.line}" if conflict.line is not None else ""
    name = f"{file.source}{at}".encode("utf-8", "surrogateescape")
    return b"".join(
        (
            b"<<<<<<< target %s\n" % name,
            _ended(conflict.ours),
            b"||||||| original expects\n",
            _ended(conflict.base),
            b"=======\n",
            _ended(conflict.theirs),
            b">>>>>>> original brings\n",
        )
    )


def _text(lines: tuple[Line, ...]) -> bytes:
    return b"".join(line.text + b"\n" for line in lines)


def _ended(data: bytes) -> bytes:
    return data if not data or data.endswith(b"\n") else data + b"\n\\ No newline at end of file\n"


def _said(sentence: str) -> bytes:
    return f"{' '.join(sentence.split())}\n".encode("utf-8", "replace")
