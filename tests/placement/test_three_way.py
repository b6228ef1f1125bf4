"""Three-way merges of refused and fuzzy hunks, and the search for their bases."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from patchkit.gitio import blob_id, merge_file
from patchkit.model.diff import FilePatch
from patchkit.model.placement import FilePlacement, Outcome
from patchkit.placement import BaseFinder, PlacementOptions, place_series
from patchkit.placement.alignment import corresponding
from patchkit.trees import BlobStore, MemoryTree
from tests.placement.makers import file_patch, outcomes, outline_of, patch_of
from tests.placement.makers import series as posting

PATH = "mm/slot.c"

BASE = b"""\
static int slot_count;

/*
 * Slots come and go.
 *
 * Nobody counts them but we.
 */

static void slot_release(struct slot *slot)
{
	unsigned long start;
	unsigned long size;

	slot_kill(slot);
	start = slot->start;
	size = slot->size;

	slot_lock();
	slot_remove(start, size);
	slot_unlock();
	slot_put(slot);
}

static int slot_online(struct slot *slot)
{
	slot_check(slot);
	slot_count++;
	return 0;
}
"""


def changed(data: bytes, *edits: tuple[bytes, bytes]) -> bytes:
    for old, new in edits:
        assert data.count(old) == 1, old
        data = data.replace(old, new)
    return data


def heading(old: bytes, header: str) -> str:
    """The line above a hunk that git would show: the last one that starts with a letter."""
    first = int(header.split("-")[1].split(",")[0])
    above = [line for line in old.decode().split("\n")[: first - 1] if line[:1].isalpha()]
    return f"{header.rstrip()} {above[-1] if above else ''}".rstrip() + "\n"


def diff(old: bytes, new: bytes, *, path: str = PATH, index: bool = False) -> bytes:
    before, after = (one.decode().splitlines(True) for one in (old, new))
    lines = unified_diff(before, after, f"a/{path}", f"b/{path}")
    text = "".join(heading(old, line) if line.startswith("@@") else line for line in lines)
    ids = f"index {blob_id(old)[:12]}..{blob_id(new)[:12]} 100644\n" if index else ""
    return f"diff --git a/{path} b/{path}\n{ids}{text}".encode()


def placed(
    text: bytes, tree: bytes, bases: Sequence[MemoryTree] = (), stores: Sequence[BlobStore] = ()
) -> tuple[FilePlacement, bytes | None]:
    finder = BaseFinder(bases, stores, outline_of)
    done = place_series(
        posting(text), MemoryTree({PATH: tree}), outline_of, options=PlacementOptions(bases=finder)
    )
    return done.patches[0].files[0], done.trees[-1].read(PATH)


def base_tree(data: bytes, version: str = "4.20.0") -> MemoryTree:
    return MemoryTree({PATH: data}, version)


NID = (
    (b"\tunsigned long size;\n", b"\tunsigned long size;\n\tint nid = slot->nid;\n"),
    (b"slot_remove(start, size)", b"slot_remove(nid, start, size)"),
)
PATCHED = changed(BASE, *NID)
# One hunk changes two lines; here a line between them is another one, which no fuzz leaves out.
OURS = changed(BASE, (b"\tstart = slot->start;\n", b"\tstart = slot_start(slot);\n"))


def test_what_text_refuses_git_merges() -> None:
    file, data = placed(diff(BASE, PATCHED), OURS, [base_tree(BASE)])
    (hunk,) = file.hunks
    assert (file.outcome, hunk.outcome, hunk.reason) == (Outcome.THREE_WAY, Outcome.THREE_WAY, None)
    assert data == changed(OURS, *NID)
    assert (hunk.written_for, hunk.landed_in) == ("slot_release", "slot_release")
    assert hunk.detail == f"three-way with base {PATH} of (memory) (blob {blob_id(BASE)[:12]})"
    assert hunk.outcome.applied


def test_without_a_base_nothing_changes() -> None:
    file, data = placed(diff(BASE, PATCHED), OURS)
    assert outcomes(file) == [Outcome.REJECTED]
    assert data == OURS


def test_the_line_is_that_of_the_tree() -> None:
    above = b"/* one */\n/* two */\n"
    file, _ = placed(diff(BASE, PATCHED), above + OURS, [base_tree(BASE)])
    (hunk,) = file.hunks
    # The hunk begins 3 lines above the first changed one.
    assert hunk.line is not None
    shown = (above + OURS).split(b"\n")[hunk.line - 1 : hunk.line + 2]
    assert shown == [b"{", b"\tunsigned long start;", b"\tunsigned long size;"]
    assert hunk.offset == 2


def test_fuzz_gives_way_to_a_merge() -> None:
    tree = changed(BASE, (b"\tslot_put(slot);\n", b"\tslot_drop(slot);\n"))
    text = diff(BASE, PATCHED)
    assert outcomes(placed(text, tree)[0]) == [Outcome.FUZZ]
    file, data = placed(text, tree, [base_tree(BASE)])
    assert [(hunk.outcome, hunk.fuzz) for hunk in file.hunks] == [(Outcome.THREE_WAY, 0)]
    assert data == changed(tree, *NID)


def test_a_conflict_keeps_the_refusal_and_says_where() -> None:
    tree = changed(OURS, (b"slot_remove(start, size)", b"slot_remove(slot)"))
    file, data = placed(diff(BASE, PATCHED), tree, [base_tree(BASE)])
    (hunk,) = file.hunks
    line = tree[: tree.index(b"\tslot_remove(slot)")].count(b"\n") + 1
    assert hunk.outcome is Outcome.REJECTED
    assert hunk.reason is not None
    assert hunk.detail.endswith(f"(blob {blob_id(BASE)[:12]}) conflicts at line {line}")
    assert data == tree


def test_a_merge_that_changes_nothing_is_there_already() -> None:
    tree = changed(OURS, *NID)
    file, data = placed(diff(BASE, PATCHED), tree, [base_tree(BASE)])
    (hunk,) = file.hunks
    assert (hunk.outcome, hunk.line, hunk.landed_in) == (Outcome.ALREADY, 10, "slot_release")
    assert hunk.detail.endswith("changes nothing")
    assert data == tree


def test_fuzz_that_would_put_it_in_twice_is_taken_back() -> None:
    """The insertion stands behind other lines already; a merge with the base sees that."""
    text = diff(BASE, changed(BASE, (b"\tslot_count++;\n", b"\tslot_count++;\n\tslot_event();\n")))
    tree = changed(
        BASE,
        (
            b"\tslot_count++;\n\treturn 0;\n}\n",
            b"\tslot_count++;\n\tslot_event();\n\treturn 0;\n}\n\nint slots(void)\n{\n}\n",
        ),
        (b"static int slot_online(struct slot *slot)\n{\n", b"int slot_online(struct slot *slot)\n{\n"),
    )
    file, data = placed(text, tree, [base_tree(BASE)])
    assert outcomes(file) == [Outcome.ALREADY]
    assert data == tree


def test_hunks_are_judged_one_by_one() -> None:
    """The first conflicts, the second merges, the third fits by itself."""
    wanted = changed(
        BASE,
        (b"static int slot_count;\n", b"static int slot_total;\n"),
        *NID,
        (b"\tslot_count++;\n", b"\tslot_total++;\n"),
    )
    tree = changed(OURS, (b"static int slot_count;\n", b"static long slot_count;\n"))
    file, data = placed(diff(BASE, wanted), tree, [base_tree(BASE)])
    assert outcomes(file) == [Outcome.REJECTED, Outcome.THREE_WAY, Outcome.EXACT]
    assert file.outcome is Outcome.REJECTED
    assert data == changed(tree, *NID, (b"\tslot_count++;\n", b"\tslot_total++;\n"))


def test_a_hunk_that_fits_is_left_alone() -> None:
    """An exact hunk of the same file is in both sides of the merge and goes in once."""
    wanted = changed(BASE, *NID, (b"\tslot_count++;\n", b"\tslot_count++;\n\tslot_count++;\n"))
    file, data = placed(diff(BASE, wanted), OURS, [base_tree(BASE)])
    assert outcomes(file) == [Outcome.THREE_WAY, Outcome.EXACT]
    assert data == changed(OURS, *NID, (b"\tslot_count++;\n", b"\tslot_count++;\n\tslot_count++;\n"))


def test_a_clean_merge_into_another_function_is_refused() -> None:
    """git follows the text; the text moved to a function that the hunk was not written for."""
    release = BASE[BASE.index(b"static void slot_release") : BASE.index(b"static int slot_online")]
    other = release.replace(b"slot_release", b"slot_abort").replace(b"slot->start", b"slot_start(slot)")
    stub = b"static void slot_release(struct slot *slot)\n{\n}\n\n"
    tree = BASE.replace(release, other + stub)
    file, data = placed(diff(BASE, PATCHED), tree, [base_tree(BASE)])
    (hunk,) = file.hunks
    assert hunk.outcome is Outcome.REJECTED
    assert "would go into slot_abort()" in hunk.detail
    assert "slot_abort" in {rival.function for rival in hunk.rivals}
    assert data == tree


def test_a_second_assignment_merges_cleanly() -> None:
    """Trap 4: text cannot see that one of both assignments is dead; a merge is no proof."""
    base = changed(BASE, (b"\tunsigned long size;\n", b"\tunsigned long size;\n\tint nid;\n"))
    wanted = changed(
        base, (b"\tsize = slot->size;\n", b"\tsize = slot->size;\n\tnid = slot_nid(slot);\n")
    )
    tree = changed(
        base,
        (b"\tslot_kill(slot);\n", b""),
        (b"\tstart = slot->start;\n", b"\tstart = slot_start(slot);\n"),
        (b"\tslot_lock();\n", b"\tnid = page_nid(start);\n\n\tslot_lock();\n"),
    )
    file, data = placed(diff(base, wanted), tree, [base_tree(base)])
    assert outcomes(file) == [Outcome.THREE_WAY]
    assert data is not None
    assert data.count(b"nid = ") == 2


@pytest.mark.parametrize(
    ("have", "outcome"),
    [
        pytest.param(BASE, Outcome.THREE_WAY, id="fits-forward"),
        pytest.param(PATCHED, Outcome.THREE_WAY, id="is-in-already"),
        pytest.param(b"/* a */\n" * 9 + PATCHED, Outcome.THREE_WAY, id="is-in-further-down"),
        pytest.param(
            changed(BASE, (b"\tslot_put(slot);\n", b"\n")), Outcome.REJECTED, id="with-fuzz-only"
        ),
        pytest.param(b"", Outcome.REJECTED, id="empty"),
    ],
)
def test_a_base_is_a_file_on_which_the_patch_fits_strictly(have: bytes, outcome: Outcome) -> None:
    file, data = placed(diff(BASE, PATCHED), OURS, [base_tree(have)])
    assert outcomes(file) == [outcome]
    assert data == (changed(OURS, *NID) if outcome is Outcome.THREE_WAY else OURS)


def test_the_newest_tree_goes_first() -> None:
    above = [b"/* %d */\n" % number for number in range(5)]
    versions = ["4.20.0", "5.0.0-rc8", "5.0.0", "", "4.9.0"]
    trees = [base_tree(line + BASE, version) for line, version in zip(above, versions, strict=True)]
    finder = BaseFinder(trees, (), outline_of)
    base = finder.find(file_patch(diff(BASE, PATCHED)))
    assert base is not None
    assert base.data == above[2] + BASE
    assert base.starts == (10,)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that holds BASE as a loose blob that no tree names."""
    top = tmp_path / "linux"
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    write = ["git", "hash-object", "-w", "--stdin"]
    subprocess.run(write, cwd=top, input=BASE, check=True, capture_output=True)
    return top


