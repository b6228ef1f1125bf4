"""One patch on one tree: which file each file patch reads, and what is left behind."""

from __future__ import annotations

import pytest

from patchkit.errors import MissingObjectError, TreeError
from patchkit.model.diff import FileChange, FilePatch, repo_path
from patchkit.model.facts import Outline
from patchkit.model.placement import Outcome, Reason
from patchkit.placement import place_patch
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import numbered, outline_of, patch, patch_of

TEN = numbered(10)
EDIT = b"@@ -2,5 +2,5 @@\n line 2\n line 3\n-line 4\n+FOUR\n line 5\n line 6\n"
EDITED = numbered(10, {4: b"FOUR\n"})
MODE = b"diff --git a/f b/f\nold mode 100644\nnew mode 100755\n"
EDIT_F = b"diff --git a/f b/f\n--- a/f\n+++ b/f\n" + EDIT
RENAME = b"diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n"
RENAME_EDIT = (
    b"diff --git a/f b/g\nsimilarity index 90%\nrename from f\nrename to g\n--- a/f\n+++ b/g\n" + EDIT
)
COPY = b"diff --git a/f b/g\nsimilarity index 100%\ncopy from f\ncopy to g\n"
COPY_EDIT = (
    b"diff --git a/f b/g\nsimilarity index 90%\ncopy from f\ncopy to g\n--- a/f\n+++ b/g\n" + EDIT
)
SWAP = RENAME + b"diff --git a/g b/f\nsimilarity index 100%\nrename from g\nrename to f\n"
ROTATE = (
    b"diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n"
    b"diff --git a/g b/h\nsimilarity index 100%\nrename from g\nrename to h\n"
    b"diff --git a/h b/f\nsimilarity index 100%\nrename from h\nrename to f\n"
)
EDIT_G = (
    b"diff --git a/g b/g\n--- a/g\n+++ b/g\n"
    b"@@ -7,4 +7,4 @@\n line 7\n line 8\n-line 9\n+NINE\n line 10\n"
)
EDIT_F_AGAIN = EDIT_G.replace(b"a/g", b"a/f").replace(b"b/g", b"b/f")
BOTH = numbered(10, {4: b"FOUR\n", 9: b"NINE\n"})
DELETE_F = b"diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n"
CREATE_F = b"diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+new\n"
E, A, R = Outcome.EXACT, Outcome.ALREADY, Outcome.REJECTED

Files = dict[str, bytes]
Changes = dict[str, bytes | None]


@pytest.mark.parametrize(
    ("diff", "files", "expected", "changes"),
    [
        pytest.param(EDIT_F, {"f": TEN}, [E], {"f": EDITED}, id="edit"),
        pytest.param(EDIT_F, {"f": EDITED}, [A], {}, id="edit-is-there"),
        pytest.param(EDIT_F, {}, [R], {}, id="edit-of-nothing"),
        pytest.param(EDIT_F + EDIT_F_AGAIN, {"f": TEN}, [E, E], {"f": BOTH}, id="one-file-twice"),
        pytest.param(RENAME, {"f": TEN}, [E], {"f": None, "g": TEN}, id="rename"),
        pytest.param(RENAME, {"g": TEN}, [A], {}, id="rename-is-done"),
        pytest.param(RENAME, {}, [R], {}, id="rename-of-nothing"),
        pytest.param(RENAME, {"f": TEN, "g": TEN}, [R], {}, id="rename-onto-a-file"),
        pytest.param(RENAME_EDIT, {"f": TEN}, [E], {"f": None, "g": EDITED}, id="rename-and-edit"),
        pytest.param(RENAME_EDIT, {"g": EDITED}, [A], {}, id="rename-and-edit-is-done"),
        pytest.param(RENAME_EDIT, {"g": TEN}, [R], {}, id="renamed-but-not-edited"),
        pytest.param(
            RENAME_EDIT, {"f": EDITED}, [E], {"f": None, "g": EDITED}, id="edited-but-not-renamed"
        ),
        pytest.param(MODE, {"f": TEN}, [E], {}, id="mode"),
        pytest.param(RENAME_EDIT, {"f": b"x\n"}, [R], {}, id="rename-whose-edit-fails"),
        pytest.param(
            RENAME + EDIT_G,
            {"f": TEN},
            [E, E],
            {"f": None, "g": numbered(10, {9: b"NINE\n"})},
            id="edit-under-the-new-name",
        ),
        pytest.param(
            RENAME + EDIT_F, {"f": TEN}, [E, R], {"f": None, "g": TEN}, id="edit-under-the-old-name"
        ),
        pytest.param(COPY, {"f": TEN}, [E], {"g": TEN}, id="copy"),
        pytest.param(COPY, {"f": TEN, "g": TEN}, [A], {}, id="copy-is-there"),
        pytest.param(COPY, {"f": TEN, "g": b"x\n"}, [R], {}, id="copy-onto-another-file"),
        pytest.param(COPY_EDIT, {"f": TEN}, [E], {"g": EDITED}, id="copy-and-edit"),
        pytest.param(
            EDIT_F + COPY, {"f": TEN}, [E, E], {"f": EDITED, "g": TEN}, id="a-copy-reads-the-old-tree"
        ),
        pytest.param(SWAP, {"f": TEN, "g": b"x\n"}, [E, E], {"f": b"x\n", "g": TEN}, id="swap"),
        pytest.param(
            ROTATE,
            {"f": b"1\n", "g": b"2\n", "h": b"3\n"},
            [E, E, E],
            {"f": b"3\n", "g": b"1\n", "h": b"2\n"},
            id="rotate",
        ),
        pytest.param(
            DELETE_F + CREATE_F, {"f": b"old\n"}, [E, E], {"f": b"new\n"}, id="delete-and-create"
        ),
        pytest.param(DELETE_F, {"f": b"old\n"}, [E], {"f": None}, id="delete"),
        pytest.param(DELETE_F, {"f": b"x\n"}, [R], {}, id="delete-another-file"),
    ],
)
def test_files(diff: bytes, files: Files, expected: list[Outcome], changes: Changes) -> None:
    placement, changed = place_patch(patch(diff), MemoryTree(files), outline_of)
    assert [file.outcome for file in placement.files] == expected
    assert changed == changes
    assert placement.clean is (R not in expected)


