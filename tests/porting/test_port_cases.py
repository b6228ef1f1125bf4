"""Golden cases of porting: tests/cases/port/README.md says how they are made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from patchkit.cfacts import outline
from patchkit.model.port import FilePort, HunkPort
from patchkit.placement import BaseFinder
from patchkit.porting.engine import EngineOptions, SeriesPort, port_patches
from patchkit.readers import read_series
from patchkit.trees.memory import MemoryTree
from tests.placement.oracles import Files, git_apply, read_files

CASES = Path(__file__).resolve().parents[1] / "cases" / "port"


@dataclass(frozen=True)
class Case:
    """A case as its folder tells it, and its port."""

    expected: dict[str, Any]
    tree: Files
    port: SeriesPort

    def lines(self) -> list[str]:
        return [
            line
            for patch in self.port.patches
            for file in patch.files
            for line in told(patch.patch.number, file)
        ]

    def result(self) -> Files:
        tree = self.port.trees[-1]
        return {path: data for path in tree.paths() if (data := tree.read(path)) is not None}


def load(folder: Path) -> Case:
    tree = read_files(folder / "tree")
    base = folder / "base"
    bases = [MemoryTree(read_files(base))] if base.is_dir() else []
    expected = json.loads((folder / "expected.json").read_text())
    series = read_series(str(folder / "series.patch"))
    options = EngineOptions(outline, BaseFinder(bases, (), outline))
    return Case(expected, tree, port_patches(series, MemoryTree(tree), options))


def told(number: int, file: FilePort) -> list[str]:
    name = f"{number} {file.path}"
    whole = [f"{name}: {note}" for note in file.notes]
    if file.conflict is not None:
        whole.append(f"{name} conflict {file.conflict.cause}: {file.conflict.detail}")
    return [*whole, *(f"{name} #{hunk.index + 1} {told_hunk(hunk)}" for hunk in file.hunks)]


def told_hunk(hunk: HunkPort) -> str:
    place = f" in {hunk.function}()" if hunk.function else ""
    if hunk.conflict is not None:
        line = f" at line {hunk.conflict.line}" if hunk.conflict.line else ""
        return f"conflict {hunk.conflict.cause}{line}{place}: {hunk.conflict.detail}"
    assert hunk.method is not None
    by = "+".join((hunk.method, *hunk.agreeing))
    notes = "".join(f"; {note}" for note in hunk.notes)
    return f"{hunk.grade} by {by} at line {hunk.line}{place}{notes}"


FOLDERS = [pytest.param(path, id=path.name) for path in sorted(CASES.glob("*/"))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_said(folder: Path) -> None:
    case = load(folder)
    assert case.lines() == case.expected["ported"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_left(folder: Path, tmp_path: Path) -> None:
    case = load(folder)
    diff = (folder / "expected.patch").read_bytes()
    if not diff:
        assert case.result() == case.tree
        return
    wanted = git_apply(tmp_path, case.tree, diff)
    assert wanted.accepted
    assert case.result() == wanted.files


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_side_of_what_is_left_out_is_shown(folder: Path) -> None:
    for patch in load(folder).port.patches:
        for file in patch.files:
            for hunk in file.hunks:
                if hunk.conflict is not None:
                    assert hunk.conflict.base != hunk.conflict.theirs
                    assert hunk.conflict.line is None or hunk.conflict.ours


def test_a_case_for_every_grade_and_method() -> None:
    said = " ".join(
        line for path in CASES.glob("*/expected.json") for line in json.loads(path.read_text())["ported"]
    )
    for word in ("confident", "likely", "text", "three-way", "aligned", "fuzz", "already"):
        assert word in said
