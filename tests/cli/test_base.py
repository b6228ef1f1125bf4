from __future__ import annotations

import json
from pathlib import Path

import pytest

from patchkit.cli.main import main
from tests.basing.history import TEXT, History, new_history, text

KERNEL = {
    "Makefile": b"VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 0\nEXTRAVERSION =\n",
    "arch/sh/a.c": b"int a;\n",
    "include/linux/a.h": b"int a;\n",
    "kernel/a.c": b"int a;\n",
    "mm/slot.c": TEXT,
}


@pytest.fixture
def history(tmp_path: Path) -> History:
    made = new_history(tmp_path)
    made.commit(KERNEL, day=1, tag="v5.10")
    made.commit({"mm/slot.c": text(l2="int moved_on;")}, day=9, tag="v5.11")
    empty = made.git("hash-object", "-w", "-t", "tree", "/dev/null")
    made.git("tag", "empty", made.git("commit-tree", "-m", "nothing", empty, day=4))
    return made


@pytest.fixture
def mbox(history: History, tmp_path: Path) -> str:
    """A series on v5.10 that v5.11 refuses."""
    history.series("v5.10", [{"mm/slot.c": text(l1="int one;", l3="int three;")}], day=5)
    return str(tmp_path / "the.mbox")


def test_explains(history: History, mbox: str, capsys: pytest.CaptureFixture[str]) -> None:
    at = history.git("rev-parse", "v5.10^{commit}")
    assert main(["base", mbox, str(history.path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"day 5: v1, {mbox}",
        "base-commit: the series names none",
        "the patches name 1 blobs that the tree had",
        f"base: {at} v5.10 of 2021-03-01: 1 of 1 blobs, every patch goes in",
        "looked at 3 commits: 5 branches and tags, and what touched these files"
        " from 2021-02-12 to 2021-03-26",
    ]


def test_nothing_is_found(history: History, mbox: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["base", mbox, str(history.path), "-b", "empty"]) == 1
    assert "base: none found" in capsys.readouterr().out.splitlines()


def test_json(history: History, mbox: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["base", mbox, str(history.path), "--format=json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["schema_version"], report["how"], report["blobs"]) == (1, "blobs", 1)
    assert (report["found"]["name"], report["found"]["matched"]) == ("v5.10", 1)
    assert report["expected"]["files"][0]["path"] == "mm/slot.c"


def test_check_on_the_guessed_base(
    history: History, mbox: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(history.path)
    common = ["check", place, "--series", mbox, "--format=json", "-q", "-C"]
    assert main(common) == 1  # the working tree is at v5.11
    capsys.readouterr()
    assert main([*common, "-g"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["tree"]["commit"] == history.git("rev-parse", "v5.10^{commit}")
    (told,) = [one for one in report["incidents"] if one["kind"] == "base-guessed"]
    assert "v5.10 (" in told["message"]
    assert "1 of 1 blobs" in told["message"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-g", "--rev", "v5.10"], "a revision is given, so there is no base to guess"),
        (["-g", "-b", "empty"], "no base was found"),
        (["-b", "v5.11"], "it goes with -g"),
    ],
)
def test_what_cannot_be_guessed(
    history: History,
    mbox: str,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", str(history.path), "--series", mbox, "-q", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_port_merges_with_the_guessed_base(
    history: History, mbox: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line 2 was changed on v5.11, between the lines that the series changes."""
    place = f"{history.path}@v5.11"
    assert main(["port", mbox, "--onto", place, "-q", "-C", "-g", "--format=json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (told,) = [one for one in report["incidents"] if one["kind"] == "base-guessed"]
    assert "v5.10 (" in told["message"]
    assert (
        main(["port", mbox, "--onto", f"{history.path}@empty", "-q", "-C", "-g", "--not-a-kernel"]) == 1
    )
