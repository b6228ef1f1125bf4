"""A port as a series: its diffs do to the target what the port did."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patchkit.model.diff import FileChange
from patchkit.model.port import FilePort
from patchkit.placement.bases import with_hunks
from patchkit.porting.ported import as_file_patch
from tests.placement.makers import file_patch
from tests.placement.oracles import git_diff


def ported(before: bytes | None, after: bytes | None, path: str = "f.c") -> FilePort:
    return FilePort(None, "f.c", path, before, after)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32 - 1))
def test_it_applies_where_it_says_and_leaves_the_same_bytes(seed: int) -> None:
    rng = random.Random(seed)
    lines = [b"line %d\n" % rng.randrange(9) for _ in range(rng.randint(1, 60))]
    text = lines[:]
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text) + 1)
        text[at : at + rng.randint(0, 3)] = [b"new %d\n" % rng.randrange(9)] * rng.randint(0, 3)
    before, after = b"".join(lines), b"".join(text)
    if rng.random() < 0.3:
        before, after = before.rstrip(b"\n"), after.rstrip(b"\n")
    if before == after or not before or not after:
        return
    patch = as_file_patch(ported(before, after))
    starts = [hunk.old_start - 1 for hunk in patch.hunks]
    assert with_hunks(before, zip(patch.hunks, starts, strict=True)) == after
    for hunk in patch.hunks:
        assert (len(hunk.preimage), len(hunk.postimage)) == (hunk.old_count, hunk.new_count)
        assert hunk.leading <= 3
        assert hunk.trailing <= 3


def test_hunks_are_those_of_git(tmp_path: Path) -> None:
    before = b"int start(void)\n{\n" + b"".join(b"\tstep_%d();\n" % at for at in range(30)) + b"}\n"
    after = before.replace(b"step_5", b"five").replace(b"step_20", b"twenty")
    ours = as_file_patch(ported(before, after))
    git = file_patch(git_diff(tmp_path, {"f.c": before}, {"f.c": after}))
    assert [(one.old_start, one.old_count, one.new_start, one.new_count) for one in ours.hunks] == [
        (one.old_start, one.old_count, one.new_start, one.new_count) for one in git.hunks
    ]
    assert [one.lines for one in ours.hunks] == [one.lines for one in git.hunks]
    assert [one.heading for one in ours.hunks] == [one.heading for one in git.hunks]
    assert ours.old_blob.startswith(git.old_blob)
    assert ours.new_blob.startswith(git.new_blob)


@pytest.mark.parametrize(
    ("port", "change"),
    [
        (ported(b"a\n", b"b\n"), FileChange.MODIFIED),
        (ported(None, b"b\n"), FileChange.ADDED),
        (ported(b"a\n", None), FileChange.DELETED),
        (ported(b"a\n", b"a\n", "g.c"), FileChange.RENAMED),
    ],
)
def test_what_becomes_of_the_file(port: FilePort, change: FileChange) -> None:
    patch = as_file_patch(port)
    assert patch.change is change
    assert patch.path == port.path
    assert (patch.old_path is None) is (change is FileChange.ADDED)
    assert (patch.new_path is None) is (change is FileChange.DELETED)
