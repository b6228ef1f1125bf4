"""Helpers give what the same work gives in this process, in order, whatever happens to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from patchkit.search.processes import Helpers

JOIN = "posixpath:join"
PID = "os:getpid"


@pytest.fixture(params=[0, 1, 2, 3])
def helpers(request: pytest.FixtureRequest) -> Iterator[Helpers]:
    made = Helpers(request.param)
    yield made
    made.close()


def test_answers_come_in_order(helpers: Helpers) -> None:
    pieces = [(str(number), "x" * number * 50) for number in range(200)]
    assert list(helpers.map(JOIN, pieces)) == ["/".join(piece) for piece in pieces]
    assert list(helpers.map(JOIN, pieces[:3])) == ["/".join(piece) for piece in pieces[:3]]
    assert list(helpers.map(JOIN, [])) == []


def test_large_pieces_and_answers_do_not_block(helpers: Helpers) -> None:
    big = "x" * 3_000_000
    assert [len(one) for one in helpers.map(JOIN, [(big, big)] * 6)] == [2 * len(big) + 1] * 6


def test_an_error_is_that_of_the_work(helpers: Helpers) -> None:
    with pytest.raises(FileNotFoundError):
        list(helpers.map("os:listdir", [("/nowhere",)]))
    assert list(helpers.map(JOIN, [("a", "b")])) == ["a/b"]


def test_prepared_work_is_done_once(helpers: Helpers) -> None:
    helpers.prepare(JOIN, "a", "b")
    helpers.prepare(JOIN, "c", "d")
    helpers.prepare(JOIN, "a", "b")
    assert helpers.call(JOIN, "c", "d") == "c/d"
    assert helpers.call(JOIN, "a", "b") == "a/b"
    assert helpers.call(JOIN, "e", "f") == "e/f"


def test_prepared_work_that_nobody_wants_is_no_answer_to_other_work(helpers: Helpers) -> None:
    helpers.prepare(JOIN, "a", "b")
    assert list(helpers.map(JOIN, [("c", "d"), ("e", "f")])) == ["c/d", "e/f"]
    assert helpers.call(JOIN, "a", "b") == "a/b"


def test_left_half_way(helpers: Helpers) -> None:
    work = helpers.map(JOIN, [(str(number), "x") for number in range(100)])
    assert next(work) == "0/x"
    work.close()  # type: ignore[attr-defined]
    assert list(helpers.map(JOIN, [("a", "b")])) == ["a/b"]


def test_the_work_is_done_elsewhere_by_two_and_here_by_none() -> None:
    two, none = Helpers(2), Helpers(0)
    assert len({os.getpid(), *two.map(PID, [()] * 8)}) == 3
    assert set(none.map(PID, [()] * 8)) == {os.getpid()}
    two.close()


def test_a_helper_that_is_killed_costs_no_answer() -> None:
    helpers = Helpers(2)
    work = helpers.map(PID, [()] * 40)
    victim = next(work)
    os.kill(victim, signal.SIGKILL)
    pids = [victim, *work]
    assert len(pids) == 40
    assert os.getpid() in pids
    assert len(list(helpers.map(PID, [()] * 40))) == 40
    helpers.close()


def test_helpers_end_with_their_process() -> None:
    code = (
        "from patchkit.search.processes import Helpers\n"
        "helpers = Helpers(2)\n"
        "print(*set(helpers.map('os:getpid', [()] * 8)), flush=True)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert run.returncode == -signal.SIGKILL
    for pid in map(int, run.stdout.split()):
        # Nobody waits for it, so it may stay as a zombie; what counts is that it does not run.
        state = Path(f"/proc/{pid}/stat")
        for _ in range(1000):
            if not state.exists() or state.read_text().split(")")[1].split()[0] == "Z":
                break
            os.sched_yield()
        else:
            pytest.fail(f"helper {pid} still runs")


def test_nothing_is_imported_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "posixpath.py").write_text("def join(*_): return 'a stranger'\n")
    (tmp_path / "marshal.py").write_text("raise SystemExit\n")
    monkeypatch.chdir(tmp_path)
    helpers = Helpers(2)
    assert list(helpers.map(JOIN, [("a", "b")] * 4)) == ["a/b"] * 4
    helpers.close()
