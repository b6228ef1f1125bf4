"""One matrix that shows every feature of every form. All of its facts are invented."""

from __future__ import annotations

from patchkit.model.changes import Aspect
from patchkit.model.findings import Incident
from patchkit.model.matrix import (
    ApiHistory,
    Cell,
    CellState,
    Column,
    Declared,
    Epoch,
    MatrixReport,
    NameHere,
    Need,
    PatchCell,
    PatchTitle,
    PortOrder,
    PortStep,
    Row,
)
from patchkit.model.report import Counts, PatchState, SeriesText, Verdict
from tests.reports.sample import NASTY, NOT_UTF8

MARKUP = '<script>alert("slots")</script> & <img src=x onerror=alert(1)> | *bold*'
SLOW = Incident("missing-object", "the repository lacks blob 0123", "mm/slot.c")
OLD, NEW = (
    "int slot_cut(struct slot *slot, int size)",
    "int slot_cut(int nid, struct slot *slot, int size)",
)


def _patch(number: int, state: PatchState, sentence: str, errors: int = 0) -> PatchCell:
    settled = state in (PatchState.PRESENT, PatchState.SUPERSEDED, PatchState.REVERTED)
    return PatchCell(number, state, sentence, Counts(exact=3), errors, 1, settled)


def _cell(tree: str, verdict: Verdict, *patches: PatchCell) -> Cell:
    return Cell(
        series="slots",
        tree=tree,
        state=CellState.JUDGED,
        version="5.4.0",
        commit="c0ffee" * 6 + "c0ff",
        content="feed" * 10,
        text=SeriesText.GIVEN,
        verdict=verdict,
        sentence=f"{verdict}, as {MARKUP} has it",
        patches=patches,
        names=(
            NameHere(
                "slot_cut",
                (
                    Declared(
                        OLD,
                        "int",
                        ("struct slot *slot", "int size"),
                        ("struct slot *", "int"),
                        "a.h:1",
                        2,
                    ),
                ),
            ),
            NameHere("slot_fill", ()),
        ),
        needs=(Need(1, "mm/slot.c hunk 2: context-differs", "0f" * 10),),
        incidents=(SLOW,),
    )


def _slots() -> Row:
    cells = (
        _cell(
            "v5.4",
            Verdict.DOES_NOT_APPLY,
            _patch(1, PatchState.NEEDS_PORTING, "1 of 3 hunks refused", 2),
            _patch(2, PatchState.WITH_CARE, NASTY),
        ),
        _cell(
            "linux-5.10.y",
            Verdict.CLEAN,
            _patch(1, PatchState.PRESENT, "every hunk is there"),
            _patch(2, PatchState.APPLIES, "every hunk fits"),
        ),
        Cell(
            "slots",
            "v6.1",
            CellState.FAILED,
            sentence="no kernel",
            incidents=(Incident("not-checked", "no kernel"),),
        ),
        Cell("slots", "v6.12", CellState.UNFINISHED),
    )
    return Row(
        series="slots",
        location="slots.mbox",
        title=f"Slots for {MARKUP}",
        version=3,
        expected=3,
        patches=(PatchTitle(1, NASTY), PatchTitle(2, "mm/slot: Cut <b>them</b>")),
        cells=cells,
        apis=(
            ApiHistory(
                "slot_cut",
                (
                    Epoch("v5.4", OLD, f"{NOT_UTF8}:7", (), "", ("void slot_cut(void)",)),
                    Epoch(
                        "linux-5.10.y",
                        NEW,
                        "include/linux/slot.h:9",
                        (Aspect.COUNT,),
                        "gains int nid in front",
                    ),
                ),
            ),
            ApiHistory("slot_fill", (Epoch("v5.4", "", "", (), ""),)),
        ),
        order=PortOrder(
            steps=(
                PortStep("v5.4", "", 1, 0, ("patch 1: mm/slot.c hunk 2: context-differs",)),
                PortStep("linux-5.10.y", "v5.4", 0, 1, ()),
            ),
            total=1,
            alone=2,
            nothing_to_do=("v4.19",),
            unknown=("v6.1", "v6.12"),
        ),
    )


def sample() -> MatrixReport:
    trees = (("v5.4", "5.4.0"), ("linux-5.10.y", "5.10.0"), ("v6.1", ""), ("v6.12", ""))
    second = Row(
        "pools",
        "-",
        "mm/pool: Two",
        1,
        1,
        (PatchTitle(1, "mm/pool: Two"),),
        tuple(Cell("pools", name, CellState.UNFINISHED) for name, _ in trees),
    )
    return MatrixReport(
        columns=tuple(Column(name, f"linux@{name}", version, "") for name, version in trees),
        rows=(_slots(), second),
        complete=False,
        incidents=(Incident("interrupted", "interrupted after 3 of 8 cells"),),
        patchkit_version="0.1",
    )
