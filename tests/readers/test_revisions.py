from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from patchkit.errors import SeriesError
from patchkit.model.series import Series
from patchkit.readers import read_series

SOURCE = "static int slot_use(void)\n{\n\tint used = 0;\n\n\tused++;\nout:\n\treturn used;\n}\n"


def git(folder: Path, *arguments: str, **variables: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
    )
    return done.stdout.strip()


def commit(folder: Path, name: str, text: str, subject: str, **variables: str) -> str:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    git(folder, "add", ".")
    git(
        folder,
        "commit",
        "-q",
        "-m",
        f"{subject}\n\nWhy.\n\nSigned-off-by: Ada <ada@example.org>",
        **variables,
    )
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """master with two commits; topic leaves it after the first and has two of its own."""
    folder = tmp_path / "linux"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "master")
    commit(folder, "mm/slot.c", SOURCE, "base")
    git(folder, "checkout", "-q", "-b", "topic")
    commit(
        folder, "mm/slot.c", SOURCE.replace("return used", "return used + 1"), "mm/slot: Use one more"
    )
    commit(folder, "mm/new.c", SOURCE, "mm/slot: Copy it", GIT_AUTHOR_EMAIL="bo@example.org")
    git(folder, "checkout", "-q", "master")
    commit(folder, "mm/other.c", "int other;\n", "on master")
    return folder


def titles(series: Series) -> list[str]:
    return [patch.subject.text for patch in series.patches]


BOTH = ["mm/slot: Use one more", "mm/slot: Copy it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("master..topic", BOTH),
        ("master...topic", BOTH),
        ("..topic", BOTH),
        ("topic", BOTH),
        ("topic~1..topic", BOTH[1:]),
        ("master", ["on master"]),
    ],
)
def test_a_range(
    repository: Path, text: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if text == "master":
        git(repository, "branch", "main", "topic")  # what master leaves
    assert titles(read_series(f"{repository}@{text}")) == expected
    monkeypatch.chdir(repository)
    assert titles(read_series(text)) == expected


@pytest.mark.parametrize("text", ["topic@{upstream}..topic", "@{upstream}..", "topic", "HEAD"])
def test_an_upstream(repository: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "checkout", "-q", "topic")
    git(repository, "branch", "-q", "--set-upstream-to=master")
    monkeypatch.chdir(repository)
    assert titles(read_series(text)) == BOTH


def test_what_is_read_is_what_would_be_sent(repository: Path) -> None:
    series = read_series(f"{repository}@topic")
    first, second = series.patches
    assert (first.number, second.number, series.expected) == (1, 2, 2)
    assert str(second.author) == "Test Author <bo@example.org>"
    assert [trailer.key for trailer in first.trailers] == ["Signed-off-by"]
    assert first.where == f"commit {git(repository, 'rev-parse', 'topic~1')[:12]}"
    (file,) = first.files
    assert file.old_blob == git(repository, "rev-parse", "topic~2:mm/slot.c")
    # The heading is the function, as the kernel's attributes have it, and not the label before the line.
    assert file.hunks[0].heading.startswith("static int slot_use")
    assert series.base.base_commit == git(repository, "merge-base", "master", "topic")


def test_where_a_branch_begins_is_told(repository: Path) -> None:
    (told,) = read_series(f"{repository}@topic").incidents
    assert (told.kind, told.harmless) == ("base-chosen", True)
    assert "left master" in told.message
    assert read_series(f"{repository}@master..topic").incidents == ()


def test_merges_and_empty_commits_are_named(repository: Path) -> None:
    git(repository, "checkout", "-q", "topic")
    git(repository, "merge", "-q", "--no-edit", "master")
    git(repository, "commit", "-q", "--allow-empty", "-m", "cover letter")
    series = read_series(f"{repository}@master..topic")
    assert titles(series) == BOTH
    kinds = {incident.kind: incident.harmless for incident in series.incidents}
    assert kinds == {"merge-left-out": False, "empty-commit": True}


def test_commits_of_the_same_title_are_two(repository: Path) -> None:
    git(repository, "checkout", "-q", "topic")
    commit(repository, "mm/more.c", SOURCE, "mm/slot: Copy it")
    assert titles(read_series(f"{repository}@topic")) == [*BOTH, BOTH[1]]


def test_nobodys_configuration_takes_part(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = read_series(f"{repository}@topic")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n")
    trap.chmod(0o755)
    for key, value in (
        ("diff.external", str(trap)),
        ("diff.noprefix", "true"),
        ("format.attach", "boundary"),
        ("format.subjectPrefix", "RFC"),
        ("format.coverLetter", "true"),
        ("core.abbrev", "7"),
        ("diff.slot.textconv", str(trap)),
    ):
        git(repository, "config", key, value)
    (repository / ".gitattributes").write_text("*.c diff=slot\n")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert read_series(f"{repository}@topic") == plain
    assert not (tmp_path / "sprung").exists()


def test_nothing_is_written_into_the_repository(repository: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}
    read_series(f"{repository}@topic")
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*")} == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("topic..master~1", "no commits in this range"),
        ("nowhere..topic", "has no commit “nowhere”"),
        ("topic..nowhere", "has no commit “nowhere”"),
    ],
)
def test_ranges_that_are_none(repository: Path, text: str, message: str) -> None:
    with pytest.raises(SeriesError, match=message) as caught:
        read_series(f"{repository}@{text}")
    assert "A..B" in caught.value.hint


def test_a_branch_that_nothing_says_the_beginning_of(repository: Path) -> None:
    git(repository, "checkout", "-q", "topic")
    git(repository, "branch", "-q", "-D", "master")
    with pytest.raises(SeriesError, match="where the series begins"):
        read_series(f"{repository}@topic")


def test_histories_without_anything_in_common(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "alien")
    commit(repository, "x", "x\n", "alien")
    with pytest.raises(SeriesError, match="no common history"):
        read_series(f"{repository}@alien")


def test_a_range_too_long_for_a_series(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patchkit.readers.revisions._MOST", 1)
    with pytest.raises(SeriesError, match="more than 1 commits"):
        read_series(f"{repository}@topic")


def test_a_commit_that_adds_a_mail_is_no_second_patch(repository: Path) -> None:
    git(repository, "checkout", "-q", "topic")
    mailbox = git(repository, "format-patch", "--stdout", "-1")
    commit(repository, "patch.mbox", mailbox + "\n", "Add a patch file")
    series = read_series(f"{repository}@topic~1..topic")
    assert titles(series) == ["Add a patch file"]


def test_a_bare_repository_and_a_folder_inside_a_working_tree(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
    assert titles(read_series(f"{tmp_path / 'bare.git'}@master..topic")) == BOTH
    assert titles(read_series(f"{repository / 'mm'}@master..topic")) == BOTH
