"""The whole matrix on a small kernel: the same as single checks, whoever works, and after an interrupt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.errors import PatchkitError
from patchkit.matrix.choose import choose_trees
from patchkit.matrix.executors import Answer, Item, Lost, Pool, Serial
from patchkit.matrix.kept import Kept
from patchkit.matrix.run import MatrixOptions
from patchkit.matrix.work import check_item
from patchkit.model.matrix import Cell, CellState, MatrixReport
from patchkit.model.report import PatchState, Verdict
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions
from tests.matrix import scene
from tests.porting.repos import Repo

RELEASES = ("v5.0..v5.3",)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return scene.kernel(tmp_path / "linux")


@pytest.fixture
def asked(repo: Repo, tmp_path: Path) -> MatrixOptions:
    return scene.options(
        str(repo.path), RELEASES, scene.series(tmp_path / "slots"), scene.pool_series(tmp_path / "pools")
    )


def cells(report: MatrixReport) -> dict[tuple[str, str], Cell]:
    return {(cell.series, cell.tree): cell for row in report.rows for cell in row.cells}


class Counting(Serial):
    """Does the work, counts it, and is interrupted before the cell numbered `stop`."""

    def __init__(self, stop: int = 10**6) -> None:
        self.judged: list[str] = []
        self._stop = stop

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        after: Mapping[int, int] | None = None,
    ) -> Iterator[tuple[int, Answer | Lost]]:
        for index, answer in super().run(work, items, after):
            if work is check_item:
                if len(self.judged) == self._stop:
                    raise KeyboardInterrupt
                self.judged.append(f"{items[index].tree.name} {len(items[index].tasks)}")  # type: ignore[attr-defined]
            yield index, answer


def test_a_cell_says_what_a_check_says(asked: MatrixOptions) -> None:
    report = scene.judged(asked).report
    assert report.complete
    assert [column.version for column in report.columns] == ["5.0.0", "5.1.0", "5.2.0", "5.3.0"]
    found = cells(report)
    assert len(found) == 8
    for (name, tree), cell in found.items():
        task = next(one for one in asked.tasks if one.name == name)
        ref = next(one for one in asked.trees if one.name == tree)
        single = check(CheckOptions(ref.location, ref.rev, series=task.source.series.location))
        assert (cell.verdict, cell.sentence, cell.text) == (
            single.verdict,
            single.sentence,
            single.series.text,
        )
        assert (cell.version, cell.commit) == (single.tree.version, single.tree.commit)
        assert cell.incidents == single.incidents
        assert [(one.number, one.state, one.sentence, one.counts) for one in cell.patches] == [
            (one.number, one.standing.state, one.standing.sentence, one.counts) for one in single.patches
        ]
        assert sum(one.errors + one.remarks for one in cell.patches) == len(single.findings)


def test_the_table_says_what_the_releases_were_made_for(asked: MatrixOptions) -> None:
    slots, pools = scene.judged(asked).report.rows
    assert [cell.verdict for cell in slots.cells[:3]] == [
        Verdict.CLEAN,
        Verdict.FINDINGS,
        Verdict.DOES_NOT_APPLY,
    ]
    assert slots.cells[3].patches[0].state is PatchState.PRESENT
    assert [cell.verdict for cell in pools.cells] == [Verdict.CLEAN] * 4
    (history,) = slots.apis
    assert [(one.tree, one.words) for one in history.epochs] == [
        ("v5.0", ""),
        ("v5.3", "gains int nid in front"),
    ]
    steps = {one.onto: one for one in slots.order.steps}
    assert (steps["v5.0"].fresh, steps["v5.1"].fresh) == (0, 1)
    assert "drivers/base/tape.c" in steps["v5.1"].needs[0]
    assert (steps["v5.2"].start, steps["v5.2"].fresh, steps["v5.2"].carried) == ("v5.1", 1, 1)
    assert steps["v5.2"].needs[0].startswith("patch 1: mm/slot.c hunk 2")


def test_processes_give_the_same(asked: MatrixOptions) -> None:
    assert scene.judged(asked, executor=Pool(2)).report == scene.judged(asked).report


def test_what_was_interrupted_is_told_and_gone_on_with(asked: MatrixOptions, tmp_path: Path) -> None:
    file = tmp_path / "cells"
    stopped = scene.judged(asked, file, Counting(stop=3))
    assert stopped.interrupted
    assert not stopped.report.complete
    states = [cell.state for cell in cells(stopped.report).values()]
    assert (states.count(CellState.JUDGED), states.count(CellState.UNFINISHED)) == (3, 5)
    assert stopped.report.incidents[0].message == "interrupted after 3 of 8 cells"
    rest = Counting()
    resumed = scene.judged(asked, file, rest, resume=True)
    assert len(rest.judged) == 5
    assert resumed.report == scene.judged(asked).report


def test_without_resume_all_is_done_again(asked: MatrixOptions, tmp_path: Path) -> None:
    scene.judged(asked, tmp_path / "cells")
    again = Counting()
    scene.judged(asked, tmp_path / "cells", again)
    assert len(again.judged) == 8


def test_what_changed_since_is_judged_again(
    repo: Repo, asked: MatrixOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cells"
    scene.judged(asked, file)
    repo.git("tag", "-f", "v5.1", "v5.0^{}")
    after = Counting()
    moved = scene.options(str(repo.path), RELEASES, *(one.source.series.location for one in asked.tasks))
    report = scene.judged(moved, file, after, resume=True).report
    assert after.judged == []  # what v5.1 is now was judged as v5.0
    repo.commit({"mm/pool.c": b"int pool_size;\n"})
    repo.git("tag", "-f", "v5.2")
    moved = scene.options(str(repo.path), RELEASES, *(one.source.series.location for one in asked.tasks))
    scene.judged(moved, file, after, resume=True)
    assert after.judged == ["v5.2 1", "v5.2 1"]
    assert report.rows[0].cells[0].verdict is report.rows[0].cells[1].verdict is Verdict.CLEAN
    other = replace(asked, setting=replace(asked.setting, code="another"))
    monkeypatch.setattr("patchkit.matrix.work.code_digest", lambda: "another")
    after = Counting()
    scene.judged(other, file, after, resume=True)
    assert len(after.judged) == 8


def test_a_series_that_changed_is_another_one(repo: Repo, asked: MatrixOptions, tmp_path: Path) -> None:
    scene.judged(asked, tmp_path / "cells")
    (tmp_path / "pools").write_bytes((tmp_path / "pools").read_bytes().replace(b"return 3", b"return 4"))
    changed = scene.options(str(repo.path), RELEASES, str(tmp_path / "slots"), str(tmp_path / "pools"))
    after = Counting()
    scene.judged(changed, tmp_path / "cells", after, resume=True)
    assert len(after.judged) == 4


def test_a_folder_that_changed_is_judged_again(
    tmp_path: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("patchkit.search.folder._RACY_NANOSECONDS", -(10**18))
    place = scene.pool_series(tmp_path / "pools")
    asked = scene.options(str(repo.path), (), place)
    asked = replace(asked, trees=choose_trees((str(repo.path),), (), ()))
    scene.judged(asked, tmp_path / "cells")
    kept = Counting()
    scene.judged(asked, tmp_path / "cells", kept, resume=True)
    assert kept.judged == []
    (repo.path / "mm/pool.c").write_text(scene.POOL.replace("1", "7"))
    after = Counting()
    report = scene.judged(asked, tmp_path / "cells", after, resume=True).report
    assert len(after.judged) == 1
    assert report.rows[0].cells[0].verdict is Verdict.DOES_NOT_APPLY


def test_a_tree_that_cannot_be_opened_costs_no_other(asked: MatrixOptions, repo: Repo) -> None:
    (broken, *rest) = asked.trees
    lost = replace(asked, trees=(replace(broken, rev="gone"), *rest))
    report = scene.judged(lost).report
    assert not report.complete
    column = next(one for one in report.columns if one.name == "v5.0")
    assert [one.kind for one in column.incidents] == ["not-checked"]
    states = {cell.tree: cell.state for cell in report.rows[0].cells}
    assert states == {
        "v5.0": CellState.FAILED,
        **dict.fromkeys(("v5.1", "v5.2", "v5.3"), CellState.JUDGED),
    }


def test_a_worker_with_another_code_is_refused(asked: MatrixOptions) -> None:
    report = scene.judged(replace(asked, setting=replace(asked.setting, code="older"))).report
    assert {cell.state for cell in cells(report).values()} == {CellState.FAILED}
    assert "another patchkit" in report.columns[0].incidents[0].message


def test_a_crash_is_an_incident_with_its_place(
    asked: MatrixOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("slots")

    monkeypatch.setattr("patchkit.matrix.work.judge_placed", broken)
    report = scene.judged(asked).report
    incident = report.columns[0].incidents[0]
    assert (incident.kind, incident.message) == ("check-crashed", "ZeroDivisionError: slots")
    assert incident.where.startswith("test_run.py:")


def test_a_torn_line_is_not_taken_for_a_cell(asked: MatrixOptions, tmp_path: Path) -> None:
    file = tmp_path / "cells"
    scene.judged(asked, file)
    whole = file.read_bytes()
    assert whole.count(b"\n") == 8
    file.write_bytes(whole[:-40])
    after = Counting()
    resumed = scene.judged(asked, file, after, resume=True)
    assert len(after.judged) == 1
    assert resumed.report.complete
    again = Counting()
    scene.judged(asked, file, again, resume=True)
    assert again.judged == []


def test_two_do_not_write_the_same_file(tmp_path: Path) -> None:
    first = Kept(str(tmp_path / "cells"), resume=False)
    with pytest.raises(PatchkitError, match="another matrix is writing there"):
        Kept(str(tmp_path / "cells"), resume=True)
    first.close()
    Kept(str(tmp_path / "cells"), resume=True).close()


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter"
    file.write_text("Dear Ada\n")
    for resume in (False, True):
        with pytest.raises(PatchkitError, match="does not hold the cells of a matrix"):
            Kept(str(file), resume=resume)
    assert file.read_text() == "Dear Ada\n"
