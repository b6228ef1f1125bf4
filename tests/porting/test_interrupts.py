"""Whatever stops a port, and whenever: its output is there as a whole or not at all, and nothing else is.

A process is stopped at chosen points (each thing that touches the world counts) and at moments of a
clock; afterwards the folder, the repository and the temporary files are looked at.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.porting.repos import ABOVE, BASE, Repo, new_repo

DRIVER = Path(__file__).with_name("interrupted.py")
SLOT = BASE["mm/slot.c"]
POINTS, MOMENTS = 6, 3  # spread over the whole run


@dataclass(frozen=True)
class Scene:
    """A port about to be made into `place`, with its temporary files in `scratch`."""

    series: Path
    target: Repo
    place: Path
    scratch: Path

    def start(self, wanted: int, name: str) -> subprocess.Popen[bytes]:
        command = [
            *(sys.executable, str(DRIVER), str(self.scratch.with_name("count"))),
            *(str(wanted), name, "port", str(self.series), "--onto", f"{self.target.path}@main"),
            *("--not-a-kernel", "-o", str(self.place / "out"), "-b", "port", "-q"),
        ]
        return subprocess.Popen(
            command,
            env={**os.environ, "TMPDIR": str(self.scratch)},
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def files(self) -> dict[str, bytes]:
        return {
            str(one.relative_to(self.place)): one.read_bytes()
            for one in self.place.rglob("*")
            if one.is_file()
        }

    def undo(self) -> None:
        for one in self.place.rglob("*"):
            if one.is_file():
                one.unlink()
        with suppress(OSError):
            (self.place / "out").rmdir()
        with suppress(subprocess.CalledProcessError):
            self.target.git("branch", "-qD", "port")


def finish(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    _, err = process.communicate()
    with suppress(ProcessLookupError):  # a git that outlived patchkit
        os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, err


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    top = tmp_path_factory.mktemp("scene")
    upstream = new_repo(top / "upstream")
    upstream.git("tag", "base")
    upstream.commit({"mm/slot.c": SLOT.replace(b"slot_remove", b"slot_take")}, b"slot: rename\n")
    upstream.commit({"mm/new.c": b"int new;\n"}, b"new: file\n")
    target = new_repo(top / "target")
    target.commit({"mm/slot.c": ABOVE + SLOT}, b"grown\n")
    for name in ("place", "scratch"):
        (top / name).mkdir()
    return Scene(upstream.mails(top / "series", "base"), target, top / "place", top / "scratch")


@dataclass(frozen=True)
class Whole:
    """What a port that nothing stops leaves behind, and what it takes."""

    files: dict[str, bytes]
    touches: int
    seconds: float
    before: tuple[str, ...]


@pytest.fixture(scope="module")
def whole(scene: Scene) -> Whole:
    before = scene.target.state()
    start = time.monotonic()
    code, err = finish(scene.start(0, "SIGKILL"))
    seconds = time.monotonic() - start
    assert code == 0, err
    files = scene.files()
    assert len(files) == 2
    scene.undo()
    assert scene.target.state() == before
    return Whole(files, int(scene.scratch.with_name("count").read_text()), seconds, before)


def check(scene: Scene, whole: Whole, name: str, code: int, err: bytes) -> None:
    refs, *rest = scene.target.state()
    made = "refs/heads/port" in refs
    assert rest == list(whole.before[1:])
    assert [line for line in refs.split("\n") if " " in line and "/port " not in line] == (
        whole.before[0].split("\n")
    )
    if made:
        assert scene.target.git("log", "--format=%s", "main..port") == "new: file\nslot: rename"
    files = scene.files()
    assert files in ({}, whole.files)
    assert made or not files
    if name == "SIGINT":
        assert list(scene.scratch.iterdir()) == [], err
        if code not in (0, -signal.SIGINT):  # not while Python itself was starting or ending
            said = b"what was asked for is" if files else b"nothing was"
            assert code == 130, err
            assert err.strip() == b"patchkit: interrupted; " + said + b" written"
        if code == 0:
            assert files == whole.files
    else:
        for one in scene.scratch.iterdir():
            subprocess.run(["rm", "-rf", str(one)], check=True)
    scene.undo()


@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
@pytest.mark.parametrize("step", range(POINTS))
def test_stopped_at_a_chosen_point(scene: Scene, whole: Whole, step: int, name: str) -> None:
    wanted = 1 + step * whole.touches // POINTS
    code, err = finish(scene.start(wanted, name))
    check(scene, whole, name, code, err)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
@pytest.mark.parametrize("step", range(MOMENTS))
def test_stopped_at_a_moment(scene: Scene, whole: Whole, step: int, name: str) -> None:
    process = scene.start(0, name)
    # The second half of the run, where git is at work; before it Python is being started.
    time.sleep(whole.seconds * (0.4 + 0.6 * (step + 0.5) / MOMENTS))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.Signals[name])
    code, err = finish(process)
    check(scene, whole, name, code, err)
