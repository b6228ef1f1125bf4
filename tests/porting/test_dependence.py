"""Half a conversion is worse than none: hunks that bring names for one that was left out."""

from __future__ import annotations

from patchkit.model.port import Cause, Conflict, Grade, HunkPort
from patchkit.porting.dependence import dependent
from patchkit.porting.methods.lines import FileLines
from tests.placement.makers import outline_of
from tests.porting.questions import hunks_of

FILE = b"int start(void)\n{\n\tint ret;\n" + b"\tstep();\n" * 12 + b"\treturn ret;\n}\n"
DECLARES = FILE.replace(b"\tint ret;\n", b"\tint ret;\n\tint flags;\n")
BOTH = DECLARES.replace(b"\treturn ret;\n", b"\tuse(flags);\n\treturn ret;\n")
LEFT_OUT = Conflict(Cause.AMBIGUOUS, "two places")


def fallen(before: bytes, after: bytes, *functions: str) -> dict[int, Conflict]:
    hunks = hunks_of(before, after)
    last = len(hunks) - 1
    ports = [
        HunkPort(at, Grade.CONFLICT if at == last else Grade.CONFIDENT, function=function, line=1)
        for at, function in enumerate(functions)
    ]
    return dependent(hunks, ports, FileLines(before), outline_of("f.c", before))


def test_a_declaration_falls_with_its_use() -> None:
    found = fallen(FILE, BOTH, "start", "start")
    assert list(found) == [0]
    assert found[0].cause is Cause.DEPENDS_ON_CONFLICT
    assert "flags" in found[0].detail
    assert "hunk 2" in found[0].detail


def test_in_another_function_it_stands() -> None:
    assert fallen(FILE, BOTH, "start", "other") == {}
    assert fallen(FILE, BOTH, "", "") == {}


def test_a_name_that_the_function_has_is_nothing_brought() -> None:
    before = FILE.replace(b"step();", b"step(flags);", 1)
    assert fallen(before, BOTH.replace(b"step();", b"step(flags);", 1), "start", "start") == {}


def test_a_hunk_that_removes_lines_stands_for_itself() -> None:
    after = BOTH.replace(b"\tint ret;\n", b"\tlong ret;\n")
    assert fallen(FILE, after, "start", "start") == {}
