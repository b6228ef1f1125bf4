"""A matrix as Markdown, for a merge request or a wiki: tables with a row a tree and a column a patch.

Refuses to judge and to sort, as the other forms do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from patchkit.model.matrix import ApiHistory, MatrixReport, PortOrder, Row
from patchkit.reports.markup import code, plain, table
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
from patchkit.reports.text import printable


def render_markdown(report: MatrixReport, out: TextIO) -> None:
    """Writes the report; what is not in the stream's encoding is escaped."""
    encoding = getattr(out, "encoding", None)
    for line in _lines(report):
        out.write(printable(line, encoding) + "\n" if line else "\n")


def _lines(report: MatrixReport) -> Iterator[str]:
    yield f"# {plain(head(report))}"
    for row in report.rows:
        yield from _series(report, row)
        yield from _apis(row.apis)
        yield from _order(row.order)
    states = states_shown(report)
    if states:
        yield from ("", "## Words", "")
        yield from (f"- **{plain(SHORT[state])}**: {plain(MEANING[state])}" for state in states)
        yield "- In parentheses: how many errors a patch causes."
    found = list(incidents_of(report))
    if found:
        yield from ("", "## Incidents", "")
    for whose, one in found:
        about = f"{plain(whose)}: " if whose else ""
        where = f"{code(one.where)}: " if one.where else ""
        harmless = ", harmless" if one.harmless else ""
        yield f"- {about}{where}{plain(one.message)} ({plain(one.kind)}{harmless})"


def _series(report: MatrixReport, row: Row) -> Iterator[str]:
    yield from ("", f"## {plain(title(row))}", "")
    yield f"{len(row.patches)} of {row.expected} patches, {code(row.location)}"
    yield ""
    yield from (f"- {one.number}/{row.expected} {plain(one.subject)}" for one in row.patches)
    yield ""
    rows = []
    for column, cell in zip(report.columns, row.cells, strict=True):
        mark = plain(verdict_word(cell)) if good(cell) else f"**{plain(verdict_word(cell))}**"
        patches = [plain(patch_word(one)) for one in patches_of(row, cell)]
        rows.append([plain(column.name), plain(column.version), mark, *patches, plain(cell.sentence)])
    numbers = [f"{one.number}/{row.expected}" for one in row.patches]
    yield from table(["tree", "version", "verdict", *numbers, "why"], rows)


def _apis(apis: tuple[ApiHistory, ...]) -> Iterator[str]:
    if not apis:
        return
    yield from ("", "### APIs: the first tree, and the first trees where they are otherwise", "")
    rows = []
    for api in apis:
        for number, epoch in enumerate(api.epochs):
            others = f"; also {'; '.join(epoch.others)}" if epoch.others else ""
            rows.append(
                [
                    "" if number else code(api.name),
                    plain(epoch.tree),
                    plain(epoch_words(epoch) + others),
                    code(epoch.where) if epoch.where else "",
                ]
            )
    yield from table(["name", "from", "how", "where"], rows)


def _order(order: PortOrder) -> Iterator[str]:
    if order.steps:
        yield from ("", f"### Cheapest order of porting: {plain(order_words(order))}", "")
    for number, step in enumerate(order.steps, 1):
        yield f"{number}. **{plain(step.onto)}** {plain(step_words(step))}"
        yield from (f"   - {plain(need)}" for need in step.needs)
    for names, words in (
        (order.nothing_to_do, "Nothing to port"),
        (order.unknown, "Not known, as the text was not judged there"),
    ):
        if names:
            yield from ("", f"{words}: {plain(', '.join(names))}")
