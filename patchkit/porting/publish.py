"""Puts what was written where the user wants it, in one step: all of it or nothing.

Everything lies ready among the system's temporary files. A folder is renamed into its place; where
that is another file system it is copied beside its place first. What was in the way is kept under a
numbered name, as GNU's `--backup=numbered` does, and only touched when the user says so.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from patchkit.errors import PortError

STDOUT = "-"
MBOX, REJECTS, COVER = "mbox", "rej", "cover"
"""The names of the files that are staged for an mbox; in place they get the name the user gave."""


class Destination(Struct, frozen=True):
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

    @property
    def paths(self) -> tuple[Path, ...]:
        """All that may be written: the folder, or what goes beside an mbox and the mbox itself."""
        if not self.form or self.location == STDOUT:
            return ()
        path = self.path
        if self.form != "mbox":
            return (path,)
        return (path.with_name(f"{path.name}.rej"), path.with_name(f"{path.name}.cover"), path)

    def check(self) -> None:
        """Raises PortError when nothing can or may be written there."""
        for path in self.paths:
            if self.form != "mbox" and Path.cwd().is_relative_to(path):
                raise PortError("this folder is in use", where=self.location, hint="name a new folder")
            if self.form == "mbox" and path.is_dir():
                raise PortError("this is a folder, not a file", where=str(path))
            if not self.force and _occupied(path):
                raise PortError("there is something already", where=str(path), hint="say --force")


def _occupied(path: Path) -> bool:
    if path.is_dir():
        return any(path.iterdir())
    return os.path.lexists(path)


def publish(staged: Path, destination: Destination, stdout: BinaryIO | None) -> None:
    """Moves the folder `staged` into place, or for an mbox the files in it.

    Raises PortError, with nothing changed, when something came into the way or the system refuses.
    Meant to run within `gitio.uninterrupted`.
    """
    destination.check()
    aside: list[tuple[Path, Path]] = []
    try:
        if destination.location == STDOUT:
            assert stdout is not None
            stdout.write((staged / MBOX).read_bytes())
            stdout.flush()
            return
        for path in filter(_occupied, destination.paths):
            aside.append((path, _backup_name(path)))
            path.rename(aside[-1][1])
        # An mbox comes last: once it is there, everything is.
        names = (REJECTS, COVER, MBOX) if destination.form == "mbox" else ("",)
        sources = [staged / name for name in names]
        for source, path in zip(sources, destination.paths, strict=True):
            if source.exists():
                _move(source, path)
    except OSError as error:
        for path, backup in aside:
            with suppress(OSError):
                backup.rename(path)
        raise PortError(f"it cannot be written: {error.strerror}", where=destination.location) from error


def _move(staged: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
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
