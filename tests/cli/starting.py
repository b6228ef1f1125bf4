"""The command, interrupted while it is being imported: `python starting.py NAME ARGUMENTS...`

The signal comes when a module of that name is about to be imported, by the program's own hand.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys

if __name__ == "__main__":
    name = sys.argv.pop(1)

    def stop(event: str, arguments: tuple[object, ...]) -> None:
        if event == "import" and arguments[0] == name:
            os.kill(os.getpid(), signal.SIGINT)

    sys.addaudithook(stop)
    runpy.run_module("patchkit", run_name="__main__", alter_sys=True)
