"""Cuts a diff into its files and hunks by git's rules, so that the parser behind gets nothing else.

`git apply` finds files in any text: a `diff --git` line with its extended header lines, or a `---`,
`+++`, `@@` triple; then each hunk is as long as its header says. Everything else is prose and is stepped
over. What git calls corrupt raises `MalformedDiffError` with the line. Refuses to keep contents: it only
says where things are (diff-format(5) and git-apply(1) describe the format).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import SeriesError
from patchkit.model.diff import FileChange
from patchkit.readers import names
from patchkit.readers.binary import binary_end

_GIT = b"diff --git "
_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)", re.DOTALL)
_EXTENDED = re.compile(
    rb"(--- |\+\+\+ |old mode |new mode |deleted file mode |new file mode |copy from |copy to |"
    rb"rename from |rename to |rename old |rename new |similarity index |dissimilarity index |index )"
    rb"(.*)",
    re.DOTALL,
)
_INDEX = re.compile(rb"([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d+))?\s*$")
_PERCENTAGE = re.compile(rb"(\d{1,3})%")
_BINARY = re.compile(rb"(?:Binary files |Files ).* differ$")


class MalformedDiffError(SeriesError):
    """A diff that git would refuse. `line` is 1-based in the text that was scanned."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class FileHeader(Struct, frozen=True):
    """What a file's header lines say; names are stripped and unquoted, None for no file on that side."""

    old: bytes | None
    new: bytes | None
    change: FileChange = FileChange.MODIFIED
    old_mode: str = ""
    new_mode: str = ""
    old_blob: str = ""
    new_blob: str = ""
    similarity: int | None = None


class HunkHeader(Struct, frozen=True):
    """The numbers of an `@@` line and the heading behind it."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    heading: bytes


class HunkSpan(Struct, frozen=True):
    """Where a hunk stands (`first` is its `@@` line, `end` one past its last) and what it changes."""

    header: HunkHeader
    first: int
    end: int
    added: int
    removed: int


class Section(Struct, frozen=True):
    """One file's part of a diff: lines `first` to `end` (exclusive), 0-based."""

    header: FileHeader
    first: int
    end: int
    hunks: tuple[HunkSpan, ...] = ()
    binary: bool = False


def scan(lines: Sequence[bytes], strip: int = 1) -> tuple[Section, ...]:
    """Returns the files of a diff in order; `lines` have no newline byte, `strip` is git's -p.

    Like git, a traditional diff whose names hold no slash at all is read with -p0 from there on.
    Raises MalformedDiffError where git would refuse the text.
    """
    sections: list[Section] = []
    stray: tuple[bytes | None, int] | None = None
    at = 0
    while at < len(lines):
        section = None
        if lines[at].startswith(_GIT):
            section = _git_section(lines, at, strip)
            if section is None:
                stray = stray or (names.git_line_name(lines[at][len(_GIT) :], strip), at)
        elif lines[at].startswith(b"--- ") and _triple(lines, at):
            strip = _guess_strip(lines[at + 1][4:], strip)
            section = _traditional_section(lines, at, strip)
        elif _HUNK.match(lines[at]):
            raise MalformedDiffError("a hunk without a file header", at + 1)
        if section is not None:
            _check_stray(stray, section)
            stray = None
            sections.append(section)
        at = at + 1 if section is None else section.end
    if sections:
        _check_stray(stray, None)
    return tuple(sections)


def _check_stray(stray: tuple[bytes | None, int] | None, section: Section | None) -> None:
    """Checks that a `diff --git` line with prose behind it is of the file that follows.

    git keeps the line's name for the next file and refuses that one if it is another.
    """
    if stray is None or (section and section.header.old == section.header.new == stray[0]):
        return
    raise MalformedDiffError("a diff --git line with nothing that belongs to it", stray[1] + 1)


def _triple(lines: Sequence[bytes], at: int) -> bool:
    return (
        at + 2 < len(lines) and lines[at + 1].startswith(b"+++ ") and lines[at + 2].startswith(b"@@ -")
    )


