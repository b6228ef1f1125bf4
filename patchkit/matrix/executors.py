"""Who does the work items: this process, processes of this machine, or a cluster (`matrix.cluster`).

All of them take plain data and a function of a module, and give answers as they come, in any order.
An item whose worker died is given to another one, and given up when it has killed several: the others
must not pay for it. Refuses to know what an item means.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Protocol, TypeVar, cast

from msgspec import Struct

from patchkit.gitio.scratch import interruptible_after, new_folder, remove_folder

Item = TypeVar("Item")
Answer = TypeVar("Answer")

TRIES = 3
"""So many workers may die of an item before it is given up."""


class Lost(Struct, frozen=True):
    """Instead of an answer: why there will be none."""

    reason: str


class Executor(Protocol):
    """Somebody who does work items."""

    @property
    def words(self) -> str:
        """Who works, for people: "2 processes"."""
        ...

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        after: Mapping[int, int] | None = None,
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """Yields (index, answer) of every item, as they come.

        `work` is a module's function and raises nothing. `after` names, by index, an item that an item
        would rather have done before; that saves work and is no promise. A generator that is closed
        early leaves nothing that goes on working.
        """
        ...

    def close(self) -> None:
        """Ends what was started."""
        ...


class Serial:
    """This process, one item after the other."""

    words = "this process"

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        after: Mapping[int, int] | None = None,  # noqa: ARG002
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """See `Executor.run`; the order of the items is the order of work."""
        for index, item in enumerate(items):
            yield index, work(item)

    def close(self) -> None:
        """See `Executor.close`."""


class Pool:
    """Processes of this machine.

    Not `concurrent.futures`: there one process that dies, of memory for example, takes all results with
    it. The processes are spawned, as forking is unsafe beside threads; they end with this one.
    """

    def __init__(self, count: int | None = None) -> None:
        """Takes how many processes; None: one for each core that this process may use."""
        self._count = count or usable_cores()
        self._workers: list[_Worker] = []

    @property
    def words(self) -> str:
        """See `Executor.words`."""
        return f"{self._count} processes"

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        after: Mapping[int, int] | None = None,
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """See `Executor.run`."""
        waiting = deque(range(len(items)))
        undone = set(waiting)
        deaths = dict.fromkeys(waiting, 0)
        while len(self._workers) < min(self._count, len(items)):
            self._workers.append(_Worker())
        try:
            while waiting or any(one.index is not None for one in self._workers):
                for worker in self._workers:
                    index = _next(waiting, after or {}, undone) if worker.index is None else None
                    if index is not None:
                        waiting.remove(index)
                        worker.give(index, (work, items[index]))
                for worker in _ready(self._workers):
                    index, answer = cast("tuple[int, Answer | Lost | _Died]", worker.take())
                    if isinstance(answer, _Died):
                        self._workers[self._workers.index(worker)] = _Worker()
                        deaths[index] += 1
                        if deaths[index] < TRIES:
                            waiting.appendleft(index)
                            continue
                        answer = Lost(f"{TRIES} processes died of it, the last one {answer.how}")
                    undone.discard(index)
                    yield index, answer
        finally:
            if any(one.index is not None for one in self._workers):
                self.close()

    def close(self) -> None:
        """See `Executor.close`."""
        while self._workers:
            self._workers.pop().end()


class _Died(Struct, frozen=True):
    how: str


class _Worker:
    """A process, and the index of the item that it works on.

    It may be killed in the middle of anything, so its temporary files are in a folder that we remove.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far = context.Pipe()
        with interruptible_after():
            self._folder = new_folder("patchkit-worker-")
            arguments = (far, str(self._folder))
            self.process: SpawnProcess = context.Process(target=_serve, args=arguments, daemon=True)
            _start_deaf(self.process)
        far.close()
        self.index: int | None = None

    def give(self, index: int, task: tuple[Callable[[Item], object], Item]) -> None:
        self.index = index
        with suppress(OSError):  # it died: `take` says so
            self.pipe.send(task)

    def take(self) -> tuple[int, object]:
        """Returns the index and what came of it; the process is free then, or dead."""
        index = self.index
        assert index is not None
        try:
            answer = self.pipe.recv()
            self.index = None
        except (EOFError, OSError):
            self.end()
            code = self.process.exitcode or 0
            answer = _Died(f"by signal {-code}" if code < 0 else f"with status {code}")
        return index, answer

    def end(self) -> None:
        self.pipe.close()
        self.process.join(0.0 if self.index is not None else 1.0)
        self.process.kill()
        self.process.join()
        remove_folder(self._folder)
        self.index = None


def _next(waiting: Iterable[int], after: Mapping[int, int], undone: Collection[int]) -> int | None:
    """Returns the first item that need not wait for another one, None when all of them do."""
    return next((index for index in waiting if after.get(index) not in undone), None)


def _ready(workers: Sequence[_Worker]) -> list[_Worker]:
    busy = {worker.pipe: worker for worker in workers if worker.index is not None}
    return [busy[one] for one in wait(list(busy)) if isinstance(one, Connection)]


def _start_deaf(process: SpawnProcess) -> None:
    """Starts a process that hears no SIGINT: Python, interrupted while it starts, prints a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, folder: str) -> None:
    """Does items until there are no more, or nobody is left who asks; temporary files go to `folder`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process is told, and ends it
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    tempfile.tempdir = folder
    with suppress(EOFError, OSError):
        while True:
            work, item = pipe.recv()
            pipe.send(work(item))
    remove_folder(Path(folder))  # who started this process may have been killed


def usable_cores() -> int:
    """Returns how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
