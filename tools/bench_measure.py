"""Runs two commands in turn and compares them pair by pair: wall time, processor time, memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]


@dataclass(frozen=True)
class Run:
    """One run: wall seconds, user and system seconds of it and its children, peak MiB of one process."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Side:
    """What is run: a command, or several after each other, where, and what is done before each run.

    `under` is a command that runs another one, such as `chrt -r 10` or `taskset -c 0`.
    """

    commands: Sequence[Command]
    folder: Path
    before: Callable[[], None] | None = None
    environment: Mapping[str, str] | None = None
    stdin: Path | None = None
    under: Command = ()

    def run(self) -> Run:
        if self.before is not None:
            self.before()
        done = [self._one(command) for command in self.commands]
        return Run(
            sum(one.wall for one in done), sum(one.cpu for one in done), max(one.peak for one in done)
        )

    def _one(self, command: Command) -> Run:
        launcher = [*self.under, sys.executable, "-I", "-S", "-c", _LAUNCH, *command]
        with open(self.stdin or os.devnull, "rb") as stdin:
            done = subprocess.run(
                launcher,
                cwd=self.folder,
                env=_environment(self.environment),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                check=True,
            )
        wall, cpu, peak = map(float, done.stdout.split())
        return Run(wall, cpu, peak / 1024)


# The peak that the system tells of a process counts its parent's pages too, as long as it shares them.
# So something small starts it.
_LAUNCH = """
import os, sys, time
start = time.monotonic()
nothing = os.open(os.devnull, os.O_WRONLY)
moves = [(os.POSIX_SPAWN_DUP2, nothing, 1), (os.POSIX_SPAWN_DUP2, nothing, 2)]
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=moves)
usage = os.wait4(process, 0)[2]
print(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    return {**inherited, **(more or {})}


# Without its compiled files Python starts much more slowly than it does for anybody.
_NOT_INHERITED = ("PYTHONDONTWRITEBYTECODE", "GIT_DIR", "GIT_WORK_TREE")


@dataclass(frozen=True)
class Figures:
    """Medians of one side, in seconds and MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Ratio:
    """Ours by theirs, pair by pair: median, least, greatest."""

    median: float
    least: float
    greatest: float


@dataclass(frozen=True)
class Result:
    """What a comparison gave."""

    ours: Figures
    theirs: Figures
    wall: Ratio
    cpu: Ratio
    runs: int


def compare(ours: Side, theirs: Side, runs: int, *, warm_up: bool = True) -> Result:
    """Runs both sides in turn, `runs` times, after one uncounted run of each."""
    if warm_up:
        ours.run()
        theirs.run()
    pairs = [(ours.run(), theirs.run()) for _ in range(runs)]
    return Result(
        _figures([one for one, _ in pairs]),
        _figures([other for _, other in pairs]),
        _ratio([one.wall / other.wall for one, other in pairs]),
        _ratio([one.cpu / max(other.cpu, 1e-3) for one, other in pairs]),
        runs,
    )


def _figures(runs: Sequence[Run]) -> Figures:
    wall, cpu = (
        statistics.median(values) for values in zip(*((r.wall, r.cpu) for r in runs), strict=True)
    )
    return Figures(round(wall, 3), round(cpu, 3), round(max(run.peak for run in runs), 1))


def _ratio(values: Sequence[float]) -> Ratio:
    return Ratio(round(statistics.median(values), 2), round(min(values), 2), round(max(values), 2))
