from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.cfacts.lexer import Region, lex


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(b"a /* b */ c", b"a         c", id="comment"),
        pytest.param(b"a // b \\\n c\nd", b"a       \n  \nd", id="line comment goes on"),
        pytest.param(b'f("x/*", y)', b'f("   ", y)', id="comment mark in a string"),
        pytest.param(b"f('\"', y)", b"f(' ', y)", id="quote in a character"),
        pytest.param(b'"a\\"b" c', b'"    " c', id="escaped quote"),
        pytest.param(b"x\n#define A \\\n b\ny", b"x\n           \n  \ny", id="directive goes on"),
        pytest.param(b"  # if X /* a\n b */ && Y\nz", b"             \n          \nz", id="comment"),
        pytest.param(b"/* a */ #if X\n", b"             \n", id="directive behind a comment"),
        pytest.param(b"a # b", b"a # b", id="hash inside a line"),
        pytest.param(b"/* never closed", b"               ", id="comment to the end"),
        pytest.param(b" * cut off\n */ x /* y */", b"          \n    x        ", id="cut comment"),
        pytest.param(b"a\f b\x85c", b"a\f b\x85c", id="form feed and high bytes stand"),
    ],
)
def test_mask(text: bytes, code: bytes) -> None:
    assert lex(text).code == code


def test_regions_and_directives() -> None:
    lexed = lex(b'/* c */ "s"\n#define X 1\nint x;\n')
    assert lexed.kinds == (Region.COMMENT, Region.STRING, Region.DIRECTIVE)
    assert lexed.region(2) is Region.COMMENT
    assert lexed.region(7) is None
    assert lexed.region(9) is Region.STRING
    directive = lexed.directive(14)
    assert directive is not None
    assert directive.keyword == b"define"
    assert lexed.directive(25) is None
    assert lexed.readable(0, 11) == b'        "s"'


def test_assembly_keeps_apostrophes() -> None:
    text = b"mov r0, #1 @ don't\nbl f @ can't\n"
    assert lex(text, assembly=True).code == text
    assert lex(b"#ifdef X\n mov r0, #'a'\n", assembly=True).directives[0].keyword == b"ifdef"


@given(st.binary(max_size=200) | st.text("ab\"'/*#\\\n ", max_size=60).map(str.encode))
def test_mask_keeps_length_and_lines(text: bytes) -> None:
    lexed = lex(text)
    assert len(lexed.code) == len(text)
    assert [i for i, b in enumerate(text) if b == 10] == [i for i, b in enumerate(lexed.code) if b == 10]
