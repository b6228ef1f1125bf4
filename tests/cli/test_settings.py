"""git config [patchkit] and -c: which place wins, and what a mistake is told."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from patchkit.cli.main import cli, main
from patchkit.cli.settings import KEYS, defaults
from patchkit.model.settings import Setting

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository to stand in, with a configuration of its own and one of the user's."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.delenv("PATCHKIT_OFFLINE")
    subprocess.run(["git", "init", "-q", "repo"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What `check` would have been called with."""
    parameters: dict[str, object] = {}
    command = cli.get_command(click.Context(cli), "check")
    assert command is not None

    def callback(**given: object) -> None:
        parameters.update(given)

    monkeypatch.setattr("patchkit.cli.check.check_command.callback", callback)
    return parameters


def said(seen: dict[str, object], parameter: str) -> object:
    return seen[parameter]


def git(*arguments: str) -> None:
    subprocess.run(["git", "config", *arguments], check=True)


def test_each_place_beats_the_ones_below(desk: Path, run: Run, seen: dict[str, object]) -> None:
    git("--global", "patchkit.min-confidence", "high")
    assert run("check", "x")[0] == 0
    assert said(seen, "min_confidence") == "high"
    git("patchkit.min-confidence", "medium")
    run("check", "x")
    assert said(seen, "min_confidence") == "medium"
    run("-c", "min-confidence=high", "check", "x")
    assert said(seen, "min_confidence") == "high"
    run("-c", "min-confidence=high", "check", "x", "-c", "patchkit.min-confidence=low")
    assert said(seen, "min_confidence") == "low"
    run("-c", "min-confidence=high", "check", "x", "--min-confidence", "medium")
    assert said(seen, "min_confidence") == "medium"


def test_the_environment_stands_above_settings_and_below_options(
    desk: Path, run: Run, seen: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    git("patchkit.offline", "false")
    run("check", "x")
    assert said(seen, "offline") is False
    monkeypatch.setenv("PATCHKIT_OFFLINE", "1")
    run("-c", "offline=no", "check", "x")
    assert said(seen, "offline") is True


def test_the_strongest_place_says_all_of_a_list(desk: Path, run: Run, seen: dict[str, object]) -> None:
    git("--global", "patchkit.base-tree", "/global")
    git("--add", "patchkit.base-tree", "~/one@v1")
    git("--add", "patchkit.base-tree", "/two")
    run("check", "x")
    assert said(seen, "base_trees") == (f"{Path.home()}/one@v1", "/two")
    run("check", "x", "--base-tree", "/three")
    assert said(seen, "base_trees") == ("/three",)


@pytest.mark.parametrize(
    ("value", "cached"),
    [
        ("true", True),
        ("on", True),
        ("7", True),
        ("no", False),
        ("0", False),
        ("", False),
        ("FALSE", False),
    ],
)
def test_values_are_gits(
    desk: Path, run: Run, seen: dict[str, object], value: str, cached: bool
) -> None:
    git("patchkit.cache", value)
    run("check", "x")
    assert said(seen, "no_cache") is not cached


def test_a_key_without_a_value_is_true(desk: Path, run: Run, seen: dict[str, object]) -> None:
    Path(".git/config").write_text("[patchkit]\n\tverbose\n\tquiet\n")
    run("check", "x", "-c", "offline")
    assert (said(seen, "verbose"), said(seen, "quiet"), said(seen, "offline")) == (True, True, True)


def test_includes_of_the_users_own_configuration_count(
    desk: Path, run: Run, seen: dict[str, object]
) -> None:
    (desk / "more").write_text("[patchkit]\n\twidth = 77\n")
    git("--global", "include.path", str(desk / "more"))
    run("check", "x")
    assert said(seen, "width") == 77


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("patchkit.colour", "did you mean patchkit.color?"),
        ("patchkit.baseTree", "did you mean patchkit.base-tree?"),
        ("patchkit.quite", "did you mean patchkit.quiet?"),
        ("patchkit.zebra", "hint: docs/configuration.md has all of them"),
        ("patchkit.check.color", "docs/configuration.md"),
    ],
)
def test_an_unknown_key(desk: Path, run: Run, key: str, hint: str) -> None:
    git(key, "1")
    code, out, err = run("check", "x")
    assert (code, out) == (2, "")
    assert err.startswith(f"patchkit: .git/config: there is no key {key.lower()}")
    assert hint in err


