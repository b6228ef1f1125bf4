"""What the compiler says and what patchkit says, compared; without a compiler."""

from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.model.findings import Confidence, Finding, Severity, Span
from tests.tools.pumps import pumps
from tools.oracle_build import Complaint, Place
from tools.oracle_cases import Case
from tools.oracle_compare import Claim, Compiled, Verdict, claim, compare, new_line
from tools.oracle_compile import sources_of, summary
from tools.oracle_tree import Kernel
from tools.signature_hunks import blocks


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return pumps(tmp_path)


def test_lines_are_followed_through_a_patch() -> None:
    old = b"".join(b"%d\n" % number for number in range(1, 30))
    new = old.replace(b"\n5\n", b"\n5\nnew\n").replace(b"\n9\n10\n", b"\n").replace(b"\n20\n", b"\nx\n")
    runs = blocks({"f": old}, {"f": new})["f"]
    lines = new.split(b"\n")
    for line in (1, 5, 6, 8, 11, 19, 21, 29):
        assert lines[new_line(runs, line) - 1] == b"%d" % line


CASE = Case("case", "parameter", "pump", "call left out", Place("mm/a.c", 10), {}, ("mm/a.c",), ("x86",))
FAULT = Place("mm/a.c", 10)
COMPLAINT = Complaint(Place("mm/a.c", 11), "too few arguments to function 'pump'")
ELSEWHERE = Complaint(
    Place("mm/b.c", 5), "too many arguments to function 'pump'", (Place("mm/a.c", 10),)
)
OTHER = Complaint(Place("mm/b.c", 5), "'x' undeclared")


def said(path: str, line: int, severity: Severity = Severity.ERROR, name: str = "") -> Claim:
    return Claim(Place(path, line), "a-rule", severity, "high", "", name)


@pytest.mark.parametrize(
    ("planted", "claims", "complaints", "verdict", "beyond"),
    [
        pytest.param(None, [], [], Verdict.CLEAN, 0, id="both silent"),
        pytest.param(FAULT, [said("mm/a.c", 10)], [COMPLAINT], Verdict.ERROR, 0, id="both at the site"),
        pytest.param(
            FAULT, [said("mm/a.c", 10)], [ELSEWHERE], Verdict.ERROR, 0, id="compiler elsewhere"
        ),
        pytest.param(
            FAULT, [said("mm/a.c", 10)], [COMPLAINT, OTHER], Verdict.MISSED, 0, id="one missed"
        ),
        pytest.param(
            FAULT,
            [said("mm/a.c", 10, Severity.WARNING)],
            [COMPLAINT],
            Verdict.MISSED,
            0,
            id="only a warning",
        ),
        pytest.param(None, [said("mm/a.c", 10)], [], Verdict.FALSE, 0, id="the compiler takes it"),
        pytest.param(None, [said("mm/a.c", 10)], [OTHER], Verdict.BOTH, 0, id="another error"),
        pytest.param(
            None,
            [said("mm/c.c", 9, name="pump")],
            [Complaint(Place("mm/b.c", 5), "implicit declaration of function 'pump'")],
            Verdict.ERROR,
            1,
            id="of one function",
        ),
        pytest.param(
            None,
            [said("mm/a.c", 8, name="level")],
            [Complaint(Place("mm/a.c", 10), "'speed' undeclared")],
            Verdict.BOTH,
            0,
            id="near and of another name",
        ),
        pytest.param(
            None,
            [said("mm/a.c", 8, name="x")],
            [Complaint(Place("mm/a.c", 10), "'x' undeclared"), Complaint(Place("mm/a.c", 10), "other")],
            Verdict.ERROR,
            0,
            id="a consequence",
        ),
        pytest.param(Place("mm/c.c", 3), [], [], Verdict.NOT_BUILT, 0, id="not compiled"),
        pytest.param(None, [said("mm/c.c", 3)], [], Verdict.CLEAN, 1, id="a claim nobody compiled"),
    ],
)
def test_verdicts(
    planted: Place | None,
    claims: list[Claim],
    complaints: list[Complaint],
    verdict: Verdict,
    beyond: int,
) -> None:
    compiled = Compiled(["x86:mm/a.o"], [], complaints, lambda: {"mm/a.c": set(range(1, 50))})
    outcome = compare(CASE, planted, claims, compiled)
    assert (outcome.verdict, len(outcome.beyond)) == (verdict, beyond)
    assert summary([outcome])["all"] == {verdict: 1}


def test_a_finding_is_placed_in_the_patched_file() -> None:
    runs = blocks({"f": b"a\nb\n"}, {"f": b"new\na\nb\n"})
    for patched, line in ((False, 3), (True, 2)):
        finding = Finding("r", Severity.ERROR, Confidence.HIGH, "m", Span("f", 2, patched=patched))
        assert claim(finding, runs).place == Place("f", line)


def test_files_that_patchkit_blames_are_compiled_too(kernel: Kernel) -> None:
    blamed = [said("mm/two.c", 1), said("include/linux/pump.h", 1), said("mm/none.c", 1)]
    case = Case("c", "arch", "n", "", None, {}, ("mm/one.c",), ("x86",))
    assert sources_of(case, blamed, kernel.root) == {"mm/one.c", "mm/two.c"}
