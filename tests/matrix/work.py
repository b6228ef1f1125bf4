"""Work for executors, in a module that other processes can import."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path


def double(item: int) -> int:
    return 2 * item


def slow_double(item: int) -> int:
    time.sleep(0.05)
    return 2 * item


def dies_once(item: tuple[int, str]) -> int:
    number, folder = item
    mark = Path(folder) / f"died-{number}"
    if number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def dies(item: int) -> int:
    if item == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * item


def process(item: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def slow_with_a_folder(item: int) -> int:
    tempfile.mkdtemp(prefix="left-")
    time.sleep(0.05)
    return 2 * item
