"""What `git grep` is asked for instead of reading blobs, and when it is not believed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from patchkit.gitio import find_repository, grep_blobs
from patchkit.gitio.process import Finished
from patchkit.gitio.temporary import TemporaryRepository
from patchkit.search.means import Means
from patchkit.trees import blobs, open_tree
from tests.trees.conftest import KERNEL, Repo

INIT = "arch/sh/mm/init.c"
TEXTS = {
    "0": b"int arch_add_memory(int nid);\n",
    "1": b"my_arch_add_memory_2(0);\n",
    "2": b"\0\xff binary arch_add_memory\r\n",
    "3": b"try_offline_node(arch_add_memory_x)\n",
    "4": b"",
    "5": b"arch_add_memory",
}


@pytest.fixture
def texts(kernel_repo: Repo) -> tuple[Repo, list[str]]:
    """A repository and the ids of the texts, the first one twice."""
    kernel_repo.commit(TEXTS)
    ids = [kernel_repo.git("rev-parse", f"HEAD:{name}") for name in TEXTS]
    return kernel_repo, [*ids, ids[0]]


def asked(repo: Repo, ids: Sequence[str], *words: bytes) -> list[int] | None:
    repository = find_repository(str(repo.path))
    assert repository is not None
    return grep_blobs(repository, ids, words)


def test_whole_words_in_any_content(texts: tuple[Repo, list[str]]) -> None:
    repo, ids = texts
    assert asked(repo, ids, b"arch_add_memory") == [0, 2, 5, 6]
    assert asked(repo, ids, b"arch_add_memory", b"try_offline_node") == [0, 2, 3, 5, 6]
    assert asked(repo, ids, b"nowhere") == []
    assert repo.git("status", "--porcelain") == ""


def test_what_git_is_not_asked_for(texts: tuple[Repo, list[str]]) -> None:
    repo, ids = texts
    assert asked(repo, ids) is None
    assert asked(repo, ids, b"a->b") is None
    assert asked(repo, ids, b'/init.c"') is None
    assert asked(repo, ids, *(b"word%d" % number for number in range(20))) is None


def test_a_missing_blob_is_for_others_to_report(texts: tuple[Repo, list[str]]) -> None:
    repo, ids = texts
    repo.remove_object("HEAD:3")
    assert asked(repo, ids, b"arch_add_memory") is None


def test_a_git_without_pcre_is_no_trouble(
    texts: tuple[Repo, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, ids = texts
    refusal = Finished(128, b"", "fatal: cannot use Perl-compatible regexes")
    monkeypatch.setattr(TemporaryRepository, "attempt", lambda *_, **__: refusal)
    assert asked(repo, ids, b"arch_add_memory") is None


WORDS = [b"arch_add_memory", b"f", b"nothing_here"]


@pytest.mark.parametrize("missing", [False, True])
def test_a_tree_answers_the_same(
    kernel_repo: Repo, monkeypatch: pytest.MonkeyPatch, *, missing: bool
) -> None:
    if missing:
        kernel_repo.remove_object(f"HEAD:{INIT}")
    where = f"{kernel_repo.path}@HEAD"
    plain = open_tree(where)
    expected = plain.holders(WORDS)
    monkeypatch.setattr(blobs, "_WORTH_GREP", 1)
    sifted = open_tree(where)
    assert sifted.holders(WORDS) == expected
    assert [one.where for one in sifted.incidents] == [one.where for one in plain.incidents]
    assert (INIT in (expected[WORDS[0]] or ())) is not missing
    assert set(expected[WORDS[0]] or ()) < set(KERNEL)


def test_how_far_git_grep_is_is_told(kernel_repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "searching the revision":
            told.append((done, total))

    where = f"{kernel_repo.path}@HEAD"
    expected = open_tree(where).holders(WORDS)
    monkeypatch.setattr(blobs, "_WORTH_GREP", 1)
    monkeypatch.setattr(blobs, "_GREP_AT_ONCE", 3)
    assert open_tree(where, means=Means(progress=progress)).holders(WORDS) == expected
    assert len(told) > 1
    assert told == [(at, told[0][1]) for at in range(0, told[0][1], 3)]
