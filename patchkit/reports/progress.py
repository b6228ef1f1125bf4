"""One line of progress on stderr, in git's form: `Reading files:  42% (33180/79000)`.

It shows only to a person at a terminal, only once the work has taken a second, and it is gone when
the work ends, so that nothing of it stays between the report's lines. Starts no thread: it is
drawn when the work calls it. Refuses to know what the work is.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from patchkit.reports.text import printable

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done, and its total (0 = unknown)."""

_DELAY = 1.0  # seconds before the first line
_PERIOD = 0.1  # seconds between two
_ERASE = "\r\x1b[K"


class ProgressLine:
    """A `Progress` that draws on `err` while its `with` block runs.

    Silent when `err` is not a terminal that can erase a line, or with `quiet`. `clock` gives
    seconds.
    """

    def __init__(
        self, err: TextIO, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._err = err
        self._clock = clock
        self._silent = quiet or not err.isatty() or os.environ.get("TERM") == "dumb"
        self._stage = ""
        self._next = 0.0
        self._drawn = False

    def __enter__(self) -> ProgressLine:
        self._next = self._clock() + _DELAY
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn:
            self._draw("")
            self._drawn = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Shows that `done` of `total` (0 = unknown) steps of `stage` are behind us."""
        if self._silent:
            return
        now = self._clock()
        new_stage = self._drawn and stage != self._stage
        if now < self._next and not new_stage:
            return
        self._next = now + _PERIOD
        self._stage = stage
        self._drawn = True
        self._draw(_line(stage, done, total))

    def _draw(self, line: str) -> None:
        # One column less than the terminal has: a full line would wrap and could not be erased.
        columns = shutil.get_terminal_size().columns - 1
        self._err.write(_ERASE + printable(line, getattr(self._err, "encoding", None))[:columns])
        self._err.flush()


def _line(stage: str, done: int, total: int) -> str:
    if total:
        return f"{stage}: {100 * done // total:3d}% ({done}/{total})"
    return f"{stage}: {done}" if done else f"{stage} ..."
