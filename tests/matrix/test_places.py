"""Trees by URL: git sends what is not there yet, once, to whoever asks first."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from patchkit.errors import GitError, TreeError
from patchkit.matrix import places
from patchkit.matrix.executors import Pool
from patchkit.model.matrix import CellState, TreeRef
from patchkit.search.stores import Store
from tests.matrix import scene
from tests.porting.repos import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return scene.kernel(tmp_path / "linux")


def ref(repo: Repo, name: str) -> TreeRef:
    return TreeRef(name, f"file://{repo.path}", repo.git("rev-parse", f"{name}^{{commit}}"))


def objects(folder: str) -> set[str]:
    listed = subprocess.run(
        ["git", "-C", folder, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(listed.stdout.split())


def test_the_copy_has_the_tree_and_no_history(repo: Repo) -> None:
    tree = places.here(ref(repo, "v5.3"))
    assert Path(tree.location).is_relative_to(Store.REPOSITORIES.folder)
    assert tree.rev == repo.git("rev-parse", "v5.3")
    log = subprocess.run(
        ["git", "-C", tree.location, "log", "--format=%H", tree.rev], capture_output=True
    )
    assert log.stdout.decode().split() == [tree.rev]


def test_what_is_there_is_not_sent_again(repo: Repo) -> None:
    first = places.here(ref(repo, "v5.0"))
    before = objects(first.location)
    second = places.here(ref(repo, "v5.1"))
    assert second.location == first.location
    fresh = objects(first.location) - before
    # The commit, three folders and the top, the new file and the Makefile.
    kinds = [repo.git("cat-file", "-t", one) for one in fresh]
    assert (kinds.count("commit"), kinds.count("blob")) == (1, 2)
    asked = ref(repo, "v5.0")
    repo.path.rename(repo.path.with_name("gone"))  # nobody is asked any more
    assert places.here(asked) == first


def test_several_workers_make_one_copy(repo: Repo) -> None:
    trees = [ref(repo, f"v5.{number}") for number in (0, 1, 2, 3, 0, 1, 2, 3)]
    pool = Pool(3)
    found = dict(pool.run(places.here, trees))
    pool.close()
    assert {one.location for one in found.values() if isinstance(one, TreeRef)} == {
        places.here(trees[0]).location
    }
    assert len(list(Store.REPOSITORIES.folder.glob("*.git"))) == 1


def test_a_path_is_opened_where_it_is(repo: Repo) -> None:
    tree = TreeRef("v5.0", str(repo.path), "v5.0")
    assert places.here(tree) == tree


def test_what_cannot_be_fetched_is_an_error(repo: Repo) -> None:
    with pytest.raises(TreeError, match="a URL needs a revision"):
        places.here(TreeRef("x", f"file://{repo.path}"))
    with pytest.raises(GitError):
        places.here(TreeRef("x", f"file://{repo.path}", "0123456789" * 4))
    with pytest.raises(GitError):
        places.here(TreeRef("x", f"file://{repo.path}/nowhere", repo.git("rev-parse", "v5.0")))


def test_a_matrix_by_url_says_what_the_repository_says(repo: Repo, tmp_path: Path) -> None:
    place = scene.series(tmp_path / "slots")
    here = scene.options(str(repo.path), ("v5.*",), place)
    away = scene.options(f"file://{repo.path}", ("v5.*",), place)
    assert away.trees[0].location == f"file://{repo.path}"
    (row,) = scene.judged(away).report.rows
    assert [cell.state for cell in row.cells] == [CellState.JUDGED] * 4
    (other,) = scene.judged(here).report.rows
    assert [(one.verdict, one.patches, one.needs) for one in row.cells] == [
        (one.verdict, one.patches, one.needs) for one in other.cells
    ]
