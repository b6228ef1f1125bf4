"""What people call a commit: its branch or tag, or how far it is from the tag before."""

from __future__ import annotations

from patchkit.basing.candidates import Candidate
from patchkit.errors import GitError
from patchkit.gitio import Reference, Repository

_DIGITS = 12


def short_name(reference: str) -> str:
    """Returns the name of a reference as people say it."""
    return Reference(reference, "").short


def label_of(one: Candidate) -> str:
    """Returns the name of a tip's reference, else the commit's id, shortened."""
    return short_name(one.reference) if one.tip else one.commit.object_id[:_DIGITS]


def name_of(repository: Repository, one: Candidate) -> str:
    """Returns the name of a tip's reference; else what `git describe --tags` says, else an id."""
    if one.tip and one.reference != "HEAD":
        return short_name(one.reference)
    try:
        described = repository.run(
            "describe", "--tags", "--always", f"--abbrev={_DIGITS}", one.commit.object_id
        )
    except GitError:
        return one.commit.object_id[:_DIGITS]
    return described.decode("utf-8", "surrogateescape").strip()
