"""git's own three-way merge of one file, on temporary files."""

from __future__ import annotations

from typing import NamedTuple

from patchkit.gitio.process import failed, finish, make_git_dir, surroundings
from patchkit.gitio.scratch import scratch_folder

# git merge-file's largest exit status that is no error.
_MOST_CONFLICTS = 127


class Merged(NamedTuple):
    """What a three-way merge gave; with `conflicts`, `data` has git's conflict markers in it."""

    data: bytes
    conflicts: int


def merge_file(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merges what turns `base` into `theirs` into `ours`: git-merge-file(1), on temporary files.

    Markers are `<<<<<<< ours`, `=======` and `>>>>>>> theirs`. Not `--diff3`: with the base shown,
    git calls a conflict what it otherwise knows how to narrow down or resolve. Raises GitError when git
    will not merge (binary files).
    """
    with scratch_folder() as folder:
        make_git_dir(folder, "sha1")
        sides = {"ours": ours, "base": base, "theirs": theirs}
        for side, data in sides.items():
            (folder / side).write_bytes(data)
        labels = [word for side in sides for word in ("-L", side)]
        files = [str(folder / side) for side in sides]
        command = ["merge-file", "-p", *labels, *files]
        done = finish(command, surroundings(folder, folder, folder / "objects"))
    # The exit status is the number of conflicts, cut off at 127.
    if not 0 <= done.status <= _MOST_CONFLICTS:
        raise failed(done.status, done.complaint, where="git merge-file")
    return Merged(done.output, done.status)
