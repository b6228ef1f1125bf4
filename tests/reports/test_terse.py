from __future__ import annotations

import io
import re

import pytest

from patchkit.model.findings import Incident
from patchkit.model.report import Report
from patchkit.reports import terse
from tests.reports.sample import sample

FORM = re.compile(r"\S[^\n]*:\d+: (ERROR|WARNING|NOTE):[A-Z_]+: \S[^\n]*")


def lines(report: Report) -> list[str]:
    out = io.StringIO()
    terse.render(report, out)
    return out.getvalue().split("\n")[:-1]


def only(*incidents: Incident) -> Report:
    report = sample()
    return Report(report.series, report.tree, report.verdict, "", incidents=incidents)


def test_every_line_has_the_form() -> None:
    assert all(FORM.fullmatch(line) for line in lines(sample()))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "kernel/devslots.c:139: ERROR:CALLER_NOT_UPDATED: patch 1/5: "
            "arch_unplug_slot() is called with 2 arguments and takes 3",
            id="finding",
        ),
        pytest.param(
            "kernel/devslots.c:0: ERROR:HUNK_REJECTED: patch 1/5 hunk 4: ambiguous: it fits in 2 places",
            id="rejected-hunk",
        ),
        pytest.param("kernel/devslots.c:119: WARNING:HUNK_FUZZ: patch 1/5 hunk 2: fuzz 2", id="fuzz"),
        pytest.param(
            "Documentation/slots.png:0: NOTE:FILE_NOT_ANALYSED: patch 2/5: a binary patch", id="binary"
        ),
    ],
)
def test_line(line: str) -> None:
    assert line in lines(sample())


@pytest.mark.parametrize(
    ("incident", "line"),
    [
        pytest.param(
            Incident("missing-object", "no blob", "mm/a b.c:12"),
            "mm/a b.c:12: WARNING:MISSING_OBJECT: no blob",
            id="a-line-of-a-file",
        ),
        pytest.param(
            Incident("crlf", "repaired", "a.mbox, mail 4", harmless=True),
            "-:0: NOTE:CRLF: a.mbox, mail 4: repaired",
            id="a-place-in-words",
        ),
        pytest.param(
            Incident("rule-crashed", "it did"), "-:0: WARNING:RULE_CRASHED: it did", id="nowhere"
        ),
        pytest.param(
            Incident("odd", "two\nlines"),
            "-:0: WARNING:ODD: two\\x0alines",
            id="one-line-whatever-it-says",
        ),
    ],
)
def test_incident(incident: Incident, line: str) -> None:
    assert lines(only(incident)) == [line]
