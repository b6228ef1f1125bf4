"""The commit that a series was made on, in repositories of all kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from patchkit.basing import BaseOptions
from patchkit.errors import SeriesError, TreeError
from patchkit.model.base import FoundBase
from patchkit.model.series import Series
from patchkit.workflows.base import find_base
from tests.basing.history import TEXT, History, new_history, text

A1, A2 = text(l3="int a_one;"), text(l3="int a_two;")
B1, B2 = text(l9="int b_one;"), text(l9="int b_two;")
STABLE = text(l20="int stable;")


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Mainline changes a.c and b.c in turn; linux-5.10.y leaves it early."""
    made = new_history(tmp_path)
    made.commit({"mm/a.c": TEXT, "mm/b.c": TEXT}, day=1, tag="v5.10")
    made.git("branch", "linux-5.10.y")
    made.commit({"mm/b.c": B1}, day=3, tag="v5.11-rc1")
    made.commit({"mm/a.c": A1}, day=5)
    made.commit({"mm/b.c": B2}, day=7)
    made.commit({"mm/other.c": TEXT}, day=9)
    made.commit({"mm/a.c": A2}, day=11, tag="v5.12")
    made.git("checkout", "--quiet", "linux-5.10.y")
    made.commit({"mm/b.c": STABLE}, day=6, tag="v5.10.1")
    made.git("checkout", "--quiet", "master")
    return made


def day(history: History, number: int) -> str:
    """The commit of a day on master."""
    return history.git("log", "-1", "--format=%H", f"--grep=^day {number}$", "master")


def both(a: bytes, b: bytes) -> list[dict[str, bytes | None]]:
    """Two patches of both files; the second one starts from what the first one leaves."""
    first: dict[str, bytes | None] = {
        "mm/a.c": a.replace(b"int line_15;", b"int first;"),
        "mm/b.c": b.replace(b"int line_15;", b"int first;"),
    }
    return [first, {"mm/a.c": a.replace(b"int line_15;", b"int second;")}]


def only_a(a: bytes) -> list[dict[str, bytes | None]]:
    return [{"mm/a.c": a.replace(b"int line_15;", b"int first;")}]


def found(series: Series, history: History, options: BaseOptions | None = None) -> FoundBase:
    base = find_base(series, str(history.path), options)
    assert base.found is not None
    return base


@pytest.mark.parametrize(
    ("on", "patches", "runner_up"),
    [(5, both(A1, B1), 1), (7, both(A1, B2), 1), (11, both(A2, B2), 1)],
)
def test_the_commit_with_all_blobs(
    history: History, on: int, patches: list[dict[str, bytes | None]], runner_up: int
) -> None:
    series = history.series(day(history, on), patches, day=on + 1)
    base = found(series, history)
    assert base.found is not None
    assert (base.found.commit, base.how) == (day(history, on), "blobs")
    assert (base.found.matched, len(base.expected.files), base.expected.made) == (2, 2, 1)
    assert base.found.applies is True
    assert base.runner_up is not None
    assert base.runner_up.matched == runner_up
    assert base.incidents == ()


def test_of_commits_with_the_same_files_the_last_one_before_it_was_sent(history: History) -> None:
    series = history.series(day(history, 7), both(A1, B2), day=10)
    assert found(series, history).found.commit == day(history, 9)  # type: ignore[union-attr]


def test_what_is_not_there_is_named_with_where_it_is(history: History) -> None:
    """a.c of day 5 and b.c of day 7 together with what no commit has."""
    mixed: list[dict[str, bytes | None]] = [*both(A1, B2), {"mm/other.c": None}]
    history.git("checkout", "--quiet", "--detach", day(history, 7))
    private = history.commit({"mm/other.c": text(l1="int private;")}, day=8)
    series = history.series(private, mixed, day=10)
    base = find_base(series, str(history.path))
    assert base.found is not None
    assert (base.found.commit, base.found.matched, base.found.applies) == (day(history, 9), 2, False)
    (lost,) = base.found.unmatched
    assert (lost.path, lost.patch, lost.there, lost.known_at) == ("mm/other.c", 3, True, "")
    assert base.found.refused == 3
    assert [one.kind for one in base.incidents] == ["base-doubtful"]


