"""C as tokens: what is one token, what is dropped, and where tokens stand."""

from __future__ import annotations

import pytest

from patchkit.placement.tokens import TokenSearch, c_tokens, fragment_tokens, is_word, shingles, words


@pytest.mark.parametrize(
    ("source", "tokens"),
    [
        pytest.param(b"a+ b", b"a + b", id="white-space"),
        pytest.param(b"a\t\x0c\x0b\r\n\0b", b"a b", id="every-kind-of-white-space"),
        pytest.param(b"a/* b */c // d\ne", b"a c e", id="comments"),
        pytest.param(b"a // b \\\nstill\nc", b"a c", id="a-comment-goes-on"),
        pytest.param(b"a /* to the end", b"a", id="a-comment-without-end"),
        pytest.param(b'"/* no */" x', b'"/*\xa0no\xa0*/" x', id="no-comment-in-a-string"),
        pytest.param(b"'\"' \"'\" '\\''", b"'\"' \"'\" '\\''", id="quotes-in-quotes"),
        pytest.param(b'L"a" u8"b"', b'L"a" u8"b"', id="string-prefixes"),
        pytest.param(b'"unfinished\nx', b'"unfinished x', id="a-string-ends-with-its-line"),
        pytest.param(b"x->y.z=a>>=1", b"x -> y . z = a >>= 1", id="operators"),
        pytest.param(b"a+++b", b"a ++ + b", id="the-longest-operator"),
        pytest.param(b"1.5e+3f 0x1FUL .5", b"1.5e+3f 0x1FUL .5", id="numbers"),
        pytest.param(b"f(int a, ...)", b"f ( int a , ... )", id="ellipsis"),
        pytest.param(b"na\xc3\xafve", b"na\xc3\xafve", id="a-name-beyond-ascii"),
    ],
)
def test_tokens(source: bytes, tokens: bytes) -> None:
    expected = tuple(token.replace(b"\xa0", b" ") for token in tokens.split(b" "))
    assert c_tokens(source).texts == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(b"#define A 1\nint a;\n", b"#define A 1 int a;\n", False, id="where-it-ends"),
        pytest.param(b"#define F(x) x\n", b"#define F (x) x\n", False, id="a-macro-with-parameters"),
        pytest.param(b"# define  F(x)  x\n", b"#define F(x) x\n", True, id="other-white-space"),
        pytest.param(b"#define A b \\\n c\n", b"#define A b c\n", True, id="a-directive-goes-on"),
        pytest.param(b"int a; # b\nc", b"int a; # b c", True, id="not-at-the-start-of-a-line"),
    ],
)
def test_line_ends_count_in_directives(one: bytes, other: bytes, same: bool) -> None:
    assert (c_tokens(one).texts == c_tokens(other).texts) is same


def test_tokens_know_their_lines() -> None:
    tokens = c_tokens(b"a /* 1\n2 */ b\n\nc \\\n d\n")
    assert tokens.texts[:4] == (b"a", b"b", b"c", b"d")
    assert tokens.lines[:4] == (0, 1, 3, 4)
    assert tokens.between(1, 4) == (b"b", b"c")


@pytest.mark.parametrize(
    ("lines", "tokens", "numbers"),
    [
        ([b" * of a comment\n", b" */\n", b"a;\n"], (b"a", b";"), (2, 2)),
        ([b"a;\n", b"/* begins\n", b" * here\n"], (b"a", b";"), (0, 0)),
        ([b"/* whole */ a\n", b"/* b */\n"], (b"a",), (0,)),
        ([b"\tb \\\n", b"\tc\n", b"d\n"], (b"b", b"c", b"\n", b"d"), (0, 1, 1, 2)),
    ],
    ids=["from-inside-a-comment", "into-a-comment", "whole-comments", "from-inside-a-macro"],
)
def test_fragments(lines: list[bytes], tokens: tuple[bytes, ...], numbers: tuple[int, ...]) -> None:
    found = fragment_tokens(lines)
    assert (found.texts, found.lines) == (tokens, numbers)


@pytest.mark.parametrize(
    ("wanted", "runs"),
    [
        ((b"a", b"b"), [0, 3]),
        ((b"b",), [1, 4]),
        ((b"b", b"c"), [4]),
        ((b"ab",), [2]),
        ((b"a", b"a"), []),
        ((), []),
    ],
)
def test_runs_are_of_whole_tokens(wanted: tuple[bytes, ...], runs: list[int]) -> None:
    assert list(TokenSearch(b"a b ab\na b c").runs(wanted)) == runs


def test_runs_may_overlap() -> None:
    assert list(TokenSearch(b"a a a").runs((b"a", b"a"))) == [0, 1]


def test_words_and_shingles() -> None:
    tokens = c_tokens(b"f(a, 1, \"s\", 'c');").texts
    assert words(tokens) == {b"f", b"a", b"1", b'"s"', b"'c'"}
    assert not any(map(is_word, (b"(", b"->", b"\n")))
    assert shingles((b"a", b"b", b"c", b"d"), 3) == {(b"a", b"b", b"c"), (b"b", b"c", b"d")}
    assert shingles((b"a",)) == frozenset()