def _git_section(lines: Sequence[bytes], at: int, strip: int) -> Section | None:
    """Reads the section a `diff --git` line opens, None when no header line follows it."""
    fields: dict[bytes, bytes] = {}
    end = at + 1
    while end < len(lines):
        match = _EXTENDED.match(lines[end])
        if match is None:
            break
        if fields.setdefault(match[1].rstrip(), match[2]) != match[2]:
            raise MalformedDiffError("a second and different header line of its kind", end + 1)
        end += 1
    named = lines[at][len(_GIT) :]
    if end == at + 1 and names.git_line_name(named, strip) is not None:
        return None
    header = _git_header(named, fields, strip, at)
    section = _with_hunks(lines, Section(header, at, end))
    section = section if section.hunks else _with_binary(lines, section)
    if _changes_nothing(section):
        raise MalformedDiffError("a file header without a change", at + 1)
    return section


def _changes_nothing(section: Section) -> bool:
    header = section.header
    kept = header.change is FileChange.MODIFIED and header.old_mode == header.new_mode
    return kept and not section.hunks and not section.binary


def _git_header(named: bytes, fields: dict[bytes, bytes], strip: int, at: int) -> FileHeader:
    change = _change(fields)
    old = new = names.git_line_name(named, strip)
    if change in (FileChange.RENAMED, FileChange.COPIED):
        verb = b"rename" if change is FileChange.RENAMED else b"copy"
        old = names.header_name(_either(fields, verb + b" from", verb + b" old"), max(strip - 1, 0))
        new = names.header_name(_either(fields, verb + b" to", verb + b" new"), max(strip - 1, 0))
    fixed = change is not FileChange.MODIFIED
    if not fixed and (b"---" in fields) != (b"+++" in fields):
        raise MalformedDiffError("only one of the lines --- and +++ is there", at + 1)
    old = names.DEV_NULL if change is FileChange.ADDED else old
    new = names.DEV_NULL if change is FileChange.DELETED else new
    old = _side(fields.get(b"---"), strip, old, fixed, at)
    new = _side(fields.get(b"+++"), strip, new, fixed, at)
    if (old is None and change is not FileChange.ADDED) or (
        new is None and change is not FileChange.DELETED
    ):
        raise MalformedDiffError("the header names no file", at + 1)
    if not fixed and old != new:
        change = FileChange.RENAMED  # as git has it, although no line says so
    return _with_attributes(FileHeader(old, new, change), fields, at)


def _side(field: bytes | None, strip: int, known: bytes | None, fixed: bool, at: int) -> bytes | None:
    """Returns the name on one side: that of its `---`/`+++` line `field`, or the `known` one without it.

    None stands for /dev/null. `fixed` says that the extended header lines have settled the known name,
    so that the line has to agree.
    """
    if known == names.DEV_NULL:
        if field is not None and not names.is_dev_null(field):
            raise MalformedDiffError(f"{_shown(field)} should be /dev/null", at + 1)
        return None
    if field is None:
        return known
    name = names.header_name(field, strip)
    if fixed and known is not None and name != known:
        raise MalformedDiffError(f"{_shown(field)} is not the file that the lines above name", at + 1)
    return name


def _shown(field: bytes) -> str:
    return repr(field.decode("utf-8", "replace"))


def _either(fields: dict[bytes, bytes], key: bytes, older: bytes) -> bytes:
    return fields.get(key, fields.get(older, b""))


def _change(fields: dict[bytes, bytes]) -> FileChange:
    keys = fields.keys()
    if b"new file mode" in keys or names.is_dev_null(fields.get(b"---", b"")):
        return FileChange.ADDED
    if b"deleted file mode" in keys or names.is_dev_null(fields.get(b"+++", b"")):
        return FileChange.DELETED
    if b"rename to" in keys or b"rename new" in keys:
        return FileChange.RENAMED
    if b"copy to" in keys:
        return FileChange.COPIED
    return FileChange.MODIFIED


def _with_attributes(header: FileHeader, fields: dict[bytes, bytes], at: int) -> FileHeader:
    index = _INDEX.match(fields.get(b"index", b""))
    kept = index[3].decode() if index and index[3] else ""
    modes = [
        _mode(_either(fields, first, second), at) or kept
        for first, second in ((b"old mode", b"deleted file mode"), (b"new mode", b"new file mode"))
    ]
    similarity = _PERCENTAGE.match(fields.get(b"similarity index", b""))
    return replace(
        header,
        old_mode="" if header.old is None else modes[0],
        new_mode="" if header.new is None else modes[1],
        old_blob=index[1].decode() if index else "",
        new_blob=index[2].decode() if index else "",
        similarity=int(similarity[1]) if similarity else None,
    )


