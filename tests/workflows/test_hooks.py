"""git hooks: whose file it is, what a push or a mailing is judged by, and when git is stopped.

git runs the hooks here: real pushes to a bare repository, and `git hook run` as send-email does it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from patchkit.errors import HookError
from patchkit.workflows.hooks.files import NAMES, State, install, list_hooks, uninstall
from patchkit.workflows.hooks.push import Update, of_pre_commit, parse_updates
from tests.workflows.harness import written
from tests.workflows.test_mail_check import Desk

OURS = b"#!/bin/sh\nexit 0\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.git("config", "patchkit.not-a-kernel", "true")
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "remote.git"], check=True)
    made.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    made.git("push", "-q", "origin", "main")
    return made


def ran(desk: Desk, *arguments: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["git", *arguments],
        cwd=desk.tree,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


class TestFiles:
    """Whose hook it is."""

    @pytest.mark.parametrize("name", NAMES)
    def test_there_and_back(self, desk: Desk, name: str) -> None:
        assert {one.state for one in list_hooks(desk.tree)} == {State.NONE}
        hook = install(name, desk.tree)
        assert hook.path == desk.tree / ".git" / "hooks" / name
        assert os.access(hook.path, os.X_OK)
        assert sys.executable in hook.path.read_text()
        assert install(name, desk.tree) == hook
        assert uninstall(name, desk.tree).state is State.NONE
        assert not list(hook.path.parent.glob("*patchkit*"))

    def test_somebody_elses_hook_stays(self, desk: Desk) -> None:
        path = desk.tree / ".git" / "hooks" / "pre-push"
        path.write_bytes(OURS)
        with pytest.raises(HookError, match="it is not patchkit's") as error:
            install("pre-push", desk.tree)
        assert 'patchkit hook run pre-push "$@"' in error.value.hint
        assert path.read_bytes() == OURS
        with pytest.raises(HookError, match="this hook is not patchkit's"):
            uninstall("pre-push", desk.tree)
        assert path.read_bytes() == OURS

    def test_force_puts_it_aside_and_uninstall_brings_it_back(self, desk: Desk) -> None:
        path = desk.tree / ".git" / "hooks" / "pre-push"
        path.write_bytes(OURS)
        hook = install("pre-push", desk.tree, force=True)
        assert hook.aside is not None
        assert hook.aside.read_bytes() == OURS
        assert install("pre-push", desk.tree, force=True) == hook
        assert uninstall("pre-push", desk.tree).state is State.OTHER
        assert path.read_bytes() == OURS
        assert not hook.aside.exists()

    def test_what_was_put_aside_is_not_overwritten_either(self, desk: Desk) -> None:
        path = desk.tree / ".git" / "hooks" / "pre-push"
        path.write_bytes(OURS)
        aside = path.with_name("pre-push.before-patchkit")
        aside.write_bytes(b"first")
        with pytest.raises(HookError):
            install("pre-push", desk.tree, force=True)
        assert (path.read_bytes(), aside.read_bytes()) == (OURS, b"first")

    def test_a_link_is_somebody_elses(self, desk: Desk, tmp_path: Path) -> None:
        path = desk.tree / ".git" / "hooks" / "pre-push"
        path.symlink_to(tmp_path / "nowhere")
        with pytest.raises(HookError):
            install("pre-push", desk.tree)
        install("pre-push", desk.tree, force=True)
        assert not (tmp_path / "nowhere").exists()
        uninstall("pre-push", desk.tree)
        assert path.is_symlink()

    def test_a_linked_worktree_shares_the_hooks(self, desk: Desk, tmp_path: Path) -> None:
        desk.git("worktree", "add", "-q", str(tmp_path / "linked"), "topic")
        assert install("pre-push", tmp_path / "linked").path == desk.tree / ".git" / "hooks" / "pre-push"

    @pytest.mark.parametrize("given", ["ours/hooks", "{tmp}/elsewhere"])
    def test_core_hooks_path(self, desk: Desk, tmp_path: Path, given: str) -> None:
        place = given.format(tmp=tmp_path)
        desk.git("config", "core.hooksPath", place)
        assert install("pre-push", desk.tree).path == desk.tree / place / "pre-push"
        code, said = ran(desk, "push", "origin", "topic")
        assert (code, "CALLER_NOT_UPDATED" in said) == (1, True)

    def test_a_folder_that_all_repositories_share(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
        desk.git("config", "--global", "core.hooksPath", str(tmp_path / "all"))
        with pytest.raises(HookError, match="all your repositories use these hooks"):
            install("pre-push", desk.tree)
        assert install("pre-push", desk.tree, force=True).path == tmp_path / "all" / "pre-push"

    def test_no_repository(self, tmp_path: Path) -> None:
        with pytest.raises(HookError, match="not a git repository"):
            list_hooks(tmp_path)

    def test_a_patchkit_that_is_gone_is_told(self, desk: Desk) -> None:
        hook = install("pre-push", desk.tree)
        hook.path.write_text(hook.path.read_text().replace(sys.executable, "/nowhere/python"))
        code, said = ran(desk, "push", "origin", "topic")
        assert code == 1
        assert "patchkit is gone from where it was (/nowhere/python)" in said


@pytest.mark.parametrize("name", ["patchkit/__init__.py", "click.py", "json.py"])
def test_nothing_is_imported_from_the_tree(desk: Desk, name: str) -> None:
    written(desk.tree, {name: "open('evil', 'w').close()\n"})
    install("pre-push", desk.tree)
    code, said = ran(desk, "push", "origin", "topic")
    assert (code, "CALLER_NOT_UPDATED" in said) == (1, True)
    assert not (desk.tree / "evil").exists()


class TestPush:
    """What would be published, as series."""

    @pytest.fixture
    def desk(self, desk: Desk) -> Desk:
        install("pre-push", desk.tree)
        return desk

    def test_a_new_branch_with_an_error_is_stopped(self, desk: Desk) -> None:
        code, said = ran(desk, "push", "origin", "topic")
        assert code == 1
        assert "patchkit: topic, pushed to origin: " in said
        assert "other.c:5: ERROR:CALLER_NOT_UPDATED: patch 3/4: one() is called with 1 argument" in said
        assert "git push --no-verify goes on without hooks" in said
        assert desk.git("ls-remote", "origin", "topic") == ""

    def test_the_rest_of_a_branch_is_judged_alone(self, desk: Desk) -> None:
        assert ran(desk, "push", "--no-verify", "origin", "topic~1:refs/heads/topic")[0] == 0
        code, said = ran(desk, "push", "origin", "topic")
        assert code == 0
        assert "all 1 hunks fit" in said
        assert (
            desk.git("ls-remote", "origin", "topic").split()[0] == desk.git("rev-parse", "topic").strip()
        )

    @pytest.mark.parametrize(("stop_at", "code"), [("never", 0), ("error", 1), ("warning", 1)])
    def test_stop_at(self, desk: Desk, stop_at: str, code: int) -> None:
        desk.git("config", "patchkit.stop-at", stop_at)
        found, said = ran(desk, "push", "origin", "topic")
        assert (found, "CALLER_NOT_UPDATED" in said) == (code, True)

    def test_nothing_new(self, desk: Desk) -> None:
        code, said = ran(desk, "push", "origin", "main:refs/heads/again", "HEAD:refs/tags/v1")
        assert (code, "patchkit" in said) == (0, False)
        code, said = ran(desk, "push", "origin", ":again")
        assert (code, "patchkit" in said) == (0, False)

    def test_a_tag_is_no_series(self, desk: Desk) -> None:
        code, said = ran(desk, "push", "origin", "topic:refs/tags/v2")
        assert (code, "patchkit" in said) == (0, False)

    def test_merges_are_not_checked_and_that_is_said(self, desk: Desk) -> None:
        desk.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
        code, said = ran(desk, "push", "origin", "main")
        assert code == 0
        assert "main, pushed to origin: not checked: there are merges among the new commits" in said

    def test_from_a_linked_worktree(self, desk: Desk, tmp_path: Path) -> None:
        desk.git("worktree", "add", "-q", str(tmp_path / "linked"), "topic")
        done = subprocess.run(
            ["git", "push", "origin", "topic"], cwd=tmp_path / "linked", capture_output=True, text=True
        )
        assert (done.returncode, "CALLER_NOT_UPDATED" in done.stderr) == (1, True)

    def test_to_a_url(self, desk: Desk, tmp_path: Path) -> None:
        code, said = ran(desk, "push", str(tmp_path / "remote.git"), "topic")
        assert (code, "CALLER_NOT_UPDATED" in said) == (1, True)

    def test_two_branches_at_once(self, desk: Desk) -> None:
        desk.git("branch", "good", "topic~2")
        code, said = ran(desk, "push", "origin", "good", "topic")
        assert code == 1
        assert "patchkit: good, pushed to origin: clean" not in said
        assert said.count(", pushed to origin: ") == 2

    def test_a_repository_that_is_no_kernel(self, desk: Desk) -> None:
        desk.git("config", "--unset", "patchkit.not-a-kernel")
        code, said = ran(desk, "push", "origin", "topic")
        assert code == 1
        assert "kernel" in said


def test_the_lines_of_stdin() -> None:
    assert parse_updates("refs/heads/a 1 refs/heads/b 2\n") == (
        Update("refs/heads/a", "1", "refs/heads/b", "2"),
    )
    assert parse_updates("(delete) 000 refs/heads/b 2\n")[0].deletes
    with pytest.raises(HookError):
        parse_updates("what is this\n")


def test_what_pre_commit_says() -> None:
    assert of_pre_commit({}) is None
    assert of_pre_commit({"PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_NAME": "origin"}) == ("origin", ())
    given = {
        "PRE_COMMIT": "1",
        "PRE_COMMIT_REMOTE_NAME": "origin",
        "PRE_COMMIT_FROM_REF": "1",
        "PRE_COMMIT_TO_REF": "2",
        "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/a",
        "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/b",
    }
    assert of_pre_commit(given) == ("origin", (Update("refs/heads/a", "2", "refs/heads/b", "1"),))


def signed(desk: Desk, tip: str, *arguments: str) -> list[bytes]:
    """The mails of main..tip as their author should send them, the cover letter first."""
    mails = desk.sent(f"main..{tip}", "--signoff", *arguments)
    cover = (
        mails[0].replace(b"*** SUBJECT HERE ***", b"slots: steps").replace(b"*** BLURB HERE ***", b"So.")
    )
    return [cover, *mails[1:]]


class TestSending:
    """Mails that git send-email is about to send."""

    @pytest.fixture
    def desk(self, desk: Desk) -> Desk:
        install("sendemail-validate", desk.tree)
        return desk

    def send(self, desk: Desk, mails: list[bytes], *, counted: bool) -> list[tuple[int, str]]:
        """Runs the hook for each mail as git send-email does: up to the one that it refuses."""
        out = []
        for number, raw in enumerate(mails, 1):
            path = desk.tree.parent / "one.mail"
            path.write_bytes(raw)
            counter = {
                "GIT_SENDEMAIL_FILE_COUNTER": str(number),
                "GIT_SENDEMAIL_FILE_TOTAL": str(len(mails)),
            }
            environment = counter if counted else {}
            out.append(ran(desk, "hook", "run", "sendemail-validate", "--", str(path), **environment))
            path.unlink()
        return out

    @pytest.mark.parametrize("counted", [True, False])
    def test_the_series_is_reviewed_at_the_last_mail(self, desk: Desk, counted: bool) -> None:
        *others, (code, said) = self.send(desk, signed(desk, "topic"), counted=counted)
        assert others == [(0, "")] * 4
        assert code == 1
        assert said.startswith("patchkit: 5 mails to send:\nnot yet, because patch 3: ")
        assert "3/4 other.c:5: error caller-not-updated: one() is called with 1 argument" in said
        assert "git send-email --no-validate goes on" in said

    def test_what_a_maintainer_would_find_in_the_mails(self, desk: Desk) -> None:
        mails = [
            one.replace(b"Signed-off-by: Test", b"Signed-off: Test") for one in signed(desk, "topic~2")
        ]
        code, said = self.send(desk, mails, counted=True)[-1]
        assert code == 1
        assert "error sign-off-missing" in said

    @pytest.mark.parametrize("counted", [True, False])
    def test_again_after_it_was_stopped(self, desk: Desk, counted: bool) -> None:
        self.send(desk, desk.mails[:3], counted=False)
        first, (code, said) = self.send(desk, signed(desk, "topic~2")[1:], counted=counted)
        assert (first, code) == ((0, ""), 0), said
        assert said.startswith("patchkit: 2 mails to send:\n")

    def test_on_the_commit_before_those_that_are_sent(self, desk: Desk) -> None:
        desk.git("checkout", "-q", "topic")
        code, said = self.send(desk, signed(desk, "topic"), counted=True)[-1]
        assert code == 1
        assert f".@{desk.git('rev-parse', 'main').strip()}" in said
        assert "already-there" not in said

    def test_on_the_base_that_the_mails_name(self, desk: Desk) -> None:
        mails = signed(desk, "topic~2", "--base=main")
        desk.git("checkout", "-q", "-b", "elsewhere")
        written(desk.tree, {"user.c": "int gone;\n"})
        desk.git("commit", "-qam", "gone")
        code, said = self.send(desk, mails, counted=True)[-1]
        assert (code, "the commit the series says it was made on" in said) == (0, True), said

    def test_half_a_series_is_not_judged(self, desk: Desk) -> None:
        code, said = self.send(desk, desk.mails[2:4], counted=True)[-1]
        assert code == 0
        assert "not checked: not all patches are among them: 1, 4 of 4" in said

    def test_a_single_patch(self, desk: Desk) -> None:
        mails = desk.sent("topic~1..topic", "--no-cover-letter")
        ((code, said),) = self.send(desk, mails, counted=False)
        assert (code, "patchkit: 1 mail to send:\n" in said) == (1, True)
        assert "error sign-off-missing" in said

    def test_other_mails_are_nobodys_business(self, desk: Desk) -> None:
        mail = b"From: Ada <ada@example.org>\nSubject: lunch\n\nAt one?\n"
        assert self.send(desk, [mail], counted=True) == [(0, "")]
