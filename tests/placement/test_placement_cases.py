"""Golden cases of placement, each judged by git apply and GNU patch as well.

tests/cases/placement/working/<case>/ holds tree/, series.patch (or a folder series/), after/ (the files
as they are behind the last patch, all of them) and expected.json: `about`, `placed` (one line per hunk,
or per file without hunks) and per patch what `git apply` and `patch -F2` make of it on the same tree:

    same      it applies, with the bytes patchkit leaves       other     it applies, with other bytes
    rejects   it does not apply; patch says which bytes it leaves: "rejects, same" or "rejects, other"

The tools agree with patchkit when they apply what patchkit applies (git: without fuzz) with the same
bytes and reject what patchkit calls refused or already there. Anything else has to be decided:
`git_decision` and `patch_decision` say why patchkit's answer is the right one.

tests/cases/placement/failing/<case>/ are known failures: `placed_now` is today's answer, `placed_ideal`
the right one; the test fails when the ideal comes true, so that the case is moved. They have no after/.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from patchkit.model.placement import Candidate, FilePlacement, Outcome, PatchPlacement, Placement
from patchkit.model.series import Series
from patchkit.model.tree import Tree
from patchkit.placement import SeriesPlacement, place_series
from patchkit.readers import read_series
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import outline_of
from tests.placement.oracles import Files, Verdict, git_apply, gnu_patch, read_files

CASES = Path(__file__).resolve().parents[1] / "cases" / "placement"


@dataclass(frozen=True)
class Case:
    """A case as its folder tells it, and what placement makes of it."""

    expected: dict[str, Any]
    series: Series
    placed: SeriesPlacement

    def lines(self) -> list[str]:
        return [
            line
            for patch in self.placed.patches
            for file in patch.files
            for line in told(patch.number, file)
        ]


def load(folder: Path) -> Case:
    patch = folder / "series.patch"
    series = read_series(str(patch if patch.exists() else folder / "series"))
    tree = MemoryTree(read_files(folder / "tree"))
    expected = json.loads((folder / "expected.json").read_text())
    return Case(expected, series, place_series(series, tree, outline_of))


def cases(kind: str) -> list[Any]:
    return [pytest.param(path, id=path.name) for path in sorted((CASES / kind).glob("*"))]


def told(number: int, file: FilePlacement) -> list[str]:
    if not file.hunks:
        return [f"{number} {file.path} {file.outcome}: {file.reason or file.detail}"]
    return [f"{number} {file.path} #{hunk.index + 1} {told_hunk(hunk)}" for hunk in file.hunks]


def told_hunk(hunk: Placement) -> str:
    """Only what is not the default, so that a case reads at a glance."""
    parts = {
        "line": hunk.line,
        "offset": f"{hunk.offset:+d}" if hunk.offset else "",
        "fuzz": hunk.fuzz,
        "reason": hunk.reason,
        "for": hunk.written_for,
        "in": hunk.landed_in,
        "rivals": ",".join(map(told_rival, hunk.rivals)),
    }
    return " ".join([hunk.outcome, *(f"{key}={value}" for key, value in parts.items() if value)])


def told_rival(rival: Candidate) -> str:
    return f"{rival.line}:{rival.function}" if rival.function else str(rival.line)


def contents(tree: Tree) -> Files:
    return {path: data for path in tree.paths() if (data := tree.read(path)) is not None}


def git_says(verdict: Verdict, ours: Files) -> str:
    if not verdict.accepted:
        return "rejects"
    return "same" if verdict.files == ours else "other"


def patch_says(verdict: Verdict, ours: Files) -> str:
    bytes_ = "same" if verdict.files == ours else "other"
    return bytes_ if verdict.accepted else f"rejects, {bytes_}"


def outcomes_of(patch: PatchPlacement) -> set[Outcome]:
    return {hunk.outcome for file in patch.files for hunk in (file.hunks or (file,))}


@pytest.mark.parametrize("folder", cases("working"))
def test_working(folder: Path) -> None:
    case = load(folder)
    assert case.lines() == case.expected["placed"]
    assert contents(case.placed.trees[-1]) == read_files(folder / "after")


@pytest.mark.parametrize("folder", cases("working"))
def test_oracles(folder: Path, tmp_path: Path) -> None:
    case = load(folder)
    said: dict[str, list[str]] = {"git": [], "patch": []}
    agreed: dict[str, list[str]] = {"git": [], "patch": []}
    trees = [contents(tree) for tree in case.placed.trees]
    for number, patch in enumerate(case.series.patches):
        before, after = trees[number], trees[number + 1]
        said["git"].append(git_says(git_apply(tmp_path, before, patch.diff), after))
        said["patch"].append(patch_says(gnu_patch(tmp_path, before, patch.diff), after))
        outcomes = outcomes_of(case.placed.patches[number]) - {Outcome.NOT_ANALYSED}
        goes_in = outcomes <= {Outcome.EXACT, Outcome.OFFSET, Outcome.FUZZ}
        agreed["git"].append("same" if goes_in and Outcome.FUZZ not in outcomes else "rejects")
        agreed["patch"].append("same" if goes_in else "rejects, same")
    for tool, answers in said.items():
        assert answers == case.expected[tool]
        assert (answers != agreed[tool]) is bool(case.expected.get(f"{tool}_decision"))


@pytest.mark.parametrize("folder", cases("failing"))
def test_failing(folder: Path) -> None:
    case = load(folder)
    assert case.lines() != case.expected["placed_ideal"], "works now: move it to working/"
    assert case.lines() == case.expected["placed_now"]