def test_the_blob_of_the_index_line_is_the_base(repository: Path) -> None:
    stores = [BlobStore(str(repository))]
    text = diff(BASE, PATCHED, index=True)
    before = sorted(repository.rglob("*"))
    file, data = placed(text, OURS, [base_tree(b"/* another */\n" + BASE)], stores)
    assert outcomes(file) == [Outcome.THREE_WAY]
    assert file.hunks[0].detail == f"three-way with base {PATH} (blob {blob_id(BASE)[:12]})"
    assert data == changed(OURS, *NID)
    assert sorted(repository.rglob("*")) == before


@pytest.mark.parametrize("object_id", ["", "0" * 12, "abc", "1" * 12], ids=str)
def test_ids_that_name_no_blob(repository: Path, object_id: str) -> None:
    finder = BaseFinder((), [BlobStore(str(repository))], outline_of)
    assert finder.find(replace(file_patch(diff(BASE, PATCHED)), old_blob=object_id)) is None


def test_a_blob_that_earlier_patches_make(repository: Path) -> None:
    """What the second patch was made on is in no store; the first one makes it of what is."""
    middle = changed(BASE, (b"\tslot_count++;\n", b"\tslot_count += 2;\n"))
    first = file_patch(diff(BASE, middle, index=True))
    second = file_patch(diff(middle, changed(middle, *NID), index=True))
    finder = BaseFinder((), [BlobStore(str(repository))], outline_of)
    assert finder.find(second) is None
    finder.note(patch_of(first))
    base = finder.find(second)
    assert base is not None
    assert base.data == middle
    assert base.name == f"{PATH} with earlier patches (blob {blob_id(middle)[:12]})"


