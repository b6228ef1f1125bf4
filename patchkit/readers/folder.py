"""A folder of patches as an ordered list of files: numbered names, or a quilt `series` file.

The series file is quilt(1)'s: one name a line, "#" comments, `-pN` and `-R` behind the name. A guard is
obeyed as with no guard selected, be it behind the name as Mercurial's queues have it ("#+name",
"#-name") or before it as guards(1) has ("+name", "-name"). Refuses to read the patches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from patchkit.errors import SeriesError
from patchkit.model.findings import Incident

_SUFFIXES = (".patch", ".diff", ".eml", ".mbox", ".mbx", ".mail", ".txt")
_LEFTOVERS = ("~", ".orig", ".rej", ".bak", ".swp")
_LEADING_NUMBER = re.compile(r"(?:v\d+-)?\d+(?=$|[-_.])")
_COMMENT = re.compile(r"(?:^|\s)#")
_GUARD = re.compile(r"#([-+])(\S+)")
_EARLY_GUARD = re.compile(r"([-+])([A-Za-z]\S*)")
_SERIES_NAMES = ("series", "series.conf")
_STRIP_OPTION = re.compile(r"-p(\d{1,2}|ab)")


class Entry(Struct, frozen=True):
    """One patch file of a folder, with quilt's options; `present` tells whether the file is there."""

    path: Path
    strip: int = 1
    reverse: bool = False
    present: bool = True


class Folder(Struct, frozen=True):
    """The patch files in order. `ordered` says a series file gave the order, which then rules."""

    entries: tuple[Entry, ...]
    ordered: bool
    incidents: tuple[Incident, ...] = ()


def read_folder(folder: Path) -> Folder:
    """Returns the patches of `folder` in order.

    A quilt `series` file in it (or in its `patches` folder) decides; else the files whose names look
    like patches, sorted by name with numbers as numbers. Raises SeriesError when there is none.
    """
    for place in (folder, folder / "patches"):
        for name in _SERIES_NAMES:
            if (place / name).is_file():
                return read_series_file(place / name)
    files = sorted((path for path in folder.iterdir() if path.is_file()), key=_natural)
    chosen = [path for path in files if _is_patch_name(path.name)]
    if not chosen:
        raise SeriesError(
            "no patch files in this folder",
            where=str(folder),
            hint="patches end in .patch, .diff, .eml or .mbox, are numbered, or listed in a series file",
        )
    left = [path.name for path in files if path not in chosen and not path.name.startswith(".")]
    incidents: tuple[Incident, ...] = ()
    if left:
        message = f"not read as patches: {', '.join(left)}"
        incidents = (Incident("files-left-out", message, str(folder), harmless=True),)
    return Folder(tuple(Entry(path) for path in chosen), False, incidents)


def _is_patch_name(name: str) -> bool:
    if name.startswith(".") or name.endswith(_LEFTOVERS):
        return False
    return name.lower().endswith(_SUFFIXES) or _LEADING_NUMBER.match(name) is not None


def _natural(path: Path) -> tuple[tuple[bool, int, str], ...]:
    """Sorts "2-b" before "10-a"."""
    parts = re.findall(r"(\d+)|(\D+)", path.name)
    return tuple((not digits, int(digits or 0), text) for digits, text in parts)


def is_series_file(path: Path) -> bool:
    """Tells whether the file `path` is a series file: by its name, and a patch that it names."""
    if path.name not in _SERIES_NAMES:
        return False
    names = [line.name for line in _series_lines(path)]
    return any((path.parent / name).is_file() for name in names)


def read_series_file(series: Path) -> Folder:
    """Returns the patches that a quilt series file names; raises SeriesError when none is there."""
    entries: list[Entry] = []
    incidents: list[Incident] = []
    for line in _series_lines(series):
        where = f"{series}, line {line.number}"
        if line.wanted:
            message = f"{line.name} is guarded by {', '.join(line.wanted)} and was left out"
            incidents.append(Incident("guarded-patch", message, where))
            continue
        entry = _entry(series.parent, line.name, line.options)
        entries.append(entry)
        if not entry.present:
            message = f"the series file names {line.name}, which is not there"
            incidents.append(Incident("patch-missing", message, where))
    if not any(entry.present for entry in entries):
        raise SeriesError("no patch that the series file names is there", where=str(series))
    return Folder(tuple(entries), True, tuple(incidents))


class _SeriesLine(Struct, frozen=True):
    """A line of a series file; `wanted` are the guards that would have to be selected for it."""

    number: int
    name: str
    options: tuple[str, ...]
    wanted: tuple[str, ...]


def _series_lines(series: Path) -> Iterator[_SeriesLine]:
    text = series.read_bytes().decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.split("\n"), 1):
        words = _COMMENT.split(line, maxsplit=1)[0].split()
        guards = list(_GUARD.finditer(line))
        while len(words) > 1 and (early := _EARLY_GUARD.fullmatch(words[0])):
            guards.append(early)
            words = words[1:]
        if words:
            wanted = tuple(guard[2] for guard in guards if guard[1] == "+")
            yield _SeriesLine(number, words[0], tuple(words[1:]), wanted)


def _entry(folder: Path, name: str, options: Iterable[str]) -> Entry:
    """Makes the entry of one line; a name that leads out of the folder counts as not there."""
    path = folder / name
    strip = 1
    for option in options:
        match = _STRIP_OPTION.fullmatch(option)
        if match is not None:
            strip = 1 if match[1] == "ab" else int(match[1])
    inside = path.resolve().is_relative_to(folder.resolve())
    return Entry(path, strip, "-R" in options, inside and path.is_file())
