"""git is the oracle: what it writes is read with its own counts, what it refuses is not read.

The changes are made by hypothesis and written by `git format-patch`, the mails read by patchkit and by
`git mailinfo` + `git apply --numstat -z`.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from patchkit.readers import read_series
from patchkit.readers.diffs import parse_diff
from tests.readers.mails import DIFF, counts, git_counts, git_diff_counts, letter

NAMES = ["mm/slot.c", "mm/sub dir/a b.c", "tä.c", 'quo"te.c', "tab\there.c", "Makefile", "data.bin"]
TEXT = st.lists(
    st.sampled_from(
        [b"one", b"two", b"", b"-- ", b"--- a/x", b"+++ b/x", b"@@ -1 +1 @@", b"\x0c", b"\xe9", b"x\r"]
    ),
    max_size=12,
).map(b"\n".join)
CONTENT = st.one_of(TEXT, TEXT.map(lambda text: text + b"\n"), st.just(b"\0\1\2binary"))
TREES = st.dictionaries(st.sampled_from(NAMES), CONTENT, max_size=5)


def git(repository: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True).stdout


def commit(repository: Path, tree: dict[str, bytes], subject: str) -> None:
    git(repository, "rm", "-rqf", "--ignore-unmatch", ".")
    for name, content in tree.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "--allow-empty", "-m", subject)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("repository")
    git(path, "init", "-q")
    for key, value in (("user.name", "A"), ("user.email", "a@example.org"), ("core.safecrlf", "false")):
        git(path, "config", key, value)
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=TREES,
    after=TREES,
    options=st.sampled_from([(), ("-M10%",), ("-C", "--find-copies-harder"), ("-U0",)]),
)
def test_what_format_patch_writes(
    repository: Path, before: dict[str, bytes], after: dict[str, bytes], options: tuple[str, ...]
) -> None:
    assume(before != after)
    commit(repository, before, "before")
    commit(repository, after, "after")
    raw = git(repository, "format-patch", "--stdout", "--binary", "-1", *options)
    patch = letter(raw).patch
    assert not patch.malformed
    assert counts(patch) == (git_counts(raw) or [])


THREE = b"1\n2\n3\n"
FEATURES: dict[str, tuple[dict[str, bytes], dict[str, bytes], tuple[str, ...]]] = {
    "rename": ({"a.c": b"1\n2\n3\n4\n"}, {"b.c": b"1\n2\n3\n5\n"}, ("-M50%",)),
    "copy": ({"a.c": THREE}, {"a.c": THREE, "b.c": THREE}, ("-C", "--find-copies-harder")),
    "rewrite": ({"a.c": b"1\n2\n3\n"}, {"a.c": b"x\ny\nz\n"}, ("-B",)),
    "binary with data": ({"a": b"\0\1"}, {"a": b"\0\2\3", "b.c": b"1\n"}, ("--binary",)),
    "binary without data": ({"a": b"\0\1"}, {"a": b"\0\2\3", "b.c": b"1\n"}, ("--no-binary",)),
    "quoted names": ({}, {'t\tä"\\.c': b"1\n"}, ()),
    "no prefix": ({"mm/a.c": b"1\n"}, {"mm/a.c": b"2\n"}, ("--no-prefix",)),
    "no signature": ({"a.c": b"1\n"}, {"a.c": b"2\n"}, ("--no-signature",)),
    "base": ({"a.c": b"1\n"}, {"a.c": b"2\n"}, ("--base=HEAD~1",)),
    "attached": ({"a.c": b"1\n"}, {"a.c": b"2\n"}, ("--attach",)),
    "inline": ({"a.c": b"1\n"}, {"a.c": b"2\n"}, ("--inline",)),
    "no stat": ({"a.c": b"1\n"}, {"a.c": b"2\n"}, ("-p",)),
    "full index": ({"a.c": b"1\n"}, {"a.c": b"2\n"}, ("--full-index",)),
}


@pytest.mark.parametrize(("before", "after", "options"), FEATURES.values(), ids=FEATURES.keys())
def test_a_feature_of_format_patch(
    repository: Path, before: dict[str, bytes], after: dict[str, bytes], options: tuple[str, ...]
) -> None:
    commit(repository, before, "before")
    commit(repository, after, "after")
    raw = git(repository, "format-patch", "--stdout", "-1", *options)
    patch = letter(raw).patch
    assert not patch.malformed
    assert counts(patch) == git_counts(raw)
    assert b"".join(file.raw for file in patch.files) == patch.diff


def test_a_series_of_format_patch(repository: Path, tmp_path: Path) -> None:
    for number in range(4):
        commit(repository, {"a.c": f"{number}\n".encode()}, f"a: now {number}\n\nWhy {number}.")
    options = ("--cover-letter", "-v2", "--base=HEAD~3", "-o", str(tmp_path), "-3")
    git(repository, "format-patch", *options)
    series = read_series(str(tmp_path))
    assert [patch.subject.text for patch in series.patches] == ["a: now 1", "a: now 2", "a: now 3"]
    assert (series.version, series.expected, series.incidents) == (2, 3, ())
    assert series.base.base_commit == git(repository, "rev-parse", "HEAD~3").decode().strip()
    assert series.cover is not None
    assert series.patches[0].body == "Why 1."


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_diff_is_counted_as_git_does_or_is_malformed(data: st.DataObject) -> None:
    """Takes lines out of a good diff, doubles or cuts them: never is it read where git refuses it."""
    lines = (DIFF + DIFF.replace(b"slot", b"other")).splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    edit = data.draw(st.sampled_from(["drop", "double", "cut", "prose"]))
    if edit == "drop":
        del lines[at]
    elif edit == "double":
        lines.insert(at, lines[at])
    elif edit == "cut":
        lines[at] = lines[at][: len(lines[at]) // 2] + b"\n"
    else:
        lines.insert(at, b"prose\n")
    text = b"".join(lines)
    diff = parse_diff(text)
    theirs = git_diff_counts(text)
    ours = [(str(file.added), str(file.removed), file.path) for file in diff.files]
    if theirs is None:
        assert diff.fault
    elif not diff.fault:
        assert ours == theirs


HUNKS = st.lists(st.sampled_from([b" ", b"-", b"+"]), min_size=1, max_size=8)


@given(HUNKS, st.integers(-1, 1), st.integers(-1, 1))
@settings(max_examples=150, deadline=None)
def test_hunk_counts_are_checked(ops: list[bytes], more_old: int, more_new: int) -> None:
    old = sum(op != b"+" for op in ops) + more_old
    new = sum(op != b"-" for op in ops) + more_new
    lines = b"".join(op + b"x\n" for op in ops)
    text = (
        b"--- a/x.c\n+++ b/x.c\n@@ -1,%d +1,%d @@\n" % (max(old, 0), max(new, 0))
        + lines
        + b"-- \n2.39\n"
    )
    diff = parse_diff(text)
    if not diff.fault:
        (file,) = diff.files
        (hunk,) = file.hunks
        assert len(hunk.preimage) == hunk.old_count
        assert len(hunk.postimage) == hunk.new_count
        assert git_diff_counts(text) == [(str(file.added), str(file.removed), "x.c")]