@pytest.mark.parametrize("renamed", [False, True], ids=["same-name", "renamed-by-the-series"])
def test_a_base_tree_with_earlier_patches(renamed: bool) -> None:
    middle = changed(BASE, (b"\tslot_lock();\n", b"\tslot_write_lock();\n"))
    path = "mm/slots.c" if renamed else PATH
    first = file_patch(diff(BASE, middle))
    if renamed:
        head = b"diff --git a/mm/slot.c b/mm/slots.c\nsimilarity index 95%\nrename from mm/slot.c\nrename to mm/slots.c\n"
        body = diff(BASE, middle).split(b"\n", 1)[1].replace(b"b/mm/slot.c", b"b/mm/slots.c")
        first = file_patch(head + body)
    finder = BaseFinder([base_tree(BASE)], (), outline_of)
    finder.note(patch_of(first))
    base = finder.find(file_patch(diff(middle, changed(middle, *NID), path=path)))
    assert base is not None
    assert base.data == middle


def test_a_store_that_is_no_repository_is_silent(tmp_path: Path) -> None:
    store = BlobStore(str(tmp_path))
    assert store.blob("1" * 12) is None
    assert store.incidents == ()


def test_a_repository_that_git_cannot_use_is_an_incident(repository: Path) -> None:
    (repository / ".git" / "config").write_text("[core]\n\trepositoryformatversion = 99\n")
    store = BlobStore(str(repository))
    assert store.blob(blob_id(BASE)[:12]) is None
    assert store.blob(blob_id(BASE)[:12]) is None
    assert [incident.kind for incident in store.incidents] == ["no-blobs"]
    assert BaseFinder((), [store], outline_of).incidents == store.incidents


