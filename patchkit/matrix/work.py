"""One piece of a matrix: some series on one tree. Plain data in, frozen cells out, in any process.

The tree is opened once and searched once for the names of all the series. Never raises for what a tree
or a series holds: what could not be done is a failed cell with an incident. Refuses to choose what is
done, or in which order.
"""

from __future__ import annotations

import os
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import PatchkitError
from patchkit.matrix.content import code_digest, content_of
from patchkit.matrix.names import names_here, names_to_follow
from patchkit.matrix.needs import needs_of, settled_patches
from patchkit.matrix.places import absolute, here
from patchkit.model.findings import Confidence, Incident, Severity
from patchkit.model.matrix import Cell, CellState, PatchCell, TreeRef
from patchkit.model.report import PatchReport, Report, SeriesText
from patchkit.model.tree import OpenedTree
from patchkit.reports.text import without_surrogates
from patchkit.search.cache import Cache, cache_file
from patchkit.search.means import Means
from patchkit.search.processes import Helpers
from patchkit.trees import open_tree
from patchkit.workflows.check import Judged, Placed, judge_placed, place_inputs
from patchkit.workflows.inputs import CheckOptions, Source, inputs_on, open_bases


class Task(Struct, frozen=True):
    """A series as it travels: its `name` in cells, and what was read of it."""

    name: str
    source: Source


class Setting(Struct, frozen=True):
    """What holds for all work of a matrix.

    `cache` says whether the worker's cache of earlier runs may be used and filled, `code` is the digest
    of the code that has to do the work. The rest is as in CheckOptions.
    """

    kernel: bool = True
    base_trees: tuple[str, ...] = ()
    min_confidence: Confidence = Confidence.LOW
    version: int | None = None
    cache: bool = False
    code: str = ""


def setting_of(options: CheckOptions) -> Setting:
    """Returns what the options of checks say for all work of a matrix."""
    return Setting(
        kernel=options.kernel,
        base_trees=tuple(absolute(one) for one in options.base_trees),
        min_confidence=options.min_confidence,
        version=options.version,
        cache=options.use_cache,
        code=code_digest(),
    )


class WorkItem(Struct, frozen=True):
    """Some series on one tree."""

    tree: TreeRef
    tasks: tuple[Task, ...]
    setting: Setting

    @property
    def paths(self) -> frozenset[str]:
        """The files that will be read."""
        return frozenset(path for task in self.tasks for path in task.source.paths)


def contents_of(item: WorkItem) -> tuple[str, ...]:
    """Returns what stands for what each series would be judged by; "" when it cannot be told.

    It costs little next to judging, and says whether what was kept of an earlier run still holds.
    """
    with _means(item.setting) as means:
        try:
            item = replace(item, tree=here(item.tree))
            tree = _open(item, means)
            bases = open_bases(_options(item), item.paths)
            return tuple(content_of(task.source, _options(item), tree, bases) for task in item.tasks)
        except PatchkitError:
            return ("",) * len(item.tasks)


def check_item(item: WorkItem) -> tuple[Cell, ...]:
    """Returns a cell for each series of the item, in their order."""
    names = [task.name for task in item.tasks]
    with _means(item.setting) as means:
        try:
            _same_code(item.setting)
            item = replace(item, tree=here(item.tree))
            tree = _open(item, means)
            bases = open_bases(_options(item), item.paths)
        except Exception as error:
            return tuple(failed(name, item.tree, _incident(error)) for name in names)
        return tuple(_Batch(item, tree, bases, means).cells())


def failed(series: str, tree: TreeRef, incident: Incident) -> Cell:
    """Returns the cell of a series that could not be judged on a tree."""
    cell = Cell(series, tree.name, CellState.FAILED, sentence=incident.message, incidents=(incident,))
    return settled(cell)


def settled(cell: Cell) -> Cell:
    """Returns the cell as it comes back from JSON: names that are not UTF-8 made readable."""
    try:
        raw = msgspec.json.encode(cell)
    except UnicodeEncodeError:
        raw = msgspec.json.encode(_readable(msgspec.to_builtins(cell)))
    return msgspec.json.decode(raw, type=Cell)


