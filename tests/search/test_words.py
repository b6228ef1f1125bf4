"""The word search says what a regular expression with word boundaries says, whatever the words are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.search.words import WordFinder

# Few letters make overlaps likely; 0xF5 begins what the search adds on its own account.
PIECES = [b"a", b"_", b"b", b"\xf5", b"\xf6", b"\0", b" ", b"/", b"->", b"."]
BYTES = st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)


def expected(word: bytes, text: bytes) -> bool:
    if re.fullmatch(rb"[A-Za-z_]\w*", word):
        return re.search(rb"\b" + word + rb"\b", text) is not None
    if re.fullmatch(rb"\w*(->|\.)\w+", word):
        return re.search(rb"(?<!\w)" + re.escape(word) + rb"(?!\w)", text) is not None
    return word in text


@given(words=st.lists(BYTES, max_size=6), text=st.lists(BYTES, max_size=4).map(b"".join))
def test_as_a_regular_expression(words: list[bytes], text: bytes) -> None:
    finder = WordFinder(words)
    there = sorted({word for word in words if word and expected(word, text)})
    assert finder.which(text) == there
    assert finder.found_in(text) is bool(there)
    assert bool(finder) is any(words)


@pytest.mark.parametrize("count", [1, 2, 8, 60, 61, 200])
def test_many_words(count: int) -> None:
    words = [b"some_name_%d_end" % number for number in range(count)]
    finder = WordFinder(words)
    assert all(finder.which(b"int x;\n\t" + word + b"(1);\n") == [word] for word in words)
    assert not finder.found_in(b"some_name_ 1_end\n" + b"\xf5\xf5\xf5\xf5" * 3)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        pytest.param([b"add", b"add_memory"], b"x = add_memory();", [b"add_memory"], id="longest"),
        pytest.param([b"foo_add", b"add_bar"], b"foo_add_bar add_bar", [b"add_bar"], id="overlap"),
        pytest.param([b"init", b'/init.c"'], b'"mm/init.c"', [b'/init.c"', b"init"], id="beside"),
        pytest.param([b"b", b"a->b"], b"a->b", [b"a->b", b"b"], id="member"),
        pytest.param([b"a->b"], b"a->bc", [], id="part-of-a-member"),
        pytest.param([b".op", b"->op"], b"x.op y->op .open", [], id="member-of-another"),
        pytest.param([b".op", b"->op"], b"{ .op = f()->op }", [b"->op", b".op"], id="alone"),
        pytest.param([b"add"], b"my_add add2", [], id="parts"),
        pytest.param([b"add"], b"add", [b"add"], id="all-of-it"),
    ],
)
def test_whole_words(words: list[bytes], text: bytes, found: list[bytes]) -> None:
    assert WordFinder(words).which(text) == found


def test_a_part_of_a_buffer() -> None:
    buffer = memoryview(bytearray(b"int first; int second;"))
    finder = WordFinder([b"second"])
    assert finder.found_in(buffer)
    assert not finder.found_in(buffer[:16])
