"""fixes-commit on a history of five thousand commits, of which the truth is known; and on clones of it."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from patchkit.gitio import find_repository
from patchkit.submit import fixes_commit
from patchkit.workflows import history
from patchkit.workflows.history import GitHistory
from tests.submit.long_history import Made, grow, on
from tests.submit.makers import SIGNED, WHY, mail_of, said, series_of

ABSENT = "0123456789ab"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Made]]:
    folder = tmp_path_factory.mktemp("long") / "linux.git"
    return folder, grow(folder, 5000)


@pytest.fixture(autouse=True)
def first(grown: tuple[Path, list[Made]], monkeypatch: pytest.MonkeyPatch) -> None:
    """This kernel's history begins with another commit than Linux's."""
    monkeypatch.setattr(history, "_FIRST", grown[1][0].id)


def judged(folder: Path, tags: Iterable[tuple[str, str]], seconds: float = 30.0) -> list[str]:
    """What the rule says of one series with these Fixes tags, (id, subject)."""
    lines = "".join(f'Fixes: {commit} ("{subject}")\n' for commit, subject in tags)
    series = series_of(mail_of("[PATCH] mm/slot: Cut", f"{WHY}{lines}{SIGNED}"))
    repository = find_repository(str(folder))
    assert repository is not None
    with closing(GitHistory(repository, repository.resolve("master"), seconds)) as known:
        return said(fixes_commit.RULE, series, known)


def sample(made: list[Made], branch: str = "master") -> list[Made]:
    """Some commits of a branch, and its newest ones, which are the odd ones of master."""
    every = list(on(made, branch))
    return random.Random(1).sample(every, 12) + every[-8:]


def short(made: list[Made]) -> list[tuple[str, str]]:
    return [(one.id[:12], one.subject) for one in made]


def test_tags_that_are_right(grown: tuple[Path, list[Made]]) -> None:
    folder, made = grown
    mine = [*sample(made), *sample(made, "topic")]
    cut = [(one.id[:12], f"{one.subject[:14]}...") for one in mine]
    assert judged(folder, [*short(mine), *cut, *((one.id, one.subject) for one in mine)]) == []


def test_tags_with_another_subject(grown: tuple[Path, list[Made]]) -> None:
    folder, made = grown
    mine = sample(made)
    told = judged(folder, [(one.id[:12], "mm/slot: No such thing") for one in mine])
    assert [line.partition(": ")[0] for line in told] == ["1 warning high"] * len(mine)
    assert all(one.subject in line for one, line in zip(mine, told, strict=True))


def test_ids_from_before_a_rebase(grown: tuple[Path, list[Made]]) -> None:
    """The commit that the subject means is named, the newest of several; git finds no folded one."""
    folder, made = grown
    mine = [one for one in sample(made) if "Two lines" not in one.subject]
    newest = {one.subject: one.id[:12] for one in on(made, "master")}
    told = judged(folder, [(ABSENT, one.subject) for one in mine])
    assert told == [
        f"1 warning high: there is no commit {ABSENT} here; “{one.subject}” is {newest[one.subject]}"
        for one in mine
    ]


@pytest.mark.parametrize("subject", ["mm/slot: No such thing", "mm/slot: Two lines, one subject"])
def test_ids_that_are_nowhere(grown: tuple[Path, list[Made]], subject: str) -> None:
    told = judged(grown[0], [(ABSENT, subject)])
    assert told == [f"1 warning medium: there is no commit {ABSENT} in the repository"]


def test_commits_that_the_base_does_not_have(grown: tuple[Path, list[Made]]) -> None:
    folder, made = grown
    mine = [*sample(made, "next"), *sample(made, "stable")]
    why = "is in the repository, and not in the history of the series' base"
    assert judged(folder, short(mine)) == [f"1 warning medium: {one.id[:12]} {why}" for one in mine]


def test_ids_that_are_no_commits(grown: tuple[Path, list[Made]]) -> None:
    repository = find_repository(str(grown[0]))
    assert repository is not None
    ids = [repository.resolve(one)[:12] for one in ("master^{tree}", "master:Makefile", "refs/tags/v1")]
    told = judged(grown[0], [(one, "mm/slot: No such thing") for one in ids])
    assert told == [f"1 warning medium: there is no commit {one} in the repository" for one in ids]


def test_without_time_nothing_is_held_against_anybody(grown: tuple[Path, list[Made]]) -> None:
    folder, made = grown
    assert judged(folder, short([*sample(made), *sample(made, "next")]), seconds=0) == []


def clone(folder: Path, to: Path, *options: str) -> Path:
    command = ["git", "-c", "protocol.file.allow=always", "clone", "-q", "--bare", *options]
    subprocess.run(["git", "-C", str(folder), "config", "uploadpack.allowFilter", "true"], check=True)
    subprocess.run([*command, f"file://{folder}", str(to)], check=True, capture_output=True)
    return to


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_a_clone_without_contents_has_all_commits(
    grown: tuple[Path, list[Made]], tmp_path: Path, kind: str
) -> None:
    folder, made = grown
    partial = clone(folder, tmp_path / "partial", f"--filter={kind}")
    mine, theirs = sample(made), sample(made, "next")[:1]
    told = judged(partial, [*short(mine), *short(theirs), (ABSENT, "mm/slot: Same title")])
    assert [line[: line.index(":")] for line in told] == ["1 warning medium", "1 warning high"]


def test_a_shallow_clone_only_notes_what_it_lacks(
    grown: tuple[Path, list[Made]], tmp_path: Path
) -> None:
    folder, made = grown
    shallow = clone(folder, tmp_path / "shallow", "--depth=20", "--no-single-branch")
    old, new = list(on(made, "master"))[100], list(on(made, "master"))[-1]
    told = judged(shallow, short([old, new, *list(on(made, "next"))[-3:]]))
    assert told == [
        f"1 note low: there is no commit {old.id[:12]} in the repository; it does not have the "
        "kernel's whole history"
    ]


def test_a_subject_in_no_charset(tmp_path: Path) -> None:
    run = ["git", "-C", str(tmp_path)]
    subprocess.run([*run, "init", "-q", "-b", "master"], check=True)
    raw = "mm/slot: Größe\n".encode("latin-1")
    subprocess.run(
        [*run, "-c", "i18n.commitEncoding=", "commit", "-q", "--allow-empty", "-F", "-"],
        input=raw,
        check=True,
        capture_output=True,
    )
    found = subprocess.run([*run, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    commit = found.stdout[:12]
    assert judged(tmp_path, [(commit, "mm/slot: Größe"), (commit, "mm/slot: Gr\ufffd\ufffde")]) == []
    assert len(judged(tmp_path, [(commit, "mm/slot: Cut")])) == 1
