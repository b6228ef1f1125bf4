"""Which hunks a check of the port speaks against."""

from __future__ import annotations

from dataclasses import replace

from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.port import Cause, FilePort, Grade, HunkPort, PatchPort
from patchkit.porting.falling import falling
from tests.placement.makers import edit_of, file_patch, patch_of

BEFORE = b"int start(void)\n{\n" + b"\tstep();\n" * 12 + b"\treturn 0;\n}\n"
AFTER = BEFORE.replace(b"{\n", b"{\n\tearly();\n").replace(b"\treturn", b"\tlate();\n\treturn")
EDIT = file_patch(edit_of("f.c", BEFORE, AFTER))
PORT = PatchPort(
    patch_of(EDIT),
    (
        FilePort(
            EDIT,
            "f.c",
            "f.c",
            BEFORE,
            AFTER,
            hunks=tuple(HunkPort(at, Grade.CONFIDENT, function="start", line=1) for at in (0, 1)),
        ),
    ),
)
RULES = ("call-not-updated", "unresolved-identifier")


def finding(subject: str, rule: str = "call-not-updated") -> Finding:
    return Finding(
        rule=rule,
        message=f"{subject}() has other parameters here",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        primary=Span("f.c", 14),
        function="start",
        subject=subject,
        caused_by=1,
    )


def test_the_hunk_that_brings_the_name_falls() -> None:
    found = falling([PORT], [finding("late")], RULES)
    assert list(found) == [(1, "f.c", 1)]
    assert found[1, "f.c", 1].cause is Cause.DOES_NOT_RESOLVE
    assert "late() has other parameters here" in found[1, "f.c", 1].detail


def test_what_no_hunk_mentions_lets_none_fall() -> None:
    assert falling([PORT], [finding("lat")], RULES) == {}


def test_only_errors_of_those_rules_that_stay_count() -> None:
    one = finding("late")
    others = [
        replace(one, rule="another"),
        replace(one, severity=Severity.WARNING),
        replace(one, mended_by=2),
        replace(one, caused_by=0),
        replace(one, caused_by=7),
        replace(one, subject=""),
        replace(one, primary=Span("g.c", 14)),
    ]
    assert falling([PORT], others, RULES) == {}


def test_a_variable_the_author_forgot_is_no_fault_of_the_port() -> None:
    after = BEFORE + b"\nint fresh(void)\n{\n\treturn forgotten;\n}\n"
    edit = file_patch(edit_of("f.c", BEFORE, after))
    port = replace(
        PORT,
        patch=patch_of(edit),
        files=(
            FilePort(
                edit, "f.c", "f.c", BEFORE, after, hunks=(HunkPort(0, Grade.CONFIDENT, function=""),)
            ),
        ),
    )
    fault = replace(finding("forgotten", "unresolved-identifier"), function="fresh")
    assert falling([port], [fault], RULES) == {}
    unsure = replace(fault, confidence=Confidence.LOW)
    assert list(falling([port], [unsure], RULES)) == [(1, "f.c", 0)]
