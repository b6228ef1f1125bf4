"""patchkit, killed by its own hand: `python interrupted.py COUNTFILE N SIGNAL ARGUMENTS...`

The signal comes at the N-th thing that touches the world (a file opened for writing, renamed or removed, a
folder made, a program started); with N = 0 it never comes, and COUNTFILE gets the number of such things.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from patchkit.cli.main import main

TOUCHES = ("subprocess.Popen", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "open")


class Killer:
    def __init__(self, wanted: int, number: int) -> None:
        self.wanted = wanted
        self.number = number
        self.count = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in TOUCHES:
            return
        if event == "open" and not (isinstance(arguments[1], str) and set("wax+") & set(arguments[1])):
            return
        self.count += 1
        if self.count == self.wanted:
            os.kill(os.getpid(), self.number)


if __name__ == "__main__":
    count_file, wanted, name, *command = sys.argv[1:]
    killer = Killer(int(wanted), signal.Signals[name])
    sys.addaudithook(killer)
    code = main(command)
    Path(count_file).write_text(str(killer.count))
    sys.exit(code)
