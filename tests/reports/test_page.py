from __future__ import annotations

import io

import pytest

from patchkit.reports.page import Page


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(page_width: int | None, *parts: str, indent: int = 0, hang: int | None = None) -> list[str]:
    out = io.StringIO()
    Page(out, color=False, width=page_width).line(*parts, indent=indent, hang=hang)
    return out.getvalue().split("\n")[:-1]


WORDS = "one two three four five six seven eight nine ten eleven"


@pytest.mark.parametrize(
    ("width", "indent", "hang", "lines"),
    [
        pytest.param(None, 2, None, [f"  {WORDS}"], id="no-width-no-wrap"),
        pytest.param(
            40,
            2,
            6,
            ["  one two three four five six seven", "      eight nine ten eleven"],
            id="hanging-indent",
        ),
        pytest.param(
            40,
            4,
            0,
            ["    one two three four five six seven", "eight nine ten eleven"],
            id="outdent",
        ),
        pytest.param(
            5, 0, 0, ["one two three four five six seven eight", "nine ten eleven"], id="never-below-40"
        ),
    ],
)
def test_wrap(width: int | None, indent: int, hang: int | None, lines: list[str]) -> None:
    assert written(width, WORDS, indent=indent, hang=hang) == lines


def test_a_word_is_never_broken() -> None:
    path = "a/" * 30 + "b.c:12:"
    assert written(40, f"at {path} error") == ["at", f"  {path}", "  error"]


def test_wide_characters_count_as_two_cells() -> None:
    assert written(40, "日本" * 9 + " " + "日本" * 9) == ["日本" * 9, "  " + "日本" * 9]


def test_parts_join_without_a_break_between_them() -> None:
    assert written(40, "mm/slots.c:1234567890", ": error: ", "x" * 20, "[rule]") == [
        "mm/slots.c:1234567890: error:",
        "  " + "x" * 20 + "[rule]",
    ]


def test_columns_wider_than_the_page_are_dealt_out() -> None:
    out = io.StringIO()
    page = Page(out, color=False, width=40)
    page.columns([["", "a" * 16, "b" * 16, "c"], ["arm64", "x", "日本", "z"]])
    assert out.getvalue() == (
        f"       {'a' * 16}  {'b' * 16}"[:25].rstrip()
        + f"\narm64  x\n\n       {'b' * 16}  c\narm64  日本{' ' * 14}z\n"
    )


@pytest.mark.parametrize(
    ("terminal", "color", "environment", "colored"),
    [
        pytest.param(True, None, {}, True, id="terminal"),
        pytest.param(False, None, {}, False, id="pipe"),
        pytest.param(False, True, {"NO_COLOR": "1"}, True, id="asked-for"),
        pytest.param(True, False, {}, False, id="refused"),
        pytest.param(True, None, {"NO_COLOR": "1"}, False, id="no-color"),
        pytest.param(True, None, {"TERM": "dumb"}, False, id="dumb"),
        pytest.param(False, None, {"FORCE_COLOR": "1"}, False, id="force-color-is-not-ours"),
    ],
)
def test_color(
    terminal: bool,
    color: bool | None,
    environment: dict[str, str],
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    out = Terminal() if terminal else io.StringIO()
    Page(out, color=color, width=60).line(("word", "bold red"))
    assert out.getvalue() == ("\x1b[1;31mword\x1b[0m\n" if colored else "word\n")


@pytest.mark.parametrize(
    ("terminal", "columns", "width"),
    [
        pytest.param(True, "90", 90, id="terminal"),
        pytest.param(False, "90", 90, id="columns-set"),
        pytest.param(False, "", None, id="pipe"),
    ],
)
def test_width(terminal: bool, columns: str, width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert Page(Terminal() if terminal else io.StringIO(), color=None, width=None).width == width


def test_a_stream_without_the_character_gets_an_escape() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    Page(out, color=False, width=60).line("Zoë")
    out.flush()
    assert raw.getvalue() == b"Zo\\xeb\n"