def test_a_blob_that_another_commit_has_is_told(history: History) -> None:
    """Made on a private mixture: a.c of day 5, b.c of the stable branch."""
    history.git("checkout", "--quiet", "--detach", day(history, 5))
    private = history.commit({"mm/b.c": STABLE}, day=8)
    series = history.series(private, both(A1, STABLE), day=10)
    base = find_base(series, str(history.path), BaseOptions(("master", "linux-5.10.y")))
    assert base.found is not None
    (lost,) = base.found.unmatched
    assert (lost.path, lost.known_at) == ("mm/b.c", "linux-5.10.y")


@pytest.mark.parametrize(
    ("prefix", "expected", "reference"),
    [
        ("PATCH", "v5.11-rc1", "refs/tags/v5.11-rc1"),
        ("PATCH 5.10.y", "linux-5.10.y", "refs/heads/linux-5.10.y"),
        ("PATCH 5.10", "linux-5.10.y", "refs/heads/linux-5.10.y"),
        ("PATCH net-next", "v5.11-rc1", "refs/tags/v5.11-rc1"),
    ],
)
def test_hints_decide_between_equals(
    history: History, prefix: str, expected: str, reference: str
) -> None:
    series = history.series("v5.10", only_a(TEXT), day=8, prefix=prefix)
    base = found(series, history)
    assert base.found is not None
    assert (base.found.name, base.found.reference) == (expected, reference)
    words = prefix.split()[1:]
    assert [hint.word for hint in base.hints] == words
    assert set(base.as_good) >= {"v5.10"}


def test_a_hint_is_no_proof(history: History) -> None:
    series = history.series(day(history, 5), both(A1, B1), day=8, prefix="PATCH 5.10.y")
    assert found(series, history).found.commit == day(history, 5)  # type: ignore[union-attr]


@pytest.mark.parametrize(("lookback", "matched"), [(21, 2), (0, 1)])
def test_looks_back_so_many_days(history: History, lookback: int, matched: int) -> None:
    series = history.series(day(history, 5), both(A1, B1), day=10)
    base = found(series, history, BaseOptions(lookback=lookback))
    assert base.found is not None
    assert base.found.matched == matched


def test_only_in_the_given_branch(history: History) -> None:
    series = history.series(day(history, 5), both(A1, B1), day=10)
    base = find_base(series, str(history.path), BaseOptions(("linux-5.10.y",)))
    assert base.found is None or base.found.applies is not True or base.found.matched < 2
    assert base.searched.references == 1
    with pytest.raises(SeriesError, match="there is no branch, tag or commit “nowhere”"):
        find_base(series, str(history.path), BaseOptions(("nowhere",)))


def test_without_index_lines_the_patches_are_tried(history: History) -> None:
    series = history.series(day(history, 9), both(A1, B2), day=10, index=False)
    base = found(series, history)
    assert base.found is not None
    assert (base.how, base.found.applies, base.expected.files) == ("applies", True, ())
    assert base.expected.unnamed == 2


