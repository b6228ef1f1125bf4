"""A matrix for people at a terminal: for each series a line a tree, a column a patch.

`verbose` adds the sentence of every patch and everything that a port has to do. Refuses to judge and to
sort.
"""

from __future__ import annotations

from typing import TextIO

from patchkit.model.matrix import MatrixReport, Row
from patchkit.model.report import PatchState
from patchkit.reports.matrix import (
    MEANING,
    SHORT,
    epoch_words,
    good,
    head,
    incidents_of,
    order_words,
    patch_word,
    patches_of,
    states_shown,
    step_words,
    title,
    verdict_word,
)
from patchkit.reports.page import Page, Part

_STYLE = {
    PatchState.APPLIES: "green",
    PatchState.WITH_CARE: "yellow",
    PatchState.PRESENT: "cyan",
    PatchState.PARTLY_PRESENT: "yellow",
    PatchState.SUPERSEDED: "cyan",
    PatchState.REVERTED: "magenta",
    PatchState.NEEDS_PORTING: "red",
    PatchState.HARMFUL: "bold red",
    PatchState.NOT_JUDGED: "dim",
}
_STEP = 4


def render_text(
    report: MatrixReport, out: TextIO, *, color: bool | None, width: int | None, verbose: bool
) -> None:
    """Writes the report; see `Page` for what None means for `color` and `width`."""
    page = Page(out, color=color, width=width)
    page.line("matrix   ", (head(report), "bold" if report.complete else "bold red"), hang=9)
    for row in report.rows:
        page.blank()
        _table(page, report, row)
        _sentences(page, row, verbose=verbose)
        _apis(page, row)
        _order(page, row, verbose=verbose)
    states = states_shown(report)
    if states:
        _heading(page, "What the words mean; in parentheses, how many errors a patch causes")
        size = max(len(SHORT[one]) for one in states)
        for state in states:
            page.line((f"{SHORT[state]:{size}}", _STYLE[state]), f"  {MEANING[state]}", indent=2)
    _incidents(page, report)


def _table(page: Page, report: MatrixReport, row: Row) -> None:
    page.line(
        "series   ",
        (title(row), "bold"),
        f", {len(row.patches)} of {row.expected} patches, {row.location}",
        hang=9,
    )
    for one in row.patches:
        page.line(f"{one.number}/{row.expected}".rjust(8), f" {one.subject}", hang=9)
    page.blank()
    numbers: list[Part] = [(f"{one.number}/{row.expected}", "bold") for one in row.patches]
    rows: list[list[Part]] = [[("tree", "bold"), ("version", "bold"), ("verdict", "bold"), *numbers]]
    for column, cell in zip(report.columns, row.cells, strict=True):
        patches: list[Part] = [
            (patch_word(one), _STYLE[one.state] if one else "") for one in patches_of(row, cell)
        ]
        verdict = (verdict_word(cell), "green" if good(cell) else "red")
        rows.append([(column.name, "bold"), column.version or "-", verdict, *patches])
    page.columns(rows)


def _sentences(page: Page, row: Row, *, verbose: bool) -> None:
    """Writes why, where the table does not say it."""
    told = [cell for cell in row.cells if cell.sentence and (verbose or not cell.patches)]
    if told:
        _heading(page, "Why")
    for cell in told:
        page.line((cell.tree, "bold"), f": {cell.sentence}", indent=2, hang=_STEP)
        for one in cell.patches:
            number = f"{one.number}/{row.expected} "
            page.line(number, (SHORT[one.state], _STYLE[one.state]), f": {one.sentence}", indent=_STEP)


def _apis(page: Page, row: Row) -> None:
    if not row.apis:
        return
    _heading(page, "APIs: as the first tree has them, and the first trees where they are otherwise")
    for api in row.apis:
        page.line((api.name, "bold"), indent=2)
        size = max((len(one.tree) for one in api.epochs), default=0)
        for epoch in api.epochs:
            where = f" [{epoch.where}]" if epoch.where else ""
            other = f"; also {'; '.join(epoch.others)}" if epoch.others else ""
            words = f"  {epoch_words(epoch)}{other}"
            page.line(f"{epoch.tree:{size}}", words, (where, "dim"), indent=_STEP, hang=_STEP + size + 4)


def _order(page: Page, row: Row, *, verbose: bool) -> None:
    order = row.order
    if order.steps:
        _heading(page, f"Cheapest order of porting: {order_words(order)}")
    for number, step in enumerate(order.steps, 1):
        page.line(f"{number:>3}. ", (step.onto, "bold"), f" {step_words(step)}", hang=7)
        for need in step.needs if verbose else ():
            page.line(need, indent=7, hang=9)
    for names, words in (
        (order.nothing_to_do, "Nothing to port"),
        (order.unknown, "Not known, as the text was not judged there"),
    ):
        if names:
            page.blank()
            page.line((words, "bold"), f": {', '.join(names)}")


def _incidents(page: Page, report: MatrixReport) -> None:
    found = list(incidents_of(report))
    if not found:
        return
    _heading(page, "Incidents")
    for whose, one in found:
        mark = " (harmless)" if one.harmless else ""
        place = f"{one.where}: " if one.where else ""
        about = f"{whose}: " if whose else ""
        page.line((about, "bold"), f"{one.kind}{mark}: {place}{one.message}", indent=2, hang=_STEP)


def _heading(page: Page, text: str) -> None:
    page.blank()
    page.line((text, "bold"))
