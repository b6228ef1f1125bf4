"""One sample matrix, a golden file a form (PATCHKIT_BLESS=1 rewrites them), and what holds for each."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TextIO

import jsonschema
import msgspec
import pytest

from patchkit.model.matrix import MatrixReport
from patchkit.reports.matrix import render_json, schema
from patchkit.reports.matrix_html import render_html
from patchkit.reports.matrix_markdown import render_markdown
from patchkit.reports.matrix_text import render_text
from tests.reports.matrix_sample import MARKUP, sample
from tests.reports.sample import NASTY

GOLDENS = Path(__file__).resolve().parents[1] / "golden"


def text(report: MatrixReport, out: TextIO) -> None:
    for width, verbose in ((80, False), (120, True)):
        out.write(f"==== {width} columns{', verbose' if verbose else ''}\n")
        render_text(report, out, color=False, width=width, verbose=verbose)


FORMS = [
    pytest.param("txt", text, id="text"),
    pytest.param("json", render_json, id="json"),
    pytest.param("md", render_markdown, id="markdown"),
    pytest.param("html", render_html, id="html"),
]


def rendered(render: Callable[[MatrixReport, TextIO], None], encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    render(sample(), out)
    out.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(("suffix", "render"), FORMS)
def test_golden(suffix: str, render: Callable[[MatrixReport, TextIO], None]) -> None:
    golden = GOLDENS / f"matrix.{suffix}"
    if os.environ.get("PATCHKIT_BLESS") == "1":
        golden.write_text(rendered(render), encoding="utf-8", newline="\n")
    assert rendered(render) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("suffix", "render"), FORMS)
def test_no_stranger_moves_the_cursor(
    suffix: str, render: Callable[[MatrixReport, TextIO], None]
) -> None:
    shown = rendered(render)
    assert "\x1b" not in shown
    assert ("\u202e" in shown) is (suffix == "json")  # JSON keeps what a program can read
    rendered(render, "ascii")  # is no error


def test_json_is_as_its_schema_says_and_comes_back() -> None:
    raw = rendered(render_json)
    jsonschema.Draft202012Validator(json.loads(schema())).validate(json.loads(raw))
    assert msgspec.json.decode(raw, type=MatrixReport).rows[0].title == sample().rows[0].title


class Page(HTMLParser):
    """What is in a page: elements, attributes, the texts of cells and items."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_page_is_whole_and_asks_nobody() -> None:
    raw = rendered(render_html)
    page = Page(raw)
    assert page.open == []
    assert not page.elements & {"script", "img", "link", "iframe", "a", "b", "object", "form"}
    assert page.attributes <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "title",
        "scope",
    }
    assert "://" not in raw
    assert "url(" not in raw
    assert any(MARKUP in one for one in page.texts)
    assert "[bold red]tidy[/] \\x1b[31mup\\x1b[0m\\u202e the slot code" in raw
    assert NASTY not in raw


def test_a_page_in_another_encoding_says_the_same() -> None:
    assert Page(rendered(render_html, "ascii")).texts == Page(rendered(render_html)).texts
