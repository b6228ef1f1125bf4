"""A page of styled lines on a text stream: indented, wrapped with a hanging indent, in columns.

Rich does the colours; the layout is ours, because a maintainer copies paths out of it: words are
never broken, lines carry no trailing blanks, and there are no boxes. Every text goes through
`printable`, so no caller can forget to. Refuses to know what a report is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from patchkit.reports.text import printable

Part = str | tuple[str, str]
"""A piece of a line: its text, or its text and its rich style."""

_NARROWEST = 40
_WORD = re.compile(r"\s*\S+")


def _page_width(out: TextIO) -> int | None:
    """Returns the columns to wrap at: the terminal's or $COLUMNS; None for a pipe or a file."""
    if out.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def wants_color(out: TextIO) -> bool:
    """Tells whether a person with a colour terminal reads `out` (see no-color.org)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Page:
    """Writes lines to `out`.

    `color` None means: when `out` is a terminal. `width` None means the terminal's width; what is
    not a terminal gets unbroken lines, one per item, so that grep and less see whole ones.
    """

    def __init__(self, out: TextIO, *, color: bool | None, width: int | None) -> None:
        colored = wants_color(out) if color is None else color
        wanted = _page_width(out) if width is None else width
        self.width = None if wanted is None else max(wanted, _NARROWEST)
        self._encoding = getattr(out, "encoding", None)
        self._console = Console(
            file=out,
            color_system="standard" if colored else None,  # the 16 colours the reader has chosen
            force_terminal=colored,
            no_color=not colored,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def text(self, *parts: Part) -> Text:
        """Returns the parts as one rich text, made safe."""
        text = Text()
        for part in parts:
            words, style = (part, "") if isinstance(part, str) else part
            text.append(printable(words, self._encoding), style)
        return text

    def blank(self) -> None:
        """Writes an empty line."""
        self._console.print()

    def line(self, *parts: Part, indent: int = 0, hang: int | None = None) -> None:
        """Writes the parts as one line that starts in column `indent`.

        What does not fit goes on in column `hang` (two more than `indent` by default).
        """
        after = indent + 2 if hang is None else hang
        text = self.text(*parts)
        pieces: Iterable[Text] = [text]
        if self.width is not None:
            pieces = text.divide(_breaks(text.plain, self.width - indent, self.width - after))
        for number, piece in enumerate(pieces):
            if number:  # the blanks before the word that did not fit
                piece = piece[len(piece.plain) - len(piece.plain.lstrip(" ")) :]
            self._write(Text(" " * (after if number else indent)) + piece)

    def together(self, first: Sequence[Part], second: Sequence[Part], *, indent: int = 0) -> None:
        """Writes both on one line where they fit, else on a line each; `first` may be empty."""
        both = [*first, "  ", *second] if first else second
        if self.width is None or indent + cell_len(self.text(*both).plain) <= self.width or not first:
            self.line(*both, indent=indent, hang=indent)
            return
        for parts in (first, second):
            self.line(*parts, indent=indent, hang=indent)

    def columns(self, rows: Sequence[Sequence[Part]], *, indent: int = 0) -> None:
        """Writes rows of equal length in aligned columns.

        When they are wider than the page, the columns are dealt out to several tables, each with
        the first column again.
        """
        cells = [[self.text(cell) for cell in row] for row in rows]
        sizes = [max(cell_len(cell.plain) for cell in column) for column in zip(*cells, strict=True)]
        for number, chosen in enumerate(_tables(sizes, self.width, indent)):
            if number:
                self.blank()
            for row in cells:
                line = Text(" " * indent)
                for column in chosen:
                    cell = row[column]
                    line += cell + Text(" " * (sizes[column] - cell_len(cell.plain) + 2))
                self._write(line)

    def _write(self, line: Text) -> None:
        line.rstrip()
        self._console.print(line, soft_wrap=True)


def _breaks(text: str, first: int, rest: int) -> list[int]:
    """Returns the offsets where lines end: `first` cells fit on the first, `rest` on the others."""
    offsets: list[int] = []
    room, used = first, 0
    for match in _WORD.finditer(text):
        size = cell_len(match[0])
        if used and used + size > room:
            offsets.append(match.start())
            room, used = rest, cell_len(match[0].lstrip())
        else:
            used += size
    return offsets


def _tables(sizes: Sequence[int], width: int | None, indent: int) -> list[list[int]]:
    """Returns the column numbers of each table, the first column in all of them."""
    tables = [[0]]
    used = indent + sizes[0] + 2
    for column, size in enumerate(sizes[1:], 1):
        if width is not None and len(tables[-1]) > 1 and used + size > width:
            tables.append([0])
            used = indent + sizes[0] + 2
        tables[-1].append(column)
        used += size + 2
    return tables
