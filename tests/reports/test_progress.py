from __future__ import annotations

import io
import threading
from collections.abc import Sequence

import pytest

from patchkit.reports import progress as module
from patchkit.reports.progress import ProgressLine, reporter

ERASE = "\r\x1b[K"
Step = tuple[str, int, int]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Script(threading.Event):
    """An event on which time passes as written: before each tick, the work takes one step."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self.steps = list(steps)
        self.waits: list[float] = []
        self.progress: ProgressLine | None = None

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        if not self.steps:
            return True
        assert self.progress is not None
        self.progress(*self.steps.pop(0))
        return False


@pytest.fixture(autouse=True)
def terminal_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")


def drawn(
    err: io.StringIO, steps: Sequence[Step], *, quiet: bool = False
) -> tuple[list[str], list[float]]:
    """Returns what was drawn, one item per redraw, and how long was waited before each tick."""
    script = Script(steps)
    script.progress = ProgressLine(err, quiet=quiet, ended=script, clock=lambda: 0.0)
    with script.progress:
        pass
    return err.getvalue().split(ERASE)[1:], script.waits


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        pytest.param([], [], id="quick-work-is-silent"),
        pytest.param([("reading", 84, 200)], ["reading:  42% (84/200)", ""], id="share"),
        pytest.param(
            [("reading", 3, 3), ("placing", 0, 5)],
            ["reading: 100% (3/3)", "placing:   0% (0/5)", ""],
            id="stages",
        ),
        pytest.param(
            [("searching", 0, 0), ("searching", 0, 0), ("searching", 512, 0)],
            ["searching ...", "searching: 512", ""],
            id="unknown-total",
        ),
        pytest.param([("x" * 60, 1, 2)], ["x" * 39, ""], id="never-wider-than-the-terminal"),
        pytest.param([("a\x1b[2Jb", 1, 2)], ["a\\x1b[2Jb:  50% (1/2)", ""], id="strangers-text"),
        pytest.param([("", 0, 0)], [], id="nothing-to-say"),
    ],
)
def test_line(steps: list[Step], lines: list[str]) -> None:
    assert drawn(Terminal(), steps)[0] == lines


def test_a_second_passes_before_the_first_line() -> None:
    _, waits = drawn(Terminal(), [("reading", 1, 2), ("reading", 2, 2)])
    assert waits == [1.0, 0.1, 0.1]


LATE = [("reading", 1, 2)]


@pytest.mark.parametrize(
    ("err", "quiet", "term"),
    [
        pytest.param(io.StringIO(), False, "xterm", id="not-a-terminal"),
        pytest.param(Terminal(), True, "xterm", id="quiet"),
        pytest.param(Terminal(), False, "dumb", id="dumb-terminal"),
    ],
)
def test_silent(err: io.StringIO, quiet: bool, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    assert drawn(err, LATE, quiet=quiet) == ([], [])


def test_the_line_is_gone_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    class Seen(Terminal):
        def __init__(self) -> None:
            super().__init__()
            self.flushed = threading.Event()

        def flush(self) -> None:
            self.flushed.set()

    monkeypatch.setattr(module, "_DELAY", 0.0)
    err = Seen()

    def fail() -> None:
        with ProgressLine(err) as progress:
            progress("reading", 1, 2)
            err.flushed.wait()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert err.getvalue() == f"{ERASE}reading:  50% (1/2){ERASE}"


def test_the_reporter_draws_on_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with reporter(quiet=True) as progress:
        progress("reading", 1, 2)


def test_a_stage_that_takes_long_says_how_long() -> None:
    script = Script([("reading", 1, 2), ("reading", 2, 2), ("placing", 0, 0)])
    err = Terminal()
    clock = iter([0.0, 1.0, 3.5, 64.0, 65.0, 65.0])  # made, and at each change of stage and each line
    script.progress = ProgressLine(err, ended=script, clock=lambda: next(clock))
    with script.progress:
        pass
    shown = err.getvalue().split(ERASE)[1:]
    assert shown == ["reading:  50% (1/2), 2 s", "reading: 100% (2/2), 63 s", "placing ...", ""]


@pytest.mark.parametrize(
    ("step", "note"),
    [(("reading", 1, 2), ["reading:  50% (1/2)"]), (("judging", 0, 0), ["judging"]), (("", 0, 0), [])],
)
def test_an_interrupt_says_where_the_work_was(step: Step, note: list[str]) -> None:
    progress = ProgressLine(io.StringIO())

    def work() -> None:
        with progress:
            progress(*step)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        work()
    assert getattr(caught.value, "__notes__", []) == note
