"""Which hunks a check of the port speaks against."""

from __future__ import annotations

from msgspec.structs import replace

from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, PatchPort
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


def test_who_would_have_brought_the_name_is_said() -> None:
    def header(line: bytes, conflict: bool) -> PatchPort:
        original = file_patch(edit_of("late.h", b"\tint on;\n", b"\tint on;\n" + line))
        grade = Grade.CONFLICT if conflict else Grade.CONFIDENT
        file = FilePort(original, "late.h", "late.h", b"", b"", hunks=(HunkPort(0, grade, line=1),))
        return replace(PORT, files=(*PORT.files, file))

    def said(port: PatchPort) -> str:
        return falling([port], [finding("late")], RULES)[1, "f.c", 1].detail

    plain = "call-not-updated: late() has other parameters here"
    brings = f"{plain}; hunk 1 of late.h brings it and is left out"
    assert said(header(b"\tint late;\n", True)) == brings
    assert said(header(b"int late(void);\n", True)) == brings
    assert said(header(b"\tint late;\n", False)) == plain
    assert said(header(b"\tuse(late);\n", True)) == plain


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


DEAD = replace(
    finding("nid", "duplicate-effect"),
    severity=Severity.WARNING,
    message="'nid' is assigned here and again in line 9, and nothing reads it in between",
    primary=Span("f.c", 14, "\tlate();"),
    related=(Span("f.c", 9, "\tnid = page_to_nid(page);"),),
)


def test_what_the_target_does_already_falls() -> None:
    found = falling([PORT], [DEAD], ("duplicate-effect",))
    assert list(found) == [(1, "f.c", 1)]
    assert found[1, "f.c", 1].cause is Cause.DONE_OTHERWISE
    assert found[1, "f.c", 1].detail == (
        "the target has 'nid = page_to_nid(page);' already where the hunk brings 'late();'"
    )
    other = replace(DEAD, primary=DEAD.related[0], related=(DEAD.primary,))
    assert falling([PORT], [other], ("duplicate-effect",)) == found


def test_the_same_line_again_falls_once_brought() -> None:
    again = replace(DEAD, rule="declared-twice", related=(replace(DEAD.primary, line=13),))
    assert list(falling([PORT], [again], ("declared-twice",))) == [(1, "f.c", 1)]


def test_what_the_author_has_twice_himself_stays() -> None:
    both = replace(DEAD, related=(Span("f.c", 15, "late();"),))
    after = BEFORE.replace(b"\treturn", b"\tlate();\n\tlate();\n\treturn")
    edit = file_patch(edit_of("f.c", BEFORE, after))
    file = replace(PORT.files[0], original=edit, hunks=(HunkPort(0, Grade.CONFIDENT, function="start"),))
    port = replace(PORT, patch=patch_of(edit), files=(file,))
    assert falling([port], [both], ("duplicate-effect",)) == {}


HEADER = file_patch(edit_of("f.h", b"#ifdef A\n#endif\n", b"#ifdef A\nint late(void);\n#endif\n"))
IN_VAIN = replace(
    finding("late", "declared-unused"), severity=Severity.WARNING, primary=Span("f.h", 2), function=""
)


def with_header(left_out: int) -> PatchPort:
    """The port with a prototype in a header, and one of the other file's hunks left out."""
    lost = HunkPort(left_out, Grade.CONFLICT, conflict=Conflict(Cause.NO_ANCHOR, ""))
    file = PORT.files[0]
    hunks = tuple(lost if one.index == left_out else one for one in file.hunks)
    header = FilePort(HEADER, "f.h", "f.h", b"", b"", hunks=(HunkPort(0, Grade.CONFIDENT, line=1),))
    return replace(PORT, files=(header, replace(file, hunks=hunks)))


def test_a_prototype_falls_with_its_definition() -> None:
    found = falling([with_header(1)], [IN_VAIN], ())
    assert list(found) == [(1, "f.h", 0)]
    assert found[1, "f.h", 0].cause is Cause.DEPENDS_ON_CONFLICT
    assert found[1, "f.h", 0].detail == "it declares what hunk 2 of f.c brings, which is left out"


def test_a_prototype_that_nothing_was_left_out_of_stays() -> None:
    assert falling([with_header(0)], [IN_VAIN], ()) == {}
    assert falling([with_header(1)], [replace(IN_VAIN, severity=Severity.ERROR)], ()) == {}
    assert falling([with_header(1)], [replace(IN_VAIN, mended_by=2)], ()) == {}
