from __future__ import annotations

import pytest

from patchkit.reports.markup import code, plain, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("arch_remove_memory() is called", "arch_remove_memory() is called"),
        ("__remove_pages(x)", r"\__remove_pages(x)"),
        ("*loud* [a](b) <img>", r"\*loud\* \[a\](b) \<img\>"),
        ("a | b & `c`", r"a \| b \& \`c\`"),
        ("two\nlines", r"two\\x0alines"),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "span"),
    [("a_b", "`a_b`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("<b>", "`<b>`")],
)
def test_a_code_span_holds_backticks(text: str, span: str) -> None:
    assert code(text) == span


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(["x", "y"], [["`a|b`", plain("a|b")]]) == [
        "| x | y |",
        "| --- | --- |",
        r"| `a\|b` | a\|b |",
    ]
