from __future__ import annotations

import pytest

from patchkit.reports.text import printable, without_surrogates


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain [bold]text[/]", "plain [bold]text[/]", id="plain"),
        pytest.param("Zoë 日本", "Zoë 日本", id="other-scripts"),
        pytest.param("if (a)\treturn", "if (a) return", id="tab"),
        pytest.param("a\x1b[31mb\x07", "a\\x1b[31mb\\x07", id="escape-sequence"),
        pytest.param("a\r\nb\x0cc", "a\\x0d\\x0ab\\x0cc", id="line-breaks"),
        pytest.param("a\x9b31mb", "a\\u009b31mb", id="c1-control"),
        pytest.param("a\u202eb\u2028c", "a\\u202eb\\u2028c", id="bidi-and-line-separator"),
        pytest.param("caf\udce9", "caf\\xe9", id="raw-byte"),
        pytest.param("a\ud800b", "a\\ud800b", id="lone-surrogate"),
        pytest.param("a\U000e0001b", "a\\U000e0001b", id="tag-character"),
    ],
)
def test_what_moves_the_cursor_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_characters_a_stream_cannot_hold_are_escaped() -> None:
    assert printable("Zoë 日", "ascii") == "Zo\\xeb \\u65e5"
    assert printable("Zoë 日", "utf-8") == "Zoë 日"


def test_only_surrogates_are_replaced_in_data() -> None:
    assert without_surrogates("a\x1b\tb\u202e caf\udce9\ud800") == "a\x1b\tb\u202e caf\\xe9\\ud800"
