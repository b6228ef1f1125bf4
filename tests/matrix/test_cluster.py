"""A real scheduler and real workers, each a process of its own, on this machine's loopback."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from patchkit.cli.main import main
from patchkit.errors import PatchkitError
from patchkit.matrix.cluster import Cluster
from patchkit.matrix.executors import Answer, Item, Lost
from tests.matrix import scene

TREES = 10
PATIENCE = 120  # seconds until a cluster that does not come up is a failure


@dataclass
class Site:
    """A scheduler, and workers without a nanny: one that is killed stays away."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"log{len(self.processes)}").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--scheduler-file", str(self.folder / "scheduler")],
            stdout=log,
            stderr=log,
            cwd=self.folder,
        )
        log.close()
        self.processes.append(process)
        return process

    def address(self) -> str:
        place = self.folder / "scheduler"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if place.exists() and (text := place.read_text()).endswith("}"):
                return str(json.loads(text)["address"])
            time.sleep(0.05)
        raise AssertionError("the scheduler does not come up")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    quiet = ("--host", "127.0.0.1", "--no-dashboard")
    made.start("scheduler", "--port", "0", *quiet)
    made.address()
    for _ in range(2):
        made.start("worker", "--nthreads", "1", "--no-nanny", *quiet)
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


class Killing(Cluster):
    """A cluster of which one worker is killed when the first answer is there."""

    def __init__(self, address: str, victim: subprocess.Popen[bytes]) -> None:
        super().__init__(address)
        self.victim = victim
        self.workers: list[str] = []
        end = time.monotonic() + PATIENCE
        while self.words != "2 workers":
            assert time.monotonic() < end, self.words
            time.sleep(0.05)

    def run(
        self,
        work: Callable[[Item], Answer],
        items: Sequence[Item],
        after: Mapping[int, int] | None = None,
    ) -> Iterator[tuple[int, Answer | Lost]]:
        for answer in super().run(work, items, after):
            if self.victim.poll() is None:
                self.victim.send_signal(signal.SIGKILL)
                self.victim.wait()
            yield answer
            self.workers.append(self.words)


def test_a_worker_that_is_killed_costs_no_cell(site: Site, tmp_path: Path) -> None:
    repo = scene.kernel(tmp_path / "linux")
    for number in range(TREES - 4):
        repo.git("tag", f"v5.3.{number}", f"v5.{number % 4}")
        repo.commit({"kernel/fork.c": b"int fork%d;\n" % number})
    asked = scene.options(str(repo.path), ("v5*",), scene.series(tmp_path / "slots"))
    cluster = Killing(site.address(), site.processes[1])
    spread = scene.judged(asked, tmp_path / "cells", cluster).report
    assert site.processes[1].returncode == -signal.SIGKILL
    assert cluster.workers[-1] == "1 workers"
    assert spread.complete
    assert len(spread.rows[0].cells) == TREES
    assert spread == scene.judged(asked).report


@pytest.fixture
def usual_port_taken() -> Iterator[None]:
    """dask's dashboard port belongs to somebody else, as it does beside another cluster."""
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # then it really does
            taken.bind(("", 8787))
            taken.listen()
        yield


@pytest.mark.usefixtures("usual_port_taken")
def test_a_cluster_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = scene.kernel(tmp_path / "linux")
    command = [
        "matrix",
        "--repo",
        str(repo.path),
        "-b",
        "v5.[12]",
        "-s",
        scene.series(tmp_path / "slots"),
    ]
    assert main([*command, "-j1", "--format", "json"]) == 1
    alone = capsys.readouterr().out
    spread = subprocess.run(
        [
            sys.executable,
            "-m",
            "patchkit",
            *command,
            "--local-cluster",
            "2",
            "--format",
            "json",
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )
    assert (spread.returncode, spread.stderr) == (1, b"")
    assert spread.stdout.decode() == alone


def test_nobody_who_answers_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patchkit.matrix.cluster._WAIT_SECONDS", 1)
    with pytest.raises(PatchkitError, match=r"no scheduler of dask\.distributed answers"):
        Cluster("tcp://127.0.0.1:1")


def test_one_of_them_does_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix", ".", "-j2", "--local-cluster", "2"]) == 2
    assert "exclude each other" in capsys.readouterr().err
