"""Where git looks for hooks: asked of git, for core.hooksPath and linked worktrees move it.

Refuses to read or write a hook.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from msgspec import Struct

from patchkit.errors import HookError

_SHARED = ("system", "global")


class HooksFolder(Struct, frozen=True):
    """The folder of a repository's hooks; `shared` when the user's other repositories use it too."""

    path: Path
    shared: bool


def hooks_folder(folder: Path) -> HooksFolder:
    """Returns where git looks for the hooks of the repository that `folder` is in.

    Raises HookError when there is none that git will use.
    """
    found = _asked(folder, "rev-parse", "--git-path", "hooks")
    scope = _asked(folder, "config", "--show-scope", "--get", "core.hooksPath", default="")
    return HooksFolder(Path(os.path.abspath(folder / found)), scope.split("\t")[0] in _SHARED)


def _asked(folder: Path, *arguments: str, default: str | None = None) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise HookError(f"git cannot be started: {error.strerror}", where=str(folder)) from error
    if done.returncode == 0:
        return os.fsdecode(done.stdout).removesuffix("\n")
    if default is not None:
        return default
    fatal = re.search(rb"^fatal: (.*)", done.stderr, re.MULTILINE)
    reason = os.fsdecode(fatal[1]) if fatal else f"git {arguments[0]} failed"
    raise HookError(reason, where=str(folder))