def test_nothing_is_found_where_nothing_is(history: History, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = new_history(tmp_path / "elsewhere")
    other.commit({"fs/x.c": text(l4="x")}, day=1)
    series = other.series("master", [{"fs/x.c": text(l4="y")}], day=2)
    base = find_base(series, str(history.path))
    assert (base.found, base.how, base.runner_up) == (None, "", None)
    with pytest.raises(TreeError, match="no git repository"):
        find_base(series, str(tmp_path))


def test_the_series_own_base_commit(history: History) -> None:
    at = day(history, 5)
    series = history.series(at, both(A1, B1), day=10, options=("--base", at))
    base = found(series, history)
    assert base.found is not None
    assert (base.found.commit, base.how, base.found.applies) == (at, "base-commit", True)
    assert base.searched.commits == 0


def test_a_base_commit_on_no_branch(history: History) -> None:
    history.git("checkout", "--quiet", "--detach", day(history, 5))
    at = history.commit({"mm/b.c": STABLE}, day=6)
    series = history.series(at, both(A1, STABLE), day=10, options=("--base", at))
    assert found(series, history).found.commit == at  # type: ignore[union-attr]


def test_a_base_commit_that_is_not_here(history: History) -> None:
    at = day(history, 5)
    series = history.series(at, both(A1, B1), day=10, options=("--base", at))
    clone = history.path.parent / "clone"
    history.git("clone", "--quiet", "--no-local", "--branch", "v5.10.1", ".", str(clone))
    history.git("-C", str(clone), "remote", "remove", "origin")
    history.git("-C", str(clone), "tag", "-d", "v5.12", "v5.11-rc1")
    for command in (("reflog", "expire", "--expire=now", "--all"), ("gc", "--quiet", "--prune=now")):
        history.git("-C", str(clone), *command)
    base = find_base(series, str(clone))
    assert (base.stated, base.stated_here) == (at, False)
    assert base.found is None or not base.found.complete


def test_a_base_commit_without_the_prerequisites_gives_way(history: History) -> None:
    """The author's base-commit is day 3; patches of day 5 and 7 were on it, and are in master."""
    at = day(history, 3)
    series = history.series(day(history, 7), both(A1, B2), day=8, options=("--base", at))
    base = found(series, history)
    assert base.found is not None
    assert (base.found.commit, base.how) == (day(history, 7), "blobs")
    assert base.stated_here


def bare(history: History, to: Path) -> None:
    history.git("clone", "--quiet", "--bare", ".", str(to))


def shallow(history: History, to: Path) -> None:
    history.git("clone", "--quiet", "--depth=4", f"file://{history.path}", str(to))


def blobless(history: History, to: Path) -> None:
    history.git("config", "uploadpack.allowFilter", "true")
    history.git(
        *("clone", "--quiet", "--no-checkout", "--filter=blob:none"), f"file://{history.path}", str(to)
    )


@pytest.mark.parametrize(("clone", "applies"), [(bare, True), (shallow, True), (blobless, None)])
def test_clones_of_all_kinds(
    history: History, clone: Callable[[History, Path], None], applies: bool | None
) -> None:
    series = history.series(day(history, 7), both(A1, B2), day=8)
    to = history.path.parent / "clone"
    clone(history, to)
    before = listing(to)
    base = find_base(series, str(to))
    assert base.found is not None
    assert (base.found.commit, base.found.applies) == (day(history, 7), applies)
    assert base.incidents == ()
    assert listing(to) == before


def test_a_clone_without_trees_says_what_it_lacks(history: History) -> None:
    series = history.series(day(history, 7), both(A1, B2), day=8)
    history.git("config", "uploadpack.allowFilter", "true")
    to = history.path.parent / "clone"
    history.git(
        *("clone", "--quiet", "--no-checkout", "--filter=tree:0"), f"file://{history.path}", str(to)
    )
    base = find_base(series, str(to))
    assert base.found is None
    told = [one.kind for one in base.incidents if not one.harmless]
    assert told == ["no-history", "missing-object"]


def test_a_folder_of_the_working_tree(tmp_path: Path) -> None:
    inner, outer = new_history(tmp_path), History(tmp_path / "outer")
    inner.commit({"mm/a.c": TEXT}, day=1)
    series = inner.series("master", only_a(TEXT), day=3)
    outer.path.mkdir()
    outer.git("init", "--quiet", "--initial-branch=master")
    at = outer.commit({"linux/mm/a.c": TEXT}, day=2)
    base = find_base(series, str(outer.path / "linux"))
    assert base.found is not None
    assert (base.found.commit, base.found.applies) == (at, True)


def listing(folder: Path) -> list[tuple[str, int]]:
    """All files of a repository, and when they were changed."""
    return sorted((str(one), one.stat().st_mtime_ns) for one in folder.rglob("*") if one.is_file())
