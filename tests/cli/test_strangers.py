"""Started in a stranger's tree, patchkit imports nothing from it, and what it starts neither."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PATCHKIT = Path(sys.executable).with_name("patchkit")


@pytest.mark.parametrize("verb", ["check", "matrix"])
def test_nothing_of_the_current_folder_is_imported(checkout: Path, tmp_path: Path, verb: str) -> None:
    for name in ("multiprocessing", "click", "patchkit", "json", "signal"):
        (tmp_path / f"{name}.py").write_text("open('evil', 'w').close()\n")
    kernel = checkout / "examples" / "kernel"
    jobs = ("--jobs", "2") if verb == "matrix" else ()
    trees = (kernel,) if verb == "check" else (kernel, tmp_path / "again")
    (tmp_path / "again").symlink_to(kernel)
    series = checkout / "series" / "hot-remove" / "mails"
    done = subprocess.run(
        [PATCHKIT, verb, *trees, "--series", series, *jobs], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "evil").exists()
