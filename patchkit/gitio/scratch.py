"""Temporary folders, and stretches of work that no Ctrl-C tears in two.

A signal that comes while a folder is made or removed waits until that is over, so that none is left
behind. Only SIGKILL leaves one, among the system's temporary files. Handlers can be set in the main
thread alone; elsewhere Python delivers no signal anyway.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


@contextmanager
def uninterrupted() -> Iterator[list[int]]:
    """Holds back SIGINT and SIGTERM and yields the list of those that came; the caller decides."""
    held: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield held
        return

    def hold(number: int, _frame: FrameType | None) -> None:
        held.append(number)

    before = {one: signal.signal(one, hold) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield held
    finally:
        for one, handler in before.items():
            # None: it was set outside of Python, and cannot be set from here.
            signal.signal(one, signal.SIG_DFL if handler is None else handler)


@contextmanager
def interruptible_after() -> Iterator[None]:
    """Holds signals back for a few steps that belong together, and lets them through afterwards."""
    with uninterrupted() as held:
        yield
    if held:
        signal.raise_signal(held[0])


def new_folder(prefix: str = "patchkit-git-") -> Path:
    """Makes an empty folder; to be called within `interruptible_after`, with what will remove it."""
    return Path(tempfile.mkdtemp(prefix=prefix))


def remove_folder(folder: Path) -> None:
    """Removes a folder with all that is in it; what cannot be removed stays."""
    with interruptible_after():
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_folder(prefix: str = "patchkit-git-") -> Iterator[Path]:
    """Yields an empty folder that is removed afterwards, with all that is in it."""
    folder: Path | None = None
    try:
        with interruptible_after():
            folder = new_folder(prefix)
        yield folder
    finally:
        if folder is not None:
            remove_folder(folder)
