"""A small bench for rules: a tree as a dict, patches as edits of it, findings as short lines."""

from __future__ import annotations

import subprocess
from pathlib import Path

from patchkit.model.findings import Finding
from patchkit.model.report import Report
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions

Files = dict[str, str]


def written(folder: Path, files: Files) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def checked(
    tmp_path: Path, base: Files, *steps: Files, tree: Files | None = None, profile: str = ""
) -> Report:
    """Makes one patch of each step (changed files over those before) and checks them on `tree`.

    `tree` holds what the target has otherwise than `base`.
    """
    work = tmp_path / "work"
    written(work, base)
    git(work, "init", "-q")
    git(work, "add", ".")
    git(work, "commit", "-qm", "base")
    git(work, "tag", "base")
    for number, step in enumerate(steps, 1):
        written(work, step)
        git(work, "add", ".")
        git(work, "commit", "-qm", f"step {number}")
    git(work, "format-patch", "-q", "-o", str(tmp_path / "series"), "base")
    target = tmp_path / "tree"
    written(target, base | (tree or {}))
    if profile:
        written(tmp_path / "profile", {"profile.toml": profile})
    return check(
        CheckOptions(
            tree=str(target),
            kernel=False,
            series=str(tmp_path / "series"),
            profile=str(tmp_path / "profile") if profile else "",
        )
    )


def short(finding: Finding) -> str:
    mended = f"-{finding.mended_by}" if finding.mended_by is not None else ""
    return f"{finding.rule} {finding.primary.path}:{finding.primary.line} by {finding.caused_by}{mended}"


def shorts(report: Report) -> list[str]:
    assert not [one for one in report.incidents if not one.harmless]
    return [short(one) for one in report.findings]
