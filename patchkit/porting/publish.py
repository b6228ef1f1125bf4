"""Puts what was written where the user wants it, in one step: all of it or nothing.

Everything lies ready among the system's temporary files. A folder is renamed into its place; where
that is another file system it is copied beside its place first. What was in the way is kept under a
numbered name, as GNU's `--backup=numbered` does, and only touched when the user says so.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from patchkit.errors import PortError

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the mails go.

    `form` is "mails" (a folder of numbered files), "mbox" (a file, or "-" for stdout), "quilt" (a folder
    with a `series` file), or "" for nowhere. `force` allows what is there already to be put aside.
    """

    form: str = ""
    location: str = ""
    force: bool = False

    @property
    def path(self) -> Path:
        """The location as an absolute path without symbolic links."""
        return Path(os.path.realpath(self.location))

    def check(self) -> None:
        """Raises PortError when nothing can or may be written there."""
        if not self.form or self.location == STDOUT:
            return
        path = self.path
        if self.form != "mbox" and Path.cwd().is_relative_to(path):
            raise PortError("this folder is in use", where=self.location, hint="name a new folder")
        if self.form == "mbox" and path.is_dir():
            raise PortError("this is a folder, not a file", where=self.location)
        if not self.force and _occupied(path):
            raise PortError("there is something already", where=self.location, hint="say --force")


def _occupied(path: Path) -> bool:
    if path.is_dir():
        return any(path.iterdir())
    return os.path.lexists(path)


def publish(staged: Path, destination: Destination, stdout: BinaryIO | None) -> None:
    """Moves `staged` (a folder, or for an mbox a folder that holds `mbox` and perhaps `rej`) into place.

    Raises PortError, with nothing written, when the system refuses. Meant to run within
    `uninterrupted`.
    """
    try:
        if destination.form != "mbox":
            _move(staged, destination.path)
        elif destination.location == STDOUT:
            assert stdout is not None
            stdout.write((staged / "mbox").read_bytes())
            stdout.flush()
        else:
            # The mbox comes last: once it is there, everything is.
            if (staged / "rej").exists():
                _move(staged / "rej", destination.path.with_name(destination.path.name + ".rej"))
            _move(staged / "mbox", destination.path)
    except OSError as error:
        raise PortError(f"it cannot be written: {error.strerror}", where=destination.location) from error


def _move(staged: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if _occupied(path):
        path.rename(_backup_name(path))
    try:
        staged.rename(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.patchkit-", dir=path.parent))
        try:
            copy = beside / staged.name
            (shutil.copytree if staged.is_dir() else shutil.copy2)(staged, copy)
            copy.rename(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _backup_name(path: Path) -> Path:
    number = 1
    while os.path.lexists(name := path.with_name(f"{path.name}.~{number}~")):
        number += 1
    return name


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds back SIGINT and SIGTERM while the last step is under way; they count as come too late.

    Raises KeyboardInterrupt at its start when one came just before. Does nothing outside of the main
    thread, where no handler can be set.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []

    def hold(number: int, _frame: FrameType | None) -> None:
        held.append(number)

    before = {one: signal.signal(one, hold) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
