"""Commits that bring a name: those that add more lines with it than they remove (git log -G).

The histories of the files in question come first: they are cheap, and mostly enough. What they do not
tell is looked for in the whole history while time is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from patchkit.gitio import Repository, read_log
from patchkit.workflows.origins.search import Search, Wanted, whole

_SPECIAL = re.compile(r"[.^$*+?()\[\]{}|\\]")
_PLAIN = ("--no-merges", "--no-renames", "--no-textconv", "--no-ext-diff", "--no-color")
_LOG = (*_PLAIN, "-p", "-U0", "--format=%x00%h %s", "--extended-regexp")


def search_commits(
    search: Search, repository: Repository, revisions: Sequence[str], wanted: Sequence[Wanted]
) -> None:
    """Notes "abbreviated-id subject" of the commits that bring each name; `revisions` are full ids."""
    complete = True
    for path, names in groupby(sorted(wanted, key=lambda one: one.path), lambda one: one.path):
        complete = (
            _walk(search, repository, [*revisions, "--", f":(literal){path}"], list(names)) and complete
        )
    rest = [one for one in wanted if not search.origins(one)]
    if rest:
        complete = _walk(search, repository, [*revisions, "--"], rest) and complete
    if not complete:
        search.cut()


def _walk(search: Search, repository: Repository, where: list[str], wanted: Sequence[Wanted]) -> bool:
    """Returns False when time ran out."""
    if not search.seconds:
        return False
    names = "|".join(sorted({_SPECIAL.sub(r"\\\g<0>", one.name) for one in wanted}))
    output, complete = read_log(repository, *_LOG, f"-G{names}", *where, seconds=search.seconds)
    for commit in output.split(b"\0")[1:]:
        title, *lines = commit.split(b"\n")
        for one in _brought(wanted, lines):
            search.add(one, title.decode("utf-8", "surrogateescape"))
    return complete


def _brought(wanted: Sequence[Wanted], lines: Sequence[bytes]) -> Iterator[Wanted]:
    """Yields the names of which more come than go."""
    added = b"\n".join(line[1:] for line in lines if line[:1] == b"+" and line[:4] != b"+++ ")
    removed = b"\n".join(line[1:] for line in lines if line[:1] == b"-" and line[:4] != b"--- ")
    for one in wanted:
        word = whole(one.text)
        if len(word.findall(added)) > len(word.findall(removed)):
            yield one
