"""Golden cases of `patchkit check`: a folder is a tree, a series, and the expected findings.

tests/cases/check/working/<case>/ holds tree/, series.patch (or a folder series/), perhaps bases/ with
base trees, and expected.txt, the terse report. tests/cases/check/failing/<case>/ are known failures: expected-now.txt is what is
answered today, expected-ideal.txt what would be right, and the test fails when the ideal comes true,
so that the case is moved. PATCHKIT_BLESS=1 rewrites expected.txt and expected-now.txt.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from patchkit.reports import terse
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions

CASES = Path(__file__).resolve().parents[1] / "cases" / "check"


def cases(kind: str) -> list[object]:
    # Without a known failure there is no folder failing/.
    return [pytest.param(path, id=path.name) for path in sorted((CASES / kind).glob("*/"))]


def answer(case: Path) -> str:
    """Checks a copy of the case outside of any repository, whose objects would be at hand as bases."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(case, Path(folder) / "case")
        return checked(Path(folder) / "case")


def checked(case: Path) -> str:
    series = case / "series.patch"
    report = check(
        CheckOptions(
            tree=str(case / "tree"),
            kernel=False,
            series=str(series if series.exists() else case / "series"),
            profile=str(case) if (case / "profile.toml").exists() else "",
            base_trees=tuple(map(str, sorted(case.glob("bases/*")))),
        )
    )
    out = io.StringIO()
    terse.render(report, out)
    # Incidents name the series as it was given; where the checkout lies is no part of the answer.
    return out.getvalue().replace(f"{case}{os.sep}", "") or "clean\n"


def places(report: str) -> list[str]:
    """The lines without their words: place, severity and rule, in the order of the places."""
    return sorted(
        ":".join(line.split(":")[:4]) for line in report.splitlines() if "HUNK_DOUBTFUL" not in line
    )


def expect(path: Path, got: str) -> None:
    if os.environ.get("PATCHKIT_BLESS"):
        path.write_text(got)
    assert got == path.read_text()


@pytest.mark.parametrize("case", cases("working"))
def test_working(case: Path) -> None:
    expect(case / "expected.txt", answer(case))


def test_every_idiom_has_a_case_that_works() -> None:
    table = (CASES / "README.md").read_text().partition("## The idioms")[2]
    patterns = re.findall(r"`([a-z][a-z0-9-]+-[a-z0-9*-]+)`", table)
    assert len(patterns) > 40
    assert not [pattern for pattern in patterns if not any((CASES / "working").glob(pattern))]


@pytest.mark.parametrize("case", cases("failing"))
def test_failing(case: Path) -> None:
    got = answer(case)
    assert places(got) != places((case / "expected-ideal.txt").read_text()), (
        "works now: move it to working/"
    )
    expect(case / "expected-now.txt", got)
