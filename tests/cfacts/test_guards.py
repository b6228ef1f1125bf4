from __future__ import annotations

import pytest

from patchkit.cfacts.guards import Conditionals, hide
from patchkit.cfacts.lexer import lex


def guards_at(text: bytes, mark: bytes = b"HERE") -> list[tuple[str, int]]:
    lexed = lex(text)
    return [(one.text, one.line) for one in Conditionals(lexed).guards(text.index(mark))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(b"HERE\n", [], id="none"),
        pytest.param(b"#ifdef A\nHERE\n#endif\n", [("ifdef A", 1)], id="ifdef"),
        pytest.param(b"#ifdef A\n#else\nHERE\n#endif\n", [("else of ifdef A", 2)], id="else"),
        pytest.param(b"#ifdef A\n#endif\nHERE\n", [], id="behind"),
        pytest.param(
            b"#if A\n#elif B\nHERE\n#else\n#endif\n", [("elif B of if A", 2)], id="elif branch"
        ),
        pytest.param(
            b"#if A\n#elif B\n#else\nHERE\n#endif\n", [("else of if A, elif B", 3)], id="else of elif"
        ),
        pytest.param(
            b"#ifdef A\n#if B\n#endif\n# if  C && \\\n   D /* why */\nHERE\n#endif\n#endif\n",
            [("ifdef A", 1), ("if C && D", 4)],
            id="nested, continued, commented",
        ),
        pytest.param(b"#if A\nHERE\n", [("if A", 1)], id="never closed"),
        pytest.param(b"#endif\n#else\nHERE\n", [], id="closed too often"),
    ],
)
def test_guards(text: bytes, expected: list[tuple[str, int]]) -> None:
    assert guards_at(text) == expected


@pytest.mark.parametrize(
    "opening",
    [b"#ifndef _X_H", b"#if !defined(_X_H)", b"#if ! defined _X_H"],
    ids=["ifndef", "if !defined()", "if !defined"],
)
def test_include_guard_is_no_condition(opening: bytes) -> None:
    text = b"/* SPDX */\n" + opening + b"\n#define _X_H\n#ifdef A\nHERE\n#endif\n#endif /* _X_H */\n"
    assert guards_at(text) == [("ifdef A", 4)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"#ifndef X\n#define X\nHERE\n#endif\nint y;\n", id="code behind it"),
        pytest.param(b"int y;\n#ifndef X\n#define X\nHERE\n#endif\n", id="code in front"),
        pytest.param(b"#ifndef X\n#define Y\nHERE\n#endif\n", id="defines another name"),
        pytest.param(b"#ifndef X\n#define X\nHERE\n#else\n#endif\n", id="has an else"),
    ],
)
def test_other_ifndef_is_a_condition(text: bytes) -> None:
    assert [guard for guard, _ in guards_at(text)] == ["ifndef X"]


def test_choices_hide_the_other_branches() -> None:
    text = b"a\n#ifdef A\nb\n#else\nc\n#endif\n#ifdef B\nd\n#endif\ne\n"
    lexed = lex(text)
    conditionals = Conditionals(lexed)
    last = len(text) - 2
    choices = conditionals.choices(last, 0, len(text))
    seen = [hide(lexed.code, hidden).split() for hidden in choices]
    assert seen == [
        [b"a", b"b", b"d", b"e"],
        [b"a", b"b", b"e"],
        [b"a", b"c", b"d", b"e"],
        [b"a", b"c", b"e"],
    ]
    inside = [
        hide(lexed.code, one).split() for one in conditionals.choices(text.index(b"\nc") + 1, 0, 20)
    ]
    assert inside == [[b"a", b"c", b"d", b"e"]]
