"""What a location means, and what is said when it means nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from patchkit.errors import TreeError
from patchkit.trees import open_tree

if TYPE_CHECKING:
    from tests.trees.conftest import MakeTarball, Repo


def test_an_existing_path_is_never_taken_apart(kernel_repo: Repo) -> None:
    twin = kernel_repo.path.with_name("linux@main")
    kernel_repo.git("worktree", "add", "-q", "--detach", str(twin))
    assert open_tree(str(twin)).identity.kind == "directory"
    # The longest folder that is there counts, and revisions may hold an "@" too.
    assert open_tree(f"{twin}@main").identity.kind == "revision"
    assert open_tree(f"{kernel_repo.path}@HEAD@{{0}}").identity.kind == "revision"


def test_a_linked_worktree_knows_its_revisions(kernel_repo: Repo, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    kernel_repo.git("worktree", "add", "-q", "-b", "other", str(linked))
    assert open_tree(str(linked), rev="HEAD").identity.version == "5.0.0-rc1"


def test_a_git_directory_stands_for_its_head(kernel_repo: Repo) -> None:
    assert open_tree(str(kernel_repo.path / ".git")).identity.kind == "revision"


def test_any_tree_with_kernel_switched_off(tmp_path: Path, make_tarball: MakeTarball) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a.c").write_bytes(b"int a;\n")
    tarball = make_tarball("c.tar.gz", files={"a.c": b"int a;\n"}, prefix="")
    for location in (tmp_path / "plain", tarball):
        tree = open_tree(str(location), kernel=False)
        assert tree.identity.version == ""
        assert list(tree.paths()) == ["a.c"]


def test_with_kernel_switched_off_no_version_is_claimed(kernel_folder: Path) -> None:
    assert open_tree(str(kernel_folder), kernel=False).identity.version == ""


REFUSED = [
    pytest.param("absent", "", "no such", id="absent"),
    pytest.param("absent@main", "", "no such", id="absent-repository"),
    pytest.param("absent", "main", "no such", id="absent-with-revision"),
    pytest.param("@", "", "no such", id="only-an-at"),
    pytest.param("empty", "", "is empty", id="empty-folder"),
    pytest.param("broken", "", "no such", id="broken-link"),
    pytest.param("pipe", "", "neither", id="a-pipe"),
    pytest.param("plain", "main", "no git repository", id="revision-of-no-repository"),
    pytest.param("plain/a.c", "main", "no git repository", id="revision-of-a-file"),
    pytest.param("plain", "", "no kernel tree: it has no Makefile", id="no-kernel"),
    pytest.param("repo", "v9", "no revision 'v9'", id="unknown-revision"),
    pytest.param("repo@v9", "", "no revision 'v9'", id="unknown-revision-in-location"),
    pytest.param("repo@--all", "", "no revision", id="an-option-for-a-revision"),
    pytest.param("repo", "main:mm", "no folder 'mm'", id="unknown-folder"),
    pytest.param("repo", "main:Makefile", "no folder 'Makefile'", id="a-file-for-a-folder"),
    pytest.param("repo", "main:arch", "no Makefile", id="a-folder-that-is-no-kernel"),
    pytest.param("repo", "blob", "not a commit or tree", id="a-tag-of-a-blob"),
    pytest.param("unborn", "", "nothing is checked out", id="nothing-checked-out"),
    pytest.param("unborn", "HEAD", "no revision 'HEAD'", id="no-commit-yet"),
]


@pytest.fixture
def places(kernel_repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kernel_repo.git("tag", "blob", "main:Makefile")
    kernel_repo.path.rename("repo")
    Path("empty").mkdir()
    Path("plain").mkdir()
    Path("plain/a.c").write_bytes(b"int a;\n")
    Path("broken").symlink_to("nowhere")
    os.mkfifo("pipe")
    os.system("git init -q unborn")  # noqa: S605  # a constant


@pytest.mark.usefixtures("places")
def test_what_is_refused_and_how() -> None:
    for case in REFUSED:
        location, rev, message = case.values
        with pytest.raises(TreeError) as caught:
            open_tree(str(location), rev=str(rev))
        assert str(message) in caught.value.message, case.id
        assert caught.value.where.startswith(str(location)), case.id
