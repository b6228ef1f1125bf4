"""Who the user is, as git would say it: the one question the user's own configuration answers."""

from __future__ import annotations

import re

from patchkit.errors import GitError
from patchkit.gitio.process import finish

_IDENT = re.compile(r"(.*?) ?<([^<>]*)> \d+ [-+]\d{4}", re.DOTALL)


def user_identity() -> tuple[str, str]:
    """Returns the name and mail address that git commits with in this folder (git-var(1)).

    Raises GitError when git does not know them.
    """
    done = finish(("var", "GIT_COMMITTER_IDENT"), {"LC_ALL": "C"})
    found = _IDENT.match(done.output.decode("utf-8", "replace"))
    if done.status != 0 or found is None:
        raise GitError(
            "git does not know who you are",
            status=done.status or 128,
            hint="git config --global user.name NAME; git config --global user.email ADDRESS",
        )
    return found[1], found[2]
