"""Workers of a dask.distributed cluster: on other machines, or several on this one.

What dask is good at stays its own: giving work to whoever is free, giving it to another one when a
worker is lost, and giving up what kills every worker. An item is a dask task; it travels as plain data,
and the worker opens the tree by its location. Refuses to send a tree: what a worker lacks of a
repository it fetches by content id (`matrix.places`).
"""

from __future__ import annotations

import logging
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from patchkit.errors import PatchkitError
from patchkit.gitio.scratch import scratch_folder
from patchkit.matrix.executors import Answer, Item, Lost

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

_WAIT_SECONDS = 30
_AHEAD = 4
_HINT = "pip install kernel-patchkit[cluster]"
# Checks are made for one thread a process; a worker with more of them takes turns.
_TURN = threading.Lock()


class Cluster:
    """A cluster that is there already, or one of this machine's processes that ends with us."""

    def __init__(self, address: str = "", count: int = 0) -> None:
        """Takes a scheduler's address, or how many processes; PatchkitError when nobody answers."""
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise PatchkitError("dask.distributed is not installed", hint=_HINT) from error
        self._own: LocalCluster | None = None
        # A worker may be killed in the middle of anything, and dask leaves a folder of its own.
        self._ending = ExitStack()
        if not address:
            folder = str(self._ending.enter_context(scratch_folder("patchkit-cluster-")))
            self._own = LocalCluster(
                local_directory=folder,
                n_workers=count,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                # Its server listens nonetheless: on any port, for the usual one may be another's.
                scheduler_kwargs={"dashboard_address": ":0"},
                silence_logs=logging.ERROR,
            )
        try:
            self._client: Client = Client(self._own or address, timeout=_WAIT_SECONDS)
        except (OSError, ValueError) as error:
            raise PatchkitError(
                f"no scheduler of dask.distributed answers there: {error}",
                where=address,
                hint="dask scheduler; dask worker ADDRESS --nworkers N --nthreads 1",
            ) from error

        if self._own is not None:
            self._client.register_worker_callbacks(partial(_ours, folder))

    @property
    def words(self) -> str:
        """See `Executor.words`."""
        return f"{self._count()} workers"

    def _count(self) -> int:
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        after: Mapping[int, int] | None = None,  # noqa: ARG002  # workers of other machines share no cache
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """See `Executor.run`; a lost worker's items are done by others."""
        from distributed import as_completed

        waiting = iter(enumerate(items))
        given: dict[Future[Answer], int] = {}
        coming = as_completed([])

        def give(count: int) -> None:
            for index, item in islice(waiting, count):
                future = self._client.submit(_do, work, item, pure=False, priority=-index)
                given[future] = index
                coming.add(future)

        try:
            # Items are not small: the scheduler holds no more of them than workers can soon be given.
            give(max(_AHEAD, _AHEAD * self._count()))
            while given:
                future = next(coming)
                yield given.pop(future), _answer(future)
                give(1)
        finally:
            with suppress(Exception):  # whoever is interrupted wants to be gone
                self._client.cancel(list(given), force=True)

    def close(self) -> None:
        """See `Executor.close`."""
        with self._ending:
            self._client.close()
            if self._own is not None:
                self._own.close()


def _ours(folder: str) -> None:
    """Makes a worker ours: its temporary files are in `folder`, and it hears no interrupt.

    A terminal tells the whole group of one; who started the worker ends it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder


def _do(work: Callable[[Item], Answer], item: Item) -> Answer:
    with _TURN:
        return work(item)


def _answer(future: Future[Answer]) -> Answer | Lost:
    """Returns what came of an item; of one that nobody could finish, why."""
    error = future.exception()
    if error is None:
        answer: Answer = future.result()
        return answer
    return Lost(f"{type(error).__name__}: {error}".splitlines()[0])