def test_binary_files_are_not_merged() -> None:
    tree = OURS + b"\0"
    file, data = placed(diff(BASE, PATCHED), tree, [base_tree(BASE)])
    assert outcomes(file) == [Outcome.REJECTED]
    assert "merge binary" in file.hunks[0].detail
    assert data == tree


def test_line_endings_survive() -> None:
    base, tree = BASE.replace(b"\n", b"\r\n"), OURS.replace(b"\n", b"\r\n")
    hunk_lines = tuple(replace(line, text=line.text + b"\r") for line in _file().hunks[0].lines)
    crlf = replace(_file(), hunks=(replace(_file().hunks[0], lines=hunk_lines),))
    finder = BaseFinder([base_tree(base)], (), outline_of)
    found = finder.find(crlf)
    assert found is not None
    done = place_series(
        replace(posting(diff(BASE, PATCHED)), patches=(patch_of(crlf),)),
        MemoryTree({PATH: tree}),
        outline_of,
        options=PlacementOptions(bases=finder),
    )
    assert done.trees[-1].read(PATH) == changed(OURS, *NID).replace(b"\n", b"\r\n")


EDITS = st.dictionaries(st.integers(1, 40), st.sampled_from(["change", "remove", "insert"]), max_size=4)


def edited(edits: Mapping[int, str], who: bytes) -> bytes:
    """Lines "line N", of which some are changed, removed, or followed by another."""
    lines = []
    for number in range(1, 41):
        line = b"line %d\n" % number
        edit = edits.get(number)
        if edit == "change":
            line = b"line %d by %s\n" % (number, who)
        elif edit == "remove":
            line = b""
        elif edit == "insert":
            line += b"line %d and more by %s\n" % (number, who)
        lines.append(line)
    return b"".join(lines)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(theirs=EDITS.filter(bool), ours=EDITS, same=st.booleans())
def test_what_git_merges_as_a_whole_is_merged_likewise(
    theirs: dict[int, str], ours: dict[int, str], same: bool
) -> None:
    """Hunk by hunk and with all that fits placed first, the file is the one that git makes of it."""
    base, patched = edited({}, b""), edited(theirs, b"me")
    tree = edited(ours, b"me" if same else b"you")
    merged = merge_file(base, tree, patched)
    if merged.conflicts or patched == base:
        return
    file, data = placed(diff(base, patched), tree, [base_tree(base)])
    assert Outcome.REJECTED not in outcomes(file)
    assert data == merged.data


def _file() -> FilePatch:
    return file_patch(diff(BASE, PATCHED))


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        pytest.param("abc", "abc", [0, 1, 2, 3], id="same"),
        pytest.param("abc", "xabc", [1, 2, 3, 4], id="line-above"),
        pytest.param("abcd", "abxcd", [0, 1, 3, 4, 5], id="line-inside"),
        pytest.param("abcd", "ad", [0, 1, 1, 1, 2], id="lines-gone"),
        pytest.param("abcde", "axcyde", [0, 2, 2, 4, 5, 6], id="line-changed"),
        pytest.param("", "ab", [2], id="nothing-before"),
        pytest.param("ab", "", [0, 0, 0], id="nothing-after"),
    ],
)
def test_corresponding_lines(old: str, new: str, places: list[int]) -> None:
    before = [char.encode() for char in old]
    after = [char.encode() for char in new]
    assert [corresponding(before, after, at) for at in range(len(old) + 1)] == places
