"""Repositories elsewhere: what they are called there, and one commit's files of them.

The only place where git may use a network, and only for a URL that the user gave. The user's own
configuration is in force here, as it knows proxies and credentials; hooks are not. Nothing is asked at a
terminal. Refuses to clone: one commit is fetched, without its history, and of it what is not there yet.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from patchkit.gitio.process import failed, finish

_URL = re.compile(r"(?:https?|git|ssh|file)://[^\s]+")
_KINDS = ("refs/tags/", "refs/heads/")
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_NAMESPACE": "",
}


def is_url(location: str) -> bool:
    """Tells whether a location names a repository elsewhere; `host:path` has to be ssh://host/path."""
    return _URL.fullmatch(location) is not None


def remote_names(url: str) -> dict[str, str]:
    """Returns the commits (or trees) of all tags, branches and HEAD of a repository, by short name.

    A tag goes before a branch of the same name, as git has it. Raises GitError.
    """
    output = _run("ls-remote", "--", url, where=url).decode("utf-8", "replace")
    found: dict[str, str] = {}
    for line in output.splitlines():
        object_id, _, name = line.partition("\t")
        found[name] = object_id
    names = {"HEAD": found["HEAD"]} if "HEAD" in found else {}
    for kind in reversed(_KINDS):
        for name, object_id in found.items():
            if name.startswith(kind) and not name.endswith("^{}"):
                # An annotated tag's line is followed by the commit's, with ^{}.
                names[name.removeprefix(kind)] = found.get(f"{name}^{{}}", object_id)
    return names


def fetch_commit(url: str, commit: str, folder: Path) -> None:
    """Brings a commit and its files into the bare repository `folder`, which is made when need be.

    Of what other commits of `folder` have already, nothing is sent again. Raises GitError.
    """
    places = {"GIT_DIR": str(folder), "GIT_COMMON_DIR": str(folder)}
    places["GIT_OBJECT_DIRECTORY"] = str(folder / "objects")
    if not (folder / "HEAD").exists():
        folder.mkdir(parents=True, exist_ok=True)
        kind = "sha256" if len(commit) == 64 else "sha1"
        template = ("--template=", f"--object-format={kind}")
        _run("init", "--quiet", "--bare", *template, str(folder), where=str(folder), places=places)
    # Its own name for each commit: what is not named any more, git would drop.
    wanted = f"{commit}:refs/patchkit/{commit}"
    options = ("--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance")
    _run("fetch", *options, "--", url, wanted, where=url, places=places)


def _run(*args: str, where: str, places: dict[str, str] | None = None) -> bytes:
    folder = Path(os.sep) if places is None else None  # no repository is meant, not even the one around
    done = finish(args, {**_ENVIRONMENT, **(places or {})}, folder=folder)
    if done.status != 0:
        raise failed(done.status, done.complaint, where=where)
    return done.output
