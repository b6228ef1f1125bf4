"""The private merger says what `git merge-tree` says when it is run by hand."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from patchkit.gitio import TreeMerger

Files = Mapping[str, bytes]
TEXT = b"".join(b"int line_%d;\n" % number for number in range(40))
FIVE, THIRTY = (TEXT.replace(b"line_%d;" % at, b"changed_%d;" % at) for at in (5, 30))


def git(folder: Path, *args: str) -> bytes:
    run = subprocess.run(["git", *args], cwd=folder, check=False, capture_output=True)
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


def commit(folder: Path, files: Files, *parents: str) -> str:
    git(folder, "rm", "-r", "-q", "--cached", "--ignore-unmatch", ".")
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        git(folder, "add", "-f", path)
    tree = git(folder, "write-tree").decode().strip()
    told = [part for parent in parents for part in ("-p", parent)]
    return git(folder, "commit-tree", tree, *told, "-m", "files").decode().strip()


def by_hand(folder: Path, base: Files, ours: Files, theirs: Files) -> tuple[dict[str, bytes], bool]:
    git(folder, "init", "-q")
    root = commit(folder, base)
    sides = [commit(folder, files, root) for files in (ours, theirs)]
    command = ["git", "merge-tree", "--write-tree", "-z", *sides]
    run = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    tree = run.stdout.split(b"\0")[0].decode()
    names = git(folder, "ls-tree", "-r", "-z", "--name-only", tree).decode().split("\0")[:-1]
    return {
        name: git(folder, "cat-file", "blob", f"{tree}:{name}") for name in names
    }, not run.returncode


def without_ids(files: Files) -> dict[str, bytes]:
    """Markers name commits, whose ids hold a date."""
    return {
        path: b"\n".join(
            line[:7] if line[:7] in (b"<<<<<<<", b">>>>>>>") else line for line in data.split(b"\n")
        )
        for path, data in files.items()
    }


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ({"f.c": TEXT}, {"f.c": FIVE}, {"f.c": THIRTY}),
        ({"f.c": TEXT}, {"f.c": FIVE}, {"f.c": TEXT.replace(b"line_5;", b"theirs;")}),
        ({"mm/f.c": TEXT}, {"mm/g.c": FIVE}, {"mm/f.c": THIRTY}),
        (
            {"a/b/f.c": TEXT, "a.c": b"int a;\n"},
            {"a/b/f.c": TEXT, "a.c": b"int b;\n"},
            {"a/b/f.c": FIVE, "a.c": b"int a;\n"},
        ),
        ({"f.c": TEXT}, {"f.c": FIVE, "f": b"0\n", "f-c": b"1\n"}, {"f.c": TEXT, "f.d/x": b"2\n"}),
        ({"f.c": TEXT}, {}, {"f.c": FIVE}),
        (
            {"f.c": TEXT.replace(b"\n", b"\r\n")},
            {"f.c": FIVE.replace(b"\n", b"\r\n")},
            {"f.c": THIRTY.replace(b"\n", b"\r\n")},
        ),
        ({"f.c": TEXT}, {"f.c": TEXT}, {"f.c": TEXT[:-1]}),
    ],
    ids=["clean", "conflict", "renamed", "folders", "names that sort", "deleted", "CRLF", "no newline"],
)
def test_as_by_hand(base: Files, ours: Files, theirs: Files, tmp_path: Path) -> None:
    files, clean = by_hand(tmp_path, base, ours, theirs)
    with TreeMerger() as merger:
        merged = merger.merge(base, ours, theirs)
    assert without_ids(merged.files) == without_ids(files)
    assert merged.clean is clean


def test_one_merger_merges_often() -> None:
    with TreeMerger() as merger:
        assert merger.merge({"f.c": TEXT}, {"f.c": FIVE}, {"f.c": TEXT}).files == {"f.c": FIVE}
        assert merger.merge({"f.c": TEXT}, {"f.c": TEXT}, {"f.c": THIRTY}).files == {"f.c": THIRTY}
        assert merger.merge({}, {}, {}).clean


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with TreeMerger() as merger:
        merger.merge({"f.c": TEXT}, {"f.c": FIVE}, {"f.c": THIRTY})
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