def test_details_of_a_rename() -> None:
    placement, _ = place_patch(patch(RENAME_EDIT), MemoryTree({"f": TEN}), outline_of)
    assert (placement.files[0].path, placement.files[0].detail) == ("g", "renamed from f")
    placement, _ = place_patch(patch(RENAME), MemoryTree({"f": TEN, "g": TEN}), outline_of)
    assert placement.files[0].reason is Reason.FILE_EXISTS
    assert placement.files[0].detail == "g is there already, and so is f"


class PartialTree(MemoryTree):
    """A tree of a partial clone: it names files whose content is not at hand."""

    def read(self, path: str) -> bytes | None:
        if path == "gone":
            raise MissingObjectError("the blob of gone is missing", where="a commit")
        if path == "locked":
            raise TreeError("permission denied")
        return super().read(path)


@pytest.mark.parametrize(
    ("name", "detail"),
    [("gone", "gone: the blob of gone is missing"), ("locked", "locked: permission denied")],
)
def test_a_file_that_cannot_be_read_is_refused_as_unreadable(name: str, detail: str) -> None:
    diff = EDIT_F.replace(b"a/f", b"a/%s" % name.encode()).replace(b"b/f", b"b/%s" % name.encode())
    placement, changes = place_patch(patch(diff + EDIT_F), PartialTree({"f": TEN}), outline_of)
    lost, fine = placement.files
    assert (lost.outcome, lost.reason, lost.detail) == (R, Reason.UNREADABLE, detail)
    assert [(hunk.outcome, hunk.reason) for hunk in lost.hunks] == [(R, Reason.UNREADABLE)]
    assert fine.outcome is E
    assert changes == {"f": EDITED}


def test_a_malformed_patch_is_never_clean() -> None:
    broken = patch_of(malformed="hunk is shorter than its header says")
    placement, changes = place_patch(broken, MemoryTree({}), outline_of)
    assert not placement.clean
    assert placement.files[0].detail == "the diff: hunk is shorter than its header says"
    assert changes == {}


def test_a_binary_patch_changes_nothing() -> None:
    name = repo_path("f.bin")
    binary = FilePatch(name, name, FileChange.MODIFIED, binary=True)
    placement, changes = place_patch(patch_of(binary), MemoryTree({"f.bin": b"\0"}), outline_of)
    assert placement.files[0].outcome is Outcome.NOT_ANALYSED
    assert placement.clean
    assert changes == {}


def test_outlines_are_asked_for_where_hunks_are_placed_only() -> None:
    asked: list[str] = []

    def asking(path: str, data: bytes) -> Outline:
        asked.append(path)
        return outline_of(path, data)

    files = {"f": TEN, "h": TEN}
    copy_h = COPY.replace(b"a/f", b"a/h").replace(b"from f", b"from h")
    place_patch(patch(EDIT_F + copy_h + DELETE_F.replace(b"/f", b"/h")), MemoryTree(files), asking)
    assert asked == ["f"]
