"""One sample report, one golden file per renderer; PATCHKIT_BLESS=1 rewrites them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest

from patchkit.model.report import Report
from patchkit.reports import json, markdown, sarif, terminal, terse
from tests.reports.sample import sample

GOLDENS = Path(__file__).resolve().parents[1] / "golden"


def text(report: Report, out: TextIO) -> None:
    for width, verbose in ((80, False), (120, False), (120, True)):
        out.write(f"==== {width} columns{', verbose' if verbose else ''}\n")
        terminal.render(report, out, color=False, width=width, verbose=verbose)


@pytest.mark.parametrize(
    ("suffix", "render"),
    [
        pytest.param("txt", text, id="terminal"),
        pytest.param("json", json.render, id="json"),
        pytest.param("terse", terse.render, id="terse"),
        pytest.param("md", markdown.render, id="markdown"),
        pytest.param("sarif", sarif.render, id="sarif"),
    ],
)
def test_golden(suffix: str, render: Callable[[Report, TextIO], None]) -> None:
    out = io.StringIO()
    render(sample(), out)
    golden = GOLDENS / f"report.{suffix}"
    if os.environ.get("PATCHKIT_BLESS") == "1":
        golden.write_text(out.getvalue(), encoding="utf-8", newline="\n")
    assert out.getvalue() == golden.read_text(encoding="utf-8")
