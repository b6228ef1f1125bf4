"""The command before its verbs: how it is started, and an interrupt in its first moments."""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

STARTING = Path(__file__).with_name("starting.py")


def started(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end; what the shell of the tests ignores is not ignored here."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
    )


@pytest.mark.parametrize(
    "name",
    ["patchkit.cli.main", "click", "inspect", "patchkit.cli.settings", "msgspec"],
)
def test_an_interrupt_while_it_is_imported_is_one_line(name: str, checkout: Path) -> None:
    series = checkout / "series" / "hot-remove" / "mails"
    done = started(sys.executable, STARTING, name, "series", series)
    assert (done.returncode, done.stdout) == (130, "")
    # Once click is at work it ends the line in which a terminal shows ^C.
    assert done.stderr.lstrip("\n") == "patchkit: interrupted; nothing was written\n"


def test_an_import_that_nobody_needs_interrupts_nothing(checkout: Path) -> None:
    series = checkout / "series" / "hot-remove" / "mails"
    done = started(sys.executable, STARTING, "nobody.needs.this", "series", series)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [("-m", "patchkit"), (Path(sys.executable).with_name("patchkit"),)])
def test_the_module_and_the_script_are_one_command(command: tuple[str | Path, ...]) -> None:
    done = started(sys.executable, *command, "--version")
    assert done.returncode == 0
    assert done.stdout.startswith("patchkit, version ")
