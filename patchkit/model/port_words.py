"""How a port is put into words: the same sentences in mails, `.rej` files and reports.

Words about places are those of the target. Refuses to lay anything out and to make strangers' text safe;
who prints does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patchkit.model.port import Adaptation, Conflict, FilePort, Grade, HunkPort, Method, PatchPort

_BY = {
    Method.TEXT: "its own lines",
    Method.MERGE: "a three-way merge",
    Method.ALIGNED: "alignment",
    Method.FUZZ: "fuzz",
    Method.ALREADY: "what is there",
}


def lines_named(first: int, last: int) -> str:
    """Returns how a run of 1-based lines is called: "line 1029", "lines 1029 to 1033"."""
    return f"line {first}" if first == last else f"lines {first} to {last}"


def hunk_place(file: FilePort, hunk: HunkPort) -> str:
    """Returns where a hunk is: its file, its number, and its place in the target as far as known."""
    total = len(file.original.hunks) if file.original is not None else len(file.hunks)
    line = hunk.line if hunk.conflict is None else hunk.conflict.line
    at = f", line {line}" if line is not None else ""
    within = f" in {hunk.function}()" if hunk.function else ""
    return f"{file.path}, hunk {hunk.index + 1} of {total}{at}{within}"


def hunk_outcome(hunk: HunkPort) -> str:
    """Returns what became of a hunk: its conflict, or how it was placed and how sure that is."""
    if hunk.conflict is not None:
        return conflict_words(hunk.conflict)
    if hunk.method is Method.ALREADY:
        return "is there already"
    if hunk.method is None:
        return str(hunk.grade)
    said = f"{hunk.grade}: placed by {_BY[hunk.method]}"
    if hunk.agreeing:
        said += f", and {_named(hunk.agreeing)} the same"
    if hunk.differing:
        said += f"; {_named(hunk.differing)} other lines"
    return said


def _named(methods: Sequence[Method]) -> str:
    names = " and ".join(_BY[one] for one in methods)
    return f"{names} leave{'s' if len(methods) == 1 else ''}"


def conflict_words(conflict: Conflict) -> str:
    """Returns a conflict's cause and its sentence."""
    return f"{conflict.cause}: {conflict.detail}" if conflict.detail else str(conflict.cause)


def adaptation_words(one: Adaptation) -> str:
    """Returns an adaptation in one line."""
    return f"{one.path}:{one.line}: {one.kind}: {one.detail}"


def speaks(hunk: HunkPort) -> bool:
    """Tells whether there is something to say about a hunk: it is not simply as in the original."""
    plain = hunk.grade is Grade.CONFIDENT and hunk.method is Method.TEXT
    return bool(hunk.notes) or hunk.conflict is not None or not plain


def differences(port: PatchPort) -> Iterator[str]:
    """Yields a line for each part of a patch that went in and is not as in the original."""
    for file in port.files:
        yield from (f"{file.path}: {note}" for note in file.notes)
        for hunk in file.hunks:
            if hunk.conflict is None and speaks(hunk):
                said = (hunk_outcome(hunk), *(note.rstrip(".") for note in hunk.notes))
                yield f"{hunk_place(file, hunk)}: {'. '.join(said)}"


def left_out(port: PatchPort) -> Iterator[str]:
    """Yields a line for each part of a patch that was left out: where, the cause, what it means."""
    if port.patch.malformed:
        yield f"the whole patch: its diff cannot be read: {port.patch.malformed}"
    for file in port.files:
        if file.conflict is not None:
            yield f"{file.path}: {conflict_words(file.conflict)}"
        for hunk in file.hunks:
            if hunk.conflict is not None:
                yield f"{hunk_place(file, hunk)}: {conflict_words(hunk.conflict)}"


def undecided(port: PatchPort) -> Iterator[str]:
    """Yields a line for each site that facts call to adapt, and that is left as it is."""
    return (adaptation_words(one) for one in port.adaptations if not one.made)


def in_short(port: PatchPort) -> str:
    """Returns in one line what porting changed of a patch, file by file, "" when nothing."""
    said: dict[str, list[str]] = {}
    for file in port.files:
        parts = said.setdefault(file.path, [])
        parts += file.notes
        parts += [note for hunk in file.hunks if hunk.conflict is None for note in hunk.notes]
        if file.conflicts:
            parts.append("left out in part" if file.changed else "left out")
    for one in port.adaptations:
        if one.made:
            said.setdefault(one.path, []).append(one.detail)
    files = (
        f"{path}: {', '.join(dict.fromkeys(part.rstrip('.') for part in parts))}"
        for path, parts in said.items()
        if parts
    )
    return " ".join("; ".join(files).split())