class _Batch:
    """The series of an item on its opened tree."""

    def __init__(
        self, item: WorkItem, tree: OpenedTree, bases: Sequence[OpenedTree], means: Means
    ) -> None:
        self._item = item
        self._tree = tree
        self._bases = bases
        self._means = means
        self._options = _options(item)

    def cells(self) -> Iterator[Cell]:
        """Places all, then judges all: the first search looks for everybody's names."""
        waiting = deque(self._placed(task) for task in self._item.tasks)
        for task in self._item.tasks:
            # What was placed goes with the call: it is large.
            yield self._judged(task, waiting.popleft())

    def _placed(self, task: Task) -> Placed | Cell:
        bases = [one.again() for one in self._bases]
        try:
            return place_inputs(inputs_on(task.source, self._tree.again(), self._options, bases))
        except Exception as error:  # whatever it is: it must not cost the other series
            return failed(task.name, self._item.tree, _incident(error))

    def _judged(self, task: Task, placed: Placed | Cell) -> Cell:
        if isinstance(placed, Cell):
            return placed
        try:
            judged = judge_placed(placed, self._options, means=self._means)
            return self._cell(task, placed, judged)
        except Exception as error:
            return failed(task.name, self._item.tree, _incident(error))

    def _cell(self, task: Task, placed: Placed, judged: Judged) -> Cell:
        report, series = judged.report, placed.inputs.series
        had = settled_patches(report)
        judged_text = report.series.text is not SeriesText.INTENT_ONLY
        return settled(
            Cell(
                series=task.name,
                tree=self._item.tree.name,
                state=CellState.JUDGED,
                version=self._tree.identity.version,
                commit=self._tree.identity.commit,
                content=content_of(task.source, self._options, self._tree, self._bases),
                text=report.series.text,
                verdict=report.verdict,
                sentence=report.sentence,
                patches=tuple(_patch(patch, report, had) for patch in report.patches),
                names=names_here(names_to_follow(series), judged.sites),
                needs=needs_of(series, placed.trees[0], report) if judged_text else (),
                incidents=report.incidents,
            )
        )


def _patch(patch: PatchReport, report: Report, settled: frozenset[int]) -> PatchCell:
    mine = [one for one in report.findings if one.caused_by == patch.number]
    errors = sum(one.severity is Severity.ERROR for one in mine)
    return PatchCell(
        number=patch.number,
        state=patch.standing.state,
        sentence=patch.standing.sentence,
        counts=patch.counts,
        errors=errors,
        remarks=len(mine) - errors,
        settled=patch.number in settled,
    )


def _open(item: WorkItem, means: Means) -> OpenedTree:
    tree, kernel = item.tree, item.setting.kernel
    return open_tree(tree.location, rev=tree.rev, kernel=kernel, wanted=item.paths, means=means)


def _same_code(setting: Setting) -> None:
    if setting.code and setting.code != code_digest():
        raise PatchkitError(
            "the worker has another patchkit, whose verdicts may be others",
            where=os.uname().nodename,
            hint="install the same version on every machine",
        )


def _options(item: WorkItem) -> CheckOptions:
    return CheckOptions(
        tree=item.tree.location,
        rev=item.tree.rev,
        kernel=item.setting.kernel,
        base_trees=item.setting.base_trees,
        min_confidence=item.setting.min_confidence,
        version=item.setting.version,
    )


def _incident(error: Exception) -> Incident:
    """Says what went wrong; of a fault of patchkit's own, where."""
    if isinstance(error, PatchkitError):
        return Incident("not-checked", error.message, error.where)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    return Incident("check-crashed", f"{type(error).__name__}: {error}", place)


@contextmanager
def _means(setting: Setting) -> Iterator[Means]:
    """Gives a cache and no helpers: the other cores have items of their own."""
    means = Means(Cache(cache_file() if setting.cache else None), Helpers(0))
    try:
        yield means
    finally:
        means.close()


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    return [_readable(one) for one in value] if isinstance(value, list | tuple) else value
