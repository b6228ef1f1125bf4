"""The main loop of a helper process; see processes.py, which starts it.

Imports next to nothing, for a helper lists files while its parent is still importing.
"""

from __future__ import annotations

import marshal
import sys
from importlib import import_module

TYPE_CHECKING = False  # as type checkers know it; importing `typing` takes a quarter of the start
if TYPE_CHECKING:
    from typing import Any

Piece = tuple[str, tuple["Any", ...]]
"""A task ("package.module:function") and its arguments."""


def serve() -> None:
    """Does pieces of work from stdin until it ends; the main loop of a helper process."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        while True:
            task, arguments = marshal.load(source)
            try:
                answer = (True, run((task, arguments)))
            except Exception:  # whatever it is: the parent does the piece itself, and meets it there
                answer = (False, None)
            marshal.dump(answer, sink)
            sink.flush()
    except (EOFError, BrokenPipeError):
        return


def run(piece: Piece) -> Any:
    """Does a piece of work in this process."""
    module, _, function = piece[0].partition(":")
    return getattr(import_module(module), function)(*piece[1])