def _mode(field: bytes, at: int) -> str:
    mode = field.strip()
    if mode and not re.fullmatch(rb"[0-7]+", mode):
        raise MalformedDiffError(f"{mode.decode('utf-8', 'replace')!r} is no file mode", at + 1)
    return mode.decode()


def _with_binary(lines: Sequence[bytes], section: Section) -> Section:
    at = section.end
    if at < len(lines) and lines[at] == b"GIT binary patch":
        end = binary_end(lines, at + 1)
        if end is None:
            raise MalformedDiffError("the data of the binary patch is damaged", at + 1)
        return replace(section, binary=True, end=end)
    if at < len(lines) and _BINARY.match(lines[at]):
        return replace(section, binary=True, end=at + 1)
    return section


def _guess_strip(new: bytes, strip: int) -> int:
    """Returns 0 when the new file's name holds no slash. As in git, a deleted file gives no hint."""
    if strip != 1 or names.is_dev_null(new):
        return strip
    return strip if b"/" in (names.traditional_name(new, 0) or b"/") else 0


def _traditional_section(lines: Sequence[bytes], at: int, strip: int) -> Section:
    header = _traditional_header(lines[at][4:], lines[at + 1][4:], strip, at)
    return _with_hunks(lines, Section(header, at, at + 2))


def _traditional_header(old: bytes, new: bytes, strip: int, at: int) -> FileHeader:
    added, deleted = names.is_dev_null(old), names.is_dev_null(new)
    first = None if added else names.traditional_name(old, strip)
    name = first if deleted else names.traditional_name(new, strip, first)
    if name is None:
        raise MalformedDiffError("the header names no file", at + 1)
    if added or (not deleted and names.has_epoch_stamp(old)):
        return FileHeader(None, name, FileChange.ADDED)
    if deleted or names.has_epoch_stamp(new):
        return FileHeader(name, None, FileChange.DELETED)
    return FileHeader(name, name)


def _with_hunks(lines: Sequence[bytes], section: Section) -> Section:
    hunks: list[HunkSpan] = []
    at = section.end
    while at < len(lines) and lines[at].startswith(b"@@ -"):
        hunks.append(_hunk(lines, at))
        at = hunks[-1].end
    _check_sides(section.header, hunks)
    return replace(section, end=at, hunks=tuple(hunks))


def _hunk(lines: Sequence[bytes], at: int) -> HunkSpan:
    header = _hunk_header(lines[at], at)
    old, new = header.old_count, header.new_count
    start, added, removed = at, 0, 0
    at += 1
    while old > 0 or new > 0:
        op = lines[at][:1] if at < len(lines) else None
        if op in (b" ", b""):
            old, new = old - 1, new - 1
        elif op == b"-":
            old, removed = old - 1, removed + 1
        elif op == b"+":
            new, added = new - 1, added + 1
        elif op is None or not _is_marker(lines[at]) or at == start + 1:
            raise MalformedDiffError(_short(old, new), at + 1)
        if old < 0 or new < 0:
            raise MalformedDiffError("the hunk is longer than its header says", at + 1)
        at += 1
    if at < len(lines) and _is_marker(lines[at]):
        at += 1
    if not added and not removed:
        raise MalformedDiffError("the hunk changes nothing", start + 1)
    return HunkSpan(header, start, at, added, removed)


def _is_marker(line: bytes) -> bool:
    # Translated diffs word "\\ No newline at end of file" differently: only its length is asked for.
    return line.startswith(b"\\ ") and len(line) >= 11


def _short(old: int, new: int) -> str:
    return f"the hunk ends too early: its header promises {old} more old and {new} more new lines"


def _hunk_header(line: bytes, at: int) -> HunkHeader:
    match = _HUNK.match(line)
    if match is None:
        raise MalformedDiffError("an @@ line that is no hunk header", at + 1)
    old_count, new_count = (1 if count is None else int(count) for count in match.group(2, 4))
    return HunkHeader(int(match[1]), old_count, int(match[3]), new_count, match[5])


def _check_sides(header: FileHeader, hunks: Sequence[HunkSpan]) -> None:
    for hunk in hunks:
        if header.old is None and hunk.header.old_count:
            raise MalformedDiffError("a new file that depends on old contents", hunk.first + 1)
        if header.new is None and hunk.header.new_count:
            raise MalformedDiffError("a deleted file that still has contents", hunk.first + 1)
