"""`patchkit review` on a repository with a history, an upstream, a topic and another branch."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from patchkit.cli.main import main

Printed = pytest.CaptureFixture[str]
Review = Callable[..., tuple[int, str]]

HEADER = "int slot_cut(struct slot *slot);\n"
CODE = "int slot_cut(struct slot *slot)\n{\n\treturn slot->size;\n}\n"
USER = "void user(struct slot *slot)\n{\n\tslot_cut(slot);\n}\n"
WIDER = "struct slot *slot, int by"
SIGNED = "\n\nSigned-off-by: Test Author <author@example.org>"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, message: str, **files: str) -> str:
    """Commits files (named with "_" for "." and "__" for "/")."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "--short=12", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """main has two users of slot_cut(), next a third one; topic is where the work is done."""
    folder = tmp_path / "linux"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "mm/slot: Cut", mm__slot_h=HEADER, mm__slot_c=CODE)
    commit(folder, "mm/slot: Use it", mm__user_c=USER)
    git(folder, "branch", "topic")
    git(folder, "checkout", "-qb", "next")
    commit(folder, "mm/slot: Use it again", mm__other_c=USER.replace("user", "other"))
    git(folder, "checkout", "-q", "topic")
    git(folder, "branch", "-q", "--set-upstream-to=main")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def review(capsys: Printed) -> Review:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["review", "--not-a-kernel", "-C", *arguments])
        captured = capsys.readouterr()
        assert captured.err == ""
        return code, captured.out

    return run


def widened(folder: Path, message: str = f"mm/slot: Cut by more{SIGNED}") -> None:
    """The topic's commit: slot_cut() gets a parameter, and its user in main gives it."""
    commit(
        folder,
        message.replace("more", "more\n\nOne is too few.", 1),
        mm__slot_h=HEADER.replace("struct slot *slot", WIDER),
        mm__slot_c=CODE.replace("struct slot *slot", WIDER),
        mm__user_c=USER.replace("(slot);", "(slot, 1);"),
    )


READY = """\
ready to send

series   mm/slot: Cut by more, 1 patch, @{upstream}..
base     .@BASE (the commit the series says it was made on): all 3 hunks fit; no inconsistency found
"""


def test_a_branch_that_is_ready(repository: Path, review: Review) -> None:
    widened(repository)
    before = git(repository, "for-each-ref"), git(repository, "status", "--porcelain")
    base = git(repository, "rev-parse", "--short=12", "main")
    assert review() == (0, READY.replace("BASE", base))
    assert (git(repository, "for-each-ref"), git(repository, "status", "--porcelain")) == before


def test_what_the_author_forgot(repository: Path, review: Review) -> None:
    widened(repository, 'mm/slot: Cut by more\n\nFixes: 0123456 ("mm/slot: Cut")')
    cut = git(repository, "rev-parse", "--short=12", "main~1")
    code, shown = review("main..topic")
    assert code == 1
    assert shown.splitlines()[0] == (
        "not yet, because patch 1: nobody signed it off; patch 1: the id in this Fixes tag has 7 digits, "
        "at least 12 are wanted"
    )
    assert f"there is no commit 0123456 here; “mm/slot: Cut” is {cut}" in shown


def test_a_tree_it_will_meet(repository: Path, review: Review) -> None:
    widened(repository)
    code, shown = review("-b", "next")
    assert code == 1
    assert shown.startswith("not yet, because patch 1: caller-not-updated at mm/other.c:3 on .@next\n")
    assert "1/1 mm/other.c:3: error caller-not-updated: " in shown
    assert shown.count("error caller-not-updated") == 1
    assert "[on .@next]" in shown


def test_a_patch_that_does_not_apply(repository: Path, review: Review) -> None:
    widened(repository)
    git(repository, "checkout", "-q", "next")
    commit(repository, "mm/slot: Rewrite", mm__user_c="void user(void)\n{\n}\n")
    git(repository, "checkout", "-q", "topic")
    code, shown = review("-b", "next")
    assert code == 1
    assert "1/1: warning does-not-apply: it does not apply: 1 of 3 hunks refused" in shown


def test_each_patch_has_to_stand_alone(repository: Path, review: Review) -> None:
    commit(
        repository,
        f"mm/slot: Cut by more\n\nWhy.{SIGNED}",
        mm__slot_h=HEADER.replace("struct slot *slot", WIDER),
        mm__slot_c=CODE.replace("struct slot *slot", WIDER),
    )
    commit(
        repository,
        f"mm/slot: Tell how much\n\nWhy.{SIGNED}",
        mm__user_c=USER.replace("(slot);", "(slot, 1);"),
    )
    code, shown = review()
    assert code == 1
    assert "1/2 mm/user.c:3: error caller-not-updated: " in shown
    assert "; patch 2 mends it" in shown
    assert "each patch has to build on its own" in shown


def mails(folder: Path, *options: str) -> str:
    git(folder, "format-patch", "-q", "-o", "outgoing", *options, "main..topic")
    (folder / ".git" / "info").mkdir(exist_ok=True)
    return "outgoing"


