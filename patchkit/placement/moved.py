"""Where a file may be that a patch names and the tree does not have: moved, or gone.

Git's own rename detection goes first, where the caller can ask it. Else a file of the same name
elsewhere counts as the moved one when it holds what the hunks of the whole series expect: their
functions, their lines or their words. Files that merely do the same job are no answer: another
architecture's, the copy in tools/, or one that the series knows by its own path. Nothing is placed
there; a refusal says where to look. The tree is listed once, and only when a file is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from msgspec import Struct

from patchkit.errors import TreeError
from patchkit.model.diff import FilePatch, Hunk
from patchkit.model.placement import Reason
from patchkit.model.tree import Tree
from patchkit.placement.heading import function_rewritten, function_written_for
from patchkit.placement.options import OutlineOf, RenamedTo
from patchkit.placement.relocated import may_be_moved, relocated
from patchkit.trees.paths import Paths

# No more files than this are read for one that is missing; "Makefile" is the name of thousands.
_READ_AT_MOST = 48
_TELLING_LINES = 3
_SHOWN = 3
_LONG_WORD = re.compile(rb"[A-Za-z_]\w{4,}")
_LETTERS = re.compile(rb"[A-Za-z]{2}")
_C_WORDS = frozenset(
    b"break continue const default define double extern float ifdef ifndef inline include return short"
    b" signed sizeof static struct switch typedef union unsigned volatile while".split()
)


class Evidence(Struct, frozen=True):
    """What the hunks for one path expect to find there, to be looked for in other files."""

    lines: frozenset[bytes]
    words: frozenset[bytes]
    functions: frozenset[str]

    @classmethod
    def of(cls, hunks: Iterable[Hunk]) -> Evidence:
        """Collects the lines that say something, the longer words and the functions of `hunks`."""
        hunks = tuple(hunks)
        texts = [line.text for hunk in hunks for line in hunk.preimage]
        return cls(
            frozenset(text.strip() for text in texts if _LETTERS.search(text)),
            frozenset(word for text in texts for word in _LONG_WORD.findall(text)) - _C_WORDS,
            frozenset(
                name for hunk in hunks for name in (function_written_for(hunk), function_rewritten(hunk))
            )
            - {""},
        )


class Likeness(Struct, frozen=True):
    """How much of the evidence one file holds: the parts of it that are there."""

    path: str
    there: Evidence
    wanted: Evidence

    @property
    def is_the_file(self) -> bool:
        """True when a file of the same name with so much in it is the moved one."""
        lines = _share(self.there.lines, self.wanted.lines)
        words = _share(self.there.words, self.wanted.words)
        if not self.wanted.functions:
            return len(self.wanted.lines) >= _TELLING_LINES and (lines >= 2 / 3 or words >= 4 / 5)
        functions = _share(self.there.functions, self.wanted.functions)
        return functions >= 1 / 2 and (lines >= 1 / 2 or words >= 2 / 3)

    @property
    def has_most_lines(self) -> bool:
        """True when it is worth saying that so many lines of the hunks stand there."""
        return len(self.wanted.lines) > 1 and _share(self.there.lines, self.wanted.lines) >= 1 / 2

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """Sorts the likeliest first."""
        counts = (len(self.there.functions), len(self.there.lines), len(self.there.words))
        return -counts[0], -counts[1], -counts[2], self.path

    def __str__(self) -> str:
        lines = f"{len(self.there.lines)} of {len(self.wanted.lines)} lines"
        if not self.wanted.functions:
            return lines
        return f"{len(self.there.functions)} of {len(self.wanted.functions)} functions, {lines}"


class Whereabouts(NamedTuple):
    """What is known of a missing file: FILE_MOVED with its `path`, or FILE_MISSING; one sentence."""

    reason: Reason
    detail: str
    path: str = ""


class FileFinder:
    """Says of each missing file of a series where it may be now."""

    def __init__(
        self,
        files: Iterable[FilePatch],
        outline_of: OutlineOf,
        renamed_to: RenamedTo | None = None,
    ) -> None:
        """Takes all file patches of the series: what they expect counts together."""
        self._outline_of = outline_of
        self._renamed_to = renamed_to
        self._hunks: dict[str, list[Hunk]] = {}
        for file in files:
            self._hunks.setdefault(file.source, []).extend(file.hunks)
        self._paths: Paths | None = None
        self._verdicts: dict[str, Whereabouts] = {}

    def verdict(self, path: str, tree: Tree) -> Whereabouts:
        """Returns where a `path` that `tree` lacks may be."""
        if tree.exists(path):
            gone = f"{path} is not there any more: the patch itself took it away"
            return Whereabouts(Reason.FILE_MISSING, gone)
        if path not in self._verdicts:
            self._verdicts[path] = self._verdict(path, tree)
        return self._verdicts[path]

    def look(self, path: str, tree: Tree, old: bytes | None) -> Whereabouts:
        """Returns as `verdict` does, and looks for a file of any name that holds what `path` held.

        `old` is a version of the file under its old name, None where only the hunks show it.
        """
        known = self.verdict(path, tree)
        if known.path:
            return known
        found = relocated(path, old, self._hunks.get(path, ()), tree, self._hunks)
        if found is None:
            return known
        detail = f"{path} is {found.path} here ({found.percent} % of its lines stand there)"
        return Whereabouts(Reason.FILE_MOVED, detail, found.path)

    def _verdict(self, path: str, tree: Tree) -> Whereabouts:
        for renamed in self._renamed_to(path) if self._renamed_to else ():
            if tree.exists(renamed):
                detail = f"{path} is {renamed} here, as the history tells"
                return Whereabouts(Reason.FILE_MOVED, detail, renamed)
        evidence = Evidence.of(self._hunks.get(path, ()))
        gone = f"{path} is not there"
        namesakes = self._likenesses(self._namesakes(path, tree), evidence, tree)
        moved = [one for one in namesakes if one.is_the_file]
        if len(moved) == 1:
            detail = f"{path} is {moved[0].path} here ({moved[0]} of the hunks)"
            return Whereabouts(Reason.FILE_MOVED, detail, moved[0].path)
        if moved:
            several = " and ".join(one.path for one in moved[:_SHOWN])
            return Whereabouts(
                Reason.FILE_MISSING, f"{gone}; {several} hold alike what the hunks expect"
            )
        if folder := self._lost_folder(path, tree):
            return Whereabouts(Reason.FILE_MISSING, f"{gone}, nor is anything else in {folder}/")
        siblings = self._likenesses(self._siblings(path, tree), evidence, tree)
        found = sorted((*namesakes, *siblings), key=lambda one: one.rank)
        best = next((one for one in found if one.has_most_lines), None)
        if best is None:
            return Whereabouts(Reason.FILE_MISSING, gone)
        return Whereabouts(Reason.FILE_MISSING, f"{gone}; {best} of the hunks are in {best.path}")

    def _likenesses(self, paths: Iterable[str], evidence: Evidence, tree: Tree) -> list[Likeness]:
        found = [self._likeness(path, data, evidence) for path, data in _contents(paths, tree)]
        return sorted(found, key=lambda one: one.rank)

    def _likeness(self, path: str, data: bytes, evidence: Evidence) -> Likeness:
        functions: frozenset[str] = frozenset()
        if any(name.encode("utf-8", "surrogateescape") in data for name in evidence.functions):
            outline = self._outline_of(path, data)  # costs a parse
            functions = evidence.functions & {span.name for span in outline.functions}
        there = Evidence(
            evidence.lines & {line.strip() for line in data.split(b"\n")},
            evidence.words & set(_LONG_WORD.findall(data)),
            functions,
        )
        return Likeness(path, there, evidence)

    def _namesakes(self, path: str, tree: Tree) -> Sequence[str]:
        """Returns the files of the same name that may be the missing one, the nearest first."""
        folder, _, name = path.rpartition("/")
        found = [
            one
            for one in self._listing(tree).ending(name)
            if one not in self._hunks and may_be_moved(one, path) and tree.exists(one)
        ]
        parts = set(folder.split("/"))
        found.sort(key=lambda one: (-len(parts & set(one.split("/"))), one.count("/"), one))
        return found[:_READ_AT_MOST]

    def _siblings(self, path: str, tree: Tree) -> Sequence[str]:
        """Returns the files of the same folder and suffix, the likest names first."""
        folder, _, name = path.rpartition("/")
        suffix = name[name.rfind(".") :] if "." in name else ""
        names = [one for one in self._listing(tree).inside(folder) if one.endswith(suffix)]
        near = get_close_matches(name, names, _READ_AT_MOST, cutoff=0.0)
        return [f"{folder}/{one}".lstrip("/") for one in near]

    def _lost_folder(self, path: str, tree: Tree) -> str:
        """Returns the topmost folder of `path` that the tree does not have, "" when it has them all."""
        parts = path.split("/")[:-1]
        folders = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        for folder in folders:
            if not self._listing(tree).has_below(folder):
                return folder
        return ""

    def _listing(self, tree: Tree) -> Paths:
        """Returns the paths, as they were when first asked for."""
        if self._paths is None:
            self._paths = Paths(tree.paths())
        return self._paths


def _share(part: Collection[object], whole: Collection[object]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _contents(paths: Iterable[str], tree: Tree) -> Iterable[tuple[str, bytes]]:
    for path in paths:
        try:
            data = tree.read(path)
        except TreeError:
            continue  # the tree keeps the incident; a file that cannot be read is no evidence
        if data is not None:
            yield path, data
