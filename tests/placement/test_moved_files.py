"""Files that the tree does not have under the name the patch gives: moved, gone, or taken for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from patchkit.errors import MissingObjectError
from patchkit.model.placement import FilePlacement, Outcome, Reason
from patchkit.placement import PlacementOptions, place_patch, place_series
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import edit_of, outline_of, patch, series

CODE = b"""#include <linux/ring.h>

int ring_put(struct ring *ring, long value)
{
	ring_lock(ring);
	ring->slots[ring_next(ring)] = value;
	ring_unlock(ring);
	return 0;
}
"""
COUNTING = CODE.replace(b"\tring_unlock", b"\tring->puts++;\n\tring_unlock")


def edit(path: str) -> bytes:
    return edit_of(path, CODE, COUNTING, "int ring_put(struct ring *ring, long value)")


def placed(files: dict[str, bytes], diff: bytes) -> FilePlacement:
    placement, changes = place_patch(patch(diff), MemoryTree(files), outline_of)
    assert changes == {}
    return placement.files[0]


IS_HERE = "is lib/ring.c here (1 of 1 functions, 4 of 4 lines of the hunks)"


@pytest.mark.parametrize(
    ("path", "files", "reason", "detail"),
    [
        pytest.param(
            "kernel/ring.c", {"lib/ring.c": CODE, "kernel/a.c": b""}, Reason.FILE_MOVED,
            f"kernel/ring.c {IS_HERE}", id="moved",
        ),
        pytest.param(
            "kernel/ring.c", {"lib/ring.c": CODE.replace(b"\t", b"        "), "kernel/a.c": b""},
            Reason.FILE_MOVED, f"kernel/ring.c {IS_HERE}", id="moved-and-indented",
        ),
        pytest.param(
            "arch/one/lib/ring.c", {"lib/ring.c": CODE, "arch/one/a.c": b""},
            Reason.FILE_MOVED, f"arch/one/lib/ring.c {IS_HERE}", id="moved-out-of-an-architecture",
        ),
        pytest.param(
            "kernel/ring.c", {"lib/ring.c": CODE, "mm/ring.c": CODE, "kernel/a.c": b""},
            Reason.FILE_MISSING,
            "kernel/ring.c is not there; lib/ring.c and mm/ring.c hold alike what the hunks expect",
            id="at-two-places",
        ),
        pytest.param(
            "kernel/ring.c", {"lib/ring.c": b"int other(void)\n{\n}\n", "kernel/a.c": b""},
            Reason.FILE_MISSING, "kernel/ring.c is not there", id="only-the-name",
        ),
        pytest.param(
            "arch/one/mm/ring.c", {"arch/two/mm/ring.c": CODE, "arch/one/a.c": b"", "arch/one/mm/a.c": b""},
            Reason.FILE_MISSING, "arch/one/mm/ring.c is not there", id="another-architecture",
        ),
        pytest.param(
            "lib/ring.c", {"tools/lib/ring.c": CODE, "lib/a.c": b""},
            Reason.FILE_MISSING, "lib/ring.c is not there", id="the-copy-in-tools",
        ),
        pytest.param(
            "arch/one/mm/ring.c", {"arch/two/mm/a.c": b""}, Reason.FILE_MISSING,
            "arch/one/mm/ring.c is not there, nor is anything else in arch/one/", id="a-lost-folder",
        ),
        pytest.param(
            "lib/ring.c", {"lib/rings.c": CODE, "lib/a.c": b"", "lib/ring.h": CODE},
            Reason.FILE_MISSING,
            "lib/ring.c is not there; 1 of 1 functions, 4 of 4 lines of the hunks are in lib/rings.c",
            id="another-name-beside-it",
        ),
        pytest.param("ring.c", {"a.c": b""}, Reason.FILE_MISSING, "ring.c is not there", id="at-the-top"),
    ],
)  # fmt: skip
def test_missing(path: str, files: dict[str, bytes], reason: Reason, detail: str) -> None:
    placement = placed(files, edit(path))
    assert (placement.outcome, placement.reason) == (Outcome.REJECTED, reason)
    assert placement.detail == detail
    assert all(hunk.reason is reason and hunk.detail == detail for hunk in placement.hunks)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [(b" #define RING_MIN 4\n-#define RING_STEP 2\n+#define RING_STEP 3\n #define RING_MAX 64\n", "file-moved"),
     (b"-#define RING_STEP 2\n+#define RING_STEP 3\n", "file-missing")],
    ids=["three-lines", "one-line"],
)  # fmt: skip
def test_without_functions_it_takes_more_lines(lines: bytes, reason: str) -> None:
    count = sum(line[:1] != b"+" for line in lines.split(b"\n")[:-1])
    hunk = b"@@ -1,%d +1,%d @@\n%s" % (count, count, lines)
    header = b"#define RING_MIN 4\n#define RING_STEP 2\n#define RING_MAX 64\n"
    placement = placed(
        {"include/linux/ring.h": header, "lib/a.c": b""}, b"--- a/lib/ring.h\n+++ b/lib/ring.h\n" + hunk
    )
    assert placement.reason == reason


def test_a_file_that_the_series_knows_by_its_own_name_is_another_one() -> None:
    posted = series(edit("kernel/ring.c"), edit("lib/ring.c"))
    placements = place_series(posted, MemoryTree({"lib/ring.c": CODE, "kernel/a.c": b""}), outline_of)
    first, second = (patch.files[0] for patch in placements.patches)
    assert (first.reason, second.outcome) == (Reason.FILE_MISSING, Outcome.EXACT)


def test_what_the_whole_series_expects_counts_together() -> None:
    small = edit_of("kernel/ring.c", b"gone();\n", b"back();\n")
    posted = series(edit("kernel/ring.c"), small)
    placements = place_series(posted, MemoryTree({"lib/ring.c": CODE, "kernel/a.c": b""}), outline_of)
    assert [patch.files[0].reason for patch in placements.patches] == [Reason.FILE_MOVED] * 2
    assert "4 of 5 lines" in placements.patches[1].files[0].detail


def test_a_rename_whose_old_name_is_elsewhere() -> None:
    rename = (
        b"diff --git a/kernel/ring.c b/mm/ring.c\nsimilarity index 90%\nrename from kernel/ring.c\n"
        b"rename to mm/ring.c\n--- a/kernel/ring.c\n+++ b/mm/ring.c\n"
    ) + edit("kernel/ring.c").partition(b"+++ b/kernel/ring.c\n")[2]
    placement = placed({"lib/ring.c": CODE, "kernel/a.c": b""}, rename)
    assert (placement.reason, placement.detail) == (Reason.FILE_MOVED, f"kernel/ring.c {IS_HERE}")


DELETE = (
    b"diff --git a/kernel/ring.c b/kernel/ring.c\ndeleted file mode 100644\n--- a/kernel/ring.c\n"
    b"+++ /dev/null\n@@ -1,9 +0,0 @@\n" + b"".join(b"-%s\n" % line for line in CODE.split(b"\n")[:-1])
)


@pytest.mark.parametrize(
    ("files", "outcome", "reason"),
    [
        ({"lib/ring.c": CODE}, Outcome.REJECTED, Reason.FILE_MOVED),
        ({"lib/other.c": CODE}, Outcome.ALREADY, None),
    ],
    ids=["moved", "gone"],
)
def test_a_file_to_delete_is_gone_only_when_it_is_nowhere(
    files: dict[str, bytes], outcome: Outcome, reason: Reason | None
) -> None:
    placement = placed(files, DELETE)
    assert (placement.outcome, placement.reason) == (outcome, reason)


def test_the_history_goes_first() -> None:
    asked: list[str] = []

    def renamed_to(path: str) -> list[str]:
        asked.append(path)
        return ["gone/ring.c", "drivers/circle.c"]

    tree = MemoryTree({"drivers/circle.c": b"", "lib/ring.c": CODE})
    options = PlacementOptions(renamed_to=renamed_to)
    placement, _ = place_patch(patch(edit("kernel/ring.c")), tree, outline_of, options)
    (file,) = placement.files
    assert (asked, file.reason) == (["kernel/ring.c"], Reason.FILE_MOVED)
    assert file.detail == "kernel/ring.c is drivers/circle.c here, as the history tells"


class CountingTree(MemoryTree):
    """Counts how often it is listed, and names a file whose content is not at hand."""

    listed = 0

    def paths(self) -> Iterator[str]:
        self.listed += 1
        return super().paths()

    def read(self, path: str) -> bytes | None:
        if path == "mm/ring.c":
            raise MissingObjectError("the blob is missing")
        return super().read(path)


def test_the_tree_is_listed_once_and_only_when_a_file_is_missing() -> None:
    tree = CountingTree({"lib/ring.c": CODE, "mm/ring.c": b""})
    place_series(series(edit("lib/ring.c")), tree, outline_of)
    assert tree.listed == 0
    missing = series(edit("kernel/ring.c"), edit("kernel/pool.c"), edit("kernel/ring.c"))
    placements = place_series(missing, tree, outline_of)
    assert tree.listed == 1
    assert placements.patches[0].files[0].reason is Reason.FILE_MOVED


def test_a_file_that_the_patch_itself_took_away() -> None:
    rename = b"diff --git a/lib/ring.c b/mm/ring.c\nsimilarity index 100%\nrename from lib/ring.c\nrename to mm/ring.c\n"
    placement, _ = place_patch(
        patch(rename + edit("lib/ring.c")), MemoryTree({"lib/ring.c": CODE}), outline_of
    )
    assert placement.files[1].reason is Reason.FILE_MISSING
    assert placement.files[1].detail == "lib/ring.c is not there any more: the patch itself took it away"
