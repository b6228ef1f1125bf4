from __future__ import annotations

import io

import pytest

from patchkit.reports.progress import ProgressLine

ERASE = "\r\x1b[K"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def terminal_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")


def drawn(
    err: io.StringIO, steps: list[tuple[float, str, int, int]], *, quiet: bool = False
) -> list[str]:
    """Returns what was drawn, one item per redraw."""
    clock = Clock()
    with ProgressLine(err, quiet=quiet, clock=clock) as progress:
        for seconds, stage, done, total in steps:
            clock.now = 100.0 + seconds
            progress(stage, done, total)
    return err.getvalue().split(ERASE)[1:]


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        pytest.param([(0.2, "Reading", 1, 9), (0.99, "Reading", 8, 9)], [], id="quick-work-is-silent"),
        pytest.param(
            [(0.5, "Reading", 1, 200), (1.5, "Reading", 84, 200)],
            ["Reading:  42% (84/200)", ""],
            id="after-a-second",
        ),
        pytest.param(
            [(1.0, "Reading", 1, 3), (1.05, "Reading", 2, 3), (1.2, "Reading", 3, 3)],
            ["Reading:  33% (1/3)", "Reading: 100% (3/3)", ""],
            id="ten-a-second",
        ),
        pytest.param(
            [(1.0, "Reading", 3, 3), (1.01, "Placing", 0, 5)],
            ["Reading: 100% (3/3)", "Placing:   0% (0/5)", ""],
            id="a-new-stage-shows-at-once",
        ),
        pytest.param(
            [(2.0, "Searching", 0, 0), (3.0, "Searching", 512, 0)],
            ["Searching ...", "Searching: 512", ""],
            id="unknown-total",
        ),
        pytest.param([(2.0, "x" * 60, 1, 2)], ["x" * 39, ""], id="never-wider-than-the-terminal"),
        pytest.param([(2.0, "a\x1b[2Jb", 1, 2)], ["a\\x1b[2Jb:  50% (1/2)", ""], id="strangers-text"),
    ],
)
def test_line(steps: list[tuple[float, str, int, int]], lines: list[str]) -> None:
    assert drawn(Terminal(), steps) == lines


LATE = [(5.0, "Reading", 1, 2)]


def test_silent_when_not_a_terminal() -> None:
    assert drawn(io.StringIO(), LATE) == []


def test_silent_when_quiet() -> None:
    assert drawn(Terminal(), LATE, quiet=True) == []


def test_silent_on_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert drawn(Terminal(), LATE) == []


def test_the_line_is_gone_when_the_work_fails() -> None:
    err = Terminal()
    clock = Clock()

    def fail() -> None:
        with ProgressLine(err, clock=clock) as progress:
            clock.now += 2
            progress("Reading", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert err.getvalue().endswith(ERASE)
