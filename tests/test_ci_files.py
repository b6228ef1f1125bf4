"""The files that other tools take patchkit by: pre-commit's manifest, GitHub's action, the snippets of docs/ci.md.

pre-commit validates and runs its own; the action's scripts run in bash as GitHub runs them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workflows.test_mail_check import Desk

TOP = Path(__file__).resolve().parents[1]
MANIFEST = TOP / ".pre-commit-hooks.yaml"
ACTION = TOP / "action.yml"
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.git("config", "patchkit.not-a-kernel", "true")
    return made


class TestPreCommit:
    def test_the_manifest_is_valid(self) -> None:
        subprocess.run([PRE_COMMIT, "validate-manifest", MANIFEST], check=True)

    @pytest.mark.parametrize(("tip", "code"), [("topic", 1), ("topic~2", 0)])
    def test_pre_commit_runs_the_hook(self, desk: Desk, tmp_path: Path, tip: str, code: int) -> None:
        (hook,) = load(MANIFEST)
        local = {key: value for key, value in hook.items() if key != "minimum_pre_commit_version"}
        hooks = [{**local, "language": "system"}]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
        arguments = (
            f"run --config {tmp_path}/config.yaml --hook-stage pre-push --from-ref main --to-ref {tip}"
            " --local-branch refs/heads/topic --remote-branch refs/heads/topic"
            " --remote-name origin --remote-url x"
        )
        done = subprocess.run(
            [str(PRE_COMMIT), *arguments.split()],
            cwd=desk.tree,
            env={**os.environ, "PATH": PATH, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout
        assert "patchkit: topic, pushed to origin: " in done.stdout
        assert ("ERROR:CALLER_NOT_UPDATED" in done.stdout) is bool(code)


class TestAction:
    def test_its_shape(self) -> None:
        action = load(ACTION)
        assert {"name", "description", "inputs", "outputs", "runs"} == set(action)
        assert all(set(one) == {"description", "default"} for one in action["inputs"].values())
        assert action["runs"]["using"] == "composite"
        for step in action["runs"]["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert "uses" in step or step["shell"] == "bash"

    def test_what_it_refers_to_is_there(self) -> None:
        action = load(ACTION)
        ids = {step.get("id") for step in action["runs"]["steps"]}
        for text in EXPRESSION.findall(ACTION.read_text()):
            for name in re.findall(r"\binputs\.(\w+)", text):
                assert name in action["inputs"]
            for name in re.findall(r"\bsteps\.(\w+)", text):
                assert name in ids

    def test_no_text_of_a_stranger_becomes_a_script(self) -> None:
        for step in load(ACTION)["runs"]["steps"]:
            assert not EXPRESSION.search(step.get("run", ""))

    @pytest.mark.parametrize(("head", "code"), [("topic", "1"), ("topic~2", "0")])
    def test_its_script(self, desk: Desk, tmp_path: Path, head: str, code: str) -> None:
        outputs, summary = self.run(desk, tmp_path, PATCHKIT_HEAD=head)
        assert outputs["code"] == code
        sarif = json.loads(Path(outputs["sarif"]).read_text())
        rules = [one["ruleId"] for one in sarif["runs"][0]["results"]]
        assert ("caller-not-updated" in rules) is (code == "1")
        assert summary.strip()

    def test_a_branch_that_is_called_like_a_command(self, desk: Desk, tmp_path: Path) -> None:
        desk.git("branch", "$(touch${IFS}evil)", "topic~2")
        outputs, _ = self.run(desk, tmp_path, PATCHKIT_HEAD="$(touch${IFS}evil)")
        assert outputs["code"] == "0"
        assert not list(tmp_path.rglob("evil"))

    def test_without_the_commits_there_is_no_report(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(subprocess.CalledProcessError):
            self.run(desk, tmp_path, PATCHKIT_HEAD="0" * 40)

    def run(self, desk: Desk, tmp_path: Path, **given: str) -> tuple[dict[str, str], str]:
        """Runs the step that checks; returns its outputs and the job's summary."""
        (step,) = (one for one in load(ACTION)["runs"]["steps"] if one.get("id") == "check")
        files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.touch()
        environment = {
            **os.environ,
            **{name: str(file) for name, file in files.items()},
            **{name: value for name, value in step["env"].items() if "{{" not in value},
            "PATH": PATH,
            "RUNNER_TEMP": str(tmp_path),
            "PATCHKIT_BASE": "main",
            "PATCHKIT_TREE": ".",
            "PATCHKIT_MORE": "--min-confidence\nmedium\n",
            **given,
        }
        subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=desk.tree,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        pairs = dict(line.split("=", 1) for line in lines)
        return pairs, files["GITHUB_STEP_SUMMARY"].read_text()


def snippets(page: str) -> list[Any]:
    text = (TOP / "docs" / page).read_text()
    return [yaml.safe_load(one) for one in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]


def test_the_snippets_name_what_is_there() -> None:
    workflow, gitlab = snippets("ci.md")
    (job,) = workflow["jobs"].values()
    assert set(job["steps"][1]["with"]) <= set(load(ACTION)["inputs"])
    assert gitlab["patchkit"]["variables"]["GIT_DEPTH"] == 0
    (config,) = snippets("hooks.md")
    assert config["repos"][0]["hooks"] == [{"id": load(MANIFEST)[0]["id"]}]


@pytest.mark.parametrize(("head", "code"), [("topic", 1), ("topic~2", 0)])
def test_the_script_of_the_gitlab_snippet(desk: Desk, head: str, code: int) -> None:
    _, gitlab = snippets("ci.md")
    script = "\n".join(line for line in gitlab["patchkit"]["script"] if not line.startswith("pip "))
    desk.git("checkout", "-q", head)
    environment = {
        **os.environ,
        "PATH": PATH,
        "CI_COMMIT_SHA": desk.git("rev-parse", head).strip(),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": desk.git("rev-parse", "main").strip(),
    }
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=desk.tree, env=environment, capture_output=True, check=False
    )
    assert done.returncode == code
    assert json.loads((desk.tree / "patchkit.sarif").read_text())["version"] == "2.1.0"
    assert (desk.tree / "patchkit.md").read_text().strip()


def test_git_send_email_itself(desk: Desk, tmp_path: Path) -> None:
    """Where it is installed (a package of its own on most systems): it asks the hook before it sends."""
    places = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True).stdout
    if shutil.which("git-send-email", path=f"{places.strip()}{os.pathsep}{os.environ['PATH']}") is None:
        pytest.skip("git send-email is not installed")
    desk.git("config", "user.email", "ada@example.org")
    subprocess.run(
        [sys.executable, "-m", "patchkit", "hook", "install", "sendemail-validate"],
        cwd=desk.tree,
        check=True,
    )
    mails = tmp_path / "outgoing"
    desk.git("format-patch", "-q", "-o", str(mails), "main..topic")
    done = subprocess.run(
        [
            "git",
            "send-email",
            "--dry-run",
            "--quiet",
            "--to=x@example.org",
            "--confirm=never",
            str(mails),
        ],
        cwd=desk.tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "ERROR:CALLER_NOT_UPDATED" in done.stderr
