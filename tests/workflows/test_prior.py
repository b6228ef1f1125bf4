"""Prerequisites that a series names: found in a tree's history, in a repository, in what was given."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.basing.prerequisites import look_up
from patchkit.gitio import find_repository
from patchkit.model.base import Prerequisite, PrerequisiteState
from patchkit.model.series import BaseHints, Series
from patchkit.workflows.prior import prerequisites_of
from tests.basing.history import TEXT, History, new_history, text

S = PrerequisiteState
FIRST, SECOND, THIRD = {"mm/a.c": text(l1="int a;")}, {"mm/b.c": TEXT}, {"mm/b.c": text(l9="int b;")}


@pytest.fixture
def history(tmp_path: Path) -> History:
    """master stands at `start`; FIRST and SECOND wait on a branch of their own."""
    made = new_history(tmp_path)
    made.commit({"mm/a.c": TEXT}, day=1, tag="start")
    made.git("checkout", "--quiet", "-b", "waiting")
    made.commit(FIRST, day=2)
    made.commit(SECOND, day=3)
    made.git("checkout", "--quiet", "master")
    return made


def series(history: History) -> Series:
    """THIRD on top of what waits, sent with its base stated as git does it."""
    return history.series("waiting", [THIRD], day=5, options=("--base=start", "-1", "HEAD"))


def found(
    asked: Series, folder: Path, tree: str = "master", before: tuple[Series, ...] = ()
) -> tuple[Prerequisite, ...]:
    repository = find_repository(str(folder))
    assert repository is not None
    return prerequisites_of(asked, before, repository, repository.lookup(f"{tree}^{{commit}}"))


def states(asked: tuple[Prerequisite, ...]) -> list[PrerequisiteState]:
    return [one.state for one in asked]


def test_gits_patch_ids_are_found_in_the_repository(history: History) -> None:
    asked = found(series(history), history.path)
    ids = history.git("rev-list", "--reverse", "start..waiting").split()
    assert states(asked) == [S.ELSEWHERE, S.ELSEWHERE]
    assert sorted(one.commit for one in asked) == sorted(ids)


def test_they_are_in_the_tree_under_other_ids(history: History) -> None:
    made = series(history)
    history.commit({"mm/other.c": TEXT}, day=6)
    history.git("cherry-pick", "start..waiting", day=7)
    assert states(found(made, history.path)) == [S.IN_TREE, S.IN_TREE]
    assert states(found(made, history.path, "master~1")) == [S.IN_TREE, S.ELSEWHERE]


def test_they_are_nowhere(history: History) -> None:
    made = series(history)
    history.git("branch", "-D", "waiting")
    history.commit({"mm/other.c": TEXT}, day=6)
    (first, _) = asked = found(made, history.path)
    assert states(asked) == [S.NOT_FOUND, S.NOT_FOUND]
    base = history.git("rev-parse", "start^{commit}")
    assert first.why == f"not among 1 commits since {base[:12]}"


def test_without_a_base_commit_the_days_before_count(history: History) -> None:
    made = series(history)
    made = replace(made, base=replace(made.base, base_commit=""))
    assert states(found(made, history.path)) == [S.ELSEWHERE, S.ELSEWHERE]
    late = replace(made.patches[0], date="Mon, 1 Nov 2021 12:00:00 +0000")
    (first, _) = asked = found(replace(made, patches=(late,)), history.path)
    assert states(asked) == [S.NOT_FOUND, S.NOT_FOUND]
    assert first.why == "not among 0 commits since 90 days before it was sent"


def test_a_series_that_was_given_has_them(history: History) -> None:
    made = series(history)
    given = history.series("start", [FIRST], day=2)
    assert sorted(states(found(made, history.path, before=(given,)))) == [S.ELSEWHERE, S.GIVEN]
    assert sorted(states(prerequisites_of(made, (given,), None, ""))) == [S.GIVEN, S.UNKNOWN]


def test_mails_and_change_ids(history: History) -> None:
    message = "Slots\n\nLink: https://lore.kernel.org/r/first@example.org\n"
    history.git("commit", "--quiet", "--allow-empty", "-m", message, day=4)
    made = series(history)
    named = BaseHints(
        prerequisite_message_ids=("first@example.org", "second@example.org"),
        prerequisite_change_ids=("20210301-slots:v2", "20210302-more"),
    )
    given = history.series("start", [FIRST], day=2)
    given = replace(given, base=BaseHints(change_id="20210301-slots"))
    first, second, third, fourth = found(replace(made, base=named), history.path, before=(given,))
    assert (first.state, first.commit) == (S.IN_TREE, history.git("rev-parse", "master"))
    assert (second.state, third.state, fourth.state) == (S.UNKNOWN, S.GIVEN, S.UNKNOWN)
    assert "names that mail" in second.why
    assert fourth.why == "no commit says which change-id it had"


def clone(history: History, *options: str) -> Path:
    to = history.path.parent / "clone"
    history.git("config", "uploadpack.allowFilter", "true")
    history.git("clone", "--quiet", "--no-checkout", *options, f"file://{history.path}", str(to))
    return to


def test_a_shallow_clone_proves_nothing(history: History) -> None:
    made = series(history)
    history.git("cherry-pick", "start..waiting", day=7)
    history.commit({"mm/other.c": TEXT}, day=8)
    (first, second) = asked = found(made, clone(history, "--depth=3", "--branch=master"))
    assert sorted(states(asked)) == [S.IN_TREE, S.UNKNOWN]
    lacking = first if first.state is S.UNKNOWN else second
    assert "history is cut off here" in lacking.why


def test_a_clone_without_contents_proves_nothing(history: History) -> None:
    made = series(history)
    history.git("cherry-pick", "start..waiting", day=7)
    asked = found(made, clone(history, "--filter=blob:none"))
    assert states(asked) == [S.UNKNOWN, S.UNKNOWN]
    assert all("contents are not here" in one.why for one in asked)


def test_time_that_runs_out_proves_nothing(history: History) -> None:
    made = series(history)
    repository = find_repository(str(history.path))
    assert repository is not None
    told: list[tuple[str, int, int]] = []
    asked = look_up(
        made.base,
        repository,
        repository.tip(),
        seconds=0,
        progress=lambda *step: told.append(step),
    )
    assert states(asked) == [S.UNKNOWN, S.UNKNOWN]
    assert all("time ran out" in one.why for one in asked)
    look_up(made.base, repository, repository.tip(), progress=lambda *step: told.append(step))
    assert told == [("looking for prerequisites", 0, 2)]


def test_a_series_that_names_none_asks_nothing(history: History) -> None:
    assert prerequisites_of(history.series("start", [FIRST], day=2), (), None, "") == ()
