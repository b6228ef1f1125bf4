"""Finds, compiles and keeps the tree-sitter queries in `queries/c/`.

A query that does not compile against the installed grammar is an error that names its file and
line: never a capture that is silently missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import tree_sitter
import tree_sitter_c
from tree_sitter import Language, Parser, Query

from patchkit.data import data_folder
from patchkit.errors import QueryError

_ROW = re.compile(r"\brow (\d+)")


@cache
def c_language() -> Language:
    """Returns the C grammar."""
    return Language(tree_sitter_c.language())


@cache
def c_parser() -> Parser:
    """Returns the parser for C; it is not safe to share between threads."""
    return Parser(c_language())


def query_files() -> tuple[Path, ...]:
    """Returns every query file for C, sorted by name; raises QueryError when there is none."""
    folder = data_folder("queries") / "c"
    files = tuple(sorted(folder.glob("*.scm")))
    if not files:
        raise QueryError("there are no query files", where=str(folder), hint="reinstall kernel-patchkit")
    return files


def compile_file(path: Path) -> Query:
    """Returns one file's query; raises QueryError with file, line and the grammar's complaint."""
    try:
        return Query(c_language(), path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(str(error), where=str(path), hint="reinstall kernel-patchkit") from error
    except tree_sitter.QueryError as error:
        row = _ROW.search(str(error))
        raise QueryError(
            f"the query does not fit tree-sitter-c: {error}",
            where=f"{path}:{int(row[1]) + 1}" if row else str(path),
            hint="the grammar names its nodes in node-types.json",
        ) from error


@cache
def all_patterns() -> Query:
    """Returns the patterns of every file as one query, so that one walk finds every capture."""
    files = query_files()
    try:
        return _joined(files)
    except (tree_sitter.QueryError, OSError, UnicodeDecodeError) as error:
        for path in files:
            compile_file(path)  # raises for the file that is wrong, and names the place in it
        with suppress(tree_sitter.QueryError):
            _joined(files)
            # Nothing is wrong: it was Ctrl-C, which tree-sitter, while it has a regular expression
            # compiled, takes for an error of that.
            raise KeyboardInterrupt from error
        raise QueryError(str(error), where=str(files[0].parent)) from error


def _joined(files: Iterable[Path]) -> Query:
    return Query(c_language(), "\n".join(path.read_text("utf-8") for path in files))
