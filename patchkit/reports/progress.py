"""One line of progress on stderr, in git's form, with the stage's time: `placing:  40% (2/5), 3 s`.

It shows only to a person at a terminal, only once the work has taken a second, and it is gone when
the work ends, so that nothing of it stays between the report's lines. The work only leaves a note
of where it is; a thread of its own draws, so that a long step without a call shows too. Refuses to
know what the work is.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import TextIO

from patchkit.reports.text import printable

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done, and its total (0 = unknown)."""

_DELAY = 1.0  # seconds before the first line
_PERIOD = 0.1  # seconds between two
_ERASE = "\r\x1b[K"


def reporter(*, quiet: bool = False) -> ProgressLine:
    """Returns a progress line on stderr, to be used in a `with` statement."""
    return ProgressLine(sys.stderr, quiet=quiet)


class ProgressLine:
    """A `Progress` that is drawn on `err` while its `with` block runs.

    Silent, and without a thread, when `err` is not a terminal that can erase a line, or with
    `quiet`. `ended` is the event that stops the drawing, `clock` tells seconds. An interrupt that ends
    the block gets a note of where the work was.
    """

    def __init__(
        self,
        err: TextIO,
        *,
        quiet: bool = False,
        ended: Event | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._err = err
        self._ended = ended or Event()
        self._clock = clock
        self._since = clock()
        self._state = ("", 0, 0)
        self._thread: Thread | None = None
        if not quiet and err.isatty() and os.environ.get("TERM") != "dumb":
            self._thread = Thread(target=self._run, name="progress", daemon=True)

    def __enter__(self) -> ProgressLine:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        if isinstance(error, KeyboardInterrupt) and self._state[0]:
            error.add_note(_line(*self._state).removesuffix(" ..."))

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Notes that `done` of `total` (0 = unknown) steps of `stage` are behind us."""
        if stage != self._state[0]:
            self._since = self._clock()
        self._state = (stage, done, total)

    def _run(self) -> None:
        drawn = ""
        pause = _DELAY
        while not self._ended.wait(pause):
            pause = _PERIOD
            line = _line(*self._state)
            seconds = int(self._clock() - self._since)
            line += f", {seconds} s" if line and seconds else ""
            if line != drawn:
                self._draw(line)
                drawn = line
        if drawn:
            self._draw("")

    def _draw(self, line: str) -> None:
        # One column less than the terminal has: a full line would wrap and could not be erased.
        columns = shutil.get_terminal_size().columns - 1
        self._err.write(_ERASE + printable(line, getattr(self._err, "encoding", None))[:columns])
        self._err.flush()


def _line(stage: str, done: int, total: int) -> str:
    if total:
        return f"{stage}: {100 * done // total:3d}% ({done}/{total})"
    if done:
        return f"{stage}: {done}"
    return f"{stage} ..." if stage else ""
