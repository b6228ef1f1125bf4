"""The queries load against the grammar, and capture in self-written C exactly what its marks say.

A mark stands in the lines under the code: `//   ^ @capture`, the caret under the first byte of the
captured node. A capture in a marked file that no mark names is an error as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import tree_sitter
from tree_sitter import Query, QueryCursor

from patchkit.cfacts import queries
from patchkit.cfacts.queries import all_patterns, c_parser, compile_file, query_files
from patchkit.errors import QueryError

HERE = Path(__file__).parent
_MARK = re.compile(r"^//(?P<space> *)\^ (?P<captures>@[\w.]+(?: @[\w.]+)*)$")
# These only help to read another capture; where they are is not worth a mark.
_HELPERS = re.compile(r"_.*|.*\.(arguments|parameters|body)")


def marks(text: str) -> set[tuple[int, int, str]]:
    """Returns (line, column, capture) of every mark, 0-based, for the code line above the marks."""
    wanted: set[tuple[int, int, str]] = set()
    code_line = -1
    for number, line in enumerate(text.split("\n")):
        match = _MARK.match(line)
        if match is None:
            code_line = number
            continue
        column = 2 + len(match["space"])
        wanted |= {(code_line, column, name[1:]) for name in match["captures"].split()}
    return wanted


@pytest.mark.parametrize("path", query_files(), ids=lambda path: path.name)
def test_query_loads_and_says_what_it_captures(path: Path) -> None:
    query = compile_file(path)
    assert query.pattern_count > 0
    assert path.read_text("utf-8").startswith("; ")


@pytest.mark.parametrize("path", sorted(HERE.glob("*.c")), ids=lambda path: path.stem)
def test_captures_are_those_marked(path: Path) -> None:
    text = path.read_text("utf-8")
    wanted = marks(text)
    root = c_parser().parse(text.encode()).root_node
    query = compile_file(next(file for file in query_files() if file.stem == path.stem))
    lines = text.split("\n")
    found = {
        (node.start_point[0], node.start_point[1], name)
        for _, captures in QueryCursor(query).matches(root)
        for name, nodes in captures.items()
        if not _HELPERS.fullmatch(name)
        for node in nodes
        if not _MARK.match(lines[node.start_point[0]])
    }
    assert found == wanted


def test_every_query_file_has_a_marked_one() -> None:
    assert {path.stem for path in query_files()} == {path.stem for path in HERE.glob("*.c")}


def test_all_patterns_are_one_query() -> None:
    assert all_patterns().pattern_count == sum(
        compile_file(path).pattern_count for path in query_files()
    )


@pytest.mark.parametrize(
    ("query", "place", "complaint"),
    [
        pytest.param("; a\n(no_such_node) @x", ":2", "no_such_node", id="unknown node"),
        pytest.param("\n\n(identifier foo: (identifier))", ":3", "foo", id="unknown field"),
        pytest.param("(identifier", "", "EOF", id="cut off"),
    ],
)
def test_error_names_file_and_place(tmp_path: Path, query: str, place: str, complaint: str) -> None:
    path = tmp_path / "broken.scm"
    path.write_text(query)
    with pytest.raises(QueryError) as caught:
        compile_file(path)
    assert caught.value.where == f"{path}{place}"
    assert complaint in caught.value.message


def test_missing_file_is_a_query_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        compile_file(tmp_path / "absent.scm")


def test_an_interrupt_that_tree_sitter_takes_for_an_error_stays_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    joined, times = queries._joined, []

    def disturbed(files: Iterable[Path]) -> Query:
        times.append(1)
        if len(times) == 1:
            raise tree_sitter.QueryError(
                "Invalid predicate in pattern at row 97: regular expression error"
            )
        return joined(files)

    monkeypatch.setattr(queries, "_joined", disturbed)
    with pytest.raises(KeyboardInterrupt):
        all_patterns.__wrapped__()
