"""Helper processes: the same Python, started plainly, that do pieces of work and send plain values back.

Not `multiprocessing`: forking is unsafe beside threads, and its other ways to start load the main
program again, which takes longer than most of the work here. A helper that dies costs time and no
answer: its pieces are done in this process. Refuses to carry anything but marshal's plain values.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from patchkit.search.serve import Piece, run

# More than this many gain little: the memory bus is shared.
_MOST = 4
# Pieces under way for each helper: one it works on, one that waits for it.
_AHEAD = 2
_DEAD = object()
# Isolated and without `site`: the parent's path is all it needs, and nothing from the current folder,
# which may be a stranger's tree, is imported.
_START = (
    "import sys, marshal; sys.path[:] = marshal.load(sys.stdin.buffer); "
    "from patchkit.search.serve import serve; serve()"
)


class _Helper:
    """One process and the pieces it was given; answers come in the order of the pieces."""

    def __init__(self) -> None:
        flags = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, who ends us
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin
        self._answers: SimpleQueue[Any] = SimpleQueue()
        # Answers are taken in all the time, so that neither side waits for the other with a full pipe.
        Thread(target=_collect, args=(self._process.stdout, self._answers), daemon=True).start()
        self._send(_import_path())
        self.waiting: deque[Piece] = deque()
        self._dead = False

    def give(self, piece: Piece) -> None:
        self.waiting.append(piece)
        self._send(piece)

    def _send(self, value: Any) -> None:
        with suppress(OSError):  # it died: the answer says so
            marshal.dump(value, self._stdin)
            self._stdin.flush()

    def answer(self) -> Any:
        """Returns what the first waiting piece gives; of a dead helper, what it would have given."""
        piece = self.waiting[0]
        done, value = self._answers.get() if not self._dead else (False, None)
        self._dead = self._dead or value is _DEAD
        self.waiting.popleft()
        return value if done else run(piece)

    def end(self) -> None:
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._stdin.close()


def _collect(source: BinaryIO, answers: SimpleQueue[Any]) -> None:
    with suppress(EOFError, ValueError, TypeError, OSError), source:
        while True:
            answers.put(marshal.load(source))
    answers.put((False, _DEAD))


def _import_path() -> list[str]:
    top = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([*(os.path.abspath(one) for one in sys.path if one), top]))


class Helpers:
    """Up to `count` helper processes, started when they are needed; 0 does all work in this process.

    Not to be shared between threads. Ends with `close` or with its last reference.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = _useful() if count is None else count
        self._helpers: list[_Helper] = []
        self._early: dict[Piece, _Helper] = {}
        weakref.finalize(self, _end, self._helpers)

    @property
    def count(self) -> int:
        """How many processes there may be."""
        return self._count

    def close(self) -> None:
        """Ends the processes."""
        self._early.clear()
        _end(self._helpers)

    def prepare(self, task: str, *arguments: Any) -> None:
        """Begins a piece of work that `call` will be asked for."""
        piece = (task, arguments)
        if self._count > 1 and piece not in self._early:
            helper = self._helper(len(self._early) % self._count)
            helper.give(piece)
            self._early[piece] = helper

    def call(self, task: str, *arguments: Any) -> Any:
        """Returns what a piece of work gives."""
        piece = (task, arguments)
        helper = self._early.pop(piece, None)
        if helper is None:
            return run(piece)
        while helper.waiting[0] != piece:
            helper.answer()  # prepared, and nobody asked
        return helper.answer()

    def map(self, task: str, pieces: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Yields what each piece gives, in order; takes a piece when a helper is about to need it."""
        work = ((task, arguments) for arguments in pieces)
        if self._count < 2:
            yield from map(run, work)
            return
        for piece, helper in list(self._early.items()):
            del self._early[piece]
            while helper.waiting:
                helper.answer()
        turn: deque[_Helper] = deque()
        given = 0
        try:
            while True:
                for piece in islice(work, _AHEAD * self._count - len(turn)):
                    helper = self._helper(given % self._count)
                    helper.give(piece)
                    turn.append(helper)
                    given += 1
                if not turn:
                    return
                yield turn.popleft().answer()
        finally:
            if turn:  # left half-way: answers nobody wants are under way
                self.close()

    def _helper(self, index: int) -> _Helper:
        while len(self._helpers) <= index:
            self._helpers.append(_Helper())
        return self._helpers[index]


def _end(helpers: list[_Helper]) -> None:
    while helpers:
        helpers.pop().end()


def _useful() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST) if sys.executable else 0
