"""What `git config` says: the user's own settings, and those of a file that somebody else wrote.

The user's are read as git reads them for the folder patchkit was started in: git finds the repository,
leaves out one that belongs to somebody else (safe.directory), and follows includes. Anybody else's file
is read from its bytes, by itself, and includes nothing. Refuses to know what a key means.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from patchkit.errors import ConfigError, GitError
from patchkit.model.settings import Setting

_SPARSE = {
    "PATH": os.defpath,
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}


def user_settings(section: str) -> tuple[Setting, ...]:
    """Returns the settings of a section, the weakest first, as `git config` has them in this folder.

    Raises ConfigError when git cannot read a file.
    """
    pattern = rf"^{section}\."
    status, output, complaint = _git(
        ("--null", "--show-scope", "--show-origin", "--get-regexp", pattern),
        {**os.environ, "LC_ALL": "C"},
    )
    if status == 1:  # there is none
        return ()
    if status != 0:
        raise ConfigError(_last_words(complaint, "git config failed"))
    fields = output.split(b"\0")
    found = zip(fields[0::3], fields[1::3], fields[2::3], strict=False)
    return tuple(
        _setting(pair, os.fsdecode(scope), os.fsdecode(origin)) for scope, origin, pair in found
    )


def settings_of(text: bytes, where: str) -> tuple[Setting, ...]:
    """Returns every setting of a file in git's syntax, in its order; nothing is included or looked up.

    Raises ConfigError, naming `where`, when it is not in that syntax.
    """
    arguments = ("--file", "-", "--no-includes", "--null", "--list")
    environment = {**_SPARSE, "PATH": os.environ.get("PATH", os.defpath)}
    status, output, complaint = _git(arguments, environment, text, folder=os.sep)
    if status != 0:
        reason = _last_words(complaint, "it is not in the syntax of git config")
        raise ConfigError(reason.replace(" in standard input", ""), where=where)
    return tuple(_setting(pair, "", where) for pair in output.split(b"\0") if pair)


def _git(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    text: bytes = b"",
    folder: str | None = None,
) -> tuple[int, bytes, bytes]:
    """Runs git config; not through GitPython, whose import takes longer than most runs without git."""
    try:
        done = subprocess.run(
            ["git", "config", *arguments],
            env=environment,
            input=text,
            cwd=folder,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise GitError("git cannot be started", status=127, hint="install git") from error
    return done.returncode, done.stdout, done.stderr


def _setting(pair: bytes, scope: str, origin: str) -> Setting:
    key, mark, value = pair.partition(b"\n")
    return Setting(
        os.fsdecode(key),
        os.fsdecode(value) if mark else None,
        scope,
        origin.removeprefix("file:") if origin.startswith("file:") else "",
    )


def _last_words(complaint: bytes, otherwise: str) -> str:
    lines = [line for line in os.fsdecode(complaint).strip().split("\n") if line]
    return lines[-1].removeprefix("fatal: ").removeprefix("error: ") if lines else otherwise
