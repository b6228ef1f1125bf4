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


LOCKED = (
    b"int start(struct pool *pool)\n{\n\tint ret;\n\n\tpool_begin();\n"
    + b"\tstep();\n" * 12
    + b"\tret = pool_add(pool, pool->flags);\n\tpool_done();\n\treturn ret;\n}\n"
)


def test_a_member_of_that_name_is_no_variable() -> None:
    after = LOCKED.replace(b"\tint ret;\n", b"\tint ret;\n\tint flags = 0;\n")
    after = after.replace(b"pool->flags", b"flags")
    found = fallen(LOCKED, after, "start", "start")
    assert found[0].detail == "it brings flags for hunk 2 of the same function, which is left out"


def test_a_use_falls_with_its_declaration() -> None:
    after = LOCKED.replace(b"\tstep();\n", b"\tint flags = 0;\n\tstep();\n", 1)
    after = after.replace(b"pool->flags", b"flags")
    hunks = hunks_of(LOCKED, after)
    ports = [
        HunkPort(0, Grade.CONFLICT, function="start", line=1),
        HunkPort(1, Grade.LIKELY, function="start", line=14),
    ]
    found = dependent(hunks, ports, FileLines(LOCKED), outline_of("f.c", LOCKED))
    assert found[1].cause is Cause.DEPENDS_ON_CONFLICT
    assert found[1].detail == (
        "it uses flags, declared by hunk 1 of the same function, which is left out"
    )


def test_a_statement_that_moves_goes_only_where_it_comes() -> None:
    after = LOCKED.replace(b"\n\tpool_begin();\n", b"")
    after = after.replace(b"\tret = pool", b"\tpool_begin();\n\tret = pool")
    found = fallen(LOCKED, after, "start", "start")
    assert found[0].detail == (
        "'pool_begin();' moves: it goes here and comes with hunk 2 of the same function, which is left out"
    )


def test_what_begins_falls_with_what_ends_it() -> None:
    both_go = LOCKED.replace(b"\n\tpool_begin();\n", b"").replace(b"\tpool_done();\n", b"")
    found = fallen(LOCKED, both_go, "start", "start")
    assert found[0].detail == (
        "pool_begin and pool_done keep in step only together with hunk 2 of the same function,"
        " which is left out"
    )
    come = fallen(both_go, LOCKED, "start", "start")
    assert come[0].detail == found[0].detail


def test_what_keeps_in_step_by_itself_stands() -> None:
    more = LOCKED.replace(b"\tint ret;\n", b"\tint ret;\n\n\tpool_begin();\n\tstep();\n\tpool_done();\n")
    more = more.replace(b"\treturn ret", b"\tpool_begin();\n\tstep();\n\tpool_done();\n\treturn ret")
    assert fallen(LOCKED, more, "start", "start") == {}


def test_two_changes_of_one_function_are_two() -> None:
    after = LOCKED.replace(b"\tpool_begin();\n", b"\tpool_begin();\n\tearly();\n")
    after = after.replace(b"pool_add(pool, pool->flags)", b"pool_add(pool, 0)")
    assert fallen(LOCKED, after, "start", "start") == {}
