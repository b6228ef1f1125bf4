"""Files that have another name in the target: found by content, never across parts that do the same job."""

from __future__ import annotations

import pytest

from patchkit.placement.relocated import Relocated, may_be_moved, relocated
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import edit_of, file_patch

OLD_NAME = "drivers/net/queue.c"
OLD = b"".join(
    b"static int queue_step_%d(struct queue *queue)\n{\n\treturn queue->step[%d];\n}\n\n" % (at, at)
    for at in range(12)
)
HUNKS = file_patch(edit_of(OLD_NAME, OLD, OLD.replace(b"[5]", b"[50]").replace(b"[9]", b"[90]"))).hunks
OTHER = OLD.replace(b"queue_step", b"ring_push").replace(b"queue", b"ring")


def found(files: dict[str, bytes], old: bytes | None = OLD, *known: str) -> Relocated | None:
    return relocated(OLD_NAME, old, HUNKS, MemoryTree(files), known)


def test_by_what_it_defines() -> None:
    assert found({"net/core/qq.c": OLD, "net/core/ring.c": OTHER}) == Relocated("net/core/qq.c", 100)


def test_half_of_its_lines_are_enough() -> None:
    half = OLD[: len(OLD) * 3 // 5]
    moved = found({"net/core/qq.c": half + OTHER})
    assert moved is not None
    assert moved.path == "net/core/qq.c"
    assert 50 < moved.percent < 100
    assert found({"net/core/qq.c": OLD[: len(OLD) // 4] + OTHER}) is None


def test_by_the_hunks_alone_when_they_say_enough() -> None:
    assert found({"net/core/qq.c": OLD}, None) == Relocated("net/core/qq.c", 100)
    short = file_patch(
        b"--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@\n int some_long_name;\n+int more;\n int other_long_name;\n"
    )
    tree = MemoryTree({"g.c": b"int some_long_name;\nint other_long_name;\n"})
    assert relocated("f.c", None, short.hunks, tree, ()) is None


def test_two_that_are_alike_are_no_answer() -> None:
    assert found({"net/core/qq.c": OLD, "net/other/qq.c": OLD}) is None


def test_what_the_series_knows_is_not_the_answer() -> None:
    assert found({"net/core/qq.c": OLD}, OLD, "net/core/qq.c") is None


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("drivers/a.c", "lib/b.c", True),
        ("arch/arm64/mm/a.c", "arch/arm64/kernel/b.c", True),
        ("arch/arm64/mm/a.c", "mm/a.c", True),
        ("arch/arm64/mm/a.c", "arch/x86/mm/a.c", False),
        ("tools/lib/a.c", "lib/a.c", False),
        ("tools/lib/a.c", "tools/perf/a.c", True),
        ("tools/lib/a.c", "arch/x86/lib/a.c", False),
    ],
)
def test_parts_that_do_the_same_job(one: str, other: str, may: bool) -> None:
    assert may_be_moved(one, other) is may
    assert may_be_moved(other, one) is may


@pytest.mark.parametrize(
    ("source", "there"),
    [
        ("arch/arm64/mm/q.c", "arch/x86/mm/q2.c"),
        ("lib/q.c", "tools/lib/q2.c"),
        ("tools/q.c", "kernel/q2.c"),
    ],
)
def test_never_across_them(source: str, there: str) -> None:
    assert relocated(source, OLD, HUNKS, MemoryTree({there: OLD}), ()) is None
    assert relocated(source, OLD, HUNKS, MemoryTree({source + ".c": OLD}), ()) is not None