@pytest.mark.parametrize("options", [(), ("--base=main",)])
def test_mails_that_are_ready_to_be_sent(
    repository: Path, review: Review, options: tuple[str, ...]
) -> None:
    widened(repository)
    code, shown = review(mails(repository, *options))
    assert code == 0
    assert ("note base-unstated" in shown) is (options == ())
    how = "the commit the series says it was made on" if options else "found: main ("
    assert f"({how}" in shown


def test_mails_from_stdin(repository: Path, review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    widened(repository)
    raw = subprocess.run(
        ["git", "format-patch", "--stdout", "--base=main", "main..topic"],
        check=True,
        capture_output=True,
    ).stdout
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert review("-", "--tree", str(repository))[0] == 0


def test_the_json_is_what_its_schema_says(repository: Path, review: Review, checkout: Path) -> None:
    widened(repository, "mm/slot: Cut by more")
    code, shown = review("--format", "json", "-b", "next")
    told = json.loads(shown)
    jsonschema.validate(told, json.loads((checkout / "docs" / "review.schema.json").read_bytes()))
    assert (code, told["verdict"]) == (1, "not-yet")
    assert [(one["rule"], one["patch"], one["origin"]) for one in told["remarks"]] == [
        ("caller-not-updated", 1, "check"),
        ("sign-off-missing", 1, "submit"),
    ]
    assert [one["role"] for one in told["trees"]] == ["base", "target"]


MARKDOWN = """\
**not yet, because patch 1: nobody signed it off**

- series: mm/slot: Cut by more, 1 patch, @{upstream}..
- base: .@BASE (the commit the series says it was made on): all 3 hunks fit; no inconsistency found

### Before sending

- 1/1: **error** `sign-off-missing`: nobody signed it off
"""


def test_markdown(repository: Path, review: Review) -> None:
    widened(repository, "mm/slot: Cut by more")
    base = git(repository, "rev-parse", "--short=12", "main")
    assert review("--format", "markdown") == (1, MARKDOWN.replace("BASE", base))


def test_a_missing_patch_is_incomplete(repository: Path, review: Review) -> None:
    widened(repository)
    commit(repository, f"mm/slot: More\n\nWhy.{SIGNED}", mm__more_c="int more;\n")
    folder = repository / mails(repository, "--base=main")
    os.unlink(next(folder.glob("0002-*")))
    code, shown = review("outgoing")
    assert code == 3
    assert shown.startswith(
        "not all of it could be looked at (outgoing: 2/2 of v1 is not there); not yet"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "this is no git repository of its own, so nothing says what the series is"),
        (("x.mbox",), "nothing says which tree the series is for"),
    ],
)
def test_where_nothing_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Printed,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    (tmp_path / "x.mbox").write_bytes(
        b"From: A <a@example.org>\nSubject: [PATCH] a: A\n\nWhy.\n---\n"
        b"--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["review", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_in_a_folder_of_the_repository(
    repository: Path, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    widened(repository)
    monkeypatch.chdir(repository / "mm")
    code, shown = review()
    assert code == 0
    assert "all 3 hunks fit" in shown


def stacked(folder: Path) -> None:
    """Two commits on topic, of which only the second will be sent: it stands on the first."""
    widened(folder)
    text = USER.replace("(slot);", "(slot, 2);")
    commit(folder, f"mm/slot: Cut two\n\nOne is too few.{SIGNED}", mm__user_c=text)
    git(folder, "format-patch", "-q", "-o", "outgoing", "--base=main", "-1")


def test_what_goes_first_is_not_here(repository: Path, review: Review) -> None:
    stacked(repository)
    code, shown = review("outgoing")
    first = git(repository, "rev-parse", "--short=12", "topic~1")
    told = " ".join(shown.split())
    assert code == 3
    assert told.startswith(
        "not all of it could be looked at (what the series needs first is not in its tree"
    )
    assert f"the tree lacks it, the repository has it: {first}" in told
    assert "Before sending" not in told
    assert "does-not-apply" in told.partition("Worth a look")[2]


def test_what_goes_first_is_given(repository: Path, review: Review) -> None:
    stacked(repository)
    code, shown = review("outgoing", "--prerequisite", ".@main..topic~1")
    told = " ".join(shown.split())
    assert code == 0
    assert "first .@main..topic~1, placed on each tree before the series" in told
    assert "a series that is placed first has it" in told


def test_check_says_what_goes_first(repository: Path, capsys: Printed) -> None:
    stacked(repository)
    assert main(["check", ".@main", "--not-a-kernel", "-C", "-s", "outgoing"]) == 1
    assert "needed first: prerequisite-patch-id " in " ".join(capsys.readouterr().out.split())


def test_some_patches_of_it(repository: Path, review: Review) -> None:
    widened(repository)
    commit(repository, f"mm/slot: More\n\nWhy.{SIGNED}", mm__more_c="int more;\n")
    folder = repository / mails(repository, "--base=main", "--cover-letter")
    letter = next(folder.glob("0000-*"))
    text = (
        letter.read_text().replace("*** SUBJECT HERE ***", "Slots").replace("*** BLURB HERE ***", "Why.")
    )
    letter.write_text(text)
    code, shown = review("outgoing", "-P", "1")
    assert code == 0
    assert "all 3 hunks fit" in shown
    assert "more.c" not in shown.replace("outgoing", "")
