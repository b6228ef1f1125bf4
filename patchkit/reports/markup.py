"""Markdown's small parts: strangers' text made safe, code spans, tables.

CommonMark 0.31 with GitHub's tables. Refuses to know what a report is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from patchkit.reports.text import printable

_SPECIAL = re.compile(r"([\\`*\[\]<>#|~&]|(?<!\w)_|_(?!\w))")
_FENCES = re.compile(r"`+")
_ESCAPED_BAR = "\\|"
_BAR = re.compile(r"(?<!\\)\|")


def plain(text: str) -> str:
    """Returns `text` as Markdown that shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", printable(text))


def code(text: str) -> str:
    """Returns `text` as a code span; its fence is longer than any run of backticks in it."""
    shown = printable(text)
    fence = "`" * (1 + max((len(run) for run in _FENCES.findall(shown)), default=0))
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Returns the lines of a table; cells are Markdown, and a `|` in a code span is escaped."""
    lines = [_row(head), _row(["---"] * len(head))]
    return lines + [_row(row) for row in rows]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_BAR.sub(lambda _: _ESCAPED_BAR, cell) for cell in cells)} |"
