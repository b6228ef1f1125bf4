"""The word search says exactly what `in` says, whatever the words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.trees.words import WordFinder

# Few letters make overlaps likely; 0xF5 begins what the search adds on its own account.
BYTES = st.lists(st.sampled_from([b"a", b"_", b"b", b"\xf5", b"\xf6", b"\0"]), max_size=12).map(b"".join)


@given(words=st.lists(BYTES, max_size=6), text=BYTES)
def test_as_the_in_operator(words: list[bytes], text: bytes) -> None:
    finder = WordFinder(words)
    assert finder.found_in(text) is any(word in text for word in words if word)
    assert bool(finder) is any(words)


@pytest.mark.parametrize("count", [1, 2, 8, 60, 61, 200])
def test_many_words(count: int) -> None:
    words = [b"some_name_%d_end" % number for number in range(count)]
    finder = WordFinder(words)
    assert all(finder.found_in(b"int x;\n\t" + word + b"(1);\n") for word in words)
    assert not finder.found_in(b"some_name_ 1_end\n" + b"\xf5\xf5\xf5\xf5" * 3)


def test_a_part_of_a_buffer() -> None:
    buffer = memoryview(bytearray(b"int first; int second;"))
    finder = WordFinder([b"second"])
    assert finder.found_in(buffer)
    assert not finder.found_in(buffer[:16])
