"""All files below a tree object, listed by git itself: several times quicker than tree by tree."""

from __future__ import annotations

import re
from pathlib import Path

from patchkit.gitio.process import finish, make_git_dir, surroundings
from patchkit.gitio.repository import Repository
from patchkit.gitio.scratch import scratch_folder

_LISTED = re.compile(rb"100[0-7]{3} blob ([0-9a-f]+)\t([^\0]+)\0")


def list_files(repository: Repository, tree_id: str) -> list[tuple[str, str]] | None:
    """Returns (path, blob id) of every regular file below a tree object, in git's order.

    None when git cannot list all of it: an object is missing or damaged.
    """
    with scratch_folder() as folder:
        make_git_dir(folder, repository.object_format)
        environment = surroundings(folder, folder, Path(repository.common_dir, "objects"))
        done = finish(["ls-tree", "-r", "-z", "--full-tree", tree_id], environment)
    if done.status != 0:
        return None
    return [
        (path.decode("utf-8", "surrogateescape"), object_id.decode("ascii"))
        for object_id, path in _LISTED.findall(done.output)
    ]
