from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import jsonschema
import pytest

from patchkit.cli.main import main
from tests.matrix import scene
from tests.porting.repos import Repo

TABLE = """\
tree  version  verdict         1/2       2/2
v5.0  5.0.0    clean           applies   applies
v5.1  5.1.0    findings        port (1)  applies
v5.2  5.2.0    does-not-apply  port (2)  applies
v5.3  5.3.0    clean           present   applies
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return scene.kernel(tmp_path / "linux")


def arguments(repo: Repo, *series: str, pattern: str = "v5.0..v5.3") -> list[str]:
    return ["matrix", "--repo", str(repo.path), "-b", pattern, *(f"-s{one}" for one in series)]


def test_a_table_for_people(repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments(repo, scene.series(tmp_path / "slots")), "-j1"]) == 1
    told = capsys.readouterr()
    assert TABLE in told.out
    assert (
        "    v5.3  gains int nid in front: int slot_cut(int nid, struct slot *slot, int size)"
        in told.out
    )
    assert "  4. v5.2 from the port to v5.1: 1 to do, 1 done already" in told.out
    assert told.err == ""
    assert not list((Path(os.environ["XDG_CACHE_HOME"]) / "patchkit" / "matrix").iterdir())


def test_json_is_as_its_schema_says(
    repo: Repo, tmp_path: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = scene.series(tmp_path / "slots"), scene.pool_series(tmp_path / "pools")
    assert main([*arguments(repo, *places), str(repo.path), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    schema = json.loads((checkout / "docs" / "matrix.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(answer)
    assert [one["name"] for one in answer["columns"]] == ["v5.0", "v5.1", "v5.2", "linux", "v5.3"]
    assert [one["series"] for one in answer["rows"]] == ["slots", "pools"]


@pytest.mark.parametrize(
    ("pattern", "code"), [("v5.0", 0), ("v5.0..v5.3", 1), ("v5.2", 1), ("nowhere*", 2), ("v5.0..x", 2)]
)
def test_exit_codes(repo: Repo, tmp_path: Path, pattern: str, code: int) -> None:
    assert main([*arguments(repo, scene.series(tmp_path / "slots"), pattern=pattern), "-j1"]) == code


def test_a_tree_that_is_lost_makes_it_incomplete(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = scene.series(tmp_path / "slots")
    assert main([*arguments(repo, place), str(tmp_path / "nowhere"), "-j1"]) == 3
    told = capsys.readouterr().out
    assert TABLE.splitlines()[1].split() in [line.split() for line in told.splitlines()]
    assert "nowhere: not-checked: " in told
    assert len(list((Path(os.environ["XDG_CACHE_HOME"]) / "patchkit" / "matrix").iterdir())) == 1


def test_without_trees_it_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix"]) == 2
    assert "which trees?" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_tells_what_is_left_and_resume_does_that(
    repo: Repo, tmp_path: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The signal goes to the whole group, as a terminal's does, when the first cells are kept."""
    for number in range(8):
        repo.git("tag", f"v5.3.{number}", "v5.3")
    kept = tmp_path / "cells"
    command = [*arguments(repo, scene.series(tmp_path / "slots"), pattern="v5*"), "--results", str(kept)]
    process = subprocess.Popen(
        [sys.executable, "-m", "patchkit", *command, "-j", jobs, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell gives what it runs in the background an interrupt that is ignored.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and not (kept.exists() and kept.stat().st_size):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130, err
    answer = json.loads(out)
    states = [cell["state"] for cell in answer["rows"][0]["cells"]]
    done = states.count("judged")
    assert done + states.count("unfinished") == len(states) == 12
    assert 0 < done < 12
    assert err.decode() == (
        f"patchkit: interrupted after {done} of 12 cells; what is done is kept in {kept}, --resume goes on\n"
    )
    before = kept.read_bytes()
    assert main([*command, "-j1", "--resume", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["complete"]
    assert kept.read_bytes().startswith(before)
    assert len(kept.read_bytes().split()) >= 12
