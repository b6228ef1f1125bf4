"""Patch by patch onto a tree: which file a file patch is about, and what is left out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from patchkit.errors import MissingObjectError
from patchkit.model.port import Cause, Conflict, FilePort, Grade, Method
from patchkit.model.tree import Tree
from patchkit.placement import BaseFinder
from patchkit.porting.engine import EngineOptions, SeriesPort, port_patches
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import edit_of, outline_of, series

PATH = "drivers/queue.c"
FILE = b"".join(
    b"static int queue_step_%d(struct queue *queue)\n{\n\treturn queue->step[%d];\n}\n\n" % (at, at)
    for at in range(12)
)
AFTER = FILE.replace(b"step[5]", b"step[50]")
EDIT = edit_of(PATH, FILE, AFTER)


def ported(
    files: Mapping[str, bytes],
    *diffs: bytes,
    base: Mapping[str, bytes] | None = None,
    tree: Tree | None = None,
    confident_only: bool = False,
    refused: Mapping[tuple[int, str, int], Conflict] | None = None,
) -> SeriesPort:
    bases = [MemoryTree(base)] if base is not None else []
    options = EngineOptions(
        outline_of,
        BaseFinder(bases, (), outline_of),
        confident_only=confident_only,
        refused=refused or {},
    )
    return port_patches(series(*diffs), tree or MemoryTree(files), options)


def file_of(port: SeriesPort) -> FilePort:
    (only,) = port.patches[-1].files
    return only


def test_the_file_it_was_made_on() -> None:
    port = ported({PATH: FILE}, EDIT)
    file = file_of(port)
    assert (file.before, file.after) == (FILE, AFTER)
    assert file.grade is Grade.CONFIDENT
    assert file.hunks[0].method is Method.TEXT
    assert file.hunks[0].function == "queue_step_5"
    assert port.trees[-1].read(PATH) == AFTER


def test_a_patch_stands_on_those_before_it() -> None:
    again = edit_of(PATH, AFTER, AFTER.replace(b"step[50]", b"step[51]"))
    port = ported({PATH: FILE}, EDIT, again)
    assert [tree.read(PATH) for tree in port.trees] == [FILE, AFTER, AFTER.replace(b"[50]", b"[51]")]


def test_a_moved_file_keeps_the_name_of_the_target() -> None:
    port = ported({"lib/ring.c": FILE + b"int more;\n"}, EDIT, base={PATH: FILE})
    file = file_of(port)
    assert (file.source, file.path) == ("lib/ring.c", "lib/ring.c")
    assert file.after == AFTER + b"int more;\n"
    assert file.notes == (f"{PATH} is lib/ring.c here (100 % of its lines stand there)",)
    assert file.grade is Grade.CONFIDENT


RENAME = b"diff --git a/drivers/queue.c b/lib/ring.c\nsimilarity index 90%\nrename from drivers/queue.c\nrename to lib/ring.c\n"


def test_a_rename_renames() -> None:
    port = ported(
        {PATH: FILE + b"int more;\n"},
        RENAME + EDIT.split(b"\n", 1)[1].replace(b"b/drivers/queue.c", b"b/lib/ring.c"),
    )
    file = file_of(port)
    assert (file.source, file.path) == (PATH, "lib/ring.c")
    assert not port.trees[-1].exists(PATH)
    assert port.trees[-1].read("lib/ring.c") == AFTER + b"int more;\n"


NEW = b"diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+int a;\n+int b;\n"
GONE = b"diff --git a/n.c b/n.c\ndeleted file mode 100644\n--- a/n.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-int a;\n-int b;\n"
MODE = b"diff --git a/n.c b/n.c\nold mode 100644\nnew mode 100755\n"
BINARY = b"diff --git a/n.c b/n.c\nindex 1234567..89abcde 100644\nBinary files a/n.c and b/n.c differ\n"
LINK = b"diff --git a/n.c b/n.c\nnew file mode 120000\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1 @@\n+a.c\n\\ No newline at end of file\n"


@pytest.mark.parametrize(
    ("diff", "there", "after", "cause"),
    [
        (NEW, None, b"int a;\nint b;\n", None),
        (NEW, b"int a;\nint b;\n", b"int a;\nint b;\n", None),
        (NEW, b"int c;\n", b"int c;\n", Cause.FILE_EXISTS),
        (GONE, b"int a;\nint b;\n", None, None),
        (GONE, None, None, None),
        (GONE, b"int a;\nint c;\n", b"int a;\nint c;\n", Cause.CHANGED_BOTH_WAYS),
        (LINK, None, None, Cause.NOT_TEXT),
        (BINARY, b"x", b"x", Cause.NOT_TEXT),
        (MODE, b"int a;\n", b"int a;\n", None),
        (MODE, None, None, Cause.FILE_MISSING),
        (EDIT.replace(PATH.encode(), b"n.c"), None, None, Cause.FILE_MISSING),
    ],
)
def test_whole_files(diff: bytes, there: bytes | None, after: bytes | None, cause: Cause | None) -> None:
    port = ported({"n.c": there} if there is not None else {"other.c": b"int x;\n"}, diff)
    file = file_of(port)
    assert file.after == after
    assert [conflict.cause for conflict in file.conflicts] == ([cause] if cause else [])
    assert all(conflict.detail for conflict in file.conflicts)
    assert port.trees[-1].read("n.c") == after


def test_a_mode_change_is_ported() -> None:
    file = file_of(ported({"n.c": b"int a;\n"}, MODE))
    assert (file.old_mode, file.new_mode) == ("100644", "100755")
    assert file.changed


def test_a_file_that_cannot_be_read_is_no_missing_one() -> None:
    @dataclass
    class Torn(MemoryTree):
        def __init__(self) -> None:
            super().__init__({PATH: FILE})

        def read(self, path: str) -> bytes | None:
            raise MissingObjectError("no such object", where=path)

    file = file_of(ported({}, EDIT, tree=Torn()))
    assert file.conflict is not None
    assert file.conflict.cause is Cause.UNREADABLE


def test_a_refused_hunk_has_all_three_sides() -> None:
    target = FILE.replace(b"\treturn queue->step[5];\n", b"\treturn other_thing(queue);\n")
    file = file_of(ported({PATH: target}, EDIT, base={PATH: FILE}))
    assert file.after == target
    conflict = file.hunks[0].conflict
    assert conflict is not None
    assert b"-" not in conflict.base[:1]
    assert b"\treturn queue->step[5];\n" in conflict.base
    assert b"\treturn queue->step[50];\n" in conflict.theirs
    assert b"\treturn other_thing(queue);\n" in conflict.ours
    assert conflict.cause is Cause.REMOVED_LINES_GONE


def test_what_the_caller_refuses_stays_out_and_the_rest_goes_in() -> None:
    both = edit_of(PATH, FILE, AFTER.replace(b"step[1]", b"step[10]"))
    why = Conflict(Cause.DOES_NOT_RESOLVE, "queue is no struct here")
    port = ported({PATH: FILE}, both, refused={(1, PATH, 1): why})
    file = file_of(port)
    assert [hunk.grade for hunk in file.hunks] == [Grade.CONFIDENT, Grade.CONFLICT]
    assert file.after == FILE.replace(b"step[1]", b"step[10]")
    assert file.hunks[1].conflict is not None
    assert file.hunks[1].conflict.cause is Cause.DOES_NOT_RESOLVE
    assert file.hunks[1].conflict.theirs


def test_confident_only_leaves_likely_results_out() -> None:
    before = b"int a;\nint b;\nint c;\nint d;\nint e;\nint f;\n"
    edit = edit_of(PATH, before, before.replace(b"int d;\n", b"int new;\nint d;\n"))
    target = before.replace(b"int d;\n", b"long x;\nlong y;\n")
    likely = file_of(ported({PATH: target}, edit))
    assert likely.grade is Grade.LIKELY  # the line below is gone: those above alone decide
    assert likely.after == target.replace(b"long x;", b"int new;\nlong x;")
    file = file_of(ported({PATH: target}, edit, confident_only=True))
    assert file.after == target
    assert [conflict.cause for conflict in file.conflicts] == [Cause.NOT_CONFIDENT]


def test_one_file_in_two_parts_of_a_patch() -> None:
    """Some posters concatenate diffs; the second part stands on the first."""
    second = edit_of(PATH, AFTER, AFTER.replace(b"step[50]", b"step[51]"))
    port = ported({PATH: FILE}, EDIT + second)
    assert port.trees[-1].read(PATH) == AFTER.replace(b"step[50]", b"step[51]")


def test_what_the_target_has_in_other_words_is_called_there_already() -> None:
    before = FILE.replace(b"queue->step[5]", b"queue->step[5] + queue_base(queue)")
    target = AFTER.replace(b"queue->step[50]", b"queue->step[50] + queue_base(queue, 0)")
    after = before.replace(b"step[5]", b"step[50]")
    (hunk,) = file_of(ported({PATH: target}, edit_of(PATH, before, after))).hunks
    assert hunk.conflict is None
    assert (hunk.method, hunk.notes) == (Method.ALREADY, ())


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    port_patches(
        series(EDIT), MemoryTree({PATH: FILE}), EngineOptions(outline_of), lambda *at: told.append(at)
    )
    assert told == [(1, 1)]


def test_a_mode_that_an_earlier_patch_changed_is_changed_back() -> None:
    back = MODE.replace(b"644", b"64x").replace(b"755", b"644").replace(b"64x", b"755")
    port = ported({"n.c": b"int a;\n"}, MODE, back)
    assert port.trees[1].mode("n.c") == "100755"
    file = file_of(port)
    assert (file.old_mode, file.new_mode) == ("100755", "100644")
    assert file.changed
    assert port.trees[2].mode("n.c") == "100644"