@pytest.mark.parametrize(
    "where", [("-c", "colour=never", "check", "x"), ("check", "x", "-c", "colour=x")]
)
def test_an_unknown_key_of_the_command_line(desk: Path, run: Run, where: tuple[str, ...]) -> None:
    code, _, err = run(*where)
    assert code == 2
    assert "-c: there is no key patchkit.colour" in err
    assert "did you mean patchkit.color?" in err


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("color", "purple", "'purple' is not one of 'auto', 'always', 'never'"),
        ("width", "12", "12 is not in the range x>=40"),
        ("quiet", "perhaps", "'perhaps' is neither true nor false"),
        ("min-confidence", "", "'' is not one of"),
    ],
)
def test_a_wrong_value(desk: Path, run: Run, key: str, value: str, told: str) -> None:
    git("--global", f"patchkit.{key}", value)
    code, out, err = run("check", "x")
    assert (code, out) == (2, "")
    assert err.startswith(f"patchkit: {desk}/gitconfig: patchkit.{key}: ")
    assert told in err


def test_a_wrong_value_of_another_verb_is_none_of_our_business(
    desk: Path, run: Run, seen: dict[str, object]
) -> None:
    git("patchkit.complete", "whatever")
    assert run("check", "x")[0] == 0


def test_help_needs_no_configuration(desk: Path, run: Run) -> None:
    Path(".git/config").write_text("[patchkit]\n\tcolour = x\n")
    assert run("check", "--help")[0] == 0
    assert run("--version")[0] == 0


def test_a_broken_configuration_is_gits_error(desk: Path, run: Run) -> None:
    (desk / "gitconfig").write_text("[patchkit\n")
    code, _, err = run("check", "x")
    assert code == 2
    assert "bad config line 1 in file" in err


def test_a_repository_that_is_a_tree_has_no_say(desk: Path, run: Run, seen: dict[str, object]) -> None:
    subprocess.run(["git", "init", "-q", "tree"], cwd=desk, check=True)
    subprocess.run(["git", "config", "patchkit.width", "50"], cwd=desk / "tree", check=True)
    run("check", str(desk / "tree"))
    assert said(seen, "width") is None


@pytest.mark.parametrize(
    "verb", [name for name in cli.list_commands(click.Context(cli)) if name != "cache"]
)
def test_every_key_is_a_default_of_the_verbs_that_have_it(verb: str) -> None:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    options = {one.name: one for one in command.params if isinstance(one, click.Option)}
    for key in KEYS:
        option = options.get(key.parameter)
        kind = option.type if option is not None else None
        if isinstance(kind, click.Choice):
            value = str(kind.choices[-1])
        else:
            value = "100" if isinstance(kind, click.IntRange) else "true"
        found = defaults(command, [Setting(f"patchkit.{key.name}", value, "local", "f")])
        assert list(found) == ([key.parameter] if option is not None else [])


def test_the_trees_own_file_is_the_weakest_place(desk: Path, run: Run) -> None:
    (desk / "tree").mkdir()
    (desk / "tree" / "a.c").write_text("int a;\n")
    (desk / "tree" / ".patchkit").write_text("[patchkit]\nwidth = 40\nmin-confidence = high\n")
    (desk / "fix.patch").write_text(
        "From: A <a@example.org>\nSubject: [PATCH] a: be b\n\n---\n"
        "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-int a;\n+int b;\n"
    )
    check = ("check", "../tree", "--not-a-kernel", "--series", "../fix.patch")
    code, narrow, _ = run(*check)
    assert code == 0  # a notice changes no exit status
    assert max(map(len, narrow.split("\n"))) <= 40
    assert "patchkit.min-confidence" in narrow
    git("patchkit.width", "200")
    assert len(run(*check)[1].split("\n")) < len(narrow.split("\n"))
    assert run(*check, "--width", "40")[1] == narrow
