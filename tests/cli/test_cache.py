"""`patchkit cache`, and the cache as the verbs use it: no answer depends on it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from patchkit.cli.main import main
from patchkit.search import folder
from patchkit.search.cache import cache_file

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return call


@pytest.fixture(autouse=True)
def nothing_is_racy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_RACY_NANOSECONDS", -(10**18))


@pytest.fixture
def tree(checkout: Path, tmp_path: Path) -> str:
    shutil.copytree(checkout / "examples" / "kernel", tmp_path / "kernel")
    return str(tmp_path / "kernel")


def check(checkout: Path, tree: str, *more: str) -> list[str]:
    return ["check", tree, "-q", "--format", "json", *more]


def test_nothing_is_kept_of_a_run_that_asks_so(run: Run, checkout: Path, tree: str) -> None:
    run(*check(checkout, tree, "--no-cache"))
    run("sites", "arch_remove_memory", tree, "-q", "-C")
    assert not cache_file().exists()


def test_a_check_answers_the_same_from_the_cache(run: Run, checkout: Path, tree: str) -> None:
    plain = run(*check(checkout, tree, "-C"))
    first, second = run(*check(checkout, tree)), run(*check(checkout, tree))
    assert plain == first == second
    assert cache_file().exists()


@pytest.mark.parametrize("form", ["text", "json", "terse"])
def test_sites_are_the_same_from_the_cache(run: Run, tree: str, form: str) -> None:
    asked = ["sites", "arch_remove_memory", "__remove_pages", tree, "-q", "--format", form]
    assert run(*asked, "-C") == run(*asked) == run(*asked)


def test_a_change_of_the_tree_is_seen(run: Run, tree: str) -> None:
    asked = ["sites", "arch_remove_memory", tree, "-q", "--format", "terse"]
    before = run(*asked)[1]
    Path(tree, "mm", "new.c").write_text("void f(void)\n{\n\tarch_remove_memory(0, 1);\n}\n")
    after = run(*asked)[1]
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "mm/new.c:3: call:arch_remove_memory: arch_remove_memory(0, 1)"
    }


def test_a_damaged_cache_is_a_harmless_incident(run: Run, checkout: Path, tree: str) -> None:
    code, plain = run(*check(checkout, tree, "-C"))
    run(*check(checkout, tree))
    cache_file().write_bytes(b"not a database" * 1000)
    again = run(*check(checkout, tree))
    assert again[0] == code
    assert "cache-unusable" in again[1]
    assert run(*check(checkout, tree)) == (code, plain)


def test_a_cache_folder_that_cannot_be_made(
    run: Run, checkout: Path, tree: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _ = run(*check(checkout, tree, "-C"))
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    again = run(*check(checkout, tree))
    assert again[0] == code
    assert "cache-unusable" in again[1]


def test_two_checks_at_once(checkout: Path, tree: str, run: Run) -> None:
    plain = run(*check(checkout, tree, "-C"))
    command = [sys.executable, "-m", "patchkit", *check(checkout, tree)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=checkout) for _ in range(2)]
    for one in both:
        output = one.communicate()[0]
        assert (one.returncode, output.decode()) == plain


@pytest.mark.kernel
@pytest.mark.parametrize("series", ["", "mails"])
@pytest.mark.parametrize("kernel", ["kernel_6_1", "kernel_6_12"])
def test_a_real_tree_is_answered_the_same_from_the_cache(
    run: Run, checkout: Path, request: pytest.FixtureRequest, kernel: str, series: str
) -> None:
    tree = str(request.getfixturevalue(kernel))
    more = ["--series", str(checkout / "series" / "hot-remove" / "mails")] if series else []
    plain = run(*check(checkout, tree, *more, "-C"))
    assert plain == run(*check(checkout, tree, *more)) == run(*check(checkout, tree, *more))


def test_info_prune_and_clear(run: Run, tree: str) -> None:
    run("sites", "arch_remove_memory", tree, "-q")
    code, shown = run("cache", "info")
    assert code == 0
    assert str(cache_file()) in shown
    assert {line.split()[0] for line in shown.splitlines()[1:]} == {"hits", "shelf", "sites"}
    assert run("cache", "prune")[1].startswith("dropped 0 entries")
    code, shown = run("cache", "prune", "--size", "1k")
    assert (code, shown.startswith("dropped 0 ")) == (0, False)
    assert run("cache", "clear") == (0, "")
    assert not cache_file().exists()


def test_pruning_gives_space_back(run: Run, tree: str) -> None:
    run("sites", "arch_remove_memory", tree, "-q")
    with sqlite3.connect(cache_file()) as connection:
        connection.executemany(
            "INSERT INTO entry (kind, key, value, used) VALUES ('old', ?, ?, 0)",
            [(b"%d" % number, b"x" * 1000) for number in range(2000)],
        )
    connection.close()
    before = cache_file().stat().st_size
    run("cache", "prune", "--size", "100k")
    assert cache_file().stat().st_size < before / 10


@pytest.mark.parametrize("size", ["-1", "many", "1t"])
def test_a_size_is_a_number(run: Run, size: str) -> None:
    assert run("cache", "prune", "--size", size)[0] == 2


def test_what_is_wrong_is_an_error_here(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    code, shown = run("cache", "info")
    assert code == 2
    assert "cannot be used" in shown


KEPT = {
    "repositories/0123.git/objects/pack/one.pack": "commits of repositories elsewhere",
    "matrix/0123.jsonl": "cells of unfinished matrices",
    "lore/0123.lore.cache": "what liblore keeps for minutes",
    "mails/0123/4567": "mails that check hooks were given, by thread",
    "outgoing/0123/1.2": "mails that git send-email is about to send",
    "postings/a@example.org.mbox": "postings that were fetched, with what was verified",
}
FOUND_AGAIN = {"repositories", "matrix", "lore"}


@pytest.fixture
def kept() -> Path:
    """A cache folder with a file of 40 bytes in each store."""
    folder = Path(os.environ["XDG_CACHE_HOME"]) / "patchkit"
    for name in KEPT:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(b"x" * 40)
    return folder


def left(folder: Path) -> set[str]:
    return {name.split("/")[0] for name in KEPT if (folder / name).exists()}


def test_all_that_is_kept_is_shown(kept: Path, run: Run) -> None:
    shown = run("cache", "info")[1].splitlines()
    assert shown[1:] == [
        f"{kept / name.split('/')[0]}: 1 file, 40 bytes, {words}" for name, words in KEPT.items()
    ]
    (kept / "mails" / "0123" / "89ab").write_bytes(b"y")
    assert "mails: 2 files, 41 bytes, " in run("cache", "info")[1]


def test_what_is_found_again_is_cleared(kept: Path, run: Run) -> None:
    assert run("cache", "clear") == (0, "")
    assert left(kept) == {name.split("/")[0] for name in KEPT} - FOUND_AGAIN
    assert run("cache", "clear", "--all") == (0, "")
    assert left(kept) == set()


def test_what_is_old_is_pruned_as_a_whole(kept: Path, run: Run) -> None:
    assert run("cache", "prune")[1].count("\n") == 1
    (kept / "repositories" / "0123.git" / "HEAD").write_bytes(b"")
    for name in KEPT:
        os.utime(kept / name, (0, 0))
    shown = run("cache", "prune")[1].splitlines()
    assert shown[1:] == [
        f"{kept / name}: dropped 1 of 30 days and more"
        for name in ("matrix", "lore", "mails", "outgoing")
    ]
    assert left(kept) == {"repositories", "postings"}


def test_what_cannot_be_removed_is_an_error(kept: Path, run: Run) -> None:
    shutil.rmtree(kept / "matrix")
    (kept / "matrix").write_bytes(b"")
    code, shown = run("cache", "clear")
    assert code == 2
    assert "matrix: cannot be removed: Not a directory" in shown


def test_nothing_is_kept_that_is_not_listed(checkout: Path) -> None:
    using = {
        path.relative_to(checkout).as_posix()
        for path in (checkout / "patchkit").rglob("*.py")
        if "cache_folder" in path.read_text()
    }
    assert using == {"patchkit/search/cache.py", "patchkit/search/stores.py"}
