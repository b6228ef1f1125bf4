"""What is said below the `---`, and what a `.rej` file holds."""

from __future__ import annotations

from msgspec.structs import replace

from patchkit.model.diff import FileChange, FilePatch, repo_path
from patchkit.model.port import Adaptation, Cause, Conflict, Grade, Method
from patchkit.model.tree import TreeIdentity
from patchkit.porting.notes import below_the_line
from patchkit.porting.rejects import rejects_of
from tests.porting.makers import edit, file_patch, placed, ported, refused

TARGET = TreeIdentity("/home/ada/linux@v5.10", "revision", "5.10.89", "0123456789abcdef0123")


def test_an_unchanged_patch_says_where_it_comes_from() -> None:
    assert below_the_line(ported(edit("a", b"1\n", b"2\n", placed())), TARGET) == (
        b"Ported to Linux 5.10.89, commit 0123456789ab by patchkit.\n"
        b"Link: https://lore.kernel.org/r/1@example.org\n"
    )


def test_every_difference_is_said_with_its_reason() -> None:
    port = ported(
        edit(
            "mm/slot.c",
            b"1\n",
            b"2\n",
            placed(),
            placed(1, method=Method.MERGE, agreeing=(Method.ALIGNED,), notes=("goto is gone here.",)),
            placed(2, grade=Grade.LIKELY, method=Method.FUZZ, differing=(Method.ALIGNED, Method.MERGE)),
            placed(3, method=Method.ALREADY, line=None, function=""),
            refused(4),
            notes=("it is mm/slots.c in the original",),
        ),
        edit("mm/gone.c", None, None, conflict=Conflict(Cause.FILE_MISSING, "no file has its content")),
    )
    port = replace(
        port,
        adaptations=(
            Adaptation("unknown-site", "arch/arm64/mm/mmu.c", 1080, "the parameter is added"),
            Adaptation("header", "mm/slot.c", 3, "slot.h is included", review=False),
        ),
    )
    assert (
        below_the_line(port, replace(TARGET, commit="", version="")).decode()
        == """\
Ported to another tree by patchkit.
Link: https://lore.kernel.org/r/1@example.org
What differs from the original, and why:
- mm/slot.c: it is mm/slots.c in the original
- mm/slot.c, hunk 2 of 1, line 7 in slot_add(): confident: placed by a
  three-way merge, and alignment leaves the same. goto is gone here
- mm/slot.c, hunk 3 of 1, line 7 in slot_add(): likely: placed by fuzz;
  alignment and a three-way merge leave other lines
- mm/slot.c, hunk 4 of 1: is there already
Left out as conflicts; the .rej file has all sides:
- mm/slot.c, hunk 5 of 1, line 12 in slot_add(): no-anchor: nothing is
  left of it
- mm/gone.c: file-missing: no file has its content
Added, and to be reviewed:
- arch/arm64/mm/mmu.c:1080: unknown-site: the parameter is added
Added:
- mm/slot.c:3: header: slot.h is included
"""
    )


def test_strangers_words_cannot_end_a_mail() -> None:
    port = ported(edit("a", b"1\n", b"2\n", placed(notes=("x\n---\ndiff --git a/b\x1b[31m",))))
    text = below_the_line(port, TARGET).decode()
    assert "x --- diff --git a/b?[31m" in text.replace("\n  ", " ")
    assert "\n---" not in text


def test_nothing_names_a_place_of_this_machine() -> None:
    assert b"/home" not in below_the_line(ported(edit("a", b"1\n", b"2\n", placed())), TARGET)


def test_rejects_have_all_sides() -> None:
    port = ported(edit("mm/slot.c", b"1\n", b"1\n", placed(), refused(1)))
    assert (
        rejects_of(port).decode()
        == """\
Left out of patch 1, “mm: make slots whole”, as conflicts.

mm/slot.c, hunk 2 of 1, line 12 in slot_add(): no-anchor: nothing is left of it
<<<<<<< target mm/slot.c:12
here
||||||| original expects
one
two
=======
one
2
>>>>>>> original brings
"""
    )


def test_rejects_of_a_file_that_is_not_there_come_from_the_hunks() -> None:
    gone = Conflict(Cause.FILE_MISSING, "it is nowhere")
    assert (
        rejects_of(ported(edit("mm/slot.c", None, None, conflict=gone))).decode()
        == """\
Left out of patch 1, “mm: make slots whole”, as conflicts.

mm/slot.c: file-missing: it is nowhere
<<<<<<< target mm/slot.c
||||||| original expects
one
two
three
=======
one
2
three
>>>>>>> original brings
"""
    )


def test_a_side_without_a_last_newline_says_so() -> None:
    port = ported(edit("a", b"1", b"1", refused(ours=b"here", base=b"", theirs=b"there\n")))
    assert b"here\n\\ No newline at end of file\n|||||||" in rejects_of(port)


def test_what_is_no_text_is_kept_as_it_came() -> None:
    name = repo_path("logo.png")
    raw = b"diff --git a/logo.png b/logo.png\nGIT binary patch\n"
    binary = FilePatch(name, name, FileChange.MODIFIED, binary=True, raw=raw)
    conflict = Conflict(Cause.NOT_TEXT, "a binary patch is not analysed")
    port = ported(replace(edit("logo.png", None, None, conflict=conflict), original=binary))
    assert rejects_of(port).endswith(b"logo.png: not-text: a binary patch is not analysed\n" + raw)


def test_nothing_left_out_means_no_rejects() -> None:
    assert rejects_of(ported(edit("a", b"1\n", b"2\n", placed()))) == b""
    assert file_patch().hunks


def test_a_diff_that_cannot_be_read_is_kept_whole() -> None:
    port = ported()
    broken = replace(port.patch, malformed="line 3: hunk is cut short", diff=b"@@ -1 +1 @@\n")
    said = rejects_of(replace(port, patch=broken))
    assert said.endswith(b"its diff cannot be read: line 3: hunk is cut short\n@@ -1 +1 @@\n")
