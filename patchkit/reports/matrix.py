"""What all forms of a matrix say alike: words for states, counts, orders; and the JSON form.

Refuses to choose what is shown: each form does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from patchkit.model.findings import Incident
from patchkit.model.matrix import (
    SCHEMA_VERSION,
    Cell,
    CellState,
    Epoch,
    MatrixReport,
    PatchCell,
    PortOrder,
    PortStep,
    Row,
)
from patchkit.model.report import PatchState, Verdict
from patchkit.reports.json import dump, schema_of

SHORT = {
    PatchState.APPLIES: "applies",
    PatchState.WITH_CARE: "care",
    PatchState.PRESENT: "present",
    PatchState.PARTLY_PRESENT: "partly",
    PatchState.SUPERSEDED: "superseded",
    PatchState.REVERTED: "reverted",
    PatchState.NEEDS_PORTING: "port",
    PatchState.HARMFUL: "harmful",
    PatchState.NOT_JUDGED: "-",
}
"""A word of at most ten letters for each state of a patch."""

MEANING = {
    PatchState.APPLIES: "fits, and means there what it means",
    PatchState.WITH_CARE: "fits, and something has to be looked at",
    PatchState.PRESENT: "the tree has it",
    PatchState.PARTLY_PRESENT: "the tree has a part of it",
    PatchState.SUPERSEDED: "the tree does it otherwise",
    PatchState.REVERTED: "the tree had it and took it back",
    PatchState.NEEDS_PORTING: "does not fit as it is",
    PatchState.HARMFUL: "fits by force only, and would do harm",
    PatchState.NOT_JUDGED: "nobody could tell",
}


def render_json(report: MatrixReport, out: TextIO) -> None:
    """Writes the report as JSON; docs/matrix.schema.json says what is in it."""
    dump(report, out)


def schema() -> bytes:
    """Returns the JSON Schema of `render_json`'s output."""
    return schema_of(MatrixReport, "matrix", SCHEMA_VERSION)


def head(report: MatrixReport) -> str:
    """Returns how much of the matrix there is: "2 series on 12 trees, 24 cells: 23 judged, 1 failed"."""
    states = Counter(cell.state for row in report.rows for cell in row.cells)
    total = sum(states.values())
    found = ", ".join(f"{states[one]} {one}" for one in CellState if states[one]) or "none"
    trees = many(len(report.columns), "tree", "trees")
    return f"{len(report.rows)} series on {trees}, {many(total, 'cell', 'cells')}: {found}"


def verdict_word(cell: Cell) -> str:
    """Returns the verdict, or what there is in its place."""
    return cell.verdict if cell.verdict is not None else cell.state


def good(cell: Cell) -> bool:
    """Tells whether nothing has to be done there."""
    return cell.verdict in (Verdict.CLEAN, Verdict.NOTHING_TO_DO)


def patch_word(patch: PatchCell | None) -> str:
    """Returns a patch's state, with the number of errors that it causes: "care (2)"."""
    if patch is None:
        return ""
    return SHORT[patch.state] + (f" ({patch.errors})" if patch.errors else "")


def patches_of(row: Row, cell: Cell) -> list[PatchCell | None]:
    """Returns the cell's patches in the order of the series; None where one was not judged."""
    known = {one.number: one for one in cell.patches}
    return [known.get(title.number) for title in row.patches]


def states_shown(report: MatrixReport) -> list[PatchState]:
    """Returns the states that there are, in the order of their definition."""
    found = {one.state for row in report.rows for cell in row.cells for one in cell.patches}
    return [state for state in PatchState if state in found]


def title(row: Row) -> str:
    """Returns the title with the version of the series."""
    return f"{row.title} v{row.version}" if row.version > 1 else row.title


def epoch_words(epoch: Epoch) -> str:
    """Returns what became of a name from a tree on, and how that one declares it."""
    declared = epoch.signature or "no such name"
    return f"{epoch.words}: {declared}" if epoch.words and epoch.signature else epoch.words or declared


def step_words(step: PortStep) -> str:
    """Returns what a port starts from and what it costs."""
    start = f"from the port to {step.start}" if step.start else "from the series"
    if not step.fresh and not step.carried:
        return "as the series is"
    done = f", {step.carried} done already" if step.carried else ""
    return f"{start}: {step.fresh} to do{done}"


def order_words(order: PortOrder) -> str:
    """Returns the sum of an order."""
    if not order.alone:
        return "nothing has to be done to make it fit"
    things = many(order.total, "thing to do", "things to do")
    return f"{things}, {order.alone} if every port started from the series"


def incidents_of(report: MatrixReport) -> Iterator[tuple[str, Incident]]:
    """Yields every incident with whom it is of: the matrix, a tree, or a series on a tree."""
    yield from (("", one) for one in report.incidents)
    common = {column.name: column.incidents for column in report.columns}
    for column in report.columns:
        yield from ((column.name, one) for one in column.incidents)
    for row in report.rows:
        for cell in row.cells:
            for one in cell.incidents:
                if one not in common[cell.tree]:
                    yield f"{row.series} on {cell.tree}", one


def many(count: int, one: str, more: str) -> str:
    """Returns "1 tree" or "2 trees"."""
    return f"{count} {one if count == 1 else more}"
