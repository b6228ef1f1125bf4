"""Rules that ask a history, and the history of a repository itself."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from patchkit.gitio import find_repository
from patchkit.submit import fixes_commit, subject_prefix
from patchkit.workflows.history import GitHistory
from tests.submit.makers import SIGNED, WHY, Commits, mail_of, said, series_of

GROW = ("0123456789abcdef0123456789abcdef01234567", "mm/slot: Grow", ("mm/slot.c",))
OTHER = ("0123456789abffffffffffffffffffffffffffff", "mm/slot: Grow again", ("mm/slot.c",))
LOST = ("ffff456789abcdef0123456789abcdef01234567", "mm/slot: Grow", ("mm/slot.c",))


@pytest.mark.parametrize(
    ("tag", "history", "expected"),
    [
        ('0123456789ab ("mm/slot: Grow")', Commits(GROW), []),
        ('0123456789ab ("mm/slot:  Grow")', Commits(GROW), []),
        ('0123456789ab ("mm/slot: G...")', Commits(GROW), []),
        ('0123456789ab ("mm/slot: Grow")', None, []),
        ("0123456789ab (mm/slot: Grow)", Commits(), []),
        (
            '0123456789ab ("mm/slot: Shrink")',
            Commits(GROW),
            ["warning high: 0123456789ab is “mm/slot: Grow”, which is not what this Fixes tag says"],
        ),
        (
            '0123456789ab ("mm/slot: Grow")',
            Commits(GROW, OTHER),
            ["warning high: 0123456789ab is the start of 2 commits' ids here"],
        ),
        (
            'eeee456789ab ("mm/slot: Grow")',
            Commits(GROW),
            ["warning high: there is no commit eeee456789ab here; “mm/slot: Grow” is 0123456789ab"],
        ),
        (
            'eeee456789ab ("mm/slot: Shrink")',
            Commits(GROW),
            ["warning medium: there is no commit eeee456789ab in the repository"],
        ),
        (
            'eeee456789ab ("mm/slot: Shrink")',
            Commits(GROW, complete=False),
            [
                "note low: there is no commit eeee456789ab in the repository; it does not have the "
                "kernel's whole history"
            ],
        ),
        (
            'eeee456789ab ("mm/slot: Grow")',
            Commits(GROW, complete=False),
            [
                "note low: there is no commit eeee456789ab here; “mm/slot: Grow” is 0123456789ab; it does "
                "not have the kernel's whole history"
            ],
        ),
        (
            'ffff456789ab ("mm/slot: Grow")',
            Commits(GROW, LOST, beyond=[LOST[0]]),
            [
                "warning medium: ffff456789ab is in the repository, and not in the history of the "
                "series' base"
            ],
        ),
    ],
)
def test_fixes_name_a_commit(tag: str, history: Commits | None, expected: list[str]) -> None:
    series = series_of(mail_of("[PATCH] mm/slot: Cut", f"{WHY}Fixes: {tag}\n{SIGNED}"))
    assert said(fixes_commit.RULE, series, history) == [f"1 {one}" for one in expected]


def calls(*subjects: str) -> Commits:
    return Commits(*((str(at), subject, ("mm/slot.c",)) for at, subject in enumerate(subjects)))


HABIT = calls(*(f"mm/slot: Cut {at}" for at in range(5)), "mm, slot: Grow")


@pytest.mark.parametrize(
    ("subject", "history", "expected"),
    [
        ("mm/slot: Cut", HABIT, []),
        ("mm: Cut", HABIT, []),
        ("slot: Cut", HABIT, []),
        ("MM: slot: Cut", HABIT, []),
        ("Cut the slots", HABIT, []),
        ("memory: Cut", calls("mm/slot: Cut", "mm/slot: Grow"), []),
        ("memory: Cut", calls("a: A", "b: B", "c: C", "d: D"), []),
        (
            "memory: Cut",
            HABIT,
            ["1 note medium: “memory:” is no prefix of the last 6 commits here, 5 have “mm/slot:”"],
        ),
    ],
)
def test_prefixes(subject: str, history: Commits, expected: list[str]) -> None:
    series = series_of(mail_of(f"[PATCH] {subject}", WHY + SIGNED))
    assert said(subject_prefix.RULE, series, history) == expected


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """main: Grow, Cut; aside: Grow, Aside."""
    git(tmp_path, "init", "-q", "-b", "main")
    for branch, text in (("main", "Grow"), ("aside", "Aside"), ("main", "Cut")):
        git(
            tmp_path, "checkout", "-qB" if branch == "aside" else "-q", branch
        ) if text != "Grow" else None
        (tmp_path / f"{branch}.c").write_text(text)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", f"slot: {text}\n\nWhy: slot: {text}")
    return tmp_path


def test_a_repositorys_history(repository: Path) -> None:
    found = find_repository(str(repository))
    assert found is not None
    cut, grow, aside = (git(repository, "rev-parse", one) for one in ("main", "main~1", "aside"))
    with closing(GitHistory(found, cut)) as history:
        assert [(one.id, one.subject) for one in history.commits(grow[:12])] == [(grow, "slot: Grow")]
        assert [one.id for one in history.commits(grow)] == [grow]
        assert list(history.commits("0" * 12)) == list(history.commits("0" * 40)) == []
        assert list(history.commits("not hex")) == []
        assert history.beyond({grow, aside}) == {aside}
        assert history.beyond(frozenset()) == frozenset()
        titles = {"slot: Grow", "slot: Gro", "slot: Aside", ""}
        assert {title: one.id for title, one in history.titled(titles).items()} == {"slot: Grow": grow}
        assert list(history.subjects("main.c")) == ["slot: Cut", "slot: Grow"]
        assert list(history.subjects("aside.c")) == []
        assert not history.complete


def test_a_history_that_takes_too_long_knows_nothing(repository: Path) -> None:
    found = find_repository(str(repository))
    assert found is not None
    cut = git(repository, "rev-parse", "main")
    with closing(GitHistory(found, cut, seconds=0)) as history:
        assert history.titled({"slot: Cut"}) == {}
        assert list(history.subjects("main.c")) == []
        assert [one.subject for one in history.commits(cut)] == ["slot: Cut"]


def test_a_shallow_history_knows_nothing_of_what_it_lacks(repository: Path, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository}", str(shallow))
    found = find_repository(str(shallow))
    assert found is not None
    main, aside = (git(shallow, "rev-parse", f"origin/{one}") for one in ("main", "aside"))
    with closing(GitHistory(found, main)) as history:
        assert history.beyond({main, aside}) == frozenset()
