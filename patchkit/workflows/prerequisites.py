"""Names that the series expects and the tree lacks: another change is missing there, or came since.

Asked only of refused hunks, and of names in placed lines that do not resolve. What the series itself
brings is no prerequisite, nor is what a moved or missing file lacks. Refuses to tell missing from gone:
it says where the tree, the base trees and a history have the name, which tells people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from patchkit.apichange.fragments import before
from patchkit.cfacts.declare import KEYWORDS
from patchkit.errors import MissingObjectError
from patchkit.model.findings import Finding, Incident
from patchkit.model.placement import Outcome, PatchPlacement, Reason
from patchkit.model.report import Prerequisite
from patchkit.model.series import Patch, Series
from patchkit.model.tree import Tree
from patchkit.placement import BaseFinder
from patchkit.placement.bases import newness
from patchkit.placement.tokens import C_SUFFIXES, c_tokens
from patchkit.workflows.occurrences import find_places
from patchkit.workflows.origins import Wanted, search_origins

_SHOWN = 2  # places of a name that are spelled out
_COMMON = 50  # files, from which on their number says nothing
_IDENTIFIER = re.compile(rb"[A-Za-z_]\w*")
_ACCESS = (b"->", b".")
_ELSEWHERE = (Reason.FILE_MISSING, Reason.FILE_MOVED, Reason.FILE_EXISTS, Reason.UNREADABLE)
_UNRESOLVED = ("unresolved-identifier", "unknown-field")


class Expectations(Struct, frozen=True):
    """What was placed and what speaks against it: where expected names are looked for."""

    series: Series
    placements: Sequence[PatchPlacement]
    trees: Sequence[Tree]  # T0 to Tn
    findings: Sequence[Finding]
    bases: BaseFinder
    refused: Sequence[tuple[str, bytes, int]]  # see `refused_names`


def missing_prerequisites(
    asked: Expectations, histories: Sequence[str] = ()
) -> tuple[tuple[Prerequisite, ...], tuple[Incident, ...]]:
    """Returns the names that are lacking, by file, and what of the histories could not be searched.

    Reads all of the tree once when there are any. Raises TreeError for a history that is no repository.
    """
    found = _lacking(asked)
    known = {patch.message_id for patch in asked.series.patches}
    incidents: list[Incident] = []
    for location in histories if found else ():
        wanted = [Wanted(one.name, one.path) for one in found]
        search = search_origins(location, wanted, asked.trees[0].identity.commit, known)
        found = [
            replace(one, introduced_by=one.introduced_by + search.origins(name))
            for one, name in zip(found, wanted, strict=True)
        ]
        incidents += search.incidents
    return tuple(found), tuple(incidents)


def refused_names(
    series: Series, placements: Sequence[PatchPlacement], trees: Sequence[Tree]
) -> tuple[tuple[str, bytes, int], ...]:
    """Returns (path, name, patch) of what refused hunks expect and their file lacks.

    The tree is told: these names are known before the facts are, and one pass can look for both.
    """
    refused = tuple(_of_refused_hunks(series, placements, trees))
    trees[0].expect({name for _, name, _ in refused}, _COMMON + 1)
    return refused


def _lacking(asked: Expectations) -> list[Prerequisite]:
    expected: dict[tuple[str, bytes], set[int]] = {}
    for path, name, patch in (*asked.refused, *_of_findings(asked)):
        expected.setdefault((path, name), set()).add(patch)
    # One more, for the file itself is no other place.
    places = find_places(asked.trees[0], {name for _, name in expected}, _COMMON + 1)
    bases = _Bases(asked.bases, asked.trees[0].identity.version)
    found = []
    for (path, name), patches in expected.items():
        everywhere = places[name]
        others = [place for place in everywhere or () if not place.startswith(f"{path}:")]
        if everywhere is None or len(others) > _COMMON:
            continue  # at hand: a local variable's name, or nothing that can be missing
        having, gone_since = bases.having(path, name)
        has_it = f"; {path} of {having} has it" if having else ""
        where_else = _where_else(others) + has_it
        number = tuple(sorted(patches))
        found.append((bool(others), Prerequisite(_shown(name), path, number, where_else, gone_since)))
    return [one for _, one in sorted(found, key=lambda one: (one[1].path, one[0]))]


class _Bases:
    """The names that a file has in the base trees; each file is read once."""

    def __init__(self, bases: BaseFinder, version: str) -> None:
        self._bases = bases
        self._version = newness(version)
        self._known: dict[str, list[tuple[str, bool, set[bytes]]]] = {}

    def having(self, path: str, name: bytes) -> tuple[str, str]:
        """Returns the base trees whose `path` has the name; the newest again if all are older."""
        if path not in self._known:
            self._known[path] = [
                (tree, newness(version) < self._version, _members_alone(names(data)))
                for tree, version, data in self._bases.versions(path)
            ]
        having = [(tree, older) for tree, older, found in self._known[path] if _alone(name) in found]
        gone = bool(having) and all(older for _, older in having)
        return ", ".join(tree for tree, _ in having), having[0][0] if gone else ""


def _where_else(others: Sequence[str]) -> str:
    """Says where the tree has a name, given its places in other files than the one in question."""
    if not others:
        return "nowhere in the tree"
    more = len(others) - _SHOWN
    also = f" and {more} more file{'s'[: more > 1]}" if more > 0 else ""
    return f"in {', '.join(others[:_SHOWN])}{also}"


def _of_refused_hunks(
    series: Series, placements: Sequence[PatchPlacement], trees: Sequence[Tree]
) -> Iterator[tuple[str, bytes, int]]:
    """Yields (path, name, patch) of what refused hunks expect and their file lacks."""
    brought: set[bytes] = set()
    for placed, patch, tree in zip(placements, series.patches, trees, strict=False):
        texts = {str(file.path): file for file in patch.files}
        for file in placed.files:
            text = texts.get(file.path)
            if text is None or not file.path.endswith(C_SUFFIXES):
                continue
            refused = [
                text.hunks[hunk.index]
                for hunk in file.hunks
                if hunk.outcome is Outcome.REJECTED and hunk.reason not in _ELSEWHERE
            ]
            data = _read(tree, str(text.source)) if refused else None
            if data is None:
                continue
            present = _members_alone(names(data))
            for name in dict.fromkeys(name for hunk in refused for name in names(before(hunk))):
                if _alone(name) not in present and not brought & {name, _word(name)}:
                    yield file.path, name, patch.number
        brought |= _brought(patch)


def _of_findings(asked: Expectations) -> Iterator[tuple[str, bytes, int]]:
    """Yields (path, name, patch) of what placed lines use, nothing declares, and no hunk would bring."""
    refused = {
        (patch.number, str(file.path), hunk.index)
        for patch in asked.placements
        for file in patch.files
        for hunk in file.hunks
        if hunk.outcome is Outcome.REJECTED
    }
    coming = {
        _word(name)
        for patch in asked.series.patches
        for file in patch.files
        for index, hunk in enumerate(file.hunks)
        if (patch.number, str(file.path), index) in refused
        for name in names(b"\n".join(line.text for line in hunk.lines if line.op == "+"))
    }
    for one in asked.findings:
        name = one.subject.encode("utf-8", "surrogateescape")
        if one.rule not in _UNRESOLVED or not _IDENTIFIER.fullmatch(name) or name in coming:
            continue
        data = _read(asked.trees[0], one.primary.path)
        if data is not None and name not in set(map(_word, names(data))):
            yield one.primary.path, name, one.caused_by


def names(code: bytes) -> list[bytes]:
    """Returns the identifiers of C code in order, members with what they are taken of ("a->b", "->b").

    Comments, strings and keywords are left out.
    """
    found = []
    texts = c_tokens(code).texts
    for at, text in enumerate(texts):
        if not _IDENTIFIER.fullmatch(text) or text in KEYWORDS:
            continue
        access = texts[at - 1] if at and texts[at - 1] in _ACCESS else b""
        owner = texts[at - 2] if access and at > 1 and _IDENTIFIER.fullmatch(texts[at - 2]) else b""
        found.append(owner + access + text)
    return found


def _word(name: bytes) -> bytes:
    return name.rpartition(b"->")[2].rpartition(b".")[2]


def _alone(name: bytes) -> bytes:
    """A member without its owner: "->b", whichever way it is reached."""
    word = _word(name)
    return word if word == name else b"->" + word


def _members_alone(found: Iterable[bytes]) -> set[bytes]:
    return {_alone(name) for name in frozenset(found)}


def _brought(patch: Patch) -> set[bytes]:
    lines = (
        line.text for file in patch.files for hunk in file.hunks for line in hunk.lines if line.op == "+"
    )
    return {form for name in names(b"\n".join(lines)) for form in (name, _word(name))}


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except MissingObjectError:  # the tree keeps the incident
        return None


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
