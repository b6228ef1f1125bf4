"""The one importer of unidiff: the bytes of a diff in, frozen `FilePatch`es out.

unidiff parses hunks well and is unsafe on raw mail: prose becomes phantom files, a CRLF diff gives the
path "a.c\\r", quoted names stay quoted, binary data is dropped. So `patchkit.readers.sections` cuts the
text by git's rules first, unidiff gets the hunks alone, and both must count the same lines; a difference
is a malformed diff. Names, modes and blob ids come from the header lines as git wrote them. Refuses to
guess: what looks like a diff and yields no file is malformed, never empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from unidiff.errors import UnidiffParseError
from unidiff.patch import Hunk as ParsedHunk
from unidiff.patch import PatchSet

from patchkit.errors import SeriesError
from patchkit.model.diff import FilePatch, Hunk, Line, RepoPath, repo_path
from patchkit.readers.sections import HunkSpan, MalformedDiffError, Section, scan

_LOOKS_LIKE_DIFF = re.compile(
    rb"^(?:>[> ]*)?(?:diff --(?:git|cc|combined) |@@@* -\d+(?:,\d+)? .*@@|GIT binary patch\s*$"
    rb"|--- \S.*\n(?:>[> ]*)?\+\+\+ \S|\*\*\* \S.*\n(?:>[> ]*)?--- \S)",
    re.MULTILINE,
)
_NO_NEWLINE = "\\"  # how unidiff marks the line "\\ No newline at end of file"
_DOS_HEADER = re.compile(rb"^(?:diff --git .*|--- .*\r\n\+\+\+ .*)\r$", re.MULTILINE)


class Diff(Struct, frozen=True):
    """What a text holds of a diff.

    `before` and `after` are the prose around it, `text` the diff itself as read, `line` the 0-based line
    of the whole text it starts in. `fault` says why it is malformed ("" when it is not; `files` is empty
    then) and `fault_line` the 1-based line of the whole text where. `overrun` holds the 1-based lines of
    `text` that stand right behind a complete hunk and look as if they belonged to it.
    """

    files: tuple[FilePatch, ...] = ()
    before: bytes = b""
    text: bytes = b""
    after: bytes = b""
    line: int = 0
    crlf: bool = False
    fault: str = ""
    fault_line: int = 0
    overrun: tuple[int, ...] = ()


def parse_diff(text: bytes, strip: int = 1) -> Diff:
    """Returns the diff in `text`, which may have prose before, between and after its files.

    `strip` is git's -p. Positions in the result are 1-based lines of `Diff.text`. A diff whose header
    lines end in CR was damaged on its way: its CRs are dropped and `crlf` says so. Never raises.
    """
    crlf = _DOS_HEADER.search(text) is not None
    raw = text.split(b"\n")
    lines = [line.removesuffix(b"\r") for line in raw] if crlf else raw
    if not lines[-1]:
        lines = lines[:-1]
    try:
        sections = scan(lines, strip)
        if not sections:
            return _without_files(text)
        if sections[-1].end == len(lines) and not text.endswith(b"\n"):
            raise MalformedDiffError("the text ends in the middle of a line", len(lines))
        files = _file_patches(lines, raw, sections, crlf)
    except MalformedDiffError as error:
        return _malformed(text, error.message, error.line)
    first, end = sections[0].first, sections[-1].end
    return Diff(
        files=files,
        before=_joined(raw[:first]),
        text=_joined(raw[first:end]),
        after=b"\n".join(raw[end:]),
        line=first,
        crlf=crlf,
        overrun=_overrun(lines, sections),
    )


def _joined(lines: Sequence[bytes]) -> bytes:
    return b"\n".join((*lines, b""))


def _without_files(text: bytes) -> Diff:
    match = _LOOKS_LIKE_DIFF.search(text)
    if match is None:
        return Diff(before=text)
    line = text.count(b"\n", 0, match.start()) + 1
    return _malformed(text, "this looks like a diff, but no file can be read from it", line)


def _malformed(text: bytes, message: str, line: int) -> Diff:
    match = _LOOKS_LIKE_DIFF.search(text)
    at = match.start() if match else 0
    first = text.count(b"\n", 0, at)
    return Diff(before=text[:at], text=text[at:], line=first, fault=message, fault_line=line)


def _overrun(lines: Sequence[bytes], sections: Sequence[Section]) -> tuple[int, ...]:
    """Finds lines that a hunk whose header counts too few lines has left behind.

    git drops them without a word. A minus is no sign: the mail's `-- ` signature stands there.
    """
    ends = [section.end for section in sections if section.hunks]
    return tuple(
        end + 1 - sections[0].first
        for end in ends
        if end < len(lines) and lines[end].startswith((b" ", b"+")) and lines[end].strip()
    )


def _file_patches(
    lines: Sequence[bytes], raw: Sequence[bytes], sections: Sequence[Section], crlf: bool
) -> tuple[FilePatch, ...]:
    origin = sections[0].first
    parsed = iter(_parse_hunks(lines, sections))
    patches = []
    for section in sections:
        hunks = tuple(_hunk(next(parsed), span, origin) for span in section.hunks)
        header = section.header
        patches.append(
            FilePatch(
                old_path=_path(header.old, section.first),
                new_path=_path(header.new, section.first),
                change=header.change,
                hunks=hunks,
                old_mode=header.old_mode,
                new_mode=header.new_mode,
                old_blob=header.old_blob,
                new_blob=header.new_blob,
                similarity=header.similarity,
                binary=section.binary,
                crlf=crlf,
                raw=_joined(raw[section.first : section.end]),
                position=section.first - origin + 1,
            )
        )
    return tuple(patches)


def _path(name: bytes | None, line: int) -> RepoPath | None:
    if name is None:
        return None
    try:
        return repo_path(name.decode("utf-8", "surrogateescape"))
    except SeriesError as error:
        raise MalformedDiffError(error.message, line + 1) from error


def _parse_hunks(lines: Sequence[bytes], sections: Sequence[Section]) -> list[ParsedHunk]:
    """Gives unidiff every hunk under a plain header and returns its hunks in the same order."""
    text: list[bytes] = []
    spans = [span for section in sections for span in section.hunks]
    for section in sections:
        if section.hunks:
            text += [b"--- a/file", b"+++ b/file"]
        for span in section.hunks:
            text += lines[span.first : span.end]
    try:
        patch = PatchSet.from_string(_joined(text).decode("utf-8", "surrogateescape"))
    except UnidiffParseError as error:
        raise MalformedDiffError(f"unidiff: {error}", sections[0].first + 1) from error
    hunks = [hunk for file in patch for hunk in file]
    if len(hunks) != len(spans):
        raise MalformedDiffError("unidiff and git's rules disagree on the hunks", sections[0].first + 1)
    return hunks


def _hunk(parsed: ParsedHunk, span: HunkSpan, origin: int) -> Hunk:
    header = span.header
    hunk = Hunk(
        old_start=header.old_start,
        old_count=header.old_count,
        new_start=header.new_start,
        new_count=header.new_count,
        heading=header.heading.decode("utf-8", "surrogateescape"),
        lines=_lines(parsed),
        position=span.first - origin + 1,
    )
    if (hunk.added, hunk.removed) != (span.added, span.removed):
        raise MalformedDiffError("unidiff and git's rules disagree on the line counts", span.first + 1)
    return hunk


def _lines(parsed: ParsedHunk) -> tuple[Line, ...]:
    lines: list[Line] = []
    for line in parsed:
        if line.line_type == _NO_NEWLINE:
            lines[-1] = Line(lines[-1].op, lines[-1].text, newline=False)
        else:
            text = line.value.removesuffix("\n").encode("utf-8", "surrogateescape")
            lines.append(Line(line.line_type, text))
    return tuple(lines)
