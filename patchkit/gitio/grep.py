"""Which of many blobs contain some words, told by `git grep` without moving the blobs out of git.

Only where git is surely right: plain identifiers, and no complaint. Everything else is left to those who
read the blobs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from patchkit.errors import GitError
from patchkit.gitio.repository import Repository
from patchkit.gitio.temporary import temporary_repository

_IDENTIFIER = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")

# The more different letters the words begin with, the slower is PCRE: 5 words in all sources of a kernel
# took 1.8 s, 8 took 3.0 s, and reading the blobs 2.1 s.
_MOST_WORDS = 6


def grep_blobs(
    repository: Repository, object_ids: Sequence[str], words: Collection[bytes]
) -> list[int] | None:
    """Returns the indexes of the blobs that contain one of `words` as a whole word, in order.

    None where git cannot tell: words that are no identifiers or too many, a missing object, a git that
    was built without PCRE.
    """
    if not 0 < len(words) <= _MOST_WORDS or not all(map(_IDENTIFIER.fullmatch, words)):
        return None
    # A tree of just these, named by their numbers so that their order, which is that of the pack, stays.
    listed = "".join(f"100644 blob {one}\t{at:07}\0" for at, one in enumerate(object_ids))
    pattern = rf"\b(?:{'|'.join(sorted(word.decode('ascii') for word in words))})\b"
    with temporary_repository(repository.object_format, borrow=repository) as made:
        try:
            tree = made.run("mktree", "-z", "--missing", stdin=listed.encode("ascii"))
        except GitError:
            return None
        asked = ["grep", "-z", "-l", "-a", "--no-color", "-P", pattern, tree.decode("ascii").strip()]
        done = made.attempt(*asked)
    if done.status not in (0, 1) or done.complaint:
        return None
    return sorted(int(name.rpartition(b":")[2]) for name in done.output.split(b"\0") if name)
