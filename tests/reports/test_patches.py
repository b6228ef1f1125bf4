from __future__ import annotations

import io

import pytest
from msgspec.structs import replace

from patchkit.model.placement import FilePlacement, Outcome, Placement, Reason
from patchkit.model.report import Counts, PatchReport, PatchState, Standing
from patchkit.reports.page import Page
from patchkit.reports.patches import patch_label, patch_margin, show_patches
from tests.reports.sample import sample


def shown(file: FilePlacement, *, verbose: bool = False) -> list[str]:
    """Returns the lines under the patch's own two."""
    patch = PatchReport(
        1,
        "mm: x",
        "A <a@example.org>",
        "m@x",
        Counts(exact=1),
        (file,),
        Standing(PatchState.APPLIES, "s"),
    )
    out = io.StringIO()
    report = replace(sample(), patches=(patch,))
    show_patches(Page(out, color=False, width=None), report, verbose=verbose)
    return [line.strip() for line in out.getvalue().split("\n")[5 if verbose else 4 : -1]]


def rejected(*hunks: Placement, reason: Reason | None = None, detail: str = "") -> FilePlacement:
    return FilePlacement("a.c", Outcome.REJECTED, hunks, reason, detail)


GONE = Placement(0, Outcome.REJECTED, reason=Reason.FILE_MISSING, detail="no a.c")


@pytest.mark.parametrize(
    ("file", "lines"),
    [
        pytest.param(
            rejected(GONE, replace(GONE, index=1), detail="no a.c"),
            ["a.c: hunks 1, 2: rejected", "file-missing: no a.c"],
            id="alike-hunks-share-a-line",
        ),
        pytest.param(
            rejected(GONE, replace(GONE, index=1, line=7)),
            [
                "a.c: hunk 1: rejected",
                "file-missing: no a.c",
                "a.c:7: hunk 2: rejected",
                "file-missing: no a.c",
            ],
            id="a-hunk-with-a-place-shares-none",
        ),
        pytest.param(
            rejected(GONE, detail="a rename whose source is gone"),
            [
                "a.c: rejected",
                "a rename whose source is gone",
                "a.c: hunk 1: rejected",
                "file-missing: no a.c",
            ],
            id="what-only-the-file-says",
        ),
        pytest.param(
            rejected(reason=Reason.FILE_EXISTS), ["a.c: rejected", "file-exists"], id="no-hunks"
        ),
        pytest.param(
            FilePlacement(
                "a.c",
                Outcome.FUZZ,
                (Placement(0, Outcome.FUZZ, 7, 3, 1, written_for="f", landed_in="g"),),
            ),
            ["a.c:7: hunk 1: fuzz 1, offset +3, written for f(), landed in g()"],
            id="another-function",
        ),
        pytest.param(
            FilePlacement(
                "a.c",
                Outcome.FUZZ,
                (Placement(0, Outcome.FUZZ, 7, fuzz=1, written_for="f", landed_in="f"),),
            ),
            ["a.c:7: hunk 1: fuzz 1"],
            id="the-same-function",
        ),
        pytest.param(
            FilePlacement("a.c", Outcome.OFFSET, (Placement(0, Outcome.OFFSET, 7, 3),)), [], id="went-in"
        ),
        pytest.param(FilePlacement("a.c", Outcome.EXACT), [], id="a-file-that-went-in"),
    ],
)
def test_lines_under_a_patch(file: FilePlacement, lines: list[str]) -> None:
    assert shown(file) == lines


def test_verbose_shows_what_went_in() -> None:
    hunk = Placement(0, Outcome.OFFSET, 7, 3)
    assert shown(FilePlacement("a.c", Outcome.OFFSET, (hunk,)), verbose=True) == [
        "a.c:7: hunk 1: offset +3"
    ]
    assert shown(FilePlacement("a.sh", Outcome.EXACT), verbose=True) == ["a.sh: exact"]


@pytest.mark.parametrize(
    ("number", "total", "label", "margin"),
    [(3, 5, "3/5", "3/5 "), (3, 12, "3/12", " 3/12 "), (12, 12, "12/12", "12/12 "), (2, 0, "2", "2 ")],
)
def test_label(number: int, total: int, label: str, margin: str) -> None:
    assert patch_label(number, total) == label
    assert patch_margin(number, total) == margin
