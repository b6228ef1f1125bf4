from __future__ import annotations

import io
import re

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from rich.text import Text

from patchkit.model.facts import SiteKind
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.report import (
    ApiReport,
    MatrixCell,
    MatrixRow,
    PatchReport,
    PatchState,
    Report,
    SiteReport,
    SiteState,
    Standing,
    Verdict,
)
from patchkit.reports import terminal
from tests.reports.sample import API, PATCHES, sample


def shown(
    report: Report, *, color: bool = False, width: int | None = None, verbose: bool = False
) -> str:
    out = io.StringIO()
    terminal.render(report, out, color=color, width=width, verbose=verbose)
    return out.getvalue()


def bare() -> Report:
    report = sample()
    series = replace(report.series, missing=(), note="", version=1)
    tree = replace(report.tree, prerequisites=(), commit="")
    return Report(series=series, tree=tree, verdict=Verdict.CLEAN, sentence="all is well")


def test_plain_text_has_no_escapes_and_no_boxes() -> None:
    text = shown(sample(), width=80, verbose=True)
    assert re.search(r"[^\x20-\x7e\n]", text.replace("ë", "")) is None


@pytest.mark.parametrize("verbose", [False, True], ids=["short", "verbose"])
@pytest.mark.parametrize("width", [40, 60, 80, 120, 160])
def test_lines_stay_inside_the_page(width: int, verbose: bool) -> None:
    for line in shown(sample(), width=width, verbose=verbose).split("\n"):
        assert cell_len(line) <= width or " " not in line.strip(), line
        assert line == line.rstrip()


def test_colors_change_no_text() -> None:
    colored = shown(sample(), color=True, width=100, verbose=True)
    assert "\x1b[" in colored
    assert Text.from_ansi(colored).plain.rstrip() == shown(sample(), width=100, verbose=True).rstrip()


def test_strangers_cannot_colour_or_clear_the_screen() -> None:
    colored = shown(sample(), color=True, width=200, verbose=True)
    assert set(re.findall(r"\x1b\[?[^m]*.", colored)) <= set(re.findall(r"\x1b\[[0-9;]+m", colored))
    assert "[bold red]tidy[/] \\x1b[31mup\\x1b[0m\\u202e the slot code" in colored


def test_a_clean_report_is_short() -> None:
    assert shown(bare()) == (
        "series   Do not touch slots during hot-remove path, 5 patches, slots-v3.mbox, text: given\n"
        "tree     6.1.0, git revision v6.1, /srv/linux.git\n"
        "verdict  clean: all is well\n"
        "\n"
        "0 names, 0 files, 0 word hits, 0 unaccounted\n"
    )


NOT_JUDGED = Standing(PatchState.NOT_JUDGED, "not judged here")


def test_a_patch_that_was_not_judged_has_no_counts() -> None:
    patch = PatchReport(1, "mm: x", "A <a@example.org>", "m@x", PATCHES[0].counts, (), NOT_JUDGED)
    unjudged = replace(patch, counts=type(patch.counts)())
    text = shown(replace(bare(), patches=(unjudged,)))
    assert "\n1/5 mm: x\n    not-judged: not judged here\n" in text


def test_hunks_that_went_in_are_listed_only_when_verbose() -> None:
    line = "arch/s390/mm/slots.c:240: hunk 1: offset +12\n"
    assert line not in shown(sample())
    assert line in shown(sample(), verbose=True)


def test_long_lists_of_sites_say_what_they_leave_out() -> None:
    sites = tuple(
        SiteReport(f"drivers/a{n}.c", n, SiteKind.CALL, SiteState.UNKNOWN, text="f();")
        for n in range(5000)
    )
    change = replace(API[0], sites=sites)
    report = replace(bare(), api=(change,))
    assert "sites: unknown 5000\n" in shown(report)
    assert "and 4988 more (verbose lists them)\n" in shown(report)
    assert shown(report, verbose=True).count("drivers/a") == 5000


def test_a_name_that_two_patches_change_has_two_columns() -> None:
    cells = (
        MatrixCell("f", "refused", {SiteState.REFUSED: 1}),
        MatrixCell("f", "-", {}),
    )
    text = shown(replace(bare(), matrix=(MatrixRow("sh", cells),)))
    assert "\n    f          f\nsh  refused 1  -\n" in text


def test_findings_keep_the_order_of_the_report() -> None:
    def finding(path: str, severity: Severity, patch: int) -> Finding:
        return Finding("r", severity, Confidence.HIGH, "m", Span(path, 1), caused_by=patch)

    found = (
        finding("z.c", Severity.ERROR, 1),
        finding("a.c", Severity.ERROR, 1),
        finding("m.c", Severity.ERROR, 0),
        finding("b.c", Severity.NOTE, 2),
    )
    text = shown(replace(bare(), findings=found))
    assert text.split("\n\n")[1:4] == [
        "2 errors caused by patch 1/5\nz.c:1: error: m [r, high]\na.c:1: error: m [r, high]",
        "1 error of the tree itself\nm.c:1: error: m [r, high]",
        "1 note caused by patch 2/5\nb.c:1: note: m [r, high]",
    ]


def test_an_api_change_that_is_not_made_says_so() -> None:
    change: ApiReport = API[1]
    text = shown(replace(bare(), api=(change,)))
    assert (
        "2/5 slot_detach: renamed to slot_unlink, static in mm/slots.c, "
        "not made: its hunks did not go in\n"
        "    - static void slot_detach(struct slot *slot)\n"
        "    + static void slot_unlink(struct slot *slot)\n"
    ) in text
