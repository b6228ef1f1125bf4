"""Halves of a move: what leaves one file of a patch comes to another, or stays where it is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from patchkit.model.port import Cause, Conflict, PatchPort
from patchkit.placement import BaseFinder
from patchkit.porting.engine import EngineOptions, port_patches
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import edit_of, outline_of, series

HEADS = b"".join(b"int step_%d(struct pool *pool);\n" % at for at in range(9))
SHORT, LONG = b"int pool_add(struct pool *pool);\n", b"extern int pool_add(struct pool *pool);\n"
STEPS = b"".join(b"\tstep_%d(pool);\n" % at for at in range(9))
CALLEE = b"int pool_run(struct pool *pool)\n{\n\tpool_lock(pool);\n" + STEPS + b"\treturn 0;\n}\n"
CALLER = b"int queue_run(struct pool *pool)\n{\n" + STEPS + b"\treturn pool_run(pool);\n}\n"
MEMBERS = (
    b"struct pool {\n" + b"".join(b"\tint field_%d;\n" % at for at in range(6)) + b"\tint spare;\n};\n"
)
USER = b"int pool_left(struct pool *pool)\n{\n" + STEPS + b"\treturn pool->spare ? 1 : 0;\n}\n"


def ported(
    target: Mapping[str, bytes], *edits: tuple[str, bytes, bytes], more: bytes = b""
) -> PatchPort:
    diff = b"".join(edit_of(path, before, after) for path, before, after in edits) + more
    options = EngineOptions(outline_of, BaseFinder([], (), outline_of))
    (patch,) = port_patches(series(diff), MemoryTree(target), options).patches
    return patch


def fallen(patch: PatchPort) -> dict[str, str]:
    """What is said of hunks that fall with others, by file."""
    found: dict[str, str] = {}
    for file in patch.files:
        told: list[Conflict | None] = [file.conflict, *(hunk.conflict for hunk in file.hunks)]
        for one in told:
            if one is not None and one.cause is Cause.DEPENDS_ON_CONFLICT:
                found[file.path] = one.detail
    return found


MOVE = (
    ("old.h", HEADS + SHORT + HEADS, HEADS + HEADS),
    ("new.h", HEADS + HEADS, HEADS + LONG + HEADS),
)
OTHER = HEADS.replace(b"step", b"walk")


def test_a_declaration_goes_only_where_it_comes() -> None:
    patch = ported({"old.h": HEADS + SHORT + HEADS, "new.h": OTHER}, *MOVE)
    said = "'pool_add' moves: it goes here and comes with hunk 1 of new.h, which is left out"
    assert fallen(patch) == {"old.h": said}
    assert [file.before == file.after for file in patch.files] == [True, True]


def test_a_declaration_comes_only_where_it_goes() -> None:
    patch = ported({"old.h": HEADS + SHORT.replace(b"int", b"long") + OTHER, "new.h": HEADS * 2}, *MOVE)
    said = "'pool_add' moves: it comes here and goes with hunk 1 of old.h, which is left out"
    assert fallen(patch) == {"new.h": said}


def test_a_whole_move_is_made() -> None:
    patch = ported({"old.h": HEADS + SHORT + HEADS, "new.h": HEADS + HEADS}, *MOVE)
    assert patch.conflicts == ()


def test_what_a_missing_file_has_nobody_has_twice() -> None:
    patch = ported({"new.h": HEADS + HEADS}, *MOVE)
    assert fallen(patch) == {}
    assert patch.files[1].after == MOVE[1][2]


def test_a_new_file_falls_as_a_whole() -> None:
    new = (
        b"diff --git a/new.h b/new.h\nnew file mode 100644\n--- /dev/null\n+++ b/new.h\n@@ -0,0 +1 @@\n"
    )
    patch = ported({"old.h": OTHER}, MOVE[0], more=new + b"+" + LONG)
    said = "'pool_add' moves: it comes here and goes with hunk 1 of old.h, which is left out"
    assert fallen(patch) == {"new.h": said}
    assert patch.files[1].after is None


def test_a_lock_goes_only_where_it_comes() -> None:
    unlocked = CALLEE.replace(b"\tpool_lock(pool);\n", b"")
    locks = CALLER.replace(b"\treturn", b"\tpool_lock(pool);\n\treturn")
    edits = (("a.c", CALLEE, unlocked), ("b.c", CALLER, locks))
    assert fallen(ported({"a.c": CALLEE, "b.c": CALLER}, *edits)) == {}
    other = CALLER.replace(b"step", b"walk").replace(b"return pool_run(pool)", b"return 0")
    said = "'pool_lock(pool);' moves: it goes here and comes with hunk 1 of b.c, which is left out"
    assert fallen(ported({"a.c": CALLEE, "b.c": other}, *edits)) == {"a.c": said}


def test_a_new_function_may_take_a_lock_that_not_all_have_given_up() -> None:
    helper = b"int pool_run_locked(struct pool *pool)\n{\n\tpool_lock(pool);\n\treturn 0;\n}\n\n"
    calls = CALLER.replace(b"\treturn", b"\tpool_lock(pool);\n\treturn")
    edits = (
        ("a.c", CALLEE, helper + CALLEE),
        (
            "b.c",
            calls,
            calls.replace(b"\tpool_lock(pool);\n", b"").replace(b"pool_run(", b"pool_run_locked("),
        ),
    )
    other = calls.replace(b"step", b"walk").replace(b"return pool_run(pool)", b"return 0")
    patch = ported({"a.c": CALLEE, "b.c": other}, *edits)
    assert fallen(patch) == {}
    assert patch.files[0].after == helper + CALLEE
    assert len(patch.conflicts) == 1


@pytest.mark.parametrize(
    ("there", "falls"),
    [
        pytest.param(b"\treturn !!pool->spare;\n", True, id="used in other words"),
        pytest.param(b"\treturn pool->other ? 1 : 0;\n", False, id="not used"),
        pytest.param(b"\treturn pool->spare ? 1 : 0;\n", False, id="as the patch expects it"),
    ],
)
def test_a_member_goes_only_with_its_last_uses(there: bytes, falls: bool) -> None:
    line = b"\treturn pool->spare ? 1 : 0;\n"
    user = USER.replace(line, there)
    patch = ported(
        {"pool.h": MEMBERS, "a.c": user},
        ("pool.h", MEMBERS, MEMBERS.replace(b"\tint spare;\n", b"")),
        ("a.c", USER, USER.replace(line, b"\treturn 0;\n")),
    )
    said = "it takes away spare, of which uses stay with hunk 1 of a.c, which is left out"
    assert fallen(patch) == ({"pool.h": said} if falls else {})
