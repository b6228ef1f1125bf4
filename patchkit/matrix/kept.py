"""The cells that are done, in one file, each written when it comes: what `--resume` goes on from.

One JSON object a line, appended in one write, so that a process that dies leaves whole lines and perhaps
a torn last one, which is ignored. A line is found again by what was asked (series, tree, options, code);
whether the tree still is what it was is for `matrix.content` to say. Refuses to let two write at once.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import PatchkitError
from patchkit.matrix.content import source_digest
from patchkit.matrix.work import Setting, Task
from patchkit.model.matrix import Cell, CellState, TreeRef
from patchkit.search.stores import Store

_FORMAT = "patchkit matrix cells 1"
_KEY_BYTES = 20


class _Line(Struct, frozen=True):
    """A cell and the question it answers."""

    format: str
    question: str
    cell: Cell


class Questions:
    """What is asked in a cell, as a digest: series, tree, options and code."""

    def __init__(self, setting: Setting) -> None:
        self._setting = repr(msgspec.to_builtins(replace(setting, cache=False)))
        self._sources: dict[str, str] = {}

    def of(self, task: Task, tree: TreeRef) -> str:
        """Returns the question of one series and one tree."""
        if task.name not in self._sources:
            self._sources[task.name] = source_digest(task.source)
        parts = (self._setting, self._sources[task.name], os.path.abspath(tree.location), tree.rev)
        raw = "\0".join(parts).encode("utf-8", "surrogateescape")
        return blake2b(raw, digest_size=_KEY_BYTES).hexdigest()


def default_file(trees: Iterable[TreeRef], tasks: Iterable[Task], setting: Setting) -> str:
    """Returns where the cells of a matrix are kept when nobody says where: one file a matrix."""
    questions = Questions(setting)
    every = sorted(questions.of(task, tree) for task in tasks for tree in trees)
    name = blake2b("".join(every).encode(), digest_size=_KEY_BYTES).hexdigest()
    return str(Store.MATRIX.folder / f"{name}.jsonl")


class Kept:
    """The cells in the file at `path`; with None, nothing is kept.

    Raises PatchkitError when the file cannot be used: whoever asked for a file wants to have it.
    """

    def __init__(self, path: str | None, *, resume: bool) -> None:
        """Opens the file for this process alone; without `resume` what it holds is dropped."""
        self.path = Path(path) if path is not None else None
        self._file: int | None = None
        self._cells: dict[str, Cell] = {}
        self._torn = False
        if self.path is not None:
            self._open(self.path, resume=resume)

    def _open(self, path: Path, *, resume: bool) -> None:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._begin(path, resume=resume)
        except BlockingIOError as error:
            self.close()
            raise PatchkitError(
                "another matrix is writing there",
                where=str(path),
                hint="wait for it, or use --results FILE",
            ) from error
        except OSError as error:
            self.close()
            raise _unusable(path, error) from error

    def _begin(self, path: Path, *, resume: bool) -> None:
        assert self._file is not None
        content = path.read_bytes()
        if content and not content.startswith(f'{{"format":"{_FORMAT}"'.encode()):
            self.close()
            raise PatchkitError(
                "this file does not hold the cells of a matrix", where=str(path), hint="--results FILE"
            )
        if not resume:
            os.ftruncate(self._file, 0)
            return
        for raw in content.split(b"\n"):
            try:
                line = msgspec.json.decode(raw, type=_Line)
            except msgspec.DecodeError:  # torn, or of another version of this program
                continue
            self._cells[line.question] = line.cell
        self._torn = not content.endswith(b"\n") and bool(content)

    def cell(self, question: str) -> Cell | None:
        """Returns the cell that was judged for a question and may still hold, or None."""
        cell = self._cells.get(question)
        return cell if cell is not None and cell.state is CellState.JUDGED and cell.content else None

    def keep(self, cells: Iterable[tuple[str, Cell]]) -> None:
        """Writes cells with their questions to the disk; raises PatchkitError when it cannot."""
        if self._file is None:
            return
        lines = [msgspec.json.encode(_Line(_FORMAT, question, cell)) + b"\n" for question, cell in cells]
        try:
            if self._torn:
                os.write(self._file, b"\n")
            self._torn = True  # until all is written
            content = b"".join(lines)
            written = os.write(self._file, content)
            if written < len(content):
                raise OSError(0, "the disk is full")
            os.fsync(self._file)
            self._torn = False
        except OSError as error:
            raise _unusable(self.path, error) from error

    def close(self, *, drop: bool = False) -> None:
        """Closes the file; with `drop`, removes it."""
        if self._file is not None:
            if drop and self.path is not None:
                self.path.unlink(missing_ok=True)
            os.close(self._file)
            self._file = None


def _unusable(path: Path | None, error: OSError) -> PatchkitError:
    return PatchkitError(
        f"results cannot be kept: {error.strerror}", where=str(path), hint="--results FILE"
    )
