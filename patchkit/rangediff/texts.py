"""A patch as the text that is compared: metadata, commit message, and each file without positions.

The form is that of git range-diff, so that costs and inner diffs are git's: `## name ##` starts a
section, `@@ path: heading` a hunk. What a repository would not keep of a mail (notes, index lines, the
posting's subject prefix) is not in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.model.diff import FileChange, FilePatch, Hunk
from patchkit.model.series import Patch

METADATA = "Metadata"
MESSAGE = "Commit message"

_NO_NEWLINE = b" \\ No newline at end of file"
_INDEX = re.compile(rb"^index .*\n?", re.MULTILINE)


class TextLine(Struct, frozen=True):
    """One line: `inner` as in `model.compare.Row`; `hunk` is its hunk's number in the file, or -1."""

    inner: str
    text: bytes
    hunk: int = -1


class Section(Struct, frozen=True):
    """A part of a patch text; `file` is None for metadata and message."""

    name: str
    lines: tuple[TextLine, ...]
    file: FilePatch | None = None

    @property
    def texts(self) -> tuple[bytes, ...]:
        """The lines as they are compared."""
        return tuple(line.text for line in self.lines)


class PatchText(Struct, frozen=True):
    """A patch, and its text in sections: metadata, message, then the files in order."""

    patch: Patch
    metadata: Section
    message: Section
    files: tuple[Section, ...]

    @property
    def diff(self) -> tuple[bytes, ...]:
        """The lines of all files, an empty line between two: what patches are paired by."""
        lines: list[bytes] = []
        for section in self.files:
            lines += ((b"",) if lines else ()) + section.texts
        return tuple(lines)

    @property
    def size(self) -> int:
        """Number of lines of the files' sections, as git counts them for the cost of a new patch."""
        return sum(len(section.lines) for section in self.files)


def patch_text(patch: Patch) -> PatchText:
    """Returns the text of `patch`; a malformed one has no files."""
    # git compares what `git log` prints, in which a tab of a message is the blanks that it stands for.
    body = patch.body.expandtabs().split("\n") if patch.body else []
    message = [patch.subject.text, *(("", *body) if body else ())]
    return PatchText(
        patch,
        _prose(METADATA, [f"Author: {patch.author}"]),
        _prose(MESSAGE, [f"    {line}".rstrip() for line in message]),
        tuple(_file(file) for file in patch.files),
    )


def _prose(name: str, lines: list[str]) -> Section:
    texts = [TextLine("", line.encode("utf-8", "surrogateescape")) for line in lines]
    return Section(name, (_title(name), *texts))


def _title(name: str) -> TextLine:
    return TextLine("#", f" ## {name} ##".encode("utf-8", "surrogateescape"))


def _file(file: FilePatch) -> Section:
    lines = [_title(_described(file))]
    for number, hunk in enumerate(file.hunks):
        lines += _hunk(str(file.path), number, hunk)
    if file.binary:
        data = hashlib.sha1(_INDEX.sub(b"", file.raw), usedforsecurity=False).hexdigest()
        lines.append(TextLine("+", f" Binary file {file.path}, data {data[:12]}".encode()))
    return Section(str(file.path), tuple(lines), file)


def _described(file: FilePatch) -> str:
    name = str(file.path)
    if file.change is FileChange.ADDED:
        name += " (new)"
    elif file.change is FileChange.DELETED:
        name += " (deleted)"
    elif file.change is FileChange.RENAMED:
        name = f"{file.old_path} => {name}"
    elif file.change is FileChange.COPIED:
        name = f"{file.old_path} => {name} (copied)"
    if file.old_mode and file.new_mode and file.old_mode != file.new_mode:
        name += f" (mode change {file.old_mode} => {file.new_mode})"
    return name


def _hunk(path: str, number: int, hunk: Hunk) -> Iterator[TextLine]:
    heading = f"@@ {path}: {hunk.heading}" if hunk.heading else "@@"
    yield TextLine("@", heading.encode("utf-8", "surrogateescape"), number)
    for line in hunk.lines:
        yield TextLine(line.op, line.op.encode("ascii") + line.text, number)
        if not line.newline:
            yield TextLine(line.op, _NO_NEWLINE, number)
