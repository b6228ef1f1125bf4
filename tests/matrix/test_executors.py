from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import Pipe, get_context
from pathlib import Path

import pytest

from patchkit.matrix.executors import TRIES, Executor, Lost, Pool, Serial, _serve, _Worker
from tests.matrix import work


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(2)
    yield made
    made.close()


@pytest.mark.parametrize("kind", [Serial, lambda: Pool(2)], ids=["serial", "pool"])
def test_every_item_has_its_answer(kind: type[Executor]) -> None:
    executor = kind()
    assert dict(executor.run(work.double, range(7))) == {at: 2 * at for at in range(7)}
    assert list(executor.run(work.double, [])) == []
    assert dict(executor.run(work.double, [5])) == {0: 10}
    executor.close()


def test_a_pool_is_other_processes(pool: Pool) -> None:
    found = {answer for _, answer in pool.run(work.process, range(8))}
    assert os.getpid() not in found
    assert len(found) == 2


def test_an_item_whose_process_is_killed_is_done_again(pool: Pool, tmp_path: Path) -> None:
    items = [(at, str(tmp_path)) for at in range(5)]
    assert dict(pool.run(work.dies_once, items)) == {at: 2 * at for at in range(5)}
    assert (tmp_path / "died-2").exists()


def test_an_item_that_kills_every_process_costs_no_other_one(pool: Pool) -> None:
    found = dict(pool.run(work.dies, range(4)))
    lost = found.pop(1)
    assert isinstance(lost, Lost)
    assert lost.reason == f"{TRIES} processes died of it, the last one by signal 9"
    assert found == {0: 0, 2: 4, 3: 6}


def test_what_should_come_after_another_waits_for_it(pool: Pool) -> None:
    order = [index for index, _ in pool.run(work.slow_double, range(6), {1: 5, 2: 5, 3: 5})]
    assert sorted(order) == list(range(6))
    assert {1, 2, 3} == set(order[order.index(5) + 1 :]) - {0, 4}


def test_it_does_not_wait_for_what_is_lost(pool: Pool) -> None:
    found = dict(pool.run(work.dies, range(4), {0: 1, 2: 1, 3: 1}))
    assert isinstance(found.pop(1), Lost)
    assert found == {0: 0, 2: 4, 3: 6}


def test_one_that_is_left_early_leaves_no_process(pool: Pool) -> None:
    coming = pool.run(work.slow_double, range(50))
    next(coming)
    running = [one.process.pid for one in pool._workers]
    assert len(running) == 2
    coming.close()  # type: ignore[attr-defined]
    for pid in running:
        with suppress(ProcessLookupError):
            assert pid is not None
            os.kill(pid, 0)
            pytest.fail(f"process {pid} still runs")


def test_what_a_process_leaves_among_temporary_files_goes_with_it(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    coming = pool.run(work.slow_with_a_folder, range(50))
    next(coming)
    assert list(tmp_path.glob("*/left-*"))
    coming.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_a_process_starts_is_not_heard_by_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A terminal sends it to the whole group; Python, not up yet, would end with a traceback."""
    worker = _Worker()
    pid = worker.process.pid
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    worker.give(0, (work.double, 4))
    assert worker.take() == (0, 8)
    worker.end()
    assert capfd.readouterr().err == ""


def test_a_process_that_lost_its_parent_removes_its_folder(tmp_path: Path) -> None:
    near, far = Pipe()
    folder = tmp_path / "patchkit-worker-x"
    folder.mkdir()
    process = get_context("spawn").Process(target=_serve, args=(far, str(folder)))
    process.start()
    far.close()
    near.send((work.slow_with_a_folder, 1))
    assert near.recv() == 2
    assert list(folder.iterdir())
    near.close()
    process.join()
    assert list(tmp_path.iterdir()) == []
