"""Puts the cells together into the report: columns by version, histories, orders.

Renderers add nothing. Refuses to judge: what a cell says was found out by a check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patchkit import __version__
from patchkit.matrix.history import histories
from patchkit.matrix.order import port_order
from patchkit.matrix.plan import version_order
from patchkit.matrix.work import Task
from patchkit.model.findings import Incident
from patchkit.model.matrix import (
    Cell,
    CellState,
    Column,
    MatrixReport,
    PatchTitle,
    Row,
    TreeRef,
)

Cells = Mapping[tuple[str, str], Cell]
"""Cells by the names of series and tree."""


def build_report(
    trees: Sequence[TreeRef], tasks: Sequence[Task], cells: Cells, incidents: Sequence[Incident] = ()
) -> MatrixReport:
    """Returns the report; a cell that is not there is unfinished."""
    columns = sorted(
        (_column(tree, tasks, cells) for tree in trees),
        key=lambda column: version_order(column.version, column.name),
    )
    rows = tuple(_row(task, columns, cells) for task in tasks)
    return MatrixReport(
        columns=tuple(columns),
        rows=rows,
        complete=all(cell.state is CellState.JUDGED for row in rows for cell in row.cells),
        incidents=tuple(incidents),
        patchkit_version=__version__,
    )


def _column(tree: TreeRef, tasks: Sequence[Task], cells: Cells) -> Column:
    found = [cells[key] for task in tasks if (key := (task.name, tree.name)) in cells]
    opened = next((one for one in found if one.state is CellState.JUDGED), None)
    # What every series met is a matter of the tree.
    everywhere = dict.fromkeys(found[0].incidents) if found else {}
    for one in found:
        everywhere = {incident: None for incident in everywhere if incident in one.incidents}
    return Column(
        name=tree.name,
        where=tree.where,
        version=opened.version if opened is not None else "",
        commit=opened.commit if opened is not None else "",
        incidents=tuple(everywhere),
    )


def _row(task: Task, columns: Sequence[Column], cells: Cells) -> Row:
    series = task.source.series
    mine = tuple(
        cells.get((task.name, column.name), Cell(task.name, column.name, CellState.UNFINISHED))
        for column in columns
    )
    return Row(
        series=task.name,
        location=series.location if not task.source.embedded else "embedded",
        title=series.title,
        version=series.version,
        expected=series.expected,
        patches=tuple(PatchTitle(one.number, one.subject.text) for one in series.patches),
        cells=mine,
        apis=histories(mine),
        order=port_order(mine),
    )
