from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.errors import PatchkitError, TreeError
from patchkit.gitio import Repository, find_repository
from patchkit.matrix.choose import choose_trees
from tests.porting.repos import new_repo

TAGS = (
    *("v4.18", "v4.19", "v4.19.1", "v4.19.72", "v4.20-rc1", "v4.20", "v5.0", "v5.10", "v5.9", "v6.12"),
    *("old/v5.4", "next-20240102"),
)
BRANCHES = ("linux-5.4.y", "linux-5.15.y", "linux-6.1.y", "topic/slots")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repo = new_repo(tmp_path_factory.mktemp("names") / "linux")
    for name in TAGS:
        repo.git("tag", name)
    for name in BRANCHES:
        repo.git("branch", name)
    found = find_repository(str(repo.path))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("v4.19..v5.10", ["v4.19", "v4.20", "v5.0", "v5.9", "v5.10"]),
        ("v4.20-rc1..v5.0", ["v4.20-rc1", "v4.20", "v5.0"]),
        ("v4.19.1..v4.19.99", ["v4.19.1", "v4.19.72"]),
        ("linux-5.4.y..linux-6.0.y", ["linux-5.4.y", "linux-5.15.y"]),
        ("linux-*.y", ["linux-5.4.y", "linux-5.15.y", "linux-6.1.y"]),
        ("v4.*", ["v4.18", "v4.19", "v4.19.1", "v4.19.72", "v4.20-rc1", "v4.20"]),
        ("topic/*", ["topic/slots"]),
        ("v5.0", ["v5.0"]),
        ("v7.*", []),
        ("v9.1", []),
        ("v7.0..v7.9", []),
    ],
)
def test_what_a_pattern_means(repository: Repository, pattern: str, names: list[str]) -> None:
    """The same in a repository and by its URL."""
    place = str(Path(repository.git_dir).parent)
    for location in (place, f"file://{place}"):
        if not names:
            with pytest.raises(TreeError, match=r"no tag or branch is meant by"):
                choose_trees((), (location,), (pattern,))
            continue
        trees = choose_trees((), (location,), (pattern,))
        assert [tree.name for tree in trees] == names
        assert {(tree.location, tree.rev) for tree in trees} == {(location, repository.tip())}


@pytest.mark.parametrize(
    "pattern", ["v4.19..linux-6.1.y", "v4.19..v4.20.1", "HEAD..v5.0", "v4.19..", "..v5.0"]
)
def test_ends_of_different_kinds_are_no_range(repository: Repository, pattern: str) -> None:
    with pytest.raises(TreeError, match="no range of versions"):
        choose_trees((), (repository.git_dir,), (pattern,))


def test_a_pattern_that_means_nothing_is_a_mistake(repository: Repository) -> None:
    with pytest.raises(TreeError, match=r"no tag or branch is meant by 'v7\.\*'"):
        choose_trees((), (repository.git_dir,), ("v7.*",))


def test_names_are_as_short_as_can_be_told_apart(repository: Repository, tmp_path: Path) -> None:
    other = new_repo(tmp_path / "other")
    other.git("tag", "v5.0")
    (tmp_path / "a" / "linux").mkdir(parents=True)
    (tmp_path / "b" / "linux").mkdir(parents=True)
    top = Path(repository.git_dir).parent
    places = (
        str(tmp_path / "a" / "linux"),
        str(tmp_path / "b" / "linux"),
        str(tmp_path / "a" / "linux"),
    )
    trees = choose_trees(places, (str(top), str(other.path)), ("v5.0", "v5.9"))
    assert [tree.name for tree in trees] == ["a/linux", "b/linux", "linux@v5.0", "other@v5.0", "v5.9"]
    assert [tree.rev for tree in trees] == [
        *("", ""),
        *(repository.tip(), other.git("rev-parse", "v5.0"), repository.tip()),
    ]


def test_a_repository_without_patterns_is_its_head(repository: Repository) -> None:
    (tree,) = choose_trees((), (str(Path(repository.git_dir).parent),), ())
    assert (tree.name, tree.rev) == ("linux", repository.tip())


def test_any_revision_of_a_repository_here_may_be_named(repository: Repository) -> None:
    place = str(Path(repository.git_dir).parent)
    (tree,) = choose_trees((), (place,), ("main~0",))
    assert (tree.name, tree.rev) == ("main~0", repository.tip())
    (tree,) = choose_trees((f"{place}@v5.0:mm",), (), ())
    assert (tree.name, tree.location, tree.rev) == ("v5.0:mm", place, f"{repository.tip()}:mm")


def test_a_branch_that_moves_later_is_what_it_was(repository: Repository, tmp_path: Path) -> None:
    other = new_repo(tmp_path / "moving")
    before = other.git("rev-parse", "main")
    (tree,) = choose_trees((), (str(other.path),), ("main",))
    other.commit({"a": b"b"})
    assert tree.rev == before != other.git("rev-parse", "main")


@pytest.mark.parametrize(
    "place", ["file:///nowhere/linux.git", "ext::sh -c true", "http://localhost:1/x.git"]
)
def test_a_repository_that_does_not_answer_is_a_mistake(place: str) -> None:
    with pytest.raises(PatchkitError):
        choose_trees((), (place,), ("v5.0",))
