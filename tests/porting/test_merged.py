"""What git's merge of a whole file says of each hunk of it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.gitio import merge_file
from patchkit.placement.bases import with_hunks
from patchkit.porting.methods.edits import Edit, applied, normalised
from patchkit.porting.methods.linemap import LineMap
from patchkit.porting.methods.lines import FileLines, split_lines
from patchkit.porting.methods.merged import Merged, merged_hunks
from tests.porting.questions import hunks_of, words

BASE = b"".join(b"\tstep_%d(dev);\n" % at for at in range(40))


def asked(base: bytes, after: bytes, target: bytes) -> tuple[list[Merged], FileLines, bytes, int]:
    hunks, file = hunks_of(base, after), FileLines(target)
    merged, conflicts = merge_file(base, target, after)
    lines = LineMap(split_lines(base), file.lines)
    starts = [hunk.old_start - 1 for hunk in hunks]
    return merged_hunks(hunks, starts, lines, file, merged), file, merged, conflicts


def test_each_hunk_gets_its_own_edits() -> None:
    after = BASE.replace(b"step_5(", b"five(").replace(b"step_30(", b"thirty(")
    found, _, _, _ = asked(BASE, after, b"first();\n" + BASE)
    assert [one.edits for one in found] == [
        (Edit(6, 7, (b"\tfive(dev);\n",)),),
        (Edit(31, 32, (b"\tthirty(dev);\n",)),),
    ]


def test_a_conflict_is_that_of_its_own_hunk() -> None:
    after = BASE.replace(b"step_5(", b"five(").replace(b"step_30(", b"thirty(")
    found, _, _, conflicts = asked(BASE, after, BASE.replace(b"step_30(", b"other("))
    assert conflicts
    assert [one.edits for one in found] == [(Edit(5, 6, (b"\tfive(dev);\n",)),), None]
    assert found[1].line == 30


def test_a_hunk_that_is_there_has_no_edits() -> None:
    after = BASE.replace(b"step_5(", b"five(").replace(b"step_30(", b"thirty(")
    found, _, _, _ = asked(BASE, after, BASE.replace(b"step_5(", b"five("))
    assert found[0].edits == ()
    assert found[1].edits == (Edit(30, 31, (b"\tthirty(dev);\n",)),)


def test_lines_that_look_like_markers_are_text() -> None:
    """A documentation file may underline its heading with seven equals signs."""
    base = b"Heading\n=======\n\n" + BASE
    found, file, merged, _ = asked(base, base.replace(b"step_5(", b"five("), base + b"last();\n")
    assert applied(found[0].edits or (), file.lines) == merged


@settings(derandomize=True, deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32 - 1))
def test_all_hunks_together_are_the_clean_merge(seed: int) -> None:
    rng = random.Random(seed)
    lines = BASE.splitlines(keepends=True)

    def edited(mark: bytes) -> bytes:
        text = lines[:]
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text))
            text[at : at + rng.randint(0, 2)] = [
                b"\t%s_%d();\n" % (mark, rng.randrange(10**6)) for _ in range(rng.randint(0, 3))
            ]
        return b"".join(text)

    after, target = edited(b"theirs"), edited(b"ours")
    if after == BASE:
        return
    found, file, merged, conflicts = asked(BASE, after, target)
    if not conflicts:
        edits = [edit for one in found for edit in one.edits or ()]
        assert all(one.edits is not None for one in found)
        assert applied(edits, file.lines) == merged
    else:
        assert any(one.edits is None for one in found)


def test_without_a_change_of_the_target_the_merge_is_the_patch() -> None:
    after = BASE.replace(b"step_5(", b"five(")
    hunks = hunks_of(BASE, after)
    found, file, _, _ = asked(BASE, after, BASE)
    assert with_hunks(BASE, [(hunks[0], hunks[0].old_start - 1)]) == after
    assert normalised(found[0].edits or (), file.lines) == (Edit(5, 6, (b"\tfive(dev);\n",)),)


def test_a_file_of_two_hunks_in_one_place() -> None:
    """The target lost the lines between two hunks; each of them keeps its own edit."""
    base = words("a b c d e f g h i j k l m n o p")
    after = words("a b c X d e f g h i j k l Y m n o p")
    target = words("a b c d e f k l m n o p")
    found, file, merged, conflicts = asked(base, after, target)
    assert not conflicts
    assert [len(one.edits or ()) for one in found] == [1, 1]
    assert applied([*(found[0].edits or ()), *(found[1].edits or ())], file.lines) == merged
