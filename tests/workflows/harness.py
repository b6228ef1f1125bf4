"""A small bench for ports: a tree as a dict, patches as edits of it, the port onto another tree."""

from __future__ import annotations

import subprocess
from pathlib import Path

from patchkit.model.ported import PortResult
from patchkit.workflows.port import PortOptions, port_series

Files = dict[str, str]


def written(folder: Path, files: Files) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def ported(tmp_path: Path, base: Files, *steps: Files, tree: Files) -> PortResult:
    """Makes one patch of each step (changed files over those before) and ports them onto `tree`.

    `tree` holds what the target has otherwise than `base`; its files are not in the repository in which
    the patches are made.
    """
    work = tmp_path / "work"
    written(work, base)
    _git(work, "init", "-q")
    _git(work, "add", ".")
    _git(work, "commit", "-qm", "base")
    for number, step in enumerate(steps, 1):
        written(work, step)
        _git(work, "add", ".")
        _git(work, "commit", "-qm", f"step {number}")
    series = tmp_path / "series"
    _git(work, "format-patch", "-q", "-o", str(series), f"HEAD~{len(steps)}")
    target = tmp_path / "tree"
    written(target, base | tree)
    return port_series(PortOptions(series=str(series), onto=str(target), kernel=False))
