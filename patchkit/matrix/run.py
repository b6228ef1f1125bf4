"""`patchkit matrix` as a library call: series and trees in, a MatrixReport out; prints nothing.

Cells are kept as they come. Whatever ends the run early, the report says what was not finished, and the
next run with the same file goes on from there.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from patchkit.matrix.build import build_report
from patchkit.matrix.executors import Executor, Lost
from patchkit.matrix.kept import Kept, Questions
from patchkit.matrix.places import absolute
from patchkit.matrix.plan import in_order, items_of, leaders
from patchkit.matrix.work import Setting, Task, WorkItem, check_item, contents_of, failed
from patchkit.model.findings import Incident
from patchkit.model.matrix import Cell, MatrixReport, TreeRef
from patchkit.search.hits import Progress, silent


class MatrixOptions(Struct, frozen=True):
    """What is asked: the trees, the series as they were read, and what holds for all of it."""

    trees: tuple[TreeRef, ...]
    tasks: tuple[Task, ...]
    setting: Setting


class Finished(Struct, frozen=True):
    """The report, and whether an interrupt ended the work."""

    report: MatrixReport
    interrupted: bool


def run_matrix(
    options: MatrixOptions, executor: Executor, kept: Kept, *, progress: Progress = silent
) -> Finished:
    """Judges every series on every tree and returns the report.

    Raises PatchkitError when what is done cannot be kept. A KeyboardInterrupt ends the work, not the
    report.
    """
    run = _Run(options, executor, kept, progress)
    interrupted = False
    try:
        run.all()
    except KeyboardInterrupt:
        interrupted = True
        executor.close()
        run.settle()
    return Finished(run.report(interrupted=interrupted), interrupted)


class _Run:
    """The cells of one matrix, as they come."""

    def __init__(
        self, options: MatrixOptions, executor: Executor, kept: Kept, progress: Progress
    ) -> None:
        self._options = options
        self._executor = executor
        self._kept = kept
        self._progress = progress
        self._questions = Questions(options.setting)
        # A worker may have another current folder.
        self._absolute = {
            tree.name: replace(tree, location=absolute(tree.location)) for tree in options.trees
        }
        self._cells: dict[tuple[str, str], Cell] = {}
        self._pending: list[tuple[Task, Cell]] = []
        self._tree: TreeRef | None = None
        self._total = len(options.trees) * len(options.tasks)

    def all(self) -> None:
        self._recall()
        families = in_order(self._absolute.values())
        open_tasks = {
            tree: [one for one in self._options.tasks if (one.name, tree.name) not in self._cells]
            for tree in families
        }
        items = items_of(open_tasks, self._options.setting)
        self._tell()
        for index, answer in self._executor.run(check_item, items, leaders(items, families)):
            item = items[index]
            if isinstance(answer, Lost):
                incident = Incident("worker-lost", answer.reason, item.tree.where)
                answer = tuple(failed(task.name, item.tree, incident) for task in item.tasks)
            self._pending = list(zip(item.tasks, answer, strict=True))
            self._tree = item.tree
            self.settle()
            self._tell()

    def report(self, *, interrupted: bool) -> MatrixReport:
        incidents: tuple[Incident, ...] = ()
        if interrupted:
            words = f"interrupted after {len(self._cells)} of {self._total} cells"
            incidents = (Incident("interrupted", words),)
        return build_report(self._options.trees, self._options.tasks, self._cells, incidents)

    def _tell(self) -> None:
        self._progress(f"judging with {self._executor.words}", len(self._cells), self._total)

    def settle(self) -> None:
        """Keeps the answers that came last; again, where an interrupt came between."""
        if self._tree is not None:
            asked = [(self._questions.of(task, self._tree), cell) for task, cell in self._pending]
            self._kept.keep(asked)
            self._cells.update(((cell.series, cell.tree), cell) for _, cell in asked)
            self._tree = None

    def _recall(self) -> None:
        """Takes the kept cells whose trees are still what they were."""
        found = {
            (tree, task.name): cell
            for tree in self._absolute.values()
            for task in self._options.tasks
            if (cell := self._kept.cell(self._questions.of(task, tree))) is not None
        }
        items = [
            WorkItem(tree, tasks, self._options.setting)
            for tree in self._absolute.values()
            if (tasks := tuple(one for one in self._options.tasks if (tree, one.name) in found))
        ]
        done = 0
        for index, contents in self._executor.run(contents_of, items) if items else ():
            done += 1
            self._progress("comparing with what was kept", done, len(items))
            if isinstance(contents, Lost):
                continue
            for task, content in zip(items[index].tasks, contents, strict=True):
                tree = items[index].tree
                cell = found[tree, task.name]
                if content and content == cell.content:
                    # Names may have been made longer for a tree that was added.
                    self._cells[task.name, tree.name] = replace(cell, series=task.name, tree=tree.name)
